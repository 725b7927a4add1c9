package templates

import (
	"bytes"
	"image"
	"image/jpeg"
	"slices"
	"testing"
)

func TestPicturesThatDoNotDecodeAreLeftOut(t *testing.T) {
	whole := drawnPage(1)
	var large bytes.Buffer
	if err := jpeg.Encode(&large, image.NewGray(image.Rect(0, 0, maxThumbnailSide+1, 9)), nil); err != nil {
		t.Fatal(err)
	}
	heavy := slices.Concat(whole, make([]byte, maxThumbnailBytes))
	for name, c := range map[string]struct {
		jpeg []byte
		want bool
	}{
		"whole":      {whole, true},
		"none":       {nil, false},
		"cut short":  {whole[:len(whole)/2], false},
		"no picture": {[]byte("\x89PNG"), false},
		"too large":  {large.Bytes(), false},
		"too heavy":  {heavy, false},
	} {
		if got := (Thumbnail{"a.jpg", 1, c.jpeg}).printable(); got != c.want {
			t.Errorf("%s: printable %t, want %t", name, got, c.want)
		}
	}
}

func TestThereIsAnEndToThumbnails(t *testing.T) {
	for count, want := range map[int]int{1: 1, maxThumbnails: maxThumbnails, maxThumbnails + 1: maxThumbnails} {
		piece := CheckedPiece{Label: "Pièce"}
		for i := range count {
			piece.Pictures = append(piece.Pictures, Thumbnail{"a.jpg", i + 1, drawnPage(1)})
		}
		if got := len(printedThumbnails([]CheckedPiece{piece})[0]); got != want {
			t.Errorf("%d pictures: %d printed, want %d", count, got, want)
		}
	}
}

// A piece stays together, and no row holds more than its columns.
func TestPiecesShareTheGrid(t *testing.T) {
	for _, c := range []struct {
		name   string
		pieces []int   // pictures of each
		want   [][]int // pictures of each part, row by row
	}{
		{"all on one row", []int{2, 1, 1}, [][]int{{2, 1, 1}}},
		{"a piece is not parted", []int{3, 2}, [][]int{{3}, {2}}},
		{"but where it is wider than a row", []int{1, 6, 2}, [][]int{{1}, {4}, {2, 2}}},
	} {
		var grid []gridRow
		for _, n := range c.pieces {
			grid = appendPiece(grid, CheckedPiece{}, make([]Thumbnail, n))
		}
		got := [][]int{}
		for _, row := range grid {
			var parts []int
			for _, p := range row {
				parts = append(parts, len(p.pictures))
			}
			got = append(got, parts)
		}
		if !slices.EqualFunc(got, c.want, slices.Equal[[]int]) {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}

func TestThumbnailsStandOverTheirFile(t *testing.T) {
	list := richChecklist()
	list.Pieces[2].Files = append(list.Pieces[2].Files, "abime.pdf")
	list.Pieces[0].Pictures = append(list.Pieces[0].Pictures, Thumbnail{"cni-recto.jpg", 2, drawnPage(3)})
	s := list.draw()
	inOrder(t, s, "Les pièces examinées", "Pièce d’identité", "rien de bloquant", "cni-recto.jpg, page\u00a01", "cni-verso.jpg", "cni-recto.jpg, page\u00a02", "Sans image\u00a0: abime.pdf")
	b, err := s.bytes()
	if err != nil {
		t.Fatal(err)
	}
	if count := bytes.Count(b, []byte("/DCTDecode")); count != 4 { // two are the same picture
		t.Errorf("%d pictures in the file", count)
	}
	if !bytes.Contains(b, list.Pieces[0].Pictures[0].JPEG) {
		t.Error("the picture is not printed as it came")
	}
}
