package batch

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Names of what a run leaves in its output beside the clients' folders.
const (
	CSVName   = "suivi.csv"
	LinesName = "suivi.jsonl"
	BookName  = "suivi.xlsx"
	PageName  = "suivi.pdf"
	StateName = ".recevable"
)

// places gives each client the folder of their papers below the output, with
// slashes: the name of their own folder wherever every system takes it. Of two
// that some system holds for the same, the second gets a mark of its own, which
// hangs on its name alone. clients are in their order.
func places(clients []Client) map[string]string {
	taken := map[string]bool{}
	for _, name := range []string{CSVName, LinesName, BookName, PageName, StateName} {
		taken[folded(name)] = true
	}
	given := make(map[string]string, len(clients))
	for _, c := range clients {
		place := safePath(c.Name)
		if taken[folded(place)] {
			place += mark(c.Name)
		}
		taken[folded(place)] = true
		given[c.Name] = place
	}
	return given
}

// mark is enough of a digest to tell apart names that look alike.
func mark(name string) string {
	sum := sha256.Sum256([]byte(name))
	return "~" + hex.EncodeToString(sum[:4])
}

// folded is what names have in common that Windows or macOS hold for one.
func folded(place string) string { return strings.ToLower(norm.NFC.String(place)) }

func safePath(name string) string {
	parts := strings.Split(name, "/")
	for i, part := range parts {
		parts[i] = safeName(part)
	}
	return strings.Join(parts, "/")
}

// maxName is the length of a name in bytes: systems take 255, and what is
// written below must fit in the 260 of a whole path on Windows.
const maxName = 100

// reservedNames are devices of Windows, whatever their case and extension.
//
// Source: Microsoft, « Naming Files, Paths, and Namespaces ».
var reservedNames = map[string]bool{
	"con": true, "prn": true, "aux": true, "nul": true,
	"com1": true, "com2": true, "com3": true, "com4": true, "com5": true, "com6": true, "com7": true, "com8": true, "com9": true,
	"lpt1": true, "lpt2": true, "lpt3": true, "lpt4": true, "lpt5": true, "lpt6": true, "lpt7": true, "lpt8": true, "lpt9": true,
}

// safeName is a name that every system takes for one folder: what is refused
// somewhere is replaced.
func safeName(name string) string {
	safe := strings.Map(func(r rune) rune {
		if r == utf8.RuneError || unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp) || strings.ContainsRune(`<>:"/\|?*`, r) {
			return '_'
		}
		return r
	}, norm.NFC.String(strings.ToValidUTF8(name, "_")))
	if len(safe) > maxName {
		cut := maxName - len(mark(""))
		for !utf8.RuneStart(safe[cut]) {
			cut--
		}
		safe = safe[:cut] + mark(name)
	}
	if trimmed := strings.TrimRight(safe, ". "); trimmed != safe {
		safe = trimmed + "_"
	}
	stem, _, _ := strings.Cut(strings.ToLower(safe), ".")
	if reservedNames[strings.TrimRight(stem, " ")] || strings.HasPrefix(safe, ".") {
		safe = "_" + safe
	}
	return safe
}
