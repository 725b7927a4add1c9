package pipeline

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/jpeg"
	"testing"

	"github.com/recevable/recevable/templates"
	"github.com/recevable/recevable/validators"
	"github.com/recevable/recevable/validators/reader"
)

// pictured returns a piece of so many files, each of as many pages.
func pictured(t *testing.T, files, pages int) validators.Piece {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, image.NewGray(image.Rect(0, 0, 876, 1240)), nil); err != nil {
		t.Fatal(err)
	}
	var piece validators.Piece
	for i := range files {
		file := validators.File{Name: fmt.Sprintf("%d.pdf", i)}
		for range pages {
			file.Document.Pages = append(file.Document.Pages, reader.Page{Preview: b.Bytes()})
		}
		piece.Files = append(piece.Files, file)
	}
	return piece
}

func TestThumbnailsAreOfTheFirstPages(t *testing.T) {
	for _, c := range []struct {
		name              string
		files, pages      int
		onFirst, onOthers int // pictures of the first file, and of the last
	}{
		{"one page", 1, 1, 1, 1},
		{"two of a file at most", 1, 3, 2, 2},
		{"the first page of every file before the second of any", maxThumbnails - 1, 2, 2, 1},
		{"no more of a dossier than that", maxThumbnails + 1, 1, 1, 0},
	} {
		job := &Job{WantThumbnails: true}
		job.keepThumbnails([]validators.Piece{pictured(t, c.files, c.pages)})
		first, last := job.thumbnails[filePlace{0, 0}], job.thumbnails[filePlace{0, c.files - 1}]
		if len(first) != c.onFirst || len(last) != c.onOthers {
			t.Errorf("%s: %d and %d, want %d and %d", c.name, len(first), len(last), c.onFirst, c.onOthers)
		}
	}
}

// A thumbnail says which file is meant; nobody reads a card off it.
func TestThumbnailsAreTooSmallToRead(t *testing.T) {
	job := &Job{WantThumbnails: true}
	piece := pictured(t, 2, 1)
	piece.Files[1].Document.Pages[0].Preview = []byte("\xff\xd8 cut short")
	job.keepThumbnails([]validators.Piece{piece})
	if len(job.thumbnails[filePlace{0, 1}]) != 0 {
		t.Error("a picture that does not decode has a thumbnail")
	}
	config, err := jpeg.DecodeConfig(bytes.NewReader(job.thumbnails[filePlace{0, 0}][0].JPEG))
	if err != nil || max(config.Width, config.Height) != thumbnailSide {
		t.Errorf("%d × %d, %v; want %d on the longer side", config.Width, config.Height, err, thumbnailSide)
	}
}

func TestTheListShowsTheFilesThatWereChecked(t *testing.T) {
	for _, wanted := range []bool{false, true} {
		job := jobIn(t, smallDossier, smallFiles(t))
		job.WantThumbnails = wanted
		if err := Run(context.Background(), job, Intake{}, Decide{}, Check{}); err != nil {
			t.Fatal(err)
		}
		if job.Evidence != nil {
			t.Error("evidence is kept that nobody asked for")
		}
		var list templates.Checklist
		addReport(&list, job.Report)
		job.addThumbnails(&list)
		count := 0
		for i, piece := range list.Pieces {
			for _, picture := range piece.Pictures {
				count++
				if picture.Page != 1 || picture.File != job.Report.Pieces[i].Files[0].Name && len(piece.Files) == 1 {
					t.Errorf("%s: a picture of %s, page %d", piece.Label, picture.File, picture.Page)
				}
			}
		}
		if (count > 0) != wanted {
			t.Errorf("wanted %t: %d pictures", wanted, count)
		}
	}
}

func TestOnlyThePagesOfThumbnailsAreHeld(t *testing.T) {
	for files, want := range map[int]int{1: thumbnailPages, 100: thumbnailPages, 101: 1, 201: 0} {
		job := &Job{WantThumbnails: true, Inputs: []Input{{Files: make([]InputFile, files)}}}
		if got := job.pagesKept(); got != want {
			t.Errorf("%d files: %d pages of each, want %d", files, got, want)
		}
	}
}

// A page that was turned to be read is shown as its file shows it: here with its
// dark top at the side where a viewer has it.
func TestThumbnailsLieAsTheirFilesDo(t *testing.T) {
	upright := image.NewGray(image.Rect(0, 0, 200, 280))
	for i := range upright.Pix {
		if upright.Pix[i] = 255; i < 200*60 {
			upright.Pix[i] = 0
		}
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, upright, nil); err != nil {
		t.Fatal(err)
	}
	for turn, dark := range map[int]image.Point{0: {100, 10}, 90: {10, 100}, 180: {100, 270}, 270: {270, 100}} {
		small, err := jpeg.Decode(bytes.NewReader(thumbnail(reader.Document{Pages: []reader.Page{{Preview: b.Bytes(), Turn: turn}}}, 1)))
		if err != nil {
			t.Fatal(err)
		}
		size := small.Bounds().Size()
		if lying := size.X > size.Y; lying != (turn == 90 || turn == 270) {
			t.Errorf("turned by %d to be read, shown as %v", turn, size)
		}
		if r, _, _, _ := small.At(dark.X, dark.Y).RGBA(); r > 0x4000 {
			t.Errorf("turned by %d to be read: its top is not at %v", turn, dark)
		}
	}
}
