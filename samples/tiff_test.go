package samples

import (
	"bytes"
	"encoding/binary"
	"errors"
	"image"
	"testing"

	"golang.org/x/image/tiff"
)

// TestTIFFPages reads every page of the written file back with a decoder that
// knows one page: the header is pointed at each directory in turn.
func TestTIFFPages(t *testing.T) {
	pages := []*image.Gray{blackAndWhite(ramp(37, 11)), blackAndWhite(ramp(1000, 4)), image.NewGray(image.Rect(0, 0, 300, 2)), blackAndWhite(ramp(8, 3))}
	written := encodeBilevelTIFF(pages, 200)
	directories, err := tiffDirectories(written)
	if err != nil {
		t.Fatal(err)
	}
	if len(directories) != len(pages) {
		t.Fatalf("%d pages, want %d", len(directories), len(pages))
	}
	for n, directory := range directories {
		alone := bytes.Clone(written)
		binary.LittleEndian.PutUint32(alone[4:], directory)
		got, err := tiff.Decode(bytes.NewReader(alone))
		if err != nil {
			t.Fatalf("page %d: %v", n+1, err)
		}
		samePixels(t, pages[n], got)
	}
}

// blackAndWhite does to a picture what the writer will.
func blackAndWhite(g *image.Gray) *image.Gray {
	for i, level := range g.Pix {
		g.Pix[i] = 255
		if level < blackBelow {
			g.Pix[i] = 0
		}
	}
	return g
}

// countTIFF decodes every page of a little-endian TIFF and counts them.
func countTIFF(content []byte) (int, error) {
	directories, err := tiffDirectories(content)
	if err != nil {
		return 0, err
	}
	for _, directory := range directories {
		alone := bytes.Clone(content)
		binary.LittleEndian.PutUint32(alone[4:], directory)
		if _, err := tiff.Decode(bytes.NewReader(alone)); err != nil {
			return 0, err
		}
	}
	return len(directories), nil
}

// tiffDirectories follows the chain of directories from the header.
func tiffDirectories(content []byte) ([]uint32, error) {
	const entry = 12
	var directories []uint32
	at := binary.LittleEndian.Uint32(content[4:])
	for at != 0 {
		if at%2 == 1 || int(at)+2 > len(content) || len(directories) > 10 {
			return nil, errors.New("the chain of pages is broken")
		}
		directories = append(directories, at)
		fields := uint32(binary.LittleEndian.Uint16(content[at:]))
		at = binary.LittleEndian.Uint32(content[at+2+fields*entry:])
	}
	return directories, nil
}
