package ocr

import (
	"image"
	"image/color"
	"image/draw"
	"testing"
)

func TestRulesAreWipedAndPrintIsNot(t *testing.T) {
	fill := func(img *image.Gray, x0, y0, x1, y1 int, grey uint8) {
		draw.Draw(img, image.Rect(x0, y0, x1, y1), image.NewUniform(color.Gray{grey}), image.Point{}, draw.Src)
	}
	for name, c := range map[string]struct {
		x0, y0, x1, y1 int
		grey           uint8
		wiped          bool
	}{
		"hairline":            {50, 100, 350, 102, 130, true},
		"grey hairline":       {50, 100, 350, 101, 190, true},
		"side of a cell":      {100, 50, 103, 150, 0, true},
		"broad band":          {50, 100, 350, 130, 0, false},
		"stroke of a letter":  {100, 100, 104, 140, 0, false},
		"dash":                {100, 100, 180, 103, 0, false},
		"stem of a big title": {100, 50, 115, 150, 0, false},
	} {
		img := image.NewGray(image.Rect(0, 0, 400, 300))
		fill(img, 0, 0, 400, 300, paperWhite)
		fill(img, c.x0, c.y0, c.x1, c.y1, c.grey)
		wipeRules(img)
		middle := img.GrayAt((c.x0+c.x1)/2, (c.y0+c.y1)/2).Y
		if wiped := middle == paperWhite; wiped != c.wiped {
			t.Errorf("%s: wiped %v, want %v", name, wiped, c.wiped)
		}
	}
}

func TestALetterThatStandsOnARuleIsKept(t *testing.T) {
	img := image.NewGray(image.Rect(0, 0, 400, 300))
	draw.Draw(img, img.Rect, image.NewUniform(color.Gray{paperWhite}), image.Point{}, draw.Src)
	draw.Draw(img, image.Rect(50, 100, 350, 102), image.Black, image.Point{}, draw.Src)
	draw.Draw(img, image.Rect(200, 80, 204, 108), image.Black, image.Point{}, draw.Src)
	wipeRules(img)
	if img.GrayAt(202, 90).Y != 0 || img.GrayAt(202, 101).Y != 0 || img.GrayAt(202, 106).Y != 0 {
		t.Error("the letter is cut")
	}
	if img.GrayAt(100, 101).Y != paperWhite {
		t.Error("the rule is left")
	}
}

func TestWhiteLettersOnABandAreKept(t *testing.T) {
	img := image.NewGray(image.Rect(0, 0, 400, 300))
	draw.Draw(img, img.Rect, image.NewUniform(color.Gray{paperWhite}), image.Point{}, draw.Src)
	draw.Draw(img, image.Rect(20, 100, 380, 140), image.NewUniform(color.Gray{80}), image.Point{}, draw.Src)
	for x := 60; x < 160; x += 20 { // their tops leave a thin strip of the band
		draw.Draw(img, image.Rect(x, 106, x+12, 130), image.NewUniform(color.Gray{paperWhite}), image.Point{}, draw.Src)
	}
	wipeRules(img)
	if got := img.GrayAt(66, 103).Y; got != 80 {
		t.Errorf("the band above a letter is %d", got)
	}
}
