package reader

import (
	"bytes"
	"context"
	"image"
	"runtime"
	"strings"
	"testing"

	"github.com/disintegration/imaging"
	"github.com/hhrutter/tiff"

	"github.com/recevable/recevable/pipeline/calendar"
	"github.com/recevable/recevable/validators/reader/legibility"
	"github.com/recevable/recevable/validators/reader/ocr"
	"github.com/recevable/recevable/validators/reader/ocr/testpage"
)

// BenchmarkRead is what one file of each kind costs with its engines loaded,
// and how much memory the process holds at the end (tesseract's own apart).
// Those that need tesseract are skipped where it is not installed.
func BenchmarkRead(b *testing.B) {
	on := calendar.New(2026, 11, 21)
	proof := Want{Text: true, OCR: true, Codes: true, Legibility: true}
	card := Want{Text: true, OCR: true, Zone: true, On: on, Legibility: true, Shows: legibility.IDCard}
	bill := testpage.NewBill(1, 200).Image
	phone := imaging.Resize(testpage.Photo(bill, 1, 2000), 3000, 4000, imaging.Linear)
	for _, kind := range []struct {
		name string
		data []byte
		want Want
		ocr  bool
	}{
		{"pdf, form only", letter(b, 1), Want{}, false},
		{"pdf bill with text", letter(b, 1), proof, false},
		{"pdf bill scanned", scannedPDF(b, 1), proof, true},
		{"pdf bill scanned, 5 pages", scannedPDF(b, 5), proof, true},
		{"jpeg bill with 2D-Doc", jpegOf(withSymbol(b, invoice)), proof, false},
		{"jpeg bill at 200 dpi", jpegOf(bill), proof, true},
		{"jpeg photo of 12 megapixels", jpegOf(phone), proof, true},
		{"jpeg photo of 12 megapixels, form only", jpegOf(phone), Want{}, false},
		{"jpeg card", jpegOf(testpage.NewCard(1, 300).Image), card, true},
		{"bmp bill", encodeBMP(b, bill), Want{Legibility: true}, false},
		{"tiff bill", tiffOf(b, bill), Want{Legibility: true}, false},
	} {
		b.Run(strings.ReplaceAll(kind.name, " ", "_"), func(b *testing.B) {
			r := New()
			defer r.Close()
			if kind.ocr && ocr.Detect(context.Background()).Limitation() == ocr.Absent {
				b.Skip("tesseract is not installed")
			}
			source := NewSource(kind.data)
			read := func() {
				if doc, err := r.Read(context.Background(), source, kind.want); err != nil || doc.State != Opened {
					b.Fatal(doc.State, doc.Detail, err)
				}
			}
			read() // loads the engines
			b.ReportAllocs()
			for b.Loop() {
				read()
			}
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			b.ReportMetric(float64(m.Sys-m.HeapReleased)/(1<<20), "MiB-held")
		})
	}
}

func tiffOf(b *testing.B, img image.Image) []byte {
	var out bytes.Buffer
	if err := tiff.Encode(&out, inGrey(img), &tiff.Options{Compression: tiff.LZW}); err != nil {
		b.Fatal(err)
	}
	return out.Bytes()
}
