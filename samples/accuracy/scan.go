package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/jpeg"
	"io"
	"os/exec"

	"github.com/recevable/recevable/samples"
	"github.com/recevable/recevable/validators/reader/ocr/testpage"
)

// rasteriser draws the pages of PDFs. It is poppler's, not the pdfium of the
// program: what is measured is not drawn by what is measured.
const rasteriser = "pdftoppm"

// printed returns the first page of a PDF as pixels.
func printed(ctx context.Context, content []byte, dpi int) (*image.RGBA, error) {
	command := exec.CommandContext(ctx, rasteriser, "-r", fmt.Sprint(dpi), "-f", "1", "-l", "1", "-singlefile", "-")
	command.Stdin = bytes.NewReader(content)
	var said bytes.Buffer
	command.Stderr = &said
	pixels, err := command.Output()
	if err != nil {
		return nil, fmt.Errorf("%s: %w: %s", rasteriser, err, &said)
	}
	return readPPM(bytes.NewReader(pixels))
}

var errNoPPM = errors.New("not a PPM of 8 bits a colour")

// readPPM reads a picture as pdftoppm writes it.
func readPPM(r io.Reader) (*image.RGBA, error) {
	in := bufio.NewReader(r)
	var width, height, depth int
	if _, err := fmt.Fscanf(in, "P6\n%d %d\n%d\n", &width, &height, &depth); err != nil || depth != 255 {
		return nil, errNoPPM
	}
	img := image.NewRGBA(image.Rect(0, 0, width, height))
	line := make([]byte, 3*width)
	for y := range height {
		if _, err := io.ReadFull(in, line); err != nil {
			return nil, fmt.Errorf("row %d of %d: %w", y, height, err)
		}
		for x := range width {
			p := img.Pix[y*img.Stride+4*x:]
			p[0], p[1], p[2], p[3] = line[3*x], line[3*x+1], line[3*x+2], 255
		}
	}
	return img, nil
}

func asJPEG(img image.Image, quality int) ([]byte, error) {
	var out bytes.Buffer
	err := jpeg.Encode(&out, img, &jpeg.Options{Quality: quality})
	return out.Bytes(), err
}

// asScan stores a page as a JPEG file, or as the PDF that scanners make of it.
func asScan(name string, img image.Image, quality int, dpi float64, pdf bool) (document, error) {
	content, err := asJPEG(img, quality)
	if err != nil || !pdf {
		return document{name: name + ".jpg", content: content}, err
	}
	size := img.Bounds().Size()
	scan := samples.Scan{JPEG: content, Width: size.X, Height: size.Y, DPI: dpi}
	return document{name: name + ".pdf", content: samples.ScannedPDF(scan)}, nil
}

// spoiled is a page blurred by sigma 1, tilted by 3° one way or the other and
// darkened.
func spoiled(img image.Image, seed uint64) image.Image {
	degrees := 3.0
	if seed/2%2 == 1 {
		degrees = -3
	}
	return testpage.Darken(testpage.Tilt(testpage.Blur(img, 1), degrees), 0.6)
}
