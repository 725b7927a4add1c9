package repair

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/recevable/recevable/validators/reader"
	"github.com/recevable/recevable/validators/reader/legibility"
)

// apprentice does the work on files of words: « jpeg:a » is a picture of the
// page a, « pdf:a,b » a PDF of two pages, « heic:a » has to be converted,
// « tiff:a,b » to be bound, « ~a » is a page that lies on its side, « - » a blank
// one and « !… » a file that nobody can repair.
type apprentice struct{ weighs int64 }

func kindAndPages(data []byte) (string, []string) {
	kind, pages, _ := strings.Cut(string(data), ":")
	return kind, strings.Split(pages, ",")
}

var mimes = map[string]string{"jpeg": reader.JPEG, "heic": "image/heic", "tiff": reader.TIFF, "pdf": reader.PDF, "doc": "application/msword", "!jpeg": reader.JPEG}

func readWords(_ context.Context, data []byte) (reader.Document, error) {
	kind, pages := kindAndPages(data)
	doc := reader.Document{MIME: mimes[kind], State: reader.Opened, PageCount: len(pages)}
	if !reader.Accepted(doc.MIME) {
		return reader.Document{MIME: doc.MIME, State: reader.Foreign}, nil
	}
	for _, page := range pages {
		p := reader.Page{}
		if strings.HasPrefix(page, "~") {
			p.Turn = 90
		}
		if page == "-" {
			p.Legibility = &legibility.Measures{Bare: true, NearWhite: 1}
		}
		doc.Pages = append(doc.Pages, p)
	}
	return doc, nil
}

func (h apprentice) Picture(_ context.Context, data []byte, read reader.Document, want Want) (Picture, error) {
	kind, pages := kindAndPages(data)
	switch {
	case kind == "!jpeg":
		return Picture{}, errors.New("no")
	case kind == "tiff" && len(pages) > 1 || want.Sheets:
		var p Picture
		for _, page := range pages {
			p.Sheets = append(p.Sheets, Sheet{JPEG: []byte(page + strings.Repeat("x", int(h.weighs))), MIME: reader.JPEG})
		}
		if !want.Sheets {
			p.Changes = []Change{{Code: Converted}}
		}
		return p, nil
	case kind == "heic":
		return Picture{File: File{MIME: reader.JPEG, Data: []byte("jpeg:" + pages[0]), Pages: 1}, Changes: []Change{{Code: Converted}}}, nil
	case len(read.Pages) > 0 && read.Pages[0].Turn != 0:
		return Picture{File: File{MIME: reader.JPEG, Data: []byte("jpeg:" + pages[0][1:]), Pages: 1, Changes: []Change{{Code: Turned, Page: 1}}}}, nil
	}
	return Picture{File: File{MIME: read.MIME, Data: data, Pages: len(pages)}}, nil
}

func (apprentice) Fit(_ context.Context, s Sheet, atMost int64) (Sheet, []Change, bool) {
	s.JPEG = s.JPEG[:min(int64(len(s.JPEG)), atMost)]
	return s, nil, true
}

func (apprentice) PDF(_ context.Context, data []byte, read reader.Document, _ Options) (File, error) {
	return File{MIME: reader.PDF, Data: data, Pages: read.PageCount}, nil
}

func (apprentice) Bind(_ context.Context, parts []Part, _ Options) (File, error) {
	var pages []string
	for _, part := range parts {
		if part.Sheet != nil {
			pages = append(pages, strings.TrimRight(string(part.Sheet.JPEG), "x"))
			continue
		}
		_, all := kindAndPages(part.PDF)
		for i, page := range all {
			if part.Pages == nil || slices.Contains(part.Pages, i+1) {
				pages = append(pages, page)
			}
		}
	}
	return File{MIME: reader.PDF, Data: []byte("pdf:" + strings.Join(pages, ",")), Pages: len(pages), Changes: []Change{{Code: Bound}}}, nil
}

func (apprentice) BlankPages(_ context.Context, data []byte) ([]int, error) {
	var blank []int
	_, pages := kindAndPages(data)
	for i, page := range pages {
		if page == "-" {
			blank = append(blank, i+1)
		}
	}
	return blank, nil
}

func (apprentice) TwoOnOne(_ context.Context, top, bottom Sheet) (File, error) {
	return File{MIME: reader.PDF, Data: fmt.Appendf(nil, "pdf:%s+%s", top.JPEG, bottom.JPEG), Pages: 1}, nil
}

// Sheets draws the pages whose names are in capitals as cards.
func (apprentice) Sheets(_ context.Context, data []byte, count int) ([]Sheet, error) {
	var sheets []Sheet
	_, pages := kindAndPages(data)
	for _, page := range pages[:count] {
		sheet := Sheet{JPEG: []byte(page), MIME: reader.JPEG, Width: 2480, Height: 3508, DPI: 300}
		if page == strings.ToUpper(page) {
			sheet.Width, sheet.Height = 1011, 638
		}
		sheets = append(sheets, sheet)
	}
	return sheets, nil
}

func pieceOf(files ...string) Piece {
	p := Piece{Read: readWords, Turns: make(Turns, 2)}
	for i, words := range files {
		p.Items = append(p.Items, Item{
			Name: fmt.Sprintf("%d", i),
			Open: func(ctx context.Context) ([]byte, reader.Document, error) {
				read, err := readWords(ctx, []byte(words))
				return []byte(words), read, err
			},
		})
	}
	return p
}

// told is what comes out, as a test says it: bytes, sources, changes.
func told(made []Made) []string {
	var lines []string
	for _, m := range made {
		line := fmt.Sprint(string(m.Data), " ", m.From)
		for _, c := range m.Changes {
			line += fmt.Sprintf(" %s%s", c.Source, c.Code)
		}
		if m.Err != nil {
			line += " !"
		}
		lines = append(lines, line)
	}
	return lines
}

func TestPieces(t *testing.T) {
	for name, c := range map[string]struct {
		files    []string
		binding  Binding
		card     bool
		pagesMax int
		want     []string
	}{
		"what needs nothing is as it was":       {files: []string{"jpeg:a"}, want: []string{"jpeg:a [0]"}},
		"a PDF alone":                           {files: []string{"pdf:a,b"}, want: []string{"pdf:a,b [0]"}},
		"converted":                             {files: []string{"heic:a"}, want: []string{"jpeg:a [0] converti"}},
		"converted, and then read and turned":   {files: []string{"heic:~a"}, want: []string{"jpeg:a [0] converti tourne"}},
		"pages of one picture":                  {files: []string{"tiff:a,b"}, want: []string{"pdf:a,b [0] converti"}},
		"a kind without pages":                  {files: []string{"doc:a"}, want: []string{"doc:a [0] !"}},
		"what nobody can repair":                {files: []string{"!jpeg:a", "jpeg:b"}, want: []string{"!jpeg:a [0] !", "jpeg:b [1]"}},
		"photos of one paper":                   {files: []string{"jpeg:a", "heic:b", "jpeg:c"}, want: []string{"pdf:a,b,c [0 1 2] 1converti assemble"}},
		"photos around a PDF":                   {files: []string{"jpeg:a", "jpeg:b", "pdf:c", "jpeg:d"}, want: []string{"pdf:a,b [0 1] assemble", "pdf:c [2]", "jpeg:d [3]"}},
		"the sides of a card":                   {files: []string{"jpeg:a", "jpeg:b"}, binding: BindNothing, card: true, want: []string{"jpeg:a [0]", "jpeg:b [1]"}},
		"one file":                              {files: []string{"jpeg:a", "pdf:b,c", "jpeg:d"}, binding: BindAll, want: []string{"pdf:a,b,c,d [0 1 2] assemble"}},
		"one file, but for what does not open":  {files: []string{"jpeg:a", "doc:b", "jpeg:c"}, binding: BindAll, want: []string{"pdf:a,c [0 2] assemble", "doc:b [1] !"}},
		"one file alone stays what it is":       {files: []string{"jpeg:a"}, binding: BindAll, want: []string{"jpeg:a [0]"}},
		"blank pages within the limit stay":     {files: []string{"pdf:a,-"}, pagesMax: 2, want: []string{"pdf:a,- [0]"}},
		"blank pages over the limit go":         {files: []string{"pdf:a,-,b,-"}, pagesMax: 2, want: []string{"pdf:a,b [0] page_blanche_retiree page_blanche_retiree"}},
		"a blank photo over the limit goes":     {files: []string{"jpeg:-", "jpeg:a"}, binding: BindNothing, pagesMax: 1, want: []string{"jpeg:a [1 0] 0page_blanche_retiree"}},
		"all blank: none goes":                  {files: []string{"pdf:-,-"}, pagesMax: 1, want: []string{"pdf:-,- [0]"}},
		"two sides on a page":                   {files: []string{"jpeg:a", "jpeg:b", "jpeg:c"}, binding: BindNothing, card: true, pagesMax: 2, want: []string{"pdf:a+b [0 1] deux_cotes_une_page", "jpeg:c [2]"}},
		"two sides in a PDF on a page":          {files: []string{"pdf:a,b", "jpeg:c"}, binding: BindNothing, card: true, pagesMax: 2, want: []string{"pdf:a+b [0] deux_cotes_une_page", "jpeg:c [1]"}},
		"two sides among the pages of a PDF":    {files: []string{"pdf:A,B,c"}, binding: BindNothing, card: true, pagesMax: 2, want: []string{"pdf:A+B,c [0] deux_cotes_une_page"}},
		"two sides behind another page":         {files: []string{"pdf:a,B,C"}, binding: BindNothing, card: true, pagesMax: 2, want: []string{"pdf:a,B+C [0] deux_cotes_une_page"}},
		"two cards in a PDF":                    {files: []string{"pdf:A,B,C,D"}, binding: BindNothing, card: true, pagesMax: 2, want: []string{"pdf:A+B,C+D [0] deux_cotes_une_page deux_cotes_une_page"}},
		"full pages of a PDF are no sides":      {files: []string{"pdf:A,b,C"}, binding: BindNothing, card: true, pagesMax: 2, want: []string{"pdf:A,b,C [0]"}},
		"two sides in a PDF are not enough":     {files: []string{"pdf:A,B,c,d"}, binding: BindNothing, card: true, pagesMax: 2, want: []string{"pdf:A,B,c,d [0]"}},
		"two sides, and no card":                {files: []string{"pdf:A,B,c"}, binding: BindNothing, pagesMax: 2, want: []string{"pdf:A,B,c [0]"}},
		"too many sides for that: nothing":      {files: []string{"jpeg:a", "jpeg:b", "jpeg:c", "jpeg:d", "jpeg:e"}, binding: BindNothing, card: true, pagesMax: 2, want: []string{"jpeg:a [0]", "jpeg:b [1]", "jpeg:c [2]", "jpeg:d [3]", "jpeg:e [4]"}},
		"too many pages of a paper: all remain": {files: []string{"pdf:a,b,c"}, pagesMax: 2, want: []string{"pdf:a,b,c [0]"}},
	} {
		t.Run(name, func(t *testing.T) {
			p := pieceOf(c.files...)
			p.Binding, p.Card, p.PagesMax = c.binding, c.card, c.pagesMax
			made, err := assemble(t.Context(), apprentice{}, p)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, told(made)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			again := again(t, p, made)
			for i, m := range again {
				if len(m.Changes) > 0 || !bytes.Equal(m.Data, made[i].Data) {
					t.Errorf("a second repair changes something: %v", told(again))
				}
			}
		})
	}
}

// again repairs what came out.
func again(t *testing.T, p Piece, made []Made) []Made {
	t.Helper()
	var files []string
	for _, m := range made {
		files = append(files, string(m.Data))
	}
	second := pieceOf(files...)
	second.Binding, second.Card, second.PagesMax = p.Binding, p.Card, p.PagesMax
	again, err := assemble(t.Context(), apprentice{}, second)
	if err != nil {
		t.Fatal(err)
	}
	return again
}

func TestHeavySheetsShareTheWeight(t *testing.T) {
	sheets := []Sheet{{JPEG: make([]byte, 10)}, {JPEG: make([]byte, 500)}, {JPEG: make([]byte, 900)}}
	for total, want := range map[int64]int64{1500: 900, 1410: 900, 1409: 899, 810: 400, 30: 10, 3: 1, -5: 1} {
		if got := shareOf(sheets, total); got < want || got > want && total < 1410 {
			t.Errorf("%d bytes in all give each sheet %d, want %d", total, got, want)
		}
	}
}

func TestAPieceEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := assemble(ctx, apprentice{}, pieceOf("jpeg:a", "jpeg:b")); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func TestNames(t *testing.T) {
	types := []string{"justificatif_domicile", "autre"}
	for _, c := range []struct {
		kind, mime, want string
		n                int
	}{
		{"justificatif_domicile", reader.PDF, "justificatif-domicile_1.pdf", 1},
		{"autre", reader.JPEG, "autre_12.jpg", 12},
		{"autre", reader.TIFF, "autre_2.tif", 2},
		{"autre", "application/msword", "autre_1", 1},
	} {
		name := Name(c.kind, c.n, c.mime)
		if name != c.want {
			t.Errorf("got %q, want %q", name, c.want)
		}
		if ours := Named(name, types); ours != reader.Accepted(c.mime) {
			t.Errorf("%q is ours: %v", name, ours)
		}
	}
	for _, name := range []string{"autre_1.PDF", "autre_0.pdf", "autre.pdf", "autre_1.txt", "avis-medical_1.pdf", "autre_1.pdf.bak", "Autre_1.pdf", ""} {
		if Named(name, types) {
			t.Errorf("%q is taken for ours", name)
		}
	}
}
