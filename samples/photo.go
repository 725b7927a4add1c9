package samples

import (
	"bytes"
	"fmt"
	"image"
	"image/jpeg"

	"github.com/recevable/recevable/validators/reader/ocr/testpage"
)

const (
	photoDPI  = 200  // of the page that is photographed
	photoWide = 1600 // pixels
)

// photograph lays a page on a table and takes it with a phone, out of focus by
// sigma pixels. Seed gives the table, the light and the hand.
func photograph(page layout, seed uint64, sigma float64) func() ([]byte, error) {
	return func() ([]byte, error) {
		c, err := page.draw(photoDPI)
		if err != nil {
			return nil, fmt.Errorf("drawing the page: %w", err)
		}
		photo := testpage.Photo(c.RGBA, seed, photoWide)
		if sigma > 0 {
			photo = testpage.Blur(photo, sigma)
		}
		return photoJPEG(photo)
	}
}

func photoJPEG(photo image.Image) ([]byte, error) {
	var out bytes.Buffer
	err := jpeg.Encode(&out, photo, &jpeg.Options{Quality: 80})
	return out.Bytes(), err
}
