package pipeline

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"image/png"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/disintegration/imaging"

	"github.com/recevable/recevable/pipeline/repair"
	"github.com/recevable/recevable/validators/reader"
	"github.com/recevable/recevable/validators/reader/ocr"
	"github.com/recevable/recevable/validators/reader/ocr/testpage"
)

// compass is an engine that sees from a black square, which stands at the upper
// left of an upright page, which way a page lies.
type compass struct {
	words int // that it reads

	mu    sync.Mutex
	modes []ocr.Mode
}

func (c *compass) Read(_ context.Context, page image.Image, mode ocr.Mode) (ocr.Text, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.modes = append(c.modes, mode)
	b := page.Bounds()
	darkest, turn := 256.0, 0
	for _, corner := range []struct{ x, y, turn int }{{0, 0, 0}, {1, 0, 270}, {1, 1, 180}, {0, 1, 90}} {
		part := imaging.Crop(page, image.Rect(0, 0, b.Dx()/2, b.Dy()/2).Add(image.Pt(corner.x*b.Dx()/2, corner.y*b.Dy()/2)))
		level := imaging.Resize(part, 1, 1, imaging.Box).NRGBAAt(0, 0)
		if v := float64(level.R); v < darkest {
			darkest, turn = v, corner.turn
		}
	}
	line := ocr.Line{Text: "mots", Confidence: 90}
	for range c.words {
		line.Words = append(line.Words, ocr.Word{Text: "mot", Confidence: 90})
	}
	return ocr.Text{Width: 100, Height: 100, Lines: []ocr.Line{line}, Confidence: 90, WordCount: c.words, Rotation: turn}, nil
}
func (*compass) Name() string               { return "compass" }
func (*compass) Limitation() ocr.Limitation { return ocr.Unlimited }

// lying is a page with the square that the compass goes by, lying so many
// degrees clockwise, and a little askew.
func lying(t *testing.T, turned int) []byte {
	t.Helper()
	page := image.NewRGBA(image.Rect(0, 0, 1000, 1414))
	draw.Draw(page, page.Rect, testpage.NewBill(3, 121).Image, image.Point{}, draw.Src)
	draw.Draw(page, image.Rect(60, 60, 260, 260), image.NewUniform(color.Black), image.Point{}, draw.Src)
	var b bytes.Buffer
	if err := jpeg.Encode(&b, imaging.Rotate(testpage.Tilt(page, 2), float64(-turned), color.White), &jpeg.Options{Quality: 90}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestAPhotoAloneComesOutAsAmongOthers: the only file of a job is repaired before
// its words are read, and comes out the very same as one of several, whichever
// way it lies and whatever can be read of it.
func TestAPhotoAloneComesOutAsAmongOthers(t *testing.T) {
	repaired := func(t *testing.T, files int, photo []byte, words int) (out []byte, did []repair.ChangeCode, modes string) {
		t.Helper()
		names := []string{"facture.jpg", "autre.jpg"}[:files]
		job := jobIn(t, fmt.Sprintf("version: 1\npieces:\n  - {type: justificatif_domicile, fichiers: [%s]}\n", names[0]), map[string][]byte{names[0]: photo})
		if files == 2 {
			job = jobIn(t, "version: 1\npieces:\n  - {type: justificatif_domicile, fichiers: [facture.jpg]}\n  - {type: permis_actuel, fichiers: [autre.jpg]}\n",
				map[string][]byte{"facture.jpg": photo, "autre.jpg": lying(t, 0)})
		}
		engine := &compass{words: words}
		job.Reader = reader.New(reader.WithOCR(engine))
		defer job.Reader.Close()
		job.WantRepair = true
		if err := Run(t.Context(), job, Intake{}, Decide{}, Check{}, Repair{}); err != nil {
			t.Fatal(err)
		}
		papers, err := job.Outputs()
		if err != nil || len(papers) != files {
			t.Fatalf("%d files came out (%v)", len(papers), err)
		}
		for _, change := range job.Repairs[0].Files[0].Changes {
			did = append(did, change.Code)
		}
		return papers[0].Data, did, strings.Trim(fmt.Sprint(engine.modes), "[]")
	}
	const many, few = 20, 7
	straight, both := []repair.ChangeCode{repair.Straightened}, []repair.ChangeCode{repair.Turned, repair.Straightened}
	for name, c := range map[string]struct {
		turned, words int
		did           []repair.ChangeCode
		asked         string // text 0, glance 2
	}{
		"upright":                    {0, many, straight, "0"},
		"on its head":                {180, many, both, "0 2 0"},
		"on its side":                {90, many, both, "2 0"},
		"on its other side":          {270, many, both, "2 0"},
		"upright, hardly a word":     {0, few, straight, "0 2 2"},
		"on its head, hardly a word": {180, few, straight, "0 2 2"},
	} {
		t.Run(name, func(t *testing.T) {
			photo := lying(t, c.turned)
			alone, did, asked := repaired(t, 1, photo, c.words)
			if !slices.Equal(did, c.did) || asked != c.asked {
				t.Errorf("did %v asking %q, want %v asking %q", did, asked, c.did, c.asked)
			}
			among, didAmong, _ := repaired(t, 2, photo, c.words)
			if !bytes.Equal(alone, among) || !slices.Equal(did, didAmong) {
				t.Errorf("not the same as among others: %v, and %v", did, didAmong)
			}
			again, did, _ := repaired(t, 1, alone, c.words)
			if len(did) > 0 || !bytes.Equal(again, alone) {
				t.Errorf("repaired again, %v was done", did)
			}
		})
	}
}

// idle is an engine that never has the time.
type idle struct {
	mu    sync.Mutex
	asked int
}

func (e *idle) Read(context.Context, image.Image, ocr.Mode) (ocr.Text, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.asked++
	return ocr.Text{}, ocr.ErrTime
}
func (*idle) Name() string               { return "idle" }
func (*idle) Limitation() ocr.Limitation { return ocr.Unlimited }

// TestWhatTheTimeDidNotSufficeForIsNotTriedAgain: a file that is repaired is read
// several times, and one that takes all its time no more than once in each way.
func TestWhatTheTimeDidNotSufficeForIsNotTriedAgain(t *testing.T) {
	job := jobIn(t, "version: 1\npieces:\n  - {type: justificatif_domicile, fichiers: [facture.png]}\n", map[string][]byte{"facture.png": asPNG(t, testpage.NewBill(3, 121).Image)})
	engine := &idle{}
	job.Reader = reader.New(reader.WithOCR(engine))
	defer job.Reader.Close()
	job.WantRepair = true
	if err := Run(t.Context(), job, Intake{}, Decide{}, Check{}, Repair{}); err != nil {
		t.Fatal(err)
	}
	if !job.Hurried || engine.asked != 2 { // for which way it lies, and for its words
		t.Errorf("hurried %v, asked %d times", job.Hurried, engine.asked)
	}
}

func asPNG(t *testing.T, img image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
