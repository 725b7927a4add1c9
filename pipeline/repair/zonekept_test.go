package repair

import (
	"bytes"
	"context"
	"slices"
	"testing"

	"github.com/recevable/recevable/pipeline/calendar"
	"github.com/recevable/recevable/validators/reader"
	"github.com/recevable/recevable/validators/reader/mrz"
)

// levelling straightens every photo, and takes what hides in it, as asked.
type levelling struct{ apprentice }

func (levelling) Picture(_ context.Context, data []byte, read reader.Document, want Want) (Picture, error) {
	var changes []Change
	if bytes.Contains(data, []byte("+gps")) {
		data = bytes.ReplaceAll(data, []byte("+gps"), nil)
		changes = append(changes, Change{Code: Uncoded})
	}
	if !want.AsItLies && bytes.Contains(data, []byte("slanted")) {
		data = bytes.ReplaceAll(data, []byte("slanted"), []byte("level"))
		changes = append(changes, Change{Code: Straightened})
	}
	return Picture{File: File{MIME: read.MIME, Data: data, Pages: 1, Changes: changes}, Changes: changes}, nil
}

// TestZonesAreStillRead: a card whose zone is no longer read once it is
// straightened stays as it lies; what hides in its file goes all the same.
func TestZonesAreStillRead(t *testing.T) {
	valid, _ := mrz.Find([]string{"I<UTOD231458907<<<<<<<<<<<<<<<", "7408122F1204159UTO<<<<<<<<<<<6", "ERIKSSON<<ANNA<MARIA<<<<<<<<<<"}, calendar.Date{})
	if valid == nil || !valid.Valid() {
		t.Fatal("the zone is none")
	}
	for name, tt := range map[string]struct {
		file   string
		unread string // how a photo is called whose zone is not read
		want   string
		codes  []ChangeCode
	}{
		"read both ways":        {"jpeg:slanted+gps", "none", "jpeg:level", []ChangeCode{Uncoded, Straightened}},
		"no longer read":        {"jpeg:slanted+gps", "level", "jpeg:slanted", []ChangeCode{Uncoded}},
		"no longer read, clean": {"jpeg:slanted", "level", "jpeg:slanted", nil},
		"never read":            {"jpeg:slanted", "jpeg", "jpeg:level", []ChangeCode{Straightened}},
	} {
		p := pieceOf(tt.file)
		read := func(ctx context.Context, data []byte) (reader.Document, error) {
			doc, err := readWords(ctx, data)
			if !bytes.Contains(data, []byte(tt.unread)) {
				doc.Pages[0].Zone = &reader.Zone{Zone: valid}
			}
			return doc, err
		}
		p.Read = read
		p.Items[0].Open = func(ctx context.Context) ([]byte, reader.Document, error) {
			doc, err := read(ctx, []byte(tt.file))
			return []byte(tt.file), doc, err
		}
		made, err := assemble(t.Context(), levelling{}, p)
		if err != nil || len(made) != 1 || string(made[0].Data) != tt.want || !slices.Equal(codes(made[0].File), tt.codes) {
			t.Errorf("%s: %v, %v", name, made, err)
		}
	}
}
