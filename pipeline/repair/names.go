package repair

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/recevable/recevable/validators/reader"
)

// Name is what the nth file of a piece is called, from 1: plain ASCII, that any
// form and any disk takes. The number is there even for one file alone, so that
// no name changes when another file joins it: « justificatif-domicile_1.pdf ».
func Name(pieceType string, n int, mime string) string {
	extension := ""
	if usual := reader.Extensions(mime); len(usual) > 0 {
		extension = usual[0]
	}
	return fmt.Sprintf("%s_%d%s", stem(pieceType), n, extension)
}

func stem(pieceType string) string { return strings.ReplaceAll(pieceType, "_", "-") }

var nameShape = regexp.MustCompile(`^([a-z-]+)_[1-9][0-9]*(\.[a-z]+)$`)

// Named reports whether a name is just one that [Name] gives to a file of one
// of the pieces.
func Named(name string, pieceTypes []string) bool {
	parts := nameShape.FindStringSubmatch(name)
	if parts == nil || !ourExtension(parts[2]) {
		return false
	}
	for _, t := range pieceTypes {
		if stem(t) == parts[1] {
			return true
		}
	}
	return false
}

func ourExtension(extension string) bool {
	for _, mime := range []string{reader.JPEG, reader.PNG, reader.BMP, reader.TIFF, reader.PDF} {
		if reader.Extensions(mime)[0] == extension {
			return true
		}
	}
	return false
}
