package datamatrix

import (
	"math/rand/v2"
	"testing"
)

// BenchmarkFind gives the time for one page, with a symbol and without.
func BenchmarkFind(b *testing.B) {
	for _, f := range families {
		for _, blank := range []bool{false, true} {
			name := f.name
			if blank {
				name += ", no symbol"
			}
			b.Run(name, func(b *testing.B) {
				rng := rand.New(rand.NewPCG(1, 3))
				s := f.make(rng)
				s.text, s.blank = payload(rng), blank
				page := s.picture(b)
				for b.Loop() {
					Find(b.Context(), page)
				}
			})
		}
	}
}
