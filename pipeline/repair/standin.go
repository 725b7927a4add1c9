package repair

import (
	"context"
	"errors"

	"github.com/recevable/recevable/validators/reader"
)

// Stands in for the PDFs until their branch is merged.

var (
	ErrPassword = errors.New("repair: password")
	ErrDamaged  = errors.New("repair: damaged")
	ErrTooHeavy = errors.New("repair: too heavy")
)

type Part struct {
	Sheet *Sheet
	PDF   []byte
	Pages []int
}

func (w *Workshop) PDF(_ context.Context, data []byte, read reader.Document, _ Options) (File, error) {
	if read.State == reader.Locked {
		return File{}, ErrPassword
	}
	return File{MIME: reader.PDF, Data: data, Pages: read.PageCount}, nil
}

func (w *Workshop) Bind(context.Context, []Part, Options) (File, error) { return File{}, ErrDamaged }

func (w *Workshop) BlankPages(context.Context, []byte) ([]int, error) { return nil, nil }

func (w *Workshop) TwoOnOne(context.Context, Sheet, Sheet) (File, error) { return File{}, ErrDamaged }

func (w *Workshop) Sheets(context.Context, []byte) ([]Sheet, error) { return nil, ErrDamaged }
