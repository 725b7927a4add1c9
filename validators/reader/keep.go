package reader

import (
	"context"
	"crypto/sha256"
	"image"
	"slices"
	"sync"
)

// kept holds the pictures that were decoded under a context, for when the same
// bytes are opened again: a photo on its way through the workshop is read, drawn,
// and what comes of it read and drawn in turn. The one asked for longest ago
// goes first.
type kept struct {
	most int

	mu       sync.Mutex
	held     int
	pictures []keptPicture // the one asked for last at the end
	// underway are those being decoded: whoever wants the same waits.
	underway map[[sha256.Size]byte]chan struct{}
}

type keptPicture struct {
	sum  [sha256.Size]byte
	doc  Document
	img  image.Image
	size int
}

type keptKey struct{}

// KeepPictures returns a context under which the JPEGs that are opened stay
// decoded, as long as they take no more than most bytes together. They go with
// the context.
func KeepPictures(ctx context.Context, most int) context.Context {
	return context.WithValue(ctx, keptKey{}, &kept{most: most, underway: map[[sha256.Size]byte]chan struct{}{}})
}

// openedOnce is [opened], but for a picture that was decoded under ctx before.
// Nobody may write to it.
func openedOnce(ctx context.Context, mime string, data []byte, lim Limits) (Document, image.Image) {
	k, ok := ctx.Value(keptKey{}).(*kept)
	if !ok || mime != JPEG {
		return opened(mime, data, lim)
	}
	sum := sha256.Sum256(data)
	p, wait, ok := k.find(sum)
	for wait != nil {
		select {
		case <-wait:
		case <-ctx.Done():
			return Document{State: OverLimit, Limit: TimeLimit, Detail: ctx.Err().Error()}, nil
		}
		p, wait, ok = k.find(sum)
	}
	if ok {
		return p.doc.apart(), p.img
	}
	defer k.end(sum)
	doc, img := opened(mime, data, lim)
	if size := planarSize(img); size > 0 && (doc.State == Opened || doc.State == Partial) {
		k.keep(keptPicture{sum, doc.apart(), img, size})
	}
	return doc, img
}

// planarSize is how many bytes a picture takes; 0 for one of a kind that is
// written to on its way to the page.
func planarSize(img image.Image) int {
	switch img := img.(type) {
	case *image.YCbCr:
		return len(img.Y) + len(img.Cb) + len(img.Cr)
	case *image.Gray:
		return len(img.Pix)
	}
	return 0
}

// find returns what is kept, or else what to wait for; where neither is there,
// the caller is the one to decode, and must call end.
func (k *kept) find(sum [sha256.Size]byte) (p keptPicture, wait <-chan struct{}, ok bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if at := slices.IndexFunc(k.pictures, func(p keptPicture) bool { return p.sum == sum }); at >= 0 {
		p = k.pictures[at]
		k.pictures = append(slices.Delete(k.pictures, at, at+1), p)
		return p, nil, true
	}
	if ended, decoding := k.underway[sum]; decoding {
		return p, ended, false
	}
	k.underway[sum] = make(chan struct{})
	return p, nil, false
}

func (k *kept) end(sum [sha256.Size]byte) {
	k.mu.Lock()
	defer k.mu.Unlock()
	close(k.underway[sum])
	delete(k.underway, sum)
}

func (k *kept) keep(p keptPicture) {
	if p.size > k.most {
		return
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	k.held += p.size
	for k.held > k.most {
		k.held -= k.pictures[0].size
		k.pictures = slices.Delete(k.pictures, 0, 1)
	}
	k.pictures = append(k.pictures, p)
}
