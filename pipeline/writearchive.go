package pipeline

import (
	"archive/zip"
	"context"
	"io"

	"github.com/recevable/recevable/pipeline/calendar"
)

// Archive is a Sink that writes one ZIP. Its bytes depend on the papers and the
// date alone.
type Archive struct {
	W  io.Writer
	On calendar.Date // that every file bears
}

// Take implements [Sink].
func (a Archive) Take(ctx context.Context, papers []Paper) error {
	z := zip.NewWriter(a.W)
	for _, paper := range papers {
		if err := ctx.Err(); err != nil {
			return err
		}
		header := &zip.FileHeader{Name: paper.Name, Method: zip.Deflate, Modified: a.On.Time()}
		header.SetMode(0o644)
		w, err := z.CreateHeader(header)
		if err != nil {
			return err
		}
		if _, err := w.Write(paper.Data); err != nil {
			return err
		}
	}
	return z.Close()
}
