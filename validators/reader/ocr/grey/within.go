package grey

import (
	"image"
	"math"
)

// Within returns a picture whose corner is at the origin made smaller until no
// side is longer than that many pixels, each pixel the mean of those that lie
// in it. It is imaging.Fit with its Box filter, to the last pixel, for a quarter
// of what four colours cost.
func Within(src *image.Gray, side int) *image.Gray {
	w, h := src.Rect.Dx(), src.Rect.Dy()
	if w <= side && h <= side || w < 1 || h < 1 {
		return src
	}
	ratio := float64(w) / float64(h)
	width, height := side, max(int(float64(side)/ratio), 1)
	if ratio <= 1 {
		width, height = max(int(float64(side)*ratio), 1), side
	}
	out := src
	if width != w {
		out = narrowed(out, meansOf(w, width))
	}
	if height != h {
		out = lowered(out, meansOf(h, height))
	}
	return out
}

// mean is the pixels from first on that make one, what each weighs, and what
// their sum is multiplied by.
type mean struct {
	first, count int
	weight, by   float64
}

func meansOf(from, to int) []mean {
	means := make([]mean, to)
	scale := float64(from) / float64(to)
	reach := math.Ceil(scale / 2)
	for i := range means {
		centre := (float64(i)+0.5)*scale - 0.5
		first, count := 0, 0
		for at := max(int(math.Ceil(centre-reach)), 0); at <= min(int(math.Floor(centre+reach)), from-1); at++ {
			if math.Abs((float64(at)-centre)/scale) > 0.5 {
				continue
			}
			if count == 0 {
				first = at
			}
			count++
		}
		weight := 255 * (1 / float64(count))
		sum := 0.0 // as it is added up, not as it is multiplied: they round apart
		for range count {
			sum += weight
		}
		means[i] = mean{first, count, weight, 1 / sum}
	}
	return means
}

func (m mean) level(sum float64) uint8 { return uint8(min(int64(sum*m.by+0.5), 255)) }

func narrowed(src *image.Gray, columns []mean) *image.Gray {
	out := image.NewGray(image.Rect(0, 0, len(columns), src.Rect.Dy()))
	for y := range src.Rect.Dy() {
		row := src.Pix[y*src.Stride : y*src.Stride+src.Rect.Dx()]
		for x, c := range columns {
			sum := 0.0
			for _, v := range row[c.first : c.first+c.count] {
				sum += float64(v) * c.weight
			}
			out.Pix[y*out.Stride+x] = c.level(sum)
		}
	}
	return out
}

func lowered(src *image.Gray, rows []mean) *image.Gray {
	w := src.Rect.Dx()
	out := image.NewGray(image.Rect(0, 0, w, len(rows)))
	sums := make([]float64, w)
	for y, r := range rows {
		clear(sums)
		for line := r.first; line < r.first+r.count; line++ {
			for x, v := range src.Pix[line*src.Stride : line*src.Stride+w] {
				sums[x] += float64(v) * r.weight
			}
		}
		for x, sum := range sums {
			out.Pix[y*out.Stride+x] = r.level(sum)
		}
	}
	return out
}
