package fax

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"golang.org/x/image/ccitt"
)

// pen writes codes for tests: each row as its changes of colour, from white.
type pen struct {
	bits    strings.Builder
	columns int
	above   []int
}

func (p *pen) run(colour, length int) {
	words := strings.Fields([2]string{whiteCodes, blackCodes}[colour] + longCodes)
	for ; length >= 2560+64; length -= 2560 {
		p.bits.WriteString(words[103])
	}
	if length >= 64 {
		p.bits.WriteString(words[63+length/64])
	}
	p.bits.WriteString(words[length%64])
}

func (p *pen) runs(row []int) {
	at := 0
	for i, change := range append(slices.Clone(row), p.columns) {
		if at == p.columns && i > 0 {
			break
		}
		p.run(i&1, change-at)
		at = change
	}
}

// described writes a row as T.4 § 4.2.1.3 has it.
func (p *pen) described(row []int) {
	modes := strings.Fields(modeCodes)
	next := func(changes []int, after, colour int) int {
		for i, change := range changes {
			if i&1 == colour && change > after {
				return i
			}
		}
		return len(changes)
	}
	place := func(changes []int, i int) int {
		if i < len(changes) {
			return changes[i]
		}
		return p.columns
	}
	for at, colour, i := -1, white, 0; at < p.columns; {
		a1, b := place(row, i), next(p.above, at, colour)
		b1, b2 := place(p.above, b), place(p.above, b+1)
		switch {
		case b2 < a1:
			p.bits.WriteString(modes[0])
			at = b2
		case a1-b1 >= -3 && a1-b1 <= 3:
			p.bits.WriteString(modes[5+a1-b1])
			at, colour, i = a1, 1-colour, i+1
		default:
			p.bits.WriteString(modes[1])
			a2 := place(row, i+1)
			p.run(colour, a1-max(at, 0))
			p.run(1-colour, a2-a1)
			at, i = a2, i+2
		}
	}
}

const mark = "000000000001"

func (p *pen) page(coding Coding, rows [][]int, fill int) []byte {
	for y, row := range rows {
		if coding == Group3 || coding == Group3Mixed {
			p.bits.WriteString(strings.Repeat("0", fill) + mark)
		}
		inRuns := coding == Group3 || coding == Rows || coding == Group3Mixed && y%3 == 0
		if coding == Group3Mixed {
			p.bits.WriteString(map[bool]string{true: "1", false: "0"}[inRuns])
		}
		if inRuns {
			p.runs(row)
		} else {
			p.described(row)
		}
		for coding == Rows && p.bits.Len()%8 != 0 {
			p.bits.WriteByte('0')
		}
		p.above = row
	}
	switch coding {
	case Group4:
		p.bits.WriteString(mark + mark)
	case Group3:
		p.bits.WriteString(strings.Repeat(mark, 6))
	case Group3Mixed:
		p.bits.WriteString(strings.Repeat(mark+"1", 6))
	}
	return bytesOf(p.bits.String())
}

func bytesOf(bits string) []byte {
	out := make([]byte, (len(bits)+7)/8)
	for i, bit := range bits {
		out[i/8] |= byte(bit-'0') << (7 - i%8)
	}
	return out
}

// rowsOf draws rows that are much like the one above, as on a page.
func rowsOf(seed uint64, columns, count int) [][]int {
	r := rand.New(rand.NewPCG(seed, 1))
	rows := make([][]int, count)
	for y := range rows {
		if y > 0 && r.IntN(4) > 0 {
			for _, change := range rows[y-1] {
				rows[y] = append(rows[y], max(0, min(change+r.IntN(9)-4, columns-1)))
			}
		} else {
			for at := r.IntN(8) * r.IntN(columns); at < columns; at += 1 + r.IntN(3)*r.IntN(columns) {
				rows[y] = append(rows[y], at)
			}
		}
		slices.Sort(rows[y])
		rows[y] = slices.Compact(rows[y])
	}
	return rows
}

func painted(rows [][]int, columns int) []byte {
	var out []byte
	for _, row := range rows {
		line := strings.Builder{}
		for x := range columns {
			black := 0
			for _, change := range row {
				if change <= x {
					black = 1 - black
				}
			}
			line.WriteByte('0' + byte(black))
		}
		out = append(out, bytesOf(line.String())...)
	}
	return out
}

func TestReader(t *testing.T) {
	for _, columns := range []int{1, 7, 8, 33, 1728, 6000} {
		for coding, fill := range map[Coding]int{Group4: 0, Group3: 0, Group3Mixed: 5, Rows: 0} {
			t.Run(fmt.Sprintf("coding %d, %d columns", coding, columns), func(t *testing.T) {
				rows := rowsOf(uint64(columns), columns, 40)
				data := (&pen{columns: columns}).page(coding, rows, fill)
				want := painted(rows, columns)
				got := make([]byte, len(want))
				r := NewReader(data, coding, columns)
				if _, err := io.ReadFull(r, got); err != nil {
					t.Fatal(err)
				}
				if !bytes.Equal(got, want) {
					t.Error("the rows are not those that were written")
				}
				if n, err := r.Read(make([]byte, 1)); n != 0 || !errors.Is(err, ErrEnd) && !errors.Is(err, io.EOF) {
					t.Errorf("behind the last row: %d bytes, %v", n, err)
				}
			})
		}
	}
}

// Another decoder, with its own tables, reads the same of the two codings that
// it knows.
func TestReaderAgainstAnother(t *testing.T) {
	for coding, format := range map[Coding]ccitt.SubFormat{Group4: ccitt.Group4, Group3: ccitt.Group3} {
		for length := range 2700 { // runs of every length, of both colours
			columns := 2 * length
			if columns == 0 || length > 70 && length%64 > 1 {
				continue
			}
			rows := [][]int{{length}, {0, length}, {length}, {0}, nil}
			data := (&pen{columns: columns}).page(coding, rows, 0)
			want, err := io.ReadAll(ccitt.NewReader(bytes.NewReader(data), ccitt.MSB, format, columns, len(rows), &ccitt.Options{Invert: true}))
			if err != nil {
				t.Fatal(err)
			}
			got := make([]byte, len(want))
			if _, err := io.ReadFull(NewReader(data, coding, columns), got); err != nil || !bytes.Equal(got, want) {
				t.Fatalf("coding %d, runs of %d: %v", coding, length, err)
			}
		}
	}
}

func TestReaderRefuses(t *testing.T) {
	for name, c := range map[string]struct {
		coding Coding
		bits   string
		want   error
	}{
		"nothing":                         {Group4, "", io.EOF},
		"the end of the page":             {Group4, mark + mark, ErrEnd},
		"the mode without compression":    {Group4, "0000001111", ErrCode},
		"left of the page":                {Group4, "001" + "000111" + "11" + "010" + "0000010" + "0000010", ErrCode},
		"bits that are no run":            {Rows, "000000001", ErrCode},
		"two marks":                       {Group3, mark + mark + "00110101", ErrEnd},
		"only a mark":                     {Group3, mark, io.EOF},
		"a row that was not said to be":   {Group3Mixed, "00110101", ErrCode},
		"a run cut short":                 {Rows, "1101", ErrCode},
		"changes without end in one row":  {Group4, strings.Repeat("001"+"00110101"+"0000110111", 100), ErrCode},
		"runs of nothing without end too": {Rows, strings.Repeat("00110101"+"0000110111", 100), ErrCode},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := NewReader(bytesOf(c.bits), c.coding, 20).Read(make([]byte, 3)); !errors.Is(err, c.want) {
				t.Errorf("%v, want %v", err, c.want)
			}
		})
	}
}

// A run that goes on past the row ends with it.
func TestReaderLongRun(t *testing.T) {
	got := make([]byte, 3)
	if _, err := io.ReadFull(NewReader(bytesOf("00110101"+"000000011111"+"0000110111"), Rows, 20), got); err != nil {
		t.Fatal(err)
	}
	if want := []byte{0xff, 0xff, 0xf0}; !bytes.Equal(got, want) {
		t.Errorf("%x, want %x", got, want)
	}
}

func FuzzReader(f *testing.F) {
	for coding := Group4; coding <= Rows; coding++ {
		f.Add((&pen{columns: 50}).page(coding, rowsOf(1, 50, 9), 0), int(coding), 50)
	}
	f.Fuzz(func(t *testing.T, data []byte, coding, columns int) {
		if columns < 0 || columns > 10000 {
			return
		}
		n, err := io.Copy(io.Discard, io.LimitReader(NewReader(data, Coding(coding&3), columns), 1<<20))
		if n < 1<<20 && err == nil && columns > 0 && len(data) > 0 && n%int64((columns+7)/8) != 0 {
			t.Errorf("%d bytes of rows of %d columns", n, columns)
		}
	})
}
