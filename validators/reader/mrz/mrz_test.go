package mrz

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/recevable/recevable/pipeline/calendar"
)

// Public specimens: BERTHIER is rules.md § 6, ERIKSSON is ICAO Doc 9303 parts
// 4 and 5, the long number is the example of the issue that rules.md cites.
var (
	berthier = []string{"IDFRABERTHIER<<<<<<<<<<<<<<<<<<<<<<<", "8806923102858CORINNE<<<<<<<6512068F6"}
	passport = []string{"P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10"}
	card     = []string{"I<UTOD231458907<<<<<<<<<<<<<<<", "7408122F1204159UTO<<<<<<<<<<<6", "ERIKSSON<<ANNA<MARIA<<<<<<<<<<"}
	longCard = []string{"IDUTO123456789<07<<<<<<<<<<<<<", "8601012M3001019UTO<<<<<<<<<<<6", "SPECIMEN<<JANE<<<<<<<<<<<<<<<<"}
)

func TestSpecimens(t *testing.T) {
	for _, c := range []struct {
		lines []string
		want  Zone
	}{
		{berthier, Zone{
			Layout: FrenchCard, DocumentCode: "ID", Country: "FRA", Number: "880692310285", Surname: "BERTHIER", GivenNames: []string{"CORINNE"},
			BirthDate: calendar.New(1965, time.December, 6), Sex: "F", IssueYear: 1988, IssueMonth: 6, Department: "923",
		}},
		{passport, Zone{
			Layout: TD3, DocumentCode: "P", Country: "UTO", Nationality: "UTO", Number: "L898902C3", Surname: "ERIKSSON", GivenNames: []string{"ANNA", "MARIA"},
			BirthDate: calendar.New(1974, time.August, 12), Sex: "F", Expiry: calendar.New(2012, time.April, 15),
		}},
		{card, Zone{
			Layout: TD1, DocumentCode: "I", Country: "UTO", Nationality: "UTO", Number: "D23145890", Surname: "ERIKSSON", GivenNames: []string{"ANNA", "MARIA"},
			BirthDate: calendar.New(1974, time.August, 12), Sex: "F", Expiry: calendar.New(2012, time.April, 15),
		}},
		{longCard, Zone{
			Layout: TD1, DocumentCode: "ID", Country: "UTO", Nationality: "UTO", Number: "1234567890", Surname: "SPECIMEN", GivenNames: []string{"JANE"},
			BirthDate: calendar.New(1986, time.January, 1), Sex: "M", Expiry: calendar.New(2030, time.January, 1),
		}},
	} {
		z, ok := Find(c.lines, today)
		if !ok || !z.Valid() || z.Repaired != 0 {
			t.Errorf("%q: found %v, valid %v, repaired %d", c.lines, ok, ok && z.Valid(), z.Repaired)
			continue
		}
		got := Zone{
			Layout: z.Layout, DocumentCode: z.DocumentCode, Country: z.Country, Nationality: z.Nationality, Number: z.Number, Surname: z.Surname,
			GivenNames: z.GivenNames, BirthDate: z.BirthDate, Sex: z.Sex, Expiry: z.Expiry, IssueYear: z.IssueYear, IssueMonth: z.IssueMonth,
			Department: z.Department, Office: z.Office,
		}
		if !equal(got, c.want) {
			t.Errorf("%q:\ngot  %+v\nwant %+v", c.lines, got, c.want)
		}
	}
}

func equal(a, b Zone) bool {
	return slices.Equal(a.GivenNames, b.GivenNames) && a.BirthDate == b.BirthDate && a.Expiry == b.Expiry &&
		strings.Join(texts(a), "|") == strings.Join(texts(b), "|") && a.IssueYear == b.IssueYear && a.IssueMonth == b.IssueMonth
}

func texts(z Zone) []string {
	return []string{string(z.Layout), z.DocumentCode, z.Country, z.Nationality, z.Number, z.Surname, z.Sex, z.Department, z.Office}
}

// What OCR engines and PDF text layers make of the specimens.
func TestBadlyReadSpecimens(t *testing.T) {
	lower := func(lines []string) []string { return []string{strings.ToLower(lines[0]), strings.ToLower(lines[1])} }
	for _, c := range []struct {
		name    string
		lines   []string
		surname string
		given   string
	}{
		{"lower case", lower(berthier), "BERTHIER", "CORINNE"},
		{"spaces", []string{"I D F R A BERTHIER < < <<<<<<<<<<<<<<<<<<<< <", "8806923 102858 CORINNE <<<<<<< 6512068 F 6"}, "BERTHIER", "CORINNE"},
		{"guillemets", []string{"IDFRABERTHIER" + strings.Repeat("«", 11) + "<", "8806923102858CORINNE«««<6512068F6"}, "BERTHIER", "CORINNE"},
		{"one line", []string{strings.Join(passport, "")}, "ERIKSSON", "ANNA MARIA"},
		{"junk around", []string{"REPUBLIQUE FRANCAISE", "Carte nationale d'identité", berthier[0], "-- .", berthier[1], "page 1 of 1"}, "BERTHIER", "CORINNE"},
		{"letters for digits", []string{"1DFRABERTH1ER<<<<<<<<<<<<<<<<<<<<<<<", "88O69231O2858C0R1NNE<<<<<<<6Sl2O68F6"}, "BERTHIER", "CORINNE"},
		{"fillers lost", []string{"IDFRABERTHIER<<<<<<<<<<", "8806923102858CORINNE<<<6512068F6"}, "BERTHIER", "CORINNE"},
		{"fillers added", []string{"IDFRABERTHIER<<<<<<<<<<<<<<<<<<<<<<<<<<<", "8806923102858CORINNE<<<<<<<<<6512068F6"}, "BERTHIER", "CORINNE"},
		{"trailing fillers gone", []string{"P<UTOERIKSSON<<ANNA<MARIA", passport[1]}, "ERIKSSON", "ANNA MARIA"},
		{"fillers as letters", []string{"P<UTOERIKSSON<<ANNA<MARIA<<<KKKKKKK<C<<LLLLL", "L898902C36UTO7408122F1204159ZE184226BKK<<K10"}, "ERIKSSON", "ANNA MARIA"},
		{"second sign P«", []string{"P«UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", passport[1]}, "ERIKSSON", "ANNA MARIA"},
		{"card with junk before", []string{"_ " + card[0], card[1], card[2] + " ."}, "ERIKSSON", "ANNA MARIA"},
		{"check digit as a letter that resembles none", []string{strings.Replace(card[0], "D231458907", "D23145890Y", 1), card[1], card[2]}, "ERIKSSON", "ANNA MARIA"},
		{"a filler as a lone K", []string{"IDFRABERTHIER<<<<<<<K<<<<<<<<<<<<<<<", berthier[1]}, "BERTHIER", "CORINNE"},
		{"filler read twice", []string{"P<UTOERIKSSON<X<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", passport[1]}, "ERIKSSON", "ANNA MARIA"},
	} {
		z, ok := Find(c.lines, today)
		if !ok || !z.Valid() {
			t.Errorf("%s: found %v, zone %+v", c.name, ok, z)
			continue
		}
		if z.Surname != c.surname || strings.Join(z.GivenNames, " ") != c.given {
			t.Errorf("%s: %q %q", c.name, z.Surname, z.GivenNames)
		}
	}
}

// A zone that cannot be right is found, and said to be badly read.
func TestNotValid(t *testing.T) {
	for _, c := range []struct {
		name  string
		lines []string
	}{
		{"birth digit changed", []string{berthier[0], "8806923102858CORINNE<<<<<<<6512078F6"}},
		{"surname changed", []string{"IDFRABERTHIAR<<<<<<<<<<<<<<<<<<<<<<<", berthier[1]}},
		{"expiry changed", []string{passport[0], "L898902C36UTO7408122F1204169ZE184226B<<<<<10"}},
		// 651306 has the check digit 9 and the line the composite digit of it.
		{"month 13", withComposite("IDFRABERTHIER<<<<<<<<<<<<<<<<<<<<<<<", "8806923102858CORINNE<<<<<<<651306"+checkDigit("651306")+"F")},
	} {
		z, ok := Find(c.lines, today)
		if !ok {
			t.Errorf("%s: not found", c.name)
		} else if z.Valid() {
			t.Errorf("%s: valid: %+v", c.name, z)
		}
	}
}

func withComposite(first, second string) []string {
	return []string{first, second + checkDigit(first+second)}
}

func TestNoZone(t *testing.T) {
	for _, lines := range [][]string{
		nil,
		{"", " "},
		{"Facture du 12 septembre 2026", "Montant à payer 56,12 €", "PREFECTURE DE POLICE DE PARIS"},
		{"IDFRABERTHIER<<<<<<<<<<<<<<<<<<<<<<<"},
		{"IBAN FR76 3000 4000 5000 6000 7000 189", "PRELEVEMENT LE 12/09/2026 1234567890123456789012345678"},
		{strings.Repeat("<", 44), strings.Repeat("<", 44)},
	} {
		if z, ok := Find(lines, today); ok {
			t.Errorf("%q: %+v", lines, z)
		}
	}
}

// Corsica writes a letter in its department; the name stops at the field.
func TestMadeUpFrenchCard(t *testing.T) {
	lines := withComposite("IDFRAVILLENEUVE<DELACROIX<SAIN2B0123", "12032B012345"+checkDigit("12032B012345")+"ANNE<LAURE<<ZO"+"880417"+checkDigit("880417")+"F")
	z, ok := Find(lines, today)
	if !ok || !z.Valid() {
		t.Fatalf("%+v", z)
	}
	if z.Department != "2B0" || z.Office != "123" || !z.SurnameTruncated || !z.GivenTruncated || !slices.Equal(z.GivenNames, []string{"ANNE LAURE", "ZO"}) {
		t.Errorf("%+v", z)
	}
	if z.BirthDate != calendar.New(1988, time.April, 17) || z.IssueYear != 2012 || z.IssueMonth != 3 {
		t.Errorf("%v %d-%d", z.BirthDate, z.IssueYear, z.IssueMonth)
	}
}

// The number of a French passport has a pattern that settles 6 and G, and a
// foreign one has none.
func TestSixAndG(t *testing.T) {
	passport := func(country, number string) []string {
		second := number + checkDigit(number) + country + "880417" + checkDigit("880417") + "F" + "310102" + checkDigit("310102") + strings.Repeat("<", 14) + "0"
		return []string{pad("P<"+country+"LEFEVRE<<ANNE<LAURE", 44), second + checkDigit(second[:10]+second[13:20]+second[21:43])}
	}
	french := passport("FRA", "16AG12346")
	french[1] = strings.Replace(french[1], "16AG12346", "1GA61234G", 1)
	if z, ok := Find(french, today); !ok || !z.Valid() || z.Number != "16AG12346" {
		t.Errorf("french: %+v", z)
	}
	foreign := passport("UTO", "16AG12346")
	if z, ok := Find(foreign, today); !ok || !z.Valid() || z.Sure(Number) {
		t.Errorf("foreign: %+v", z)
	}
}

// Years of two digits: nobody is born after the reference date, nor after the
// card was issued; a paper may expire in twenty years.
func TestCentury(t *testing.T) {
	for _, c := range []struct {
		year, month, day int
		limit            calendar.Date
		want             int
	}{
		{26, 11, 21, today, 2026},
		{26, 11, 22, today, 1926},
		{65, 12, 6, today, 1965},
		{46, 11, 21, today.AddMonths(240), 2046},
		{46, 11, 22, today.AddMonths(240), 1946},
	} {
		if got := century(c.year, c.limit, time.Month(c.month), c.day); got != c.want {
			t.Errorf("%02d-%02d-%02d by %v: %d, want %d", c.year, c.month, c.day, c.limit, got, c.want)
		}
	}
	old := withComposite("IDFRA"+pad("ROUX", 25)+"280123", "120328012345"+checkDigit("120328012345")+pad("MARIE", 14)+"200417"+checkDigit("200417")+"F")
	if z, ok := Find(old, today); !ok || z.BirthDate != calendar.New(1920, time.April, 17) {
		t.Errorf("born before the card: %+v", z)
	}
}

// A page of nothing but lines like those of a zone costs no more than a second.
func TestHostilePage(t *testing.T) {
	var lines []string
	for range 400 {
		lines = append(lines, "I<UTOD2314O89O7S<<<<5<<<2<<<<<<<", "74O8122F12O4159UTO<<<<<B<<<<<8", "ERIKSSON<X<ANNA<K<MARIA<<<<<<<<<<<")
	}
	start := time.Now()
	Find(lines, today)
	if took := time.Since(start); took > 2*time.Second {
		t.Errorf("%v", took)
	} else {
		t.Log(took)
	}
}

func FuzzFind(f *testing.F) {
	for _, lines := range [][]string{berthier, passport, card, longCard} {
		f.Add(strings.Join(lines, "\n"))
	}
	r := rand.New(rand.NewPCG(1, 2))
	for i := range 12 {
		f.Add(strings.Join(misread(r, makeUp(r, []Layout{FrenchCard, TD1, TD3}[i%3]).lines, 3), "\n"))
	}
	f.Fuzz(func(t *testing.T, text string) {
		z, ok := Find(strings.Split(text, "\n"), today)
		if !ok {
			return
		}
		if z.Valid() {
			first, second := z.Text[0], z.Text[1]
			all := map[Layout]string{}
			switch z.Layout {
			case FrenchCard:
				all[FrenchCard] = first + second[:35]
			case TD1:
				all[TD1] = first[5:] + second[:7] + second[8:15] + second[18:29]
			case TD3:
				all[TD3] = second[:10] + second[13:20] + second[21:43]
			}
			if digit := second[len(second)-1:]; checkDigit(all[z.Layout]) != digit {
				t.Errorf("%q: valid, and its last digit is not %s", z.Text, checkDigit(all[z.Layout]))
			}
		}
		Standing(PaperOf(z), ValidityOf(z), today)
	})
}

func BenchmarkFind(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 2))
	var pages [][]string
	for i := range 30 {
		pages = append(pages, misread(r, makeUp(r, []Layout{FrenchCard, TD1, TD3}[i%3]).lines, 2))
	}
	for b.Loop() {
		for _, p := range pages {
			Find(p, today)
		}
	}
}
