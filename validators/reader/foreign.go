package reader

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"image"
	"image/color"
	"image/draw"
	"image/gif"
	"path/filepath"
	"runtime/debug"
	"sync"

	"golang.org/x/image/webp"

	"github.com/recevable/recevable/validators/reader/heif"
)

// The kinds of picture that ANTS does not take, and that are drawn to be
// converted.
const (
	HEIC = "image/heic"
	WEBP = "image/webp"
	GIF  = "image/gif"
)

// foreignKinds decode the first picture of a file. As for [imageKinds], the
// size is held against the limits before a pixel is decoded.
var foreignKinds = map[string]func(doc *Document, data []byte, lim Limits) image.Image{
	HEIC: decodeHEIC, "image/heic-sequence": decodeHEIC, "image/heif": decodeHEIC, "image/heif-sequence": decodeHEIC,
	WEBP: decodeWebP,
	GIF:  decodeGIF,
}

// decodeHEIC turns and mirrors the picture as its container says; the EXIF
// orientation beside it is not to be applied once more.
func decodeHEIC(doc *Document, data []byte, lim Limits) image.Image {
	width, height := heicSize(data)
	if !doc.fits(width, height, data, lim, func() int64 { return 4 * width * height }) {
		return nil
	}
	// The sandbox grows by copying itself: what it leaves behind is to go
	// before the next copy. (12 megapixels: 240 MB at the most, against 350.)
	defer debug.SetGCPercent(debug.SetGCPercent(10))
	engine, err := heifEngine()
	if err != nil {
		doc.settle(Unsupported, err.Error())
		return nil
	}
	img, err := engine.Decode(context.Background(), data)
	switch {
	case errors.Is(err, heif.ErrMemory):
		doc.State, doc.Limit, doc.Detail = OverLimit, MemoryLimit, err.Error()
		return nil
	case err != nil:
		doc.settle(Damaged, err.Error())
		return nil
	}
	doc.settle(Opened, "")
	return img
}

// heifSandbox is what libheif may take in bytes. 24 megapixels need 170 MB.
const heifSandbox = 320 << 20

// heifEngine is loaded when a first photo needs it.
var heifEngine = sync.OnceValues(func() (*heif.Engine, error) {
	cache := CacheDir()
	if cache != "" {
		cache = filepath.Join(cache, "heif")
	}
	return heif.Load(context.Background(), cache, heifSandbox)
})

// heicSize is the largest size that an item of a HEIF container claims (its
// ispe property, ISO/IEC 23008-12, 6.5.3).
func heicSize(data []byte) (width, height int64) {
	for rest := data; ; {
		at := bytes.Index(rest, []byte("ispe"))
		if at < 0 || len(rest) < at+16 {
			return width, height
		}
		w, h := int64(binary.BigEndian.Uint32(rest[at+8:])), int64(binary.BigEndian.Uint32(rest[at+12:]))
		// Four letters in the compressed data are no property.
		if at >= 4 && binary.BigEndian.Uint32(rest[at-4:]) == 20 && times(w, h) > times(width, height) {
			width, height = w, h
		}
		rest = rest[at+4:]
	}
}

// decodeWebP widens the levels of lossy pictures, which VP8 keeps between 16
// and 235 (RFC 6386, section 9.2, with BT.601): the library leaves that to
// its callers.
func decodeWebP(doc *Document, data []byte, lim Limits) image.Image {
	data = firstWebP(data)
	header, err := webp.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		doc.settle(Damaged, err.Error())
		return nil
	}
	width, height := int64(header.Width), int64(header.Height)
	if !doc.fits(width, height, data, lim, func() int64 { return 8 * width * height }) {
		return nil
	}
	img, err := webp.Decode(bytes.NewReader(data))
	if err != nil {
		doc.settle(Damaged, err.Error())
		return nil
	}
	doc.settle(Opened, "")
	switch src := img.(type) {
	case *image.YCbCr:
		widen(src)
	case *image.NYCbCrA:
		widen(&src.YCbCr)
	}
	return img
}

// widen stretches levels from the range of video to that of JPEG.
func widen(img *image.YCbCr) {
	var bright, colour [256]uint8
	for i := range 256 {
		bright[i] = uint8(min(max((i-16)*255+109, 0)/219, 255))
		colour[i] = uint8(min(max((i-128)*255+128*224+112, 0)/224, 255))
	}
	for i, v := range img.Y {
		img.Y[i] = bright[v]
	}
	for _, pix := range [][]uint8{img.Cb, img.Cr} {
		for i, v := range pix {
			pix[i] = colour[v]
		}
	}
}

// eachRIFF calls use with the chunks of a WebP, until it returns false.
func eachRIFF(chunks []byte, use func(name string, body []byte) bool) {
	for len(chunks) >= 8 {
		length := int(min(uint64(binary.LittleEndian.Uint32(chunks[4:])), uint64(len(chunks)-8)))
		if !use(string(chunks[:4]), chunks[8:8+length]) {
			return
		}
		chunks = chunks[min(8+length+length%2, len(chunks)):]
	}
}

const (
	webpHeader = 12 // RIFF, length, WEBP
	anmfHeader = 16 // place, size and duration of a frame
)

// firstWebP returns the first picture of an animation as a WebP of its own,
// and any other WebP as it is.
//
// Source: RFC 9649, section 2.7.
func firstWebP(data []byte) []byte {
	var frame []byte
	eachRIFF(data[min(webpHeader, len(data)):], func(name string, body []byte) bool {
		if name == "ANMF" && len(body) > anmfHeader {
			frame = body
		}
		return frame == nil
	})
	if frame == nil {
		return data
	}
	chunks := frame[anmfHeader:]
	extended := make([]byte, 10) // what a picture with alpha begins with
	eachRIFF(chunks, func(name string, _ []byte) bool {
		if name == "ALPH" {
			extended[0] = 0x10
		}
		return true
	})
	copy(extended[4:], frame[6:12]) // width and height, less one, 24 bits each
	alone := []byte("RIFF\x00\x00\x00\x00WEBP")
	if extended[0] != 0 {
		alone = append(alone, "VP8X\x0a\x00\x00\x00"...)
		alone = append(alone, extended...)
	}
	alone = append(alone, chunks...)
	binary.LittleEndian.PutUint32(alone[4:], uint32(len(alone)-8))
	return alone
}

func decodeGIF(doc *Document, data []byte, lim Limits) image.Image {
	header, err := gif.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		doc.settle(Damaged, err.Error())
		return nil
	}
	width, height := int64(header.Width), int64(header.Height)
	if !doc.fits(width, height, data, lim, func() int64 { return 6 * width * height }) {
		return nil
	}
	first, err := gif.Decode(bytes.NewReader(data))
	if err != nil {
		doc.settle(Damaged, err.Error())
		return nil
	}
	doc.settle(Opened, "")
	screen := image.Rect(0, 0, header.Width, header.Height)
	if first.Bounds() == screen {
		return first
	}
	out := image.NewRGBA(screen)
	draw.Draw(out, screen, image.NewUniform(color.White), image.Point{}, draw.Src)
	draw.Draw(out, first.Bounds(), first, first.Bounds().Min, draw.Over)
	return out
}
