//go:build unix

package ocr_test

import (
	"context"
	"fmt"
	"image"
	"os"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/recevable/recevable/pipeline/calendar"
	"github.com/recevable/recevable/validators"
	"github.com/recevable/recevable/validators/reader"
	"github.com/recevable/recevable/validators/reader/ocr"
	"github.com/recevable/recevable/validators/reader/ocr/testpage"
)

// The seeds looked at while the preparation was tuned, and those kept aside.
const (
	tunedSeeds, asideSeeds = 0, 1000
	accuracyPages          = 14
)

// views are the ways in which the bills reach the program.
var views = []struct {
	name string
	draw func(seed uint64) (testpage.Bill, image.Image)
}{
	{"impression 200 dpi", func(seed uint64) (testpage.Bill, image.Image) {
		b := testpage.NewBill(seed, 200)
		return b, b.Image
	}},
	{"dégradée", func(seed uint64) (testpage.Bill, image.Image) {
		b := testpage.NewBill(seed, 200)
		return b, testpage.Degraded(b.Image, seed)
	}},
	{"photo sur une table", func(seed uint64) (testpage.Bill, image.Image) {
		b := testpage.NewBill(seed, 250)
		return b, testpage.Photo(b.Image, seed, 2400)
	}},
}

// TestAccuracy prints how well made-up bills are read: the share of their
// words, that of the issue dates, the wrong dates among them, and the seconds
// a page takes. It runs where RECEVABLE_ACCURACY=1 asks for it.
func TestAccuracy(t *testing.T) {
	if os.Getenv("RECEVABLE_ACCURACY") != "1" {
		t.Skip("a table, not a test: RECEVABLE_ACCURACY=1 makes it")
	}
	engine := ocr.Detect(context.Background())
	if engine.Limitation() == ocr.Absent {
		t.Skip("tesseract is not installed")
	}
	fmt.Println(engine.Name())
	fmt.Println("| factures | vues | pages | mots lus | date d’émission juste | fausse | s de processeur par page | s par page, une à la fois | deux à la fois |")
	fmt.Println("|---|---|---:|---:|---:|---:|---:|---:|---:|")
	for _, set := range []struct {
		name  string
		first uint64
	}{{"réglage", tunedSeeds}, {"à part", asideSeeds}} {
		for _, view := range views {
			pages := make([]accuracyPage, accuracyPages)
			for i := range pages {
				pages[i].bill, pages[i].image = view.draw(set.first + uint64(i))
			}
			before, half := processorSeconds(t), len(pages)/2
			alone := readAll(t, engine, pages[:half], 1)
			together := readAll(t, engine, pages[half:], 2)
			processor := (processorSeconds(t) - before) / float64(len(pages))
			words, right, wrong := score(t, pages)
			fmt.Printf("| %s | %s | %d | %.1f %% | %.1f %% | %.1f %% | %.2f | %.2f | %.2f |\n", set.name, view.name, len(pages), words, right, wrong, processor, alone, together)
		}
	}
}

type accuracyPage struct {
	bill  testpage.Bill
	image image.Image
	text  ocr.Text
}

// readAll reads the pages, so many side by side, and returns the seconds
// each took of the whole.
func readAll(t *testing.T, engine ocr.Engine, pages []accuracyPage, workers int) float64 {
	t.Helper()
	next := make(chan *accuracyPage)
	var group sync.WaitGroup
	start := time.Now()
	for range workers {
		group.Go(func() {
			for p := range next {
				text, err := engine.Read(context.Background(), p.image, ocr.PageText)
				if err != nil {
					t.Error(err)
				}
				p.text = text
			}
		})
	}
	for i := range pages {
		next <- &pages[i]
	}
	close(next)
	group.Wait()
	return time.Since(start).Seconds() / float64(len(pages))
}

// processorSeconds is what this process and those it started have used.
func processorSeconds(t *testing.T) float64 {
	t.Helper()
	var sum float64
	for _, who := range []int{syscall.RUSAGE_SELF, syscall.RUSAGE_CHILDREN} {
		var used syscall.Rusage
		if err := syscall.Getrusage(who, &used); err != nil {
			t.Fatal(err)
		}
		sum += float64(used.Utime.Nano()+used.Stime.Nano()) / 1e9
	}
	return sum
}

// score returns percentages.
func score(t *testing.T, pages []accuracyPage) (words, right, wrong float64) {
	t.Helper()
	per := 100 / float64(len(pages))
	for _, p := range pages {
		words += per * wordShare(p.bill, p.text)
		switch date, ok := issueDate(p.text); {
		case !ok:
			t.Logf("%s: no date", p.bill.IssueText)
		case date == dateOf(p.bill.Issued):
			right += per
		default:
			wrong += per
			t.Logf("%s: %v was read", p.bill.IssueText, date)
		}
	}
	return words, right, wrong
}

// wordShare is the share of the words of a bill that were read to the letter.
func wordShare(bill testpage.Bill, text ocr.Text) float64 {
	read := map[string]int{}
	for _, line := range text.Lines {
		for _, w := range line.Words {
			read[w.Text]++
		}
	}
	hits := 0
	for _, w := range bill.Words {
		if read[w] > 0 {
			read[w]--
			hits++
		}
	}
	return float64(hits) / float64(len(bill.Words))
}

// issueDate is what the inspectors make of the lines.
func issueDate(text ocr.Text) (calendar.Date, bool) {
	page := reader.Page{}
	for _, l := range text.Lines {
		page.Lines = append(page.Lines, reader.Line{Text: l.Text, Box: reader.Box(l.Level)})
	}
	reading, ok := validators.ReadIssueDate(reader.Document{Pages: []reader.Page{page}}, dateOf(testpage.Today))
	return reading.Date, ok
}

func dateOf(t time.Time) calendar.Date { return calendar.New(t.Year(), t.Month(), t.Day()) }
