package pdfedit

import (
	"bytes"
	"context"
	"testing"
	"time"
)

const scripted1 = "%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(x)>>>>\nendobj\n" +
	"2 0 obj\n<</Type/Pages/Kids[3 0 R]/Count 1>>\nendobj\n3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>\nendobj\n" +
	"trailer\n<</Root 1 0 R/Size 4>>\nstartxref\n0\n%%EOF\n"

// What is written can be read again, and cleaning it a second time changes
// nothing.
func FuzzClean(f *testing.F) {
	f.Add([]byte(scripted1))
	f.Add(twoFonts())
	f.Fuzz(func(t *testing.T, data []byte) {
		first := rewritten(t, data)
		if first == nil {
			return
		}
		if second := rewritten(t, first); !bytes.Equal(first, second) {
			t.Error("written a second time, the file differs")
		}
	})
}

// What is salvaged of any bytes is a PDF that opens, with as many pages.
func FuzzSalvage(f *testing.F) {
	f.Add([]byte(scripted1))
	f.Add([]byte(scripted1[:len(scripted1)-60]))
	f.Add(twoFonts())
	f.Add(rewrittenSeed(f))
	f.Fuzz(func(t *testing.T, data []byte) {
		ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		doc := func() (doc *Document) {
			defer func() { _ = recover() }() // pdfcpu's parser
			doc, err := Salvage(ctx, data)
			if err != nil {
				return nil
			}
			return doc
		}()
		if doc == nil {
			return
		}
		doc.Clean()
		again, err := Open(context.Background(), doc.Write())
		if err != nil || again.Pages() != doc.Pages() {
			t.Errorf("%d pages are not what was written (%v)", doc.Pages(), err)
		}
	})
}

// rewrittenSeed has its objects in a stream.
func rewrittenSeed(f *testing.F) []byte {
	doc, err := Open(context.Background(), twoFonts())
	if err != nil {
		f.Fatal(err)
	}
	return doc.Write()
}

// rewritten returns nil for what pdfcpu does not read, or panics over.
func rewritten(t *testing.T, data []byte) []byte {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	doc := func() (doc *Document) {
		defer func() { _ = recover() }()
		doc, err := Open(ctx, data)
		if err != nil {
			return nil
		}
		return doc
	}()
	if doc == nil {
		return nil
	}
	doc.Clean()
	return doc.Write()
}

func TestCleanTakesOutAScript(t *testing.T) {
	doc, err := Open(context.Background(), []byte(scripted1))
	if err != nil {
		t.Fatal(err)
	}
	if removed := doc.Clean(); !removed.Scripts || removed.Personal {
		t.Errorf("removed %+v", removed)
	}
	again, err := Open(context.Background(), doc.Write())
	if err != nil {
		t.Fatal(err)
	}
	if removed := again.Clean(); removed != (Removed{}) {
		t.Errorf("left %+v", removed)
	}
}
