package repair

import (
	"bytes"
	"context"
	"errors"
	"image"
	_ "image/gif"
	"image/jpeg"

	"github.com/recevable/recevable/validators/reader"
)

// Stands in for the pictures and the PDFs until their branches are merged.

var (
	ErrPassword = errors.New("repair: password")
	ErrDamaged  = errors.New("repair: damaged")
	ErrTooHeavy = errors.New("repair: too heavy")
)

type Want struct {
	Options Options
	Sheets  bool
}

type Picture struct {
	File    File
	Sheets  []Sheet
	Changes []Change
}

type Part struct {
	Sheet *Sheet
	PDF   []byte
	Pages []int
}

func (w *Workshop) Picture(_ context.Context, data []byte, read reader.Document, want Want) (Picture, error) {
	if read.MIME == "image/gif" {
		img, _, err := image.Decode(bytes.NewReader(data))
		if err != nil {
			return Picture{}, err
		}
		var b bytes.Buffer
		err = jpeg.Encode(&b, img, nil)
		return Picture{File: File{MIME: reader.JPEG, Data: b.Bytes(), Pages: 1, Changes: []Change{{Code: Converted, Message: "Converti de GIF en JPEG."}}}}, err
	}
	return Picture{File: File{MIME: read.MIME, Data: data, Pages: read.PageCount}}, nil
}

func (w *Workshop) Fit(_ context.Context, s Sheet, _ int64) (Sheet, []Change, bool) {
	return s, nil, false
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
