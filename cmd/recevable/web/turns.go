package web

import (
	"context"
	"sync/atomic"
)

// turns lets so many requests be checked at once. The others wait, so many at
// most, in the order they came.
type turns struct {
	free    chan struct{}
	waiting atomic.Int64
	most    int64
}

func newTurns(atOnce, waiting int) *turns {
	return &turns{free: make(chan struct{}, atOnce), most: int64(waiting)}
}

// take waits for a turn; done gives it back.
func (t *turns) take(ctx context.Context) (done func(), err error) {
	if t.waiting.Add(1) > t.most {
		t.waiting.Add(-1)
		return nil, busy()
	}
	defer t.waiting.Add(-1)
	select {
	case t.free <- struct{}{}:
		return func() { <-t.free }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// space counts the bytes that are held for all requests and people.
type space struct {
	most int64
	held atomic.Int64
}

// take reports whether there is room for n more bytes, and counts them.
func (s *space) take(n int64) bool {
	if s.held.Add(n) > s.most {
		s.held.Add(-n)
		return false
	}
	return true
}

func (s *space) give(n int64) { s.held.Add(-n) }
