package reader

import (
	"bytes"
	"fmt"
	"image"
	"image/jpeg"
	"io"
	"runtime"

	"golang.org/x/sync/errgroup"
)

// At a restart marker the decoder of a JPEG begins anew: what stands behind one
// needs nothing of what stands before. A photo that has them between its rows of
// blocks, as those that this program writes, is decoded as bands side by side.
//
// Source: ITU-T T.81, B.2.4.4 and E.2.4.

// bandedFrom is from how many pixels on that is worth it.
const bandedFrom = 4_000_000

// decodeBands is [jpeg.Decode] on all processors; nil where the picture is not
// of the kind, or not whole: the decoder then says what is wrong with it.
func (f *jpegFrame) decodeBands(data []byte) image.Image {
	bands := f.bands(data, runtime.GOMAXPROCS(0))
	if len(bands) < 2 {
		return nil
	}
	parts := make([]image.Image, len(bands))
	var group errgroup.Group
	for i, band := range bands {
		group.Go(func() (err error) {
			defer func() { // in a goroutine of its own it would end the program
				if cause := recover(); cause != nil {
					err = fmt.Errorf("decoder panic (%T)", cause)
				}
			}()
			parts[i], err = jpeg.Decode(io.MultiReader(band...))
			return err
		})
	}
	if group.Wait() != nil {
		return nil
	}
	return f.joined(parts)
}

// bands cuts a JPEG into at most n, each a JPEG of whole rows of blocks; nil
// where that cannot be done.
func (f *jpegFrame) bands(data []byte, n int) [][]io.Reader {
	if !f.cuttable() {
		return nil
	}
	across, down := f.blocks()
	if f.restart == 0 || f.restart%across != 0 {
		return nil
	}
	rows := f.restart / across // of blocks, between two markers
	parts := restartParts(data[f.scanStart:], f.scanBytes)
	if len(parts) != (down+rows-1)/rows {
		return nil
	}
	_, side := f.blockSize()
	n = min(n, len(parts))
	var bands [][]io.Reader
	for i := range n {
		from, to := len(parts)*i/n, len(parts)*(i+1)/n
		head := bytes.Clone(data[:f.scanStart])
		height := min(to*rows*side, int(f.height)) - from*rows*side
		head[f.heightAt], head[f.heightAt+1] = byte(height>>8), byte(height)
		band := []io.Reader{bytes.NewReader(head)}
		for k, part := range parts[from:to] {
			if k > 0 {
				band = append(band, bytes.NewReader([]byte{0xff, markerRST0 + byte(k-1)%8}))
			}
			band = append(band, bytes.NewReader(part))
		}
		bands = append(bands, append(band, bytes.NewReader([]byte{0xff, markerEOI})))
	}
	return bands
}

// cuttable reports whether a frame is of the ordinary kind: one pass over grey
// or over luminance and colour.
func (f *jpegFrame) cuttable() bool {
	if f.kind == progressive || !f.usual() || !f.ended || f.linesLater || f.adobe || f.namedRGB() ||
		f.passes != int64(len(f.components)) || f.scans != 1 ||
		f.width*f.height < bandedFrom || f.width*f.height > largeImage {
		return false
	}
	if len(f.components) == 1 {
		return true
	}
	c := f.components
	return len(c) == 3 && c[0].h >= 1 && c[0].h <= 2 && c[0].v >= 1 && c[0].v <= 2 &&
		c[1].h == 1 && c[1].v == 1 && c[2].h == 1 && c[2].v == 1
}

// blockSize is how many pixels a block of all components has: the only component
// of a picture is always in blocks of 8 (T.81, A.2.2).
func (f *jpegFrame) blockSize() (width, height int) {
	if len(f.components) == 1 {
		return 8, 8
	}
	return 8 * int(f.components[0].h), 8 * int(f.components[0].v)
}

func (f *jpegFrame) blocks() (across, down int) {
	width, height := f.blockSize()
	return (int(f.width) + width - 1) / width, (int(f.height) + height - 1) / height
}

// restartParts cuts compressed bytes at their restart markers, which must be
// numbered as they should; nil where they are not.
func restartParts(scan []byte, size int) (parts [][]byte) {
	scan = scan[:size]
	from := 0
	for at := 0; ; {
		skip := bytes.IndexByte(scan[at:], 0xff)
		if skip < 0 || at+skip+1 >= len(scan) {
			return append(parts, scan[from:])
		}
		at += skip
		if m := scan[at+1]; m >= markerRST0 && m <= markerRST7 {
			if m != markerRST0+byte(len(parts)%8) {
				return nil
			}
			parts = append(parts, scan[from:at])
			from = at + 2
		}
		at += 2
	}
}

// joined puts the pictures of bands below each other.
func (f *jpegFrame) joined(parts []image.Image) image.Image {
	across, down := f.blocks()
	width, height := f.blockSize()
	shown, stored := image.Rect(0, 0, int(f.width), int(f.height)), image.Rect(0, 0, across*width, down*height)
	switch first := parts[0].(type) {
	case *image.Gray:
		whole := image.NewGray(stored)
		at := 0
		for _, part := range parts {
			band, ok := part.(*image.Gray)
			if !ok || band.Stride != whole.Stride {
				return nil
			}
			at += copy(whole.Pix[at:], band.Pix)
		}
		return whole.SubImage(shown)
	case *image.YCbCr:
		whole := image.NewYCbCr(stored, first.SubsampleRatio)
		y, c := 0, 0
		for _, part := range parts {
			band, ok := part.(*image.YCbCr)
			if !ok || band.SubsampleRatio != whole.SubsampleRatio || band.YStride != whole.YStride || band.CStride != whole.CStride {
				return nil
			}
			y += copy(whole.Y[y:], band.Y)
			copy(whole.Cb[c:], band.Cb)
			c += copy(whole.Cr[c:], band.Cr)
		}
		return whole.SubImage(shown)
	}
	return nil
}
