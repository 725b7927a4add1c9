package main

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"strings"

	"github.com/boombuler/barcode/qr"
	"golang.org/x/term"
)

// isTerminal reports whether a person reads what is written to w.
func isTerminal(w io.Writer) bool {
	_, ok := asTerminal(w)
	return ok
}

func asTerminal(w io.Writer) (*os.File, bool) {
	file, ok := w.(*os.File)
	return file, ok && term.IsTerminal(int(file.Fd()))
}

// openers are the programs that open an address in the person's browser.
var openers = map[string][]string{
	"windows": {"rundll32", "url.dll,FileProtocolHandler"},
	"darwin":  {"open"},
}

// openBrowser shows an address to whoever started the program, where there is a
// screen. That it did not open is no error: the address is written as well.
func openBrowser(address string) {
	opener := openers[runtime.GOOS]
	if opener == nil {
		if os.Getenv("DISPLAY") == "" && os.Getenv("WAYLAND_DISPLAY") == "" {
			return
		}
		opener = []string{"xdg-open"}
	}
	command := exec.Command(opener[0], append(opener[1:], address)...)
	if command.Start() == nil {
		go func() { _ = command.Wait() }()
	}
}

// printQR draws an address for the camera of a telephone, two modules to a
// letter, one above the other, dark on light whatever the colours of the
// terminal.
func printQR(w io.Writer, address string) error {
	code, err := qr.Encode(address, qr.L, qr.Unicode)
	if err != nil {
		return err
	}
	const quiet = 2 // a screen is less crowded than paper
	side := code.Bounds().Dx()
	dark := func(x, y int) bool {
		if x < 0 || y < 0 || x >= side || y >= side {
			return false
		}
		r, _, _, _ := code.At(x, y).RGBA()
		return r == 0
	}
	halves := map[[2]bool]string{{true, true}: "█", {true, false}: "▀", {false, true}: "▄", {false, false}: " "}
	for y := -quiet; y < side+quiet; y += 2 {
		var line strings.Builder
		for x := -quiet; x < side+quiet; x++ {
			line.WriteString(halves[[2]bool{dark(x, y), dark(x, y+1)}])
		}
		if _, err := fmt.Fprintf(w, "  \x1b[30;107m%s\x1b[0m\n", line.String()); err != nil {
			return err
		}
	}
	return nil
}
