package templates

import (
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"
)

// The code is read off the rendered page, as a telephone reads it off the paper.
func TestTheCodeOfThePageIsRead(t *testing.T) {
	list := richChecklist()
	b, err := list.PDF()
	if err != nil {
		t.Fatal(err)
	}
	pages := filepath.Join(t.TempDir(), "page")
	run(t, "pdftoppm", "-r", "120", "-gray", "-png", onDisk(t, "list.pdf", b), pages)
	files, err := filepath.Glob(pages + "*.png")
	if err != nil || len(files) == 0 {
		t.Fatal("no page was rendered", err)
	}
	for _, name := range files {
		if read(t, name) == list.Online.Link {
			return
		}
	}
	t.Errorf("no page has a code that reads %s", list.Online.Link)
}

// read returns what the code of a page says.
func read(t *testing.T, name string) string {
	t.Helper()
	file, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	picture, err := png.Decode(file)
	if err != nil {
		t.Fatal(err)
	}
	bitmap, err := gozxing.NewBinaryBitmapFromImage(picture)
	if err != nil {
		t.Fatal(err)
	}
	result, err := qrcode.NewQRCodeReader().Decode(bitmap, map[gozxing.DecodeHintType]any{gozxing.DecodeHintType_TRY_HARDER: true})
	if err != nil {
		return ""
	}
	return result.GetText()
}

func TestOnlyAddressesHaveACode(t *testing.T) {
	longest := "https://example.org/" + strings.Repeat("a", qrMost-len("https://example.org/"))
	for address, want := range map[string]bool{
		"https://permisdeconduire.ants.gouv.fr": true,
		"http://example.org":                    true,
		"javascript:alert(1)":                   false,
		"":                                      false,
		longest:                                 true,
		longest + "a":                           false,
		"https://example.org/\xff\x00é":         true,
	} {
		code := qrOf(address)
		if got := code != nil; got != want {
			t.Errorf("%.40q: code %t, want %t", address, got, want)
		}
		// In print, a module under half a millimetre is lost.
		if code != nil && (qrSide/float64(code.side+2*qrQuiet) < 0.5 || qrSide*float64(code.side)/float64(code.side+2*qrQuiet) < 20) {
			t.Errorf("%.40q: %d modules in %v mm", address, code.side, qrSide)
		}
	}
}

// What is printed beside the code can be typed.
func TestTheAddressStandsBesideItsCode(t *testing.T) {
	list := richChecklist()
	s := list.draw()
	inOrder(t, s, "Ouvrez cette page, ou photographiez le code", "https://permisdeconduire.ants.gouv.fr/")
	list.Online.Possible = false
	for _, line := range texts(list.draw()) {
		if strings.Contains(line, "https://permisdeconduire.ants.gouv.fr/Services") {
			t.Error("a page is to be opened where nothing can be asked online")
		}
	}
	inOrder(t, list.draw(), "Gardez ces écrans pour le jour où cette demande vous est ouverte")
	list.Screens = nil
	inOrder(t, list.draw(), "Cette démarche ne se fait pas en ligne dans votre cas.")
}
