package pdfedit

import (
	"errors"
	"fmt"
	"math"
	"slices"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

var errTilt = errors.New("a page that cannot be tilted")

// Tilt turns what page n, from 1, shows by some degrees anticlockwise, its
// pictures and its text together: nothing is drawn anew. The page grows by what
// its corners need. A page with annotations, which would stay where they are, is
// refused.
func (d *Document) Tilt(n int, degrees float64) error {
	if n < 1 || n > len(d.pages) || math.Abs(degrees) > 45 {
		return fmt.Errorf("%w: page %d of %d by %g degrees", errTilt, n, len(d.pages), degrees)
	}
	page := d.pages[n-1]
	box, ok := d.shownBox(page)
	if !ok || page["Contents"] == nil || len(d.array(page["Annots"])) > 0 {
		return errTilt
	}
	sin, cos := math.Sincos(degrees * math.Pi / 180)
	width, height := box[2]-box[0], box[3]-box[1]
	x, y := (box[0]+box[2])/2, (box[1]+box[3])/2
	wide, high := (width*cos+height*math.Abs(sin))/2, (width*math.Abs(sin)+height*cos)/2
	// What the page did not show stays hidden.
	before := fmt.Sprintf("q %.6f %.6f %.6f %.6f %.4f %.4f cm %.4f %.4f %.4f %.4f re W n\n",
		cos, sin, -sin, cos, x-cos*x+sin*y, y-sin*x-cos*y, box[0], box[1], width, height)
	contents := types.Array{page["Contents"]}
	if array := d.array(page["Contents"]); array != nil {
		contents = slices.Clone(array)
	}
	contents = slices.Insert(contents, 0, types.Object(d.add(plainStream(before))))
	page["Contents"] = append(contents, d.add(plainStream("\nQ\n")))
	for _, key := range []string{"CropBox", "BleedBox", "TrimBox", "ArtBox"} {
		delete(page, key)
	}
	page["MediaBox"] = types.NewNumberArray(hundredth(x-wide), hundredth(y-high), hundredth(x+wide), hundredth(y+high))
	return nil
}

// shownBox is what a page shows of its space: the part of its crop box that is
// on its medium.
func (d *Document) shownBox(page types.Dict) (box [4]float64, ok bool) {
	media, ok := d.rectangle(page["MediaBox"])
	if !ok {
		return media, false
	}
	if crop, cropped := d.rectangle(page["CropBox"]); cropped {
		media = [4]float64{max(media[0], crop[0]), max(media[1], crop[1]), min(media[2], crop[2]), min(media[3], crop[3])}
	}
	return media, media[2]-media[0] > 1 && media[3]-media[1] > 1
}

// rectangle reads two corners, whichever they are, as the lower left and the
// upper right one.
func (d *Document) rectangle(o types.Object) (box [4]float64, ok bool) {
	array := d.array(o)
	if len(array) != 4 {
		return box, false
	}
	var at [4]float64
	for i, v := range array {
		if at[i] = d.number(v, math.NaN()); math.IsNaN(at[i]) || math.Abs(at[i]) > 1e6 {
			return box, false
		}
	}
	return [4]float64{min(at[0], at[2]), min(at[1], at[3]), max(at[0], at[2]), max(at[1], at[3])}, true
}

func plainStream(content string) types.StreamDict {
	return types.StreamDict{Dict: types.Dict{}, Raw: []byte(content)}
}
