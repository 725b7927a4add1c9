package pdfedit

import (
	"bytes"
	"context"
	"errors"
	"testing"
)

func TestCutShort(t *testing.T) {
	whole := []byte(scripted1)
	at := bytes.LastIndex(whole, []byte("trailer"))
	for _, tt := range []struct {
		name string
		data []byte
		want bool
	}{
		{"whole", whole, false},
		{"without its table", whole[:at], false},
		{"in its last object", whole[:at-9], true},
		{"in a stream", append(bytes.Clone(whole[:at]), "9 0 obj\n<</Length 99>>\nstream\nabc"...), true},
		{"no PDF", []byte("bonjour"), false},
	} {
		if got := CutShort(tt.data); got != tt.want {
			t.Errorf("%s: %v", tt.name, got)
		}
	}
}

// Pages without a list, of which the second lacks its font.
const loose = "%PDF-1.4\n" +
	"3 0 obj\n<</Type/Page/Parent 1 0 R/MediaBox[0 0 9 9]/Resources<<>>/Contents 4 0 R>>\nendobj\n" +
	"4 0 obj\n<</Length 3>>\nstream\nq Q\nendstream\nendobj\n" +
	"5 0 obj\n<</Type/Page/Parent 1 0 R/MediaBox[0 0 9 9]/Resources<</Font<</F 9 0 R>>>>/Contents 4 0 R>>\nendobj\n" +
	"6 0 obj\n<</Type/Page/Parent 1 0 R/MediaBox[0 0 8 8]/Resources<<>>/Contents 4 0 R>>\nendobj\n7 0 obj\n<</Ty"

func TestSalvageKeepsWholePages(t *testing.T) {
	for _, tt := range []struct {
		name        string
		data        string
		pages, lost int
	}{
		{"no list", loose, 2, LostUnknown},
		{"a list of four", loose + "\n1 0 obj\n<</Type/Pages/Count 4/Kids[3 0 R 5 0 R 6 0 R 8 0 R]>>\nendobj\n2 0 obj\n<</Type/Catalog/Pages 1 0 R>>\nendobj\n", 2, 2},
		{"a list that nothing leads to", loose + "\n1 0 obj\n<</Type/Pages/Count 4/Kids[6 0 R 5 0 R 3 0 R 8 0 R]>>\nendobj\n", 2, 2},
		{"a node of the list is gone", loose + "\n1 0 obj\n<</Type/Pages/Count 9/Kids[3 0 R 8 0 R]>>\nendobj\n2 0 obj\n<</Type/Catalog/Pages 1 0 R>>\nendobj\n", 1, 8},
		{"a later version of a page", loose + "\n6 0 obj\n<</Type/Page/MediaBox[0 0 8 8]/Resources 9 0 R>>\nendobj\n", 1, LostUnknown},
	} {
		doc, err := Salvage(context.Background(), []byte(tt.data))
		if err != nil {
			t.Errorf("%s: %v", tt.name, err)
			continue
		}
		if doc.Pages() != tt.pages || doc.Lost != tt.lost {
			t.Errorf("%s: %d pages, %d lost, want %d and %d", tt.name, doc.Pages(), doc.Lost, tt.pages, tt.lost)
		}
	}
}

func TestSalvageRefuses(t *testing.T) {
	// Pages that stand in another order than their numbers: theirs is not known.
	swapped := "%PDF-1.4\n" +
		"6 0 obj\n<</Type/Page/MediaBox[0 0 8 8]/Resources<<>>>>\nendobj\n3 0 obj\n<</Type/Page/MediaBox[0 0 8 8]/Resources<<>>>>\nendobj\n"
	for name, data := range map[string]string{"nothing": "%PDF-1.4\n", "pages in no order": swapped} {
		if _, err := Salvage(context.Background(), []byte(data)); !errors.Is(err, ErrNoPages) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if doc, err := Salvage(context.Background(), []byte(loose+"/Encrypt")); err == nil {
		t.Errorf("encrypted: %d pages", doc.Pages())
	}
}

// What stands before the next object may lack its last word, and nothing else.
func TestSalvageKeepsWhatLacksItsEnd(t *testing.T) {
	const head = "%PDF-1.4\n3 0 obj\n<</Type/Page/Parent 1 0 R/MediaBox[0 0 9 9]/Resources<<>>/Contents 4 0 R>>\n"
	const rest = "4 0 obj\n<</Length 3>>\nstream\nq Q\nendstream\n2 0 obj\n<</Type/Catalog/Pages 1 0 R>>\n1 0 obj\n<</Type/Pages/Count 1/Kids[3 0 R]>>\nendobj\n"
	doc, err := Salvage(context.Background(), []byte(head+rest))
	if err != nil || doc.Pages() != 1 || doc.Lost != 0 {
		t.Errorf("%v", err)
	}
	if _, err := Salvage(context.Background(), []byte(head[:len(head)-20]+rest)); !errors.Is(err, ErrNoPages) {
		t.Errorf("a page that breaks off: %v", err)
	}
}
