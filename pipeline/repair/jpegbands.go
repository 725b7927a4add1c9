package repair

import (
	"bytes"
	"encoding/binary"
	"errors"
	"image"
	"image/jpeg"

	"golang.org/x/sync/errgroup"
)

// A large picture is encoded as bands side by side, which a decoder takes one
// after the other: between two of them stands a restart marker, at which it
// begins anew. How many there are hangs on the picture alone, so that the same
// picture gives the same bytes on every computer.
//
// Source: ITU-T T.81, B.2.4.4 and E.1.4.

const (
	bandRows  = 1024      // of pixels: a whole number of blocks in both kinds of picture
	bandsFrom = 4_000_000 // pixels
	// maxInterval is what the two bytes between restarts can say, in blocks.
	maxInterval = 1<<16 - 1
	// The side of a block, in pixels: the colours of a picture are halved.
	colourBlock, greyBlock = 16, 8
)

// encodeJPEG is [jpeg.Encode] on all processors.
func encodeJPEG(img image.Image, quality int) ([]byte, error) {
	options := &jpeg.Options{Quality: quality}
	b := img.Bounds()
	part, cuts := img.(interface {
		SubImage(r image.Rectangle) image.Image
	})
	block := colourBlock
	if _, grey := img.(*image.Gray); grey {
		block = greyBlock
	}
	interval := (b.Dx() + block - 1) / block * (bandRows / block)
	if !cuts || b.Dx()*b.Dy() < bandsFrom || b.Dy() <= bandRows || interval > maxInterval || b.Min.Y%colourBlock != 0 {
		var out bytes.Buffer
		err := jpeg.Encode(&out, img, options)
		return out.Bytes(), err
	}
	bands := make([]bytes.Buffer, (b.Dy()+bandRows-1)/bandRows)
	var group errgroup.Group
	for i := range bands {
		rows := image.Rect(b.Min.X, b.Min.Y+i*bandRows, b.Max.X, min(b.Min.Y+(i+1)*bandRows, b.Max.Y))
		group.Go(func() error { return jpeg.Encode(&bands[i], part.SubImage(rows), options) })
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	return joinedBands(bands, b.Dy(), interval)
}

var errBand = errors.New("repair: a band of a JPEG is not as it was expected")

// Markers of a JPEG, behind 0xff.
const (
	markSOF0, markRST0, markEOI, markSOS, markDRI = 0xc0, 0xd0, 0xd9, 0xda, 0xdd
	markSize                                      = 2 // bytes
)

// joinedBands makes one JPEG of those of its bands, so many blocks each but the
// last.
func joinedBands(bands []bytes.Buffer, height, interval int) ([]byte, error) {
	var out []byte
	for i := range bands {
		band := bands[i].Bytes()
		frame, scan, ok := segments(band)
		if !ok {
			return nil, errBand
		}
		blocks := scan + markSize + int(binary.BigEndian.Uint16(band[scan+markSize:]))
		if i == 0 {
			binary.BigEndian.PutUint16(band[frame+5:], uint16(height))
			out = append(make([]byte, 0, 5*len(band)/4*len(bands)), band[:scan]...)
			out = append(out, 0xff, markDRI, 0, 4, byte(interval>>8), byte(interval))
			out = append(out, band[scan:blocks]...)
		} else {
			out = append(out, 0xff, markRST0+byte(i-1)%8)
		}
		out = append(out, band[blocks:len(band)-markSize]...)
	}
	return append(out, 0xff, markEOI), nil
}

// segments finds those that say what a JPEG of the standard library is: its frame
// and its only scan.
func segments(data []byte) (frame, scan int, ok bool) {
	for at := markSize; at+14 <= len(data); at += markSize + int(binary.BigEndian.Uint16(data[at+markSize:])) {
		switch data[at+1] {
		case markSOF0:
			frame = at
		case markSOS:
			return frame, at, frame > 0
		}
	}
	return 0, 0, false
}
