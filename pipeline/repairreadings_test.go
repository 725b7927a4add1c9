package pipeline

import (
	"context"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/recevable/recevable/validators/reader"
)

func TestReadingsAreSharedByThoseWhoWait(t *testing.T) {
	var r readings
	var count atomic.Int32
	key := readingKey{sha256: "ab", size: 2}
	begun, goOn := make(chan struct{}), make(chan struct{})
	read := func() (reader.Document, error) {
		if count.Add(1) == 1 {
			close(begun)
		}
		<-goOn
		return reader.Document{PageCount: 3}, nil
	}
	var both sync.WaitGroup
	ask := func() {
		if doc, err := r.read(context.Background(), key, read); err != nil || doc.PageCount != 3 {
			t.Errorf("%d pages, %v", doc.PageCount, err)
		}
	}
	both.Go(ask)
	<-begun
	both.Go(ask)
	close(goOn)
	both.Wait()
	ask()
	if n := count.Load(); n != 1 {
		t.Errorf("read %d times", n)
	}
}

// A reading that was given up is not remembered: whoever needs it reads.
func TestReadingsThatEndEarlyAreMadeAgain(t *testing.T) {
	var r readings
	key := readingKey{sha256: "ab", size: 2}
	_, err := r.read(context.Background(), key, func() (reader.Document, error) { return reader.Document{}, context.Canceled })
	if err == nil {
		t.Fatal("no error")
	}
	doc, err := r.read(context.Background(), key, func() (reader.Document, error) { return reader.Document{PageCount: 1}, nil })
	if err != nil || doc.PageCount != 1 {
		t.Errorf("%d pages, %v", doc.PageCount, err)
	}
}
