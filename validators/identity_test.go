package validators

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/recevable/recevable/pipeline/calendar"
	"github.com/recevable/recevable/validators/names"
	"github.com/recevable/recevable/validators/reader"
	"github.com/recevable/recevable/validators/reader/mrz"
)

// holder is who a made-up paper is for, as its zone writes the names.
type holder struct {
	surname, given string // « DE<LA<TOUR », « ANNE<LAURE<<ZOE »
	birth          string // YYMMDD
}

var laure = holder{"LEFEVRE", "ANNE<LAURE<<ZOE", "880417"}

// digit is the check digit of ICAO Doc 9303 part 3, section 4.9.
func digit(s string) string {
	sum := 0
	for i, r := range s {
		if r != '<' {
			sum += strings.IndexRune("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", r) * []int{7, 3, 1}[i%3]
		}
	}
	return fmt.Sprint(sum % 10)
}

func filled(s string, n int) string { return (s + strings.Repeat("<", n))[:n] }

// frenchCard writes the zone of a French card of 1995–2021 issued in a month
// (YYMM).
func frenchCard(h holder, issued string) []string {
	number := issued + "92310285"
	first := "IDFRA" + filled(h.surname, 25) + "923102"
	second := number + digit(number) + filled(h.given, 14) + h.birth + digit(h.birth) + "F"
	return []string{first, second + digit(first+second)}
}

// bankCard writes a TD1 zone: « IDFRA », « IRFRA » and who holds which
// nationality.
func bankCard(h holder, header, nationality, expiry string) []string {
	const number = "X4RTBPFW4"
	first := filled(header+number+digit(number), 30)
	second := h.birth + digit(h.birth) + "F" + expiry + digit(expiry) + nationality + strings.Repeat("<", 11)
	all := first[5:] + second[:7] + second[8:15] + second[18:]
	return []string{first, second + digit(all), filled(h.surname+"<<"+strings.ReplaceAll(h.given, "<<", "<"), 30)}
}

func passport(h holder, issuer, nationality, expiry string) []string {
	const number = "12AB34567"
	optional := strings.Repeat("<", 14)
	second := number + digit(number) + nationality + h.birth + digit(h.birth) + "F" + expiry + digit(expiry) + optional + "0"
	all := second[:10] + second[13:20] + second[21:]
	return []string{filled("P<"+issuer+h.surname+"<<"+strings.ReplaceAll(h.given, "<<", "<"), 44), second + digit(all)}
}

// broken changes the last digit of a birth date, whose check digit no longer
// holds.
func broken(lines []string, birth string) []string {
	lines = slices.Clone(lines)
	for i := range lines {
		lines[i] = strings.Replace(lines[i], birth, birth[:5]+string('0'+(birth[5]-'0'+1)%10), 1)
	}
	return lines
}

// shot is the picture of a card and little else, with a zone along its foot.
func shot(t *testing.T, lines []string) reader.Page {
	t.Helper()
	return shotOn(t, lines, on)
}

func shotOn(t *testing.T, lines []string, day calendar.Date) reader.Page {
	t.Helper()
	z, ok := mrz.Find(lines, day)
	if !ok {
		t.Fatalf("no zone in %q", lines)
	}
	return reader.Page{Width: 1400, Height: 1000, Zone: &reader.Zone{Zone: z, Mark: reader.Mark{X0: 0.06, Y0: 0.78, X1: 0.94, Y1: 0.92}}}
}

// textPage is a page with text and no zone.
func textPage(lines ...string) reader.Page { return bill(lines...).Pages[0] }

func files(pages ...[]reader.Page) Piece {
	piece := Piece{Type: "piece_identite", Label: "Pièce d’identité"}
	for i, p := range pages {
		piece.Files = append(piece.Files, File{Name: fmt.Sprintf("%d.pdf", i), Document: reader.Document{MIME: reader.PDF, State: reader.Opened, PageCount: len(p), Pages: p}})
	}
	return piece
}

// otherSide is a page that settles the question of the missing side.
var otherSide = textPage("Adresse : 12 rue du Faubourg")

func identity(piece Piece, terms Terms) Inspection {
	inspection := Inspection{Files: make([]FileInspection, len(piece.Files))}
	CheckIdentity(piece, terms, &inspection)
	return inspection
}

func allFindings(inspection Inspection) []Finding {
	all := slices.Clone(inspection.Findings)
	for _, f := range inspection.Files {
		all = append(all, f.Findings...)
	}
	return all
}

func day(year int, month time.Month, d int) calendar.Date { return calendar.New(year, month, d) }

const (
	isOver      = "identite.expiree bloquant"
	mayBeOver   = "identite.expiree avertissement"
	unknownEnd  = "identite.expiree indetermine"
	isProlonged = "identite.prolongee info"
)

// An adult of 1988, a holder who came of age in June 2012, a child.
var (
	elder = holder{"KLEIN", "BRIGITTE", "550302"}
	young = holder{"PICARD", "LUCAS", "940615"}
	child = holder{"ROUX", "ZOE", "040229"}
)

func TestUntilWhenAPaperIsValid(t *testing.T) {
	german := bankCard(laure, "IDD<<", "D<<", "261120")
	for _, c := range []struct {
		name  string
		lines []string
		on    calendar.Date
		want  string
	}{
		{"passport, last day", passport(laure, "FRA", "FRA", "261121"), on, ""},
		{"passport, first day after", passport(laure, "FRA", "FRA", "261120"), on, mayBeOver},
		{"passport, last day of tolerance", passport(laure, "FRA", "FRA", "211122"), on, mayBeOver},
		{"passport, first day after tolerance", passport(laure, "FRA", "FRA", "211121"), on, isOver},
		{"card of 2021, last day", bankCard(laure, "IDFRA", "FRA", "261121"), on, ""},
		{"card of 2021, first day after", bankCard(laure, "IDFRA", "FRA", "261120"), on, mayBeOver},
		{"card of 2021, last day of tolerance", bankCard(laure, "IDFRA", "FRA", "211122"), on, mayBeOver},
		{"card of 2021, first day after tolerance", bankCard(laure, "IDFRA", "FRA", "211121"), on, isOver},
		{"permit, last day", bankCard(laure, "IRFRA", "DZA", "261121"), on, ""},
		{"permit, first day after", bankCard(laure, "IRFRA", "DZA", "261120"), on, isOver},
		{"German card, last day", bankCard(laure, "IDD<<", "D<<", "261121"), on, ""},
		{"German card, first day after", german, on, isOver},
		{"foreign passport, last day", passport(laure, "ITA", "ITA", "261121"), on, ""},
		{"foreign passport, first day after", passport(laure, "ITA", "ITA", "261120"), on, isOver},
		{"Brazilian passport resembles FRA twice", passport(laure, "BRA", "BRA", "261120"), on, isOver},
		{"nationality misread", passport(laure, "FRA", "PRA", "261120"), on, mayBeOver},
		{"issuer misread", passport(laure, "FPA", "FRA", "261120"), on, mayBeOver},
		{"issuer misread, past any tolerance", passport(laure, "FPA", "FRA", "211120"), on, isOver},
		{"Spanish card of the elderly: 01 01 9999", bankCard(laure, "IDESP", "ESP", "990101"), on, unknownEnd},
		{"no end stated", bankCard(laure, "IDESP", "ESP", "<<<<<<"), on, unknownEnd},

		{"issued December 2003: no extension", frenchCard(elder, "0312"), day(2014, 1, 5), mayBeOver},
		{"issued January 2004: prolonged", frenchCard(elder, "0401"), day(2014, 2, 1), isProlonged},
		{"issued December 2013: prolonged", frenchCard(laure, "1312"), on, isProlonged},
		{"issued January 2014: fifteen years are printed", frenchCard(laure, "1401"), on, ""},
		{"printed month of 2014, last day of fifteen years", frenchCard(laure, "1401"), day(2028, 12, 31), ""},
		{"prolonged, day before the month decides", frenchCard(laure, "1112"), day(2026, 11, 30), isProlonged},
		{"in the last month", frenchCard(laure, "1111"), on, unknownEnd},
		{"last day of the last month", frenchCard(laure, "1111"), day(2026, 11, 30), unknownEnd},
		{"month after: tolerated", frenchCard(laure, "1111"), day(2026, 12, 1), mayBeOver},
		{"tolerated, last sure day", frenchCard(laure, "0701"), day(2026, 12, 30), mayBeOver},
		{"tolerance ends within the month", frenchCard(laure, "0701"), day(2027, 1, 20), mayBeOver},
		{"tolerance ends, last possible day", frenchCard(laure, "0701"), day(2027, 1, 30), mayBeOver},
		{"tolerance is over", frenchCard(laure, "0701"), day(2027, 1, 31), isOver},

		{"child: ten years", frenchCard(child, "1503"), day(2025, 2, 27), ""},
		{"child: in the last month", frenchCard(child, "1503"), day(2025, 3, 15), unknownEnd},
		{"child: over", frenchCard(child, "1503"), day(2025, 4, 1), mayBeOver},
		{"child of 2012: no extension", frenchCard(child, "1203"), day(2022, 4, 1), mayBeOver},
		{"child: over for five years", frenchCard(child, "1203"), day(2027, 3, 31), isOver},
		{"minor the month before majority", frenchCard(young, "1205"), day(2022, 7, 1), mayBeOver},
		{"adult the month after", frenchCard(young, "1207"), day(2022, 8, 1), isProlonged},
		{"of age that very month: either", frenchCard(young, "1206"), on, unknownEnd},
		{"either, both over for less than five years", frenchCard(young, "1206"), day(2028, 1, 1), mayBeOver},
		{"either, both over for five years", frenchCard(young, "1206"), day(2032, 7, 1), isOver},
		{"a card issued after the reference date", frenchCard(laure, "2001"), day(2010, 1, 1), unknownEnd},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := allFindings(identity(files([]reader.Page{shotOn(t, c.lines, c.on)}), Terms{On: c.on}))
			var want []string
			if c.want != "" {
				want = []string{c.want}
			}
			got = slices.DeleteFunc(got, func(f Finding) bool { return f.Code == SideMissing })
			if !slices.Equal(codes(got), want) {
				t.Fatalf("got %v, want %v", codes(got), want)
			}
			for _, f := range got {
				if f.Page != 1 || f.Mark == nil || f.Message == "" || f.Remedy == "" || strings.Contains(f.Message, "%!") {
					t.Errorf("%+v", f)
				}
			}
		})
	}
}

func TestAMisreadZoneIsNeverAForgery(t *testing.T) {
	for name, lines := range map[string][]string{
		"card": broken(frenchCard(laure, "1906"), laure.birth), "passport": broken(passport(laure, "FRA", "FRA", "100101"), laure.birth),
	} {
		page := shot(t, lines)
		if page.Zone.Valid() {
			t.Fatalf("%s: the zone still holds", name)
		}
		inspection := identity(files([]reader.Page{page}, []reader.Page{otherSide}), Terms{On: on, Applicant: applicant("HADDAD", "", "1950-01-01", "Nadia")})
		got := allFindings(inspection)
		if !slices.Equal(codes(got), []string{"identite.mrz_invalide indetermine"}) || !strings.Contains(got[0].Message, "mal lue") || got[0].Mark == nil {
			t.Errorf("%s: got %+v", name, got)
		}
		if read := inspection.Files[0].Read; read.Identity != nil || read.Holder != nil {
			t.Errorf("%s: what was badly read is told: %+v", name, read)
		}
	}
	// One header letter and no check digit that holds: hardly a zone.
	vague := reader.Page{Zone: &reader.Zone{Zone: &mrz.Zone{Layout: mrz.TD1, Checks: []mrz.Check{{Field: mrz.Number}, {Field: mrz.BirthDate}}}}}
	if got := allFindings(identity(files([]reader.Page{vague}), Terms{On: on})); len(got) != 0 {
		t.Errorf("got %v", codes(got))
	}
}

// The day on the back of a French card, where it can be read.
func TestPrintedDay(t *testing.T) {
	back := func(ocr bool, lines ...string) reader.Page {
		page := textPage(append(lines, "Adresse : 12 rue du Faubourg")...)
		page.FromOCR = ocr
		return page
	}
	for _, c := range []struct {
		name    string
		issued  string
		h       holder
		page    reader.Page
		on      calendar.Date
		want    string
		expires string // in the reading; empty: only a range
		origin  Origin
	}{
		{"last day", "1111", laure, back(false, "Carte valable jusqu’au : 21.11.2021", "délivrée le : 22.11.2011"), on, isProlonged, "2026-11-21", FromText},
		{"first day after", "1111", laure, back(false, "Carte valable jusqu’au : 20.11.2021"), on, mayBeOver, "2026-11-20", FromText},
		{"label and date apart", "1111", laure, back(true, "Carte valable jusqu'au :", "21.11.2021"), on, isProlonged, "2026-11-21", FromOCR},
		{"fifteen years printed", "1401", laure, back(true, "Carte valable jusqu'au : 14.01.2029"), on, "", "2029-01-14", FromOCR},
		{"last day before the month", "1111", laure, back(false, "Carte valable jusqu’au : 31.10.2021"), on, mayBeOver, "2026-10-31", FromText},
		{"another month", "1111", laure, back(false, "Carte valable jusqu’au : 30.10.2021"), on, unknownEnd, "", FromZone},
		{"a date without the label", "1111", laure, back(false, "21.11.2021"), on, unknownEnd, "", FromZone},
		{"two dates of that month", "1111", laure, back(true, "Carte valable jusqu'au : 21.11.2021", "12.11.2021"), on, unknownEnd, "", FromZone},
		{"of age that month, printed day", "1206", young, back(false, "Carte valable jusqu'au : 20.06.2022"), on, unknownEnd, "", FromText},
		{"of age that month in 2014: the day tells", "1206", holder{"PICARD", "LUCAS", "940615"}, back(false, "Carte valable jusqu'au : 20.06.2027"), on, unknownEnd, "", FromZone},
		{"of age in June 2015, child’s card", "1506", holder{"PICARD", "LUCAS", "970615"}, back(false, "Carte valable jusqu'au : 10.06.2025"), on, mayBeOver, "2025-06-10", FromText},
		{"of age in June 2015, adult’s card", "1506", holder{"PICARD", "LUCAS", "970615"}, back(false, "Carte valable jusqu'au : 19.06.2030"), on, "", "2030-06-19", FromText},
		// A day read by OCR never blocks what the zone leaves open.
		{"end of tolerance by OCR", "0701", laure, back(true, "Carte valable jusqu'au : 14.01.2017"), day(2027, 1, 20), mayBeOver, "2022-01-14", FromOCR},
	} {
		t.Run(c.name, func(t *testing.T) {
			inspection := identity(files([]reader.Page{shotOn(t, frenchCard(c.h, c.issued), c.on)}, []reader.Page{c.page}), Terms{On: c.on})
			var want []string
			if c.want != "" {
				want = []string{c.want}
			}
			if got := codes(allFindings(inspection)); !slices.Equal(got, want) {
				t.Errorf("got %v, want %v", got, want)
			}
			read := inspection.Files[0].Read.Identity
			if expires := read.Expiry; (c.expires == "") != expires.IsZero() || c.expires != "" && expires.String() != c.expires || read.Origin != c.origin {
				t.Errorf("read %+v, want %s from %s", read, c.expires, c.origin)
			}
		})
	}
}

func TestAnotherPaperBeside(t *testing.T) {
	over := shot(t, passport(laure, "ITA", "ITA", "200101"))
	valid := shot(t, bankCard(laure, "IRFRA", "ITA", "300101"))
	if got := codes(allFindings(identity(files([]reader.Page{over}, []reader.Page{valid}), Terms{On: on}))); !slices.Equal(got, []string{mayBeOver}) {
		t.Errorf("beside a valid paper: got %v", got)
	}
	if got := codes(allFindings(identity(files([]reader.Page{over}, []reader.Page{over}), Terms{On: on}))); !slices.Equal(got, []string{isOver}) {
		t.Errorf("the same paper twice is said once: got %v", got)
	}
}

// An expired permit is accepted with the receipt of its renewal.
func TestReceipt(t *testing.T) {
	permit := shot(t, bankCard(laure, "IRFRA", "DZA", "261120"))
	for _, c := range []struct {
		name  string
		pages []reader.Page
		want  string
	}{
		{"front beside it", []reader.Page{textPage("TITRE DE SÉJOUR / RESIDENCE PERMIT"), permit}, isOver},
		{"receipt beside it", []reader.Page{permit, textPage("Récépissé de demande de carte de séjour")}, mayBeOver},
		{"another page beside it", []reader.Page{permit, textPage("Adresse")}, mayBeOver},
		{"alone", []reader.Page{permit}, isOver},
		{"unread page beside it", []reader.Page{permit, {Unread: true}}, mayBeOver},
	} {
		piece := files(c.pages)
		piece.Type = "titre_sejour"
		if got := codes(allFindings(identity(piece, Terms{On: on}))); len(got) == 0 || got[0] != c.want {
			t.Errorf("%s: got %v, want %s", c.name, got, c.want)
		}
	}
	piece := files([]reader.Page{permit}, nil)
	piece.Type, piece.Files[1].Document = "titre_sejour", reader.Document{State: reader.OverLimit}
	if got := codes(allFindings(identity(piece, Terms{On: on}))); !slices.Equal(got, []string{mayBeOver}) {
		t.Errorf("beside a file that was not opened: got %v", got)
	}
}

func TestSlots(t *testing.T) {
	somebody := applicant("HADDAD", "", "1950-01-01", "Nadia")
	for slot, want := range map[string][]string{
		"piece_identite":        {isOver, "titulaire.different bloquant"},
		"titre_sejour":          {isOver, "titulaire.different bloquant"},
		"identite_hebergeant":   {mayBeOver},
		"justificatif_domicile": nil,
		"permis_actuel":         nil,
		"":                      nil,
	} {
		piece := files([]reader.Page{shot(t, passport(laure, "ITA", "ITA", "200101"))})
		piece.Type = slot
		if got := codes(allFindings(identity(piece, Terms{On: on, Applicant: somebody}))); !slices.Equal(got, want) {
			t.Errorf("%s: got %v, want %v", slot, got, want)
		}
	}
}

func TestIdentityReading(t *testing.T) {
	for _, c := range []struct {
		lines []string
		want  string
	}{
		{frenchCard(laure, "1906"), `{"type":"cni","pays":"FRA","expire_entre":["2034-05-31","2034-06-30"],"origine":"mrz","page":1}`},
		{frenchCard(laure, "1312"), `{"type":"cni","pays":"FRA","expire_entre":["2028-11-30","2028-12-31"],"prolongee":true,"origine":"mrz","page":1}`},
		{bankCard(laure, "IDFRA", "FRA", "320101"), `{"type":"cni_2021","pays":"FRA","expire_le":"2032-01-01","origine":"mrz","page":1}`},
		{bankCard(laure, "IRFRA", "DZA", "320101"), `{"type":"titre_sejour","pays":"FRA","expire_le":"2032-01-01","origine":"mrz","page":1}`},
		{bankCard(laure, "IDESP", "ESP", "320101"), `{"type":"carte_etrangere","pays":"ESP","expire_le":"2032-01-01","origine":"mrz","page":1}`},
		{bankCard(laure, "IDESP", "ESP", "990101"), `{"type":"carte_etrangere","pays":"ESP","page":1}`},
		{passport(laure, "FRA", "FRA", "320101"), `{"type":"passeport","pays":"FRA","expire_le":"2032-01-01","origine":"mrz","page":1}`},
	} {
		read := identity(files([]reader.Page{shot(t, c.lines)}), Terms{On: on}).Files[0].Read
		got, err := json.Marshal(read.Identity)
		if err != nil || string(got) != c.want {
			t.Errorf("got %s, want %s (%v)", got, c.want, err)
		}
		if read.Holder == nil || !strings.HasPrefix(read.Holder.Name, "LEFEVRE ANNE LAURE Z") || read.Holder.Origin != FromZone || read.Holder.Page != 1 {
			t.Errorf("holder %+v", read.Holder)
		}
	}
	inspection := Inspection{Files: make([]FileInspection, 1)}
	inspection.Files[0].Read.Holder = &HolderReading{Name: "ailleurs"}
	CheckIdentity(files([]reader.Page{shot(t, frenchCard(laure, "1906"))}), Terms{On: on}, &inspection)
	if inspection.Files[0].Read.Holder.Name != "ailleurs" {
		t.Error("a holder read elsewhere is replaced")
	}
}

func TestOddInput(t *testing.T) {
	for name, page := range map[string]reader.Page{
		"nothing":            {},
		"unread":             {Unread: true},
		"zone without zone":  {Zone: &reader.Zone{}},
		"empty zone":         {Zone: &reader.Zone{Zone: &mrz.Zone{}}},
		"lines without box":  {Lines: []reader.Line{{Text: "Carte valable jusqu'au"}, {}}},
		"card without dates": {Zone: &reader.Zone{Zone: &mrz.Zone{Layout: mrz.FrenchCard, Checks: []mrz.Check{{Field: mrz.Number, OK: true}}}}},
	} {
		for _, terms := range []Terms{{}, {On: on, Applicant: &Applicant{}}, {On: on, Applicant: &Applicant{Person: names.Person{First: []string{" "}}}}} {
			got := allFindings(identity(files([]reader.Page{page, page}, nil), terms))
			if slices.ContainsFunc(got, func(f Finding) bool { return f.Severity == Blocking }) {
				t.Errorf("%s: got %v", name, codes(got))
			}
		}
	}
	for _, lines := range [][]string{frenchCard(holder{"", "", "<<<<<<"}, "1906"), passport(holder{"", "", "000000"}, "FRA", "FRA", "320101")} {
		terms := Terms{On: on, Applicant: applicant("HADDAD", "", "1950-01-01", "Nadia")}
		if got := codes(allFindings(identity(files([]reader.Page{shot(t, lines)}, []reader.Page{otherSide}), terms))); len(got) != 0 {
			t.Errorf("%q: got %v", lines, got)
		}
	}
}
