package templates

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"image/color"
	"image/jpeg"
)

// What the thumbnails of a list may weigh. A list is sent by mail and kept: past
// these limits it goes without the last pictures.
const (
	maxThumbnails     = 24
	maxThumbnailBytes = 60_000 // one
	maxThumbnailSide  = 1000   // pixels
)

// printable reports whether a thumbnail is a JPEG that every PDF reader shows. All
// of it is decoded: a picture that breaks off half-way is one that is left out.
func (t Thumbnail) printable() bool {
	if len(t.JPEG) > maxThumbnailBytes {
		return false
	}
	config, err := jpeg.DecodeConfig(bytes.NewReader(t.JPEG))
	if err != nil || config.ColorModel == color.CMYKModel || max(config.Width, config.Height) > maxThumbnailSide {
		return false
	}
	_, err = jpeg.Decode(bytes.NewReader(t.JPEG))
	return err == nil
}

// printedThumbnails returns the pictures that print, piece by piece.
func printedThumbnails(pieces []CheckedPiece) [][]Thumbnail {
	printed := make([][]Thumbnail, len(pieces))
	count := 0
	for i, piece := range pieces {
		for _, t := range piece.Pictures {
			if count < maxThumbnails && t.printable() {
				printed[i] = append(printed[i], t)
				count++
			}
		}
	}
	return printed
}

// draw prints a thumbnail, framed, as large as a box allows, at its lower left.
func (t Thumbnail) draw(s *sheet, x, top, width, height float64) {
	config, err := jpeg.DecodeConfig(bytes.NewReader(t.JPEG))
	if err != nil {
		return
	}
	w, h := float64(config.Width), float64(config.Height)
	scale := min(width/w, height/h)
	w, h = w*scale, h*scale
	sum := sha256.Sum256(t.JPEG)
	s.picture(hex.EncodeToString(sum[:]), t.JPEG, x, top+height-h, w, h)
	s.frame(x, top+height-h, w, h, thumbnailFrame, darkGrey)
}

const thumbnailFrame = 0.2
