package datamatrix

import "sync"

// layout describes one size of square ECC 200 symbol: how many modules on a
// side, how many data regions on a side, and how its codewords are shared
// between Reed-Solomon blocks.
//
// Source: ISO/IEC 16022, table 7.
type layout struct {
	size    int // modules on a side, finder included
	regions int // data regions on a side
	data    int // data codewords
	check   int // check codewords
	blocks  int // interleaved Reed-Solomon blocks
}

// layouts are the sizes that are looked for. A 2D-Doc carries at least a
// header and a signature, some 87 codewords, so that smaller symbols (stamps,
// parcel labels) are left out, and so are 132 and 144, which the 2D-Doc
// specification does not use.
var layouts = []layout{
	{22, 1, 30, 20, 1},
	{24, 1, 36, 24, 1},
	{26, 1, 44, 28, 1},
	{32, 2, 62, 36, 1},
	{36, 2, 86, 42, 1},
	{40, 2, 114, 48, 1},
	{44, 2, 144, 56, 1},
	{48, 2, 174, 68, 1},
	{52, 2, 204, 84, 2},
	{64, 4, 280, 112, 2},
	{72, 4, 368, 144, 4},
	{80, 4, 456, 192, 4},
	{88, 4, 576, 224, 4},
	{96, 4, 696, 272, 4},
	{104, 4, 816, 336, 6},
	{120, 6, 1050, 408, 6},
}

// regionSize is the side of one region with its own border, in modules.
func (l layout) regionSize() int { return l.size / l.regions }

// mapping is the side of the mapping matrix: the data modules, borders taken
// out.
func (l layout) mapping() int { return l.size - 2*l.regions }

// moduleAt turns an index of the mapping matrix into an index of the symbol.
func (l layout) moduleAt(mapped int) int {
	side := l.mapping() / l.regions
	row, column := mapped/l.mapping(), mapped%l.mapping()
	row += 1 + 2*(row/side)
	column += 1 + 2*(column/side)
	return row*l.size + column
}

// codewordModules lists, for each codeword of the layout, the eight modules
// that hold its bits, most significant first, as indexes into the symbol.
// The walk is made once for each size.
func (l layout) codewordModules() [][8]int {
	if known, ok := walks.Load(l.size); ok {
		return known.([][8]int)
	}
	modules := walk(l.mapping())
	modules = modules[:l.data+l.check]
	for i := range modules {
		for bit, mapped := range modules[i] {
			modules[i][bit] = l.moduleAt(mapped)
		}
	}
	walks.Store(l.size, modules)
	return modules
}

var walks sync.Map // size in modules → [][8]int

// utah is the shape of a codeword: offsets (row, column) from its last module.
var utah = [8][2]int{{-2, -2}, {-2, -1}, {-1, -2}, {-1, -1}, {-1, 0}, {0, -2}, {0, -1}, {0, 0}}

// corners are the four shapes that codewords take in the corners; negative
// numbers count from the far edge.
var corners = [4][8][2]int{
	{{-1, 0}, {-1, 1}, {-1, 2}, {0, -2}, {0, -1}, {1, -1}, {2, -1}, {3, -1}},
	{{-3, 0}, {-2, 0}, {-1, 0}, {0, -4}, {0, -3}, {0, -2}, {0, -1}, {1, -1}},
	{{-3, 0}, {-2, 0}, {-1, 0}, {0, -2}, {0, -1}, {1, -1}, {2, -1}, {3, -1}},
	{{-1, 0}, {-1, -1}, {0, -3}, {0, -2}, {0, -1}, {1, -3}, {1, -2}, {1, -1}},
}

// walk lays codewords along the diagonals of a square mapping matrix of n
// modules on a side, as ISO/IEC 16022 annex F says.
func walk(n int) [][8]int {
	used := make([]bool, n*n)
	var codewords [][8]int
	corner := func(shape [8][2]int) {
		var c [8]int
		for bit, at := range shape {
			c[bit] = (at[0]+n)%n*n + (at[1]+n)%n
			used[c[bit]] = true
		}
		codewords = append(codewords, c)
	}
	place := func(row, column int) {
		if row < 0 || column < 0 || row >= n || column >= n || used[row*n+column] {
			return
		}
		var c [8]int
		for bit, offset := range utah {
			c[bit] = wrapped(row+offset[0], column+offset[1], n)
			used[c[bit]] = true
		}
		codewords = append(codewords, c)
	}
	for row, column := 4, 0; row < n || column < n; {
		switch {
		case row == n && column == 0:
			corner(corners[0])
		case row == n-2 && column == 0 && n%8 == 4:
			corner(corners[2])
		case row == n-2 && column == 0 && n%4 != 0:
			corner(corners[1])
		case row == n+4 && column == 2 && n%8 == 0:
			corner(corners[3])
		}
		// Both sweeps take one step even from outside the matrix.
		for climbing := true; climbing; climbing = row >= 0 && column < n {
			place(row, column)
			row, column = row-2, column+2
		}
		row, column = row+1, column+3
		for descending := true; descending; descending = row < n && column >= 0 {
			place(row, column)
			row, column = row+2, column-2
		}
		row, column = row+3, column+1
	}
	return codewords
}

// wrapped brings a module that falls off the top or the left back on the
// opposite side, shifted as the standard asks.
func wrapped(row, column, n int) int {
	shift := 4 - (n+4)%8
	if row < 0 {
		row, column = row+n, column+shift
	}
	if column < 0 {
		row, column = row+shift, column+n
	}
	return row*n + column
}
