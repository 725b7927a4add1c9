package grey

import (
	"runtime"
	"sync"
)

// leastBand is how many rows are worth a goroutine of their own.
const leastBand = 64

// Bands has a picture of so many rows worked on a band at a time, the bands side
// by side, each row in one of them. A panic in a band is one in the caller.
func Bands(rows int, work func(from, to int)) {
	n := min(runtime.GOMAXPROCS(0), max(rows/leastBand, 1))
	if n == 1 {
		work(0, rows)
		return
	}
	sideBySide(n, func(i int) { work(rows*i/n, rows*(i+1)/n) })
}

// Both does two works side by side. A panic in one is one of the caller.
func Both(first, second func()) {
	sideBySide(2, func(i int) {
		if i == 0 {
			first()
		} else {
			second()
		}
	})
}

func sideBySide(n int, work func(i int)) {
	var group sync.WaitGroup
	causes := make([]any, n)
	for i := range n {
		group.Go(func() {
			defer func() { causes[i] = recover() }()
			work(i)
		})
	}
	group.Wait()
	for _, cause := range causes {
		if cause != nil {
			panic(cause)
		}
	}
}
