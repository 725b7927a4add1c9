package validators

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base32"
	"slices"
	"testing"

	"github.com/recevable/recevable/pipeline/calendar"
	"github.com/recevable/recevable/validators/reader"
	"github.com/recevable/recevable/validators/reader/twoddoc"
)

// coded is a page with 2D-Docs, a message each.
func coded(messages ...string) reader.Document {
	page := reader.Page{Width: 595, Height: 842}
	for _, m := range messages {
		page.Codes = append(page.Codes, reader.Code{Data: []byte(m), Mark: reader.Mark{X0: 0.1, Y0: 0.2, X1: 0.2, Y1: 0.3}})
	}
	return reader.Document{State: reader.Opened, PageCount: 1, Pages: []reader.Page{page}}
}

func inspectCode(pieceType string, doc reader.Document, terms Terms) FileInspection {
	inspection := Inspection{Files: make([]FileInspection, 1)}
	CheckCode(Piece{Type: pieceType, Label: "Pièce", Files: []File{{Document: doc}}}, terms, &inspection)
	return inspection.Files[0]
}

// header is that of version 4 of a type, issued on 15 October 2012.
func header(kind string) string { return "DC04FR000001123F123F" + kind + "01FR" }

func TestTypesOf2DDocInTheirSlots(t *testing.T) {
	const notAdmitted, misfiled = "justificatif.non_admis avertissement", "piece.mal_rangee avertissement"
	for _, c := range []struct{ piece, kind, want string }{
		{"justificatif_domicile", "00", ""},
		{"justificatif_domicile", "01", ""},
		{"justificatif_domicile", "02", ""},
		{"justificatif_domicile", "04", ""},
		{"justificatif_domicile", "09", ""},
		{"justificatif_domicile", "28", ""},
		{"justificatif_domicile", "03", notAdmitted},
		{"justificatif_domicile", "05", notAdmitted},
		{"justificatif_domicile", "06", notAdmitted},
		{"justificatif_domicile", "18", notAdmitted},
		{"justificatif_domicile", "24", notAdmitted},
		{"justificatif_domicile", "27", notAdmitted},
		{"justificatif_domicile_hebergeant", "27", notAdmitted},
		{"justificatif_domicile", "A1", notAdmitted},
		{"justificatif_domicile", "ZZ", ""}, // an unknown type proves nothing
		{"piece_identite", "07", ""},
		{"piece_identite", "28", misfiled},
		{"cepc", "AD", ""},
		{"cepc", "AA", misfiled},
		{"decision_suspension", "AA", ""},
		{"autre", "03", ""},
	} {
		got := inspectCode(c.piece, coded(header(c.kind)+"\x1f"), Terms{})
		var want []string
		if c.want != "" {
			want = []string{c.want}
		}
		if !slices.Equal(codes(got.Findings), want) {
			t.Errorf("type %s as %s: %v, want %v", c.kind, c.piece, codes(got.Findings), want)
		}
		if got.Read.Code == nil || got.Read.Code.Type != c.kind || got.Read.Code.Page != 1 || got.Read.Code.Mark == nil {
			t.Errorf("type %s: read %+v", c.kind, got.Read.Code)
		}
	}
}

func TestOneFittingCodeIsEnough(t *testing.T) {
	got := inspectCode("justificatif_domicile", coded(header("03")+"\x1f", header("01")+"\x1f"), Terms{})
	if len(got.Findings) != 0 {
		t.Errorf("got %v", codes(got.Findings))
	}
}

func TestOtherSymbolsAreNo2DDoc(t *testing.T) {
	if got := inspectCode("justificatif_domicile", coded("PARCEL 42", ""), Terms{}); got.Read.Code != nil || len(got.Findings) != 0 {
		t.Errorf("got %+v", got)
	}
}

func TestTheWrongSlotIsSaidOnce(t *testing.T) {
	doc := coded(header("03") + "\x1f")
	doc.Pages[0].Lines = []reader.Line{{Text: "Relevé d’identité bancaire", Box: reader.Box{X0: 50, Y0: 50, X1: 300, Y1: 64}}}
	inspection := Inspect(Piece{Type: "justificatif_domicile", Label: "Justificatif de domicile", Files: []File{{Name: "rib.pdf", Document: doc}}}, Terms{})
	n := 0
	for _, f := range inspection.Files[0].Findings {
		if aboutSlot(f) {
			n++
		}
	}
	if n != 1 {
		t.Errorf("said %d times: %v", n, codes(inspection.Files[0].Findings))
	}
}

func TestDrivingLicenceLettersAreReported(t *testing.T) {
	// E1 and E2 are hexadecimal days, E3 too; ED lists categories.
	order := inspectCode("decision_suspension", coded(header("AA")+"E12645E22700E32646\x1f"), Terms{}).Read.Code
	if order == nil || order.Licence == nil || order.Licence.Start == nil || order.Licence.End == nil || order.Licence.Notified == nil {
		t.Fatalf("order: %+v", order)
	}
	if want := calendar.New(2000, 1, 1).AddDays(0x2645); *order.Licence.Start != want {
		t.Errorf("start %v, want %v", order.Licence.Start, want)
	}
	for kind, title := range map[string]string{"A1": "courrier relatif au permis à points", "AB": "relevé d’information du permis de conduire", "AD": "certificat d’examen du permis de conduire (CEPC)"} {
		if got := inspectCode("autre", coded(header(kind)+"\x1f"), Terms{}).Read.Code; got == nil || got.Licence == nil || got.Title != title {
			t.Errorf("%s: %+v", kind, got)
		}
	}
	if got := inspectCode("justificatif_domicile", coded(header("01")+"\x1f"), Terms{}).Read.Code; got.Licence != nil {
		t.Errorf("a bill says of a licence: %+v", got.Licence)
	}
}

func TestSignatureIsVerifiedWithItsCertificateOnly(t *testing.T) {
	key, other := newKey(t), newKey(t)
	message := header("01") + "10MARTIN/ZOE\x1d"
	signed := message + "\x1f" + signature(t, key, message)
	with := func(k *ecdsa.PrivateKey) twoddoc.Certificates {
		return twoddoc.Certificates{"FR000001": {&x509.Certificate{PublicKey: &k.PublicKey}}}
	}
	for name, c := range map[string]struct {
		message      string
		certificates twoddoc.Certificates
		want         Signature
		findings     []string
	}{
		"no certificate":        {signed, nil, SignatureUnchecked, nil},
		"another's certificate": {signed, twoddoc.Certificates{"FR000002": with(key)["FR000001"]}, SignatureUnchecked, nil},
		"right":                 {signed, with(key), SignatureVerified, nil},
		"wrong key":             {signed, with(other), SignatureWrong, []string{"2d_doc.signature avertissement"}},
		"not signed":            {message + "\x1f", with(key), SignatureWrong, []string{"2d_doc.signature avertissement"}},
	} {
		got := inspectCode("justificatif_domicile", coded(c.message), Terms{Certificates: c.certificates})
		if got.Read.Code.Signature != c.want || !slices.Equal(codes(got.Findings), c.findings) {
			t.Errorf("%s: %s %v", name, got.Read.Code.Signature, codes(got.Findings))
		}
	}
}

func newKey(t *testing.T) *ecdsa.PrivateKey {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func signature(t *testing.T, key *ecdsa.PrivateKey, message string) string {
	t.Helper()
	digest := sha256.Sum256([]byte(message))
	r, s, err := ecdsa.Sign(rand.Reader, key, digest[:])
	if err != nil {
		t.Fatal(err)
	}
	raw := append(r.FillBytes(make([]byte, 32)), s.FillBytes(make([]byte, 32))...)
	return base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(raw)
}

func TestNoDateIsMissedOnWhatIsAnotherPiece(t *testing.T) {
	limit := 6
	terms := Terms{On: calendar.New(2026, 11, 21), AgeMaxMonths: &limit}
	undated := func(kind string) reader.Document {
		doc := coded("DC04FR000001FFFFFFFF" + kind + "01FR\x1f")
		doc.Pages[0].Lines = []reader.Line{{Text: "Sans date", Box: reader.Box{X0: 50, Y0: 500, X1: 300, Y1: 514}, Confidence: 100}}
		return doc
	}
	for name, c := range map[string]struct {
		kinds []string
		want  []string
	}{
		"a bill":                        {[]string{"01"}, []string{"date.absente indetermine"}},
		"bank details":                  {[]string{"03"}, nil},
		"bank details beside a bill":    {[]string{"03", "01"}, []string{"date.absente indetermine"}},
		"bank details and another such": {[]string{"03", "05"}, nil},
	} {
		piece := Piece{Type: "justificatif_domicile", Label: "Justificatif de domicile"}
		for _, kind := range c.kinds {
			piece.Files = append(piece.Files, File{Name: kind + ".pdf", Document: undated(kind)})
		}
		if got := codes(Inspect(piece, terms).Findings); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}
