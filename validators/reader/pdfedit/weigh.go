package pdfedit

import (
	"context"
	"image"
	"slices"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// Weigh returns how many bytes pictures have, and how many they would have at
// each step, as parts of its heaviest ones tell.
func (d *Document) Weigh(ctx context.Context, steps []Step) (now int, at []int) {
	const samples = 2
	places := d.placements(ctx)
	pictures := d.pictures()
	for _, number := range pictures {
		now += len(d.objects[number].(types.StreamDict).Raw)
	}
	slices.SortStableFunc(pictures, func(a, b int) int {
		return len(d.objects[b].(types.StreamDict).Raw) - len(d.objects[a].(types.StreamDict).Raw)
	})
	pictures = pictures[:min(samples, len(pictures))]
	sampled := make([]int, len(pictures))
	each := make([][]int, len(pictures))
	// A picture that cannot be worked on makes the guess worse, no more.
	_ = sideBySide(ctx, len(pictures), func(i int) int64 { return int64(d.pixels(pictures[i])) }, func(i int) {
		sampled[i], each[i] = d.weighed(pictures[i], places[pictures[i]], steps)
	})
	sums := make([]int, len(steps))
	all := 0
	for i := range pictures {
		all += sampled[i]
		for j, bytes := range each[i] {
			sums[j] += bytes
		}
	}
	for _, sum := range sums {
		at = append(at, int(float64(now)*float64(sum)/float64(max(all, 1))))
	}
	return now, at
}

// weighed returns how many bytes parts of a picture have, and how many at each
// step.
func (d *Document) weighed(number int, place size, steps []Step) (now int, at []int) {
	before := d.objects[number].(types.StreamDict)
	at = make([]int, len(steps))
	p, ok := d.picture(before, place)
	if !ok {
		for j := range at {
			at[j] = len(before.Raw)
		}
		return len(before.Raw), at
	}
	for _, band := range p.bands(place) {
		now += len(band.stream.Raw)
		lighter := band.stream
		for j, step := range steps {
			// The quality matters to a JPEG only.
			if p.samples == nil || p.printed || j == 0 || step.DPI != steps[j-1].DPI {
				lighter = d.brought(band.picture, band.place, step)
			}
			at[j] += len(lighter.Raw)
		}
	}
	return now, at
}

// band is some rows of a picture, and as much of its bytes.
type band struct {
	picture
	place size
}

// bandPixels is how many pixels of a picture tell what it would weigh, to a few
// per cent: the head of a JPEG counts once for each band.
const bandPixels, bandCount = 2_000_000, 6

// bands returns parts of a picture, all over it; the whole of a small one.
func (p picture) bands(place size) []band {
	place = placeOr(place, p.width, p.height)
	rows := max(16, bandPixels/bandCount/p.width)
	if rows*bandCount >= p.height {
		return []band{{p, place}}
	}
	var bands []band
	for i := range bandCount {
		from := i * (p.height - rows) / (bandCount - 1)
		part := band{p, size{place.width, place.height * float64(rows) / float64(p.height)}}
		part.height = rows
		part.stream.Raw = part.stream.Raw[:len(p.stream.Raw)*rows/p.height]
		if p.samples != nil {
			row := p.width * p.each
			part.samples = p.samples[from*row : (from+rows)*row]
		} else {
			min := p.image.Bounds().Min
			at := image.Rect(min.X, min.Y+from, min.X+p.width, min.Y+from+rows)
			part.image = p.image.(interface {
				SubImage(image.Rectangle) image.Image
			}).SubImage(at)
		}
		bands = append(bands, part)
	}
	return bands
}
