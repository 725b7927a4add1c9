package templates

import (
	"fmt"
	"slices"
	"strings"
)

// The pieces that were read, each with its verdict and small pictures of its
// pages: one look tells which file is meant.

// The pictures stand in a grid that the pieces share.
const (
	gridColumns = 4
	gridGutter  = 5.0
	gridColumn  = (pageWidth - (gridColumns-1)*gridGutter) / gridColumns
	gridHeight  = 27.0 // of a picture, at most
)

// gridLeft is where a column of the grid starts.
func gridLeft(column int) float64 { return pageLeft + float64(column)*(gridColumn+gridGutter) }

// writePieces prints how each piece stands. Those with pictures come first, as
// many in a row of the grid as it takes; the others are lines of a list.
func (c Checklist) writePieces(f *flow) {
	if len(c.Pieces) == 0 {
		return
	}
	pictures := printedThumbnails(c.Pieces)
	var lines []CheckedPiece
	var grid []gridRow
	for i, piece := range c.Pieces {
		if len(pictures[i]) == 0 {
			lines = append(lines, piece)
			continue
		}
		grid = appendPiece(grid, piece, pictures[i])
	}
	f.heading("Les pièces examinées")
	for i, row := range grid {
		if i > 0 {
			f.gap(4)
		}
		row.write(f)
	}
	if len(grid) > 0 && len(lines) > 0 {
		f.gap(4)
	}
	f.items(len(lines), func(i int) { writePiece(f, lines[i]) })
}

// gridRow is the pieces that share a row of the grid.
type gridRow []gridPiece

// gridPiece is a piece, or what one row takes of it.
type gridPiece struct {
	piece    CheckedPiece
	pictures []Thumbnail
	column   int  // its first one
	goesOn   bool // its name stands on the row above
}

func (r gridRow) columns() int {
	count := 0
	for _, p := range r {
		count += len(p.pictures)
	}
	return count
}

// appendPiece puts a piece on the last row, where it fits, or on rows of its own.
func appendPiece(grid []gridRow, piece CheckedPiece, pictures []Thumbnail) []gridRow {
	if len(grid) == 0 || grid[len(grid)-1].columns()+len(pictures) > gridColumns {
		grid = append(grid, nil)
	}
	for i, part := range slices.Collect(slices.Chunk(pictures, gridColumns)) {
		if i > 0 {
			grid = append(grid, nil)
		}
		last := &grid[len(grid)-1]
		*last = append(*last, gridPiece{piece, part, last.columns(), i > 0})
	}
	return grid
}

// write prints a row: names and verdicts, pictures, and under each its file.
func (r gridRow) write(f *flow) {
	start := len(f.rows)
	if !r[0].goesOn {
		var names, verdicts []paragraph
		for _, p := range r {
			names = append(names, p.name())
			verdicts = append(verdicts, p.verdict())
		}
		f.setColumns(names...)
		f.setColumns(verdicts...)
	}
	picture := row{height: gridHeight + 2.4}
	var captions []paragraph
	for _, p := range r {
		for i, t := range p.pictures {
			left := gridLeft(p.column + i)
			draw := func(s *sheet, top float64) {
				t.draw(s, left+thumbnailFrame, top+1.2, gridColumn-2*thumbnailFrame, gridHeight)
			}
			if len(captions) == 0 {
				picture.draw = draw
			} else {
				picture.beside = append(picture.beside, draw)
			}
			captions = append(captions, paragraph{
				text: p.caption(t), verbatim: true, left: left, right: left + gridColumn, colour: black, leading: 4.3,
			})
		}
	}
	f.add(picture)
	f.glue(start)
	f.setColumns(captions...)
	f.setWithout(r)
}

// name says which piece the pictures under it are.
func (p gridPiece) name() paragraph {
	left := gridLeft(p.column)
	return paragraph{
		text: p.piece.Label, left: left, right: gridLeft(p.column+len(p.pictures)) - gridGutter, face: bold(), colour: black,
	}
}

// verdict is what the check made of the piece.
func (p gridPiece) verdict() paragraph {
	const signWidth = 5.2
	look, left := lookOf(p.piece.Verdict), gridLeft(p.column)
	return paragraph{
		text: verdictWord(p.piece.Verdict), left: left + signWidth, right: gridLeft(p.column+len(p.pictures)) - gridGutter,
		face: bold(), colour: look.ink,
		first: func(s *sheet, top float64) { drawSign(s, look.sign, left+2, top+bodyLeading/2, 1.9, look.ink, white) },
	}
}

// caption names the file, and the page where it shows more than one of them.
func (p gridPiece) caption(t Thumbnail) string {
	several := slices.ContainsFunc(p.piece.Pictures, func(other Thumbnail) bool { return other.File == t.File && other.Page != t.Page })
	if t.Page > 1 || several {
		return fmt.Sprintf("%s, page\u00a0%d", t.File, t.Page)
	}
	return t.File
}

// setWithout names the files of a row that have no picture.
func (f *flow) setWithout(r gridRow) {
	for _, p := range r {
		if p.goesOn {
			continue
		}
		var files []string
		for _, file := range p.piece.Files {
			if !slices.ContainsFunc(p.piece.Pictures, func(t Thumbnail) bool { return t.File == file }) {
				files = append(files, file)
			}
		}
		if len(files) > 0 {
			f.rows[len(f.rows)-1].glued = true
			f.gluedGap(1)
			f.setParagraph(paragraph{text: "Sans image\u00a0: " + strings.Join(files, ", "), verbatim: true, colour: darkGrey})
		}
	}
}

// verdictColumn is where the verdict of a piece stands, flush right.
const verdictColumn = 32.0

// writePiece prints a piece without pictures.
func writePiece(f *flow, piece CheckedPiece) {
	look := lookOf(piece.Verdict)
	f.setOrGlue(paragraph{
		text: piece.Label, left: indent, right: pageRight - verdictColumn, face: bold(), colour: black,
		first: func(s *sheet, top float64) {
			drawSign(s, look.sign, pageLeft+2, top+bodyLeading/2, 1.9, look.ink, white)
			s.flushRight(pageRight, top+3.6, bold(), bodySize, look.ink, verdictWord(piece.Verdict))
		},
	}, len(piece.Files) > 0)
	if len(piece.Files) > 0 {
		f.setParagraph(paragraph{text: strings.Join(piece.Files, ", "), verbatim: true, left: indent, right: pageRight - verdictColumn, colour: darkGrey})
	}
	f.gap(1.6)
}

// setOrGlue adds a text, kept with the next one where there is one.
func (f *flow) setOrGlue(p paragraph, glued bool) {
	if glued {
		f.gluedParagraph(p)
		return
	}
	f.setParagraph(p)
}
