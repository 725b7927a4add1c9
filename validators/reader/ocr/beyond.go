package ocr

import (
	"image"
	"slices"

	"github.com/recevable/recevable/validators/reader/ocr/grey"
)

// A sheet is found by its white. A band of colour along its edge, with the
// name of the firm and the date in white letters, lies outside of that: the
// cut is moved outwards wherever something is printed beyond it.
const (
	// beyondReach is how far beyond each edge print is looked for, as a share
	// of the sheet.
	beyondReach = 0.25
	// beyondSide is the longer side of the sheet in the draft it is looked
	// for on.
	beyondSide = 900
	// printStep is how steep print is, as a share of the level of the paper,
	// over two pixels of the draft; the grain of wood stays under a tenth.
	printStep = 0.2
	// printMarks is how many such steps a row of letters has at the least.
	printMarks = 10
	// edgeSkip leaves out the edge of the sheet itself.
	edgeSkip = 0.012
)

// withPrintBeyond returns the corners of the sheet with what is printed just
// outside of them taken in.
func withPrintBeyond(picture *image.Gray, sheet quad) quad {
	width, height := sheet.size()
	scale := beyondSide / max(width, height)
	w, h := int(width*scale), int(height*scale)
	marginX, marginY := int(float64(w)*beyondReach), int(float64(h)*beyondReach)
	square := sheet.fromSquare()
	toPicture := plane{1 / float64(w), 0, -float64(marginX) / float64(w), 0, 1 / float64(h), -float64(marginY) / float64(h), 0, 0, 1}.then(square)
	by := max(int(1/scale), 1)
	draft := warped(grey.Shrunk(picture, by), w+2*marginX, h+2*marginY, toPicture.then(scaling(1/float64(by), 1/float64(by))))

	inside := image.Rect(marginX, marginY, marginX+w, marginY+h)
	rows, columns := printed(draft, inside, printStep*paperLevel(draft, inside))
	top, bottom := reach(rows, marginY, h)
	left, right := reach(columns, marginX, w)
	corner := func(u, v float64) point {
		x, y := square.at(u, v)
		return point{min(max(x, 0), float64(picture.Rect.Dx())), min(max(y, 0), float64(picture.Rect.Dy()))}
	}
	if top == 0 && bottom == 0 && left == 0 && right == 0 {
		return sheet
	}
	return quad{corner(-left, -top), corner(1+right, -top), corner(1+right, 1+bottom), corner(-left, 1+bottom)}
}

// paperLevel is a level that a tenth of the pixels exceed.
func paperLevel(img *image.Gray, inside image.Rectangle) float64 {
	var levels []uint8
	const every = 5
	for y := inside.Min.Y; y < inside.Max.Y; y += every {
		for x := inside.Min.X; x < inside.Max.X; x += every {
			levels = append(levels, img.Pix[y*img.Stride+x])
		}
	}
	slices.Sort(levels)
	return float64(levels[len(levels)*9/10])
}

// printed counts the steep steps along each row, within the columns of the
// sheet, and along each column, within its rows.
func printed(img *image.Gray, inside image.Rectangle, step float64) (rows, columns []int) {
	rows, columns = make([]int, img.Rect.Dy()), make([]int, img.Rect.Dx())
	least := int(step)
	for y := range rows {
		line := img.Pix[y*img.Stride:]
		for x := inside.Min.X; x < inside.Max.X-2; x++ {
			if apart(line[x], line[x+2]) > least {
				rows[y]++
			}
		}
	}
	for y := inside.Min.Y; y < inside.Max.Y-2; y++ {
		line, below := img.Pix[y*img.Stride:], img.Pix[(y+2)*img.Stride:]
		for x := range columns {
			if apart(line[x], below[x]) > least {
				columns[x]++
			}
		}
	}
	return rows, columns
}

func apart(a, b uint8) int { return max(int(a), int(b)) - min(int(a), int(b)) }

// reach tells how far print goes on before and behind the sheet, as shares of
// its size; 0 where there is none.
func reach(marks []int, margin, size int) (before, behind float64) {
	skip := int(edgeSkip * float64(size))
	const spare = 0.03
	for i := 0; i < margin-skip; i++ {
		if marks[i] >= printMarks {
			before = float64(margin-i)/float64(size) + spare
			break
		}
	}
	for i := len(marks) - 1; i >= margin+size+skip; i-- {
		if marks[i] >= printMarks {
			behind = float64(i-margin-size)/float64(size) + spare
			break
		}
	}
	return before, behind
}
