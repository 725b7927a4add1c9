package templates

import (
	"bytes"
	"encoding/base64"
	"html/template"
	"image"
	"image/jpeg"

	"github.com/disintegration/imaging"
)

// Sizes of the pictures of a web page, in pixels of the longer side: as few as
// show what they are there for, since all of them travel in one file.
const (
	thumbnailSide = 280  // which paper it is
	wholeSide     = 1100 // small print can be made out
	webQuality    = 78
)

// webPicture is a picture that a web page holds in itself. Its size keeps the
// page from jumping while it loads.
type webPicture struct {
	Source        template.URL
	Width, Height int
}

// webPictureOf draws a picture at most side pixels long; it never enlarges one.
func webPictureOf(picture image.Image, side int) (*webPicture, error) {
	fitted := imaging.Fit(picture, side, side, imaging.Box)
	var b bytes.Buffer
	if err := jpeg.Encode(&b, fitted, &jpeg.Options{Quality: webQuality}); err != nil {
		return nil, err
	}
	return &webPicture{inline(b.Bytes()), fitted.Rect.Dx(), fitted.Rect.Dy()}, nil
}

func inline(picture []byte) template.URL {
	return template.URL("data:image/jpeg;base64," + base64.StdEncoding.EncodeToString(picture))
}

// webPictureAsIs holds a JPEG picture that is small enough already; nil where it
// cannot be read.
func webPictureAsIs(picture []byte) *webPicture {
	config, err := jpeg.DecodeConfig(bytes.NewReader(picture))
	if err != nil {
		return nil
	}
	return &webPicture{inline(picture), config.Width, config.Height}
}

// webPictureOfPage draws the JPEG picture of a page; nil where there is none.
func webPictureOfPage(page []byte, side int) (*webPicture, error) {
	if page == nil {
		return nil, nil
	}
	picture, err := jpeg.Decode(bytes.NewReader(page))
	if err != nil {
		return nil, err
	}
	return webPictureOf(picture, side)
}
