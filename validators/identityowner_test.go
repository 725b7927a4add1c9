package validators

import (
	"slices"
	"strings"
	"testing"

	"github.com/recevable/recevable/pipeline/calendar"
	"github.com/recevable/recevable/validators/names"
	"github.com/recevable/recevable/validators/reader"
)

func applicant(birth, used, born string, first ...string) *Applicant {
	a := &Applicant{Person: names.Person{Birth: birth, Used: used, First: first}}
	if born != "" {
		a.BirthDate, _ = calendar.Parse(born)
	}
	return a
}

// ownerFindings reads a zone for an applicant.
func ownerFindings(t *testing.T, lines []string, a *Applicant) []Finding {
	t.Helper()
	all := allFindings(identity(files([]reader.Page{shot(t, lines)}, []reader.Page{otherSide}), Terms{On: on, Applicant: a}))
	return slices.DeleteFunc(all, func(f Finding) bool { return f.Code != HolderDifferent })
}

// What other systems wrongly refused (reading.md, « Holder »): the same person
// every time, on each of the three layouts.
func TestTheSamePersonOtherwiseWritten(t *testing.T) {
	const born = "1988-04-17"
	for _, c := range []struct {
		name           string
		surname, given string // as the zone writes them
		a              *Applicant
	}{
		{"as written", "LEFEVRE", "ANNE<LAURE", applicant("LEFÈVRE", "", born, "Anne-Laure")},
		{"lower case", "LEFEVRE", "ANNE<LAURE", applicant("lefèvre", "", born, "anne-laure")},
		{"one of several first names", "LEFEVRE", "ANNE<LAURE", applicant("LEFÈVRE", "", born, "Anne-Laure", "Zoé", "Marie")},
		{"more first names than the dossier", "LEFEVRE", "ANNE<<ZOE", applicant("LEFÈVRE", "", born, "Anne")},
		{"second first name in the dossier", "LEFEVRE", "ANNE<<ZOE", applicant("LEFÈVRE", "", born, "Zoé")},
		{"first names in another order", "MARTIN", "JEAN<<PAUL", applicant("MARTIN", "", born, "Paul", "Jean")},
		{"compound, hyphen in the dossier", "MARTIN", "JEAN<PIERRE", applicant("MARTIN", "", born, "Jean-Pierre")},
		{"compound, space in the dossier", "MARTIN", "JEAN<PIERRE", applicant("MARTIN", "", born, "Jean Pierre")},
		{"compound in one word", "MARTIN", "JEANPIERRE", applicant("MARTIN", "", born, "Jean-Pierre")},
		{"compound, two entries in the dossier", "MARTIN", "JEAN<PIERRE", applicant("MARTIN", "", born, "Jean", "Pierre")},
		{"half of a compound", "MARTIN", "JEAN", applicant("MARTIN", "", born, "Jean-Pierre")},
		{"birth name beside a used name", "LEFEVRE", "ANNE", applicant("LEFÈVRE", "MARTIN", born, "Anne")},
		{"used name on the paper", "MARTIN", "ANNE", applicant("LEFÈVRE", "MARTIN", born, "Anne")},
		{"both names on the paper", "LEFEVRE<MARTIN", "ANNE", applicant("LEFÈVRE", "MARTIN", born, "Anne")},
		{"both names, the other way round", "MARTIN<LEFEVRE", "ANNE", applicant("LEFÈVRE", "MARTIN", born, "Anne")},
		{"« EP » between them", "LEFEVRE<EP<MARTIN", "ANNE", applicant("LEFÈVRE", "MARTIN", born, "Anne")},
		{"a married name the dossier lacks", "MARTIN", "ANNE", applicant("LEFÈVRE", "", born, "Anne")},
		{"only a used name in the dossier", "MARTIN", "ANNE", applicant("", "MARTIN", born, "Anne")},
		{"surname and first name swapped in the dossier", "LEFEVRE", "ANNE", applicant("Anne", "", born, "Lefèvre")},
		{"surname and first name swapped on the paper", "ANNE", "LEFEVRE", applicant("LEFÈVRE", "", born, "Anne")},
		{"hyphen", "DUPONT<MARTIN", "HUGO", applicant("DUPONT-MARTIN", "", born, "Hugo")},
		{"double hyphen", "DUPONT<MARTIN", "HUGO", applicant("DUPONT--MARTIN", "", born, "Hugo")},
		{"double name in one word", "DUPONTMARTIN", "HUGO", applicant("DUPONT-MARTIN", "", born, "Hugo")},
		{"one of two surnames in the dossier", "GARCIA<LOPEZ", "MARIA", applicant("GARCÍA", "", born, "María")},
		{"one of two surnames on the paper", "GARCIA", "MARIA", applicant("GARCÍA LÓPEZ", "", born, "María")},
		{"apostrophe", "OCONNOR", "KEVIN", applicant("O’CONNOR", "", born, "Kévin")},
		{"apostrophe as a space", "D<ARTAGNAN", "CHARLES", applicant("d'Artagnan", "", born, "Charles")},
		{"apostrophe dropped", "DARTAGNAN", "CHARLES", applicant("D’ARTAGNAN", "", born, "Charles")},
		{"particles", "DE<LA<TOUR", "SOLENE", applicant("de La Tour", "", born, "Solène")},
		{"particles joined", "DELATOUR", "SOLENE", applicant("DE LA TOUR", "", born, "Solène")},
		{"particles dropped", "TOUR", "SOLENE", applicant("DE LA TOUR", "", born, "Solène")},
		{"particles the dossier lacks", "DE<LA<TOUR", "SOLENE", applicant("TOUR", "", born, "Solène")},
		{"Breton particle joined", "LEGOEDREC", "LOIC", applicant("LE GOËDREC", "", born, "Loïc")},
		{"Portuguese particle", "DA<SILVA", "INES", applicant("Silva", "", born, "Inês")},
		{"Arabic particle", "BENALI", "SAID", applicant("BEN ALI", "", born, "Saïd")},
		{"Arabic particles", "ABDELKADER", "SAID", applicant("ABD EL KADER", "", born, "Saïd")},
		{"Dutch particles", "VAN<DER<BERG", "LUCAS", applicant("VANDERBERG", "", born, "Lucas")},
		{"a surname that is a particle", "LE", "VAN<DUC", applicant("LÊ", "", born, "Văn Đức")},
		{"short surname", "LI", "MEI", applicant("Li", "", born, "Mei")},
		{"Vietnamese", "NGUYEN", "THI<MINH<ANH", applicant("NGUYỄN", "", born, "Thị Minh Anh")},
		{"cedilla", "FRANCOIS", "GARCON", applicant("FRANÇOIS", "", born, "Garçon")},
		{"œ", "LECOEUR", "OEDIPE", applicant("LECŒUR", "", born, "Œdipe")},
		{"ß and ø", "STRASSE", "SOREN", applicant("STRAßE", "", born, "Søren")},
		{"ł", "LUKASZ", "OLA", applicant("ŁUKASZ", "", born, "Ola")},
		{"ü written UE", "MUELLER", "ANNA", applicant("MÜLLER", "", born, "Anna")},
		{"abbreviated saint", "ST<MARC", "ELOISE", applicant("SAINT-MARC", "", born, "Éloïse")},
		{"a title that is a surname", "MAITRE", "PAUL", applicant("MAÎTRE", "", born, "Paul")},
		{"surname cut at 25", "VILLENEUVE<DELACROIX<SAIN", "HUGO", applicant("VILLENEUVE-DELACROIX SAINT-MARC", "", born, "Hugo")},
		{"given names cut at 14", "MARTIN", "MARIE<CHARLOTT", applicant("MARTIN", "", born, "Marie-Charlotte")},
		{"given name cut within", "MARTIN", "MAXIMILIENNEAL", applicant("MARTIN", "", born, "Maximiliennealix")},
		{"a letter off", "LEFEBVRE", "ANNE", applicant("LEFÈVRE", "", born, "Anne")},
		{"a letter off in the first name", "MARTIN", "CATERINE", applicant("MARTIN", "", born, "Catherine")},
		{"one transliteration of two", "YOUSSEFI", "MOHAMMED", applicant("YOUSFI", "", born, "Mohamed")},
		{"no first name in the dossier", "MARTIN", "JEAN", applicant("MARTIN", "", born)},
		{"no birth date in the dossier", "LEFEVRE", "ANNE<LAURE", applicant("LEFÈVRE", "", "", "Anne-Laure")},
		{"a century of difference is none", "LEFEVRE", "ANNE<LAURE", applicant("LEFÈVRE", "", "1888-04-17", "Anne-Laure")},
		{"spaces around", "LEFEVRE", "ANNE<LAURE", applicant("  LEFÈVRE ", " ", born, " Anne-Laure ", "")},
		{"no name in the dossier", "LEFEVRE", "ANNE<LAURE", applicant("", "", born)},
	} {
		h := holder{c.surname, c.given, "880417"}
		for layout, lines := range map[string][]string{
			"card": frenchCard(h, "1906"), "card of 2021": bankCard(h, "IDFRA", "FRA", "320101"), "passport": passport(h, "FRA", "FRA", "320101"),
		} {
			for _, f := range ownerFindings(t, lines, c.a) {
				if f.Severity != Info {
					t.Errorf("%s, %s: %s: %s", c.name, layout, f.Severity, f.Message)
				}
			}
		}
	}
}

func TestAnotherPerson(t *testing.T) {
	const born, otherDay = "1988-04-17", "1990-12-03"
	const refused, warned, noted = "titulaire.different bloquant", "titulaire.different avertissement", "titulaire.different info"
	for _, c := range []struct {
		name string
		a    *Applicant
		want string
	}{
		{"the same", applicant("LEFÈVRE", "", born, "Anne-Laure"), ""},
		{"all three facts differ", applicant("HADDAD", "", otherDay, "Nadia"), refused},
		{"both names differ, birth date the same", applicant("HADDAD", "", born, "Nadia"), warned},
		{"both names differ, birth date not known", applicant("HADDAD", "", "", "Nadia"), warned},
		{"given name and birth date differ: a sister", applicant("LEFÈVRE", "", otherDay, "Nadia"), warned},
		{"surname and birth date differ", applicant("HADDAD", "", otherDay, "Anne-Laure"), warned},
		{"birth date differs alone", applicant("LEFÈVRE", "", "1988-04-18", "Anne-Laure"), warned},
		{"surname differs alone: a married name", applicant("HADDAD", "", born, "Anne-Laure"), noted},
		{"a letter off and another birth date", applicant("LEFEBVRE", "", otherDay, "Anne-Laure"), warned},
		{"a letter off", applicant("LEFEBVRE", "", born, "Anne-Laure"), noted},
		{"no first name, another surname", applicant("HADDAD", "", otherDay), warned},
		{"no name, another birth date", applicant("", "", otherDay), warned},
	} {
		h := holder{"LEFEVRE", "ANNE<LAURE", "880417"}
		for _, lines := range [][]string{frenchCard(h, "1906"), bankCard(h, "IDFRA", "FRA", "320101"), passport(h, "FRA", "FRA", "320101")} {
			var want []string
			if c.want != "" {
				want = []string{c.want}
			}
			got := ownerFindings(t, lines, c.a)
			if !slices.Equal(codes(got), want) {
				t.Errorf("%s: got %v, want %v", c.name, codes(got), want)
			}
			for _, f := range got {
				if f.Page != 1 || f.Mark == nil || f.Remedy == "" || strings.Contains(f.Message, "%!") {
					t.Errorf("%s: %+v", c.name, f)
				}
			}
		}
	}
	twin := holder{"LEFEVRE", "ANNE", "880417"}
	if got := codes(ownerFindings(t, frenchCard(twin, "1906"), applicant("LEFÈVRE", "", born, "Nadia"))); !slices.Equal(got, []string{warned}) {
		t.Errorf("another first name, all of them shown: got %v", got)
	}
}

// The card has room for 14 letters of the given names: the usual one may be
// among those that are cut away.
func TestTheUsualNameMayBeCutAway(t *testing.T) {
	for given, want := range map[string][]string{
		"ANNE<LAURE<<MA": {"titulaire.different info"},
		"ANNE<LAURE<<M":  {"titulaire.different avertissement"}, // nothing is cut: there is room for one letter more
	} {
		got := codes(ownerFindings(t, frenchCard(holder{"MARTIN", given, "880417"}, "1906"), applicant("MARTIN", "", "1988-04-17", "Zoé")))
		if !slices.Equal(got, want) {
			t.Errorf("%s: got %v, want %v", given, got, want)
		}
	}
}

// Both dates are named where only they differ: it is often a typing error.
func TestBirthDatesAreNamed(t *testing.T) {
	got := ownerFindings(t, frenchCard(laure, "1906"), applicant("LEFÈVRE", "", "1988-07-14", "Anne-Laure"))
	if len(got) != 1 || !strings.Contains(got[0].Message, "17\u00a0avril\u00a01988") || !strings.Contains(got[0].Message, "14\u00a0juillet\u00a01988") {
		t.Errorf("got %+v", got)
	}
}

func TestAnUnsureNameNeverRefuses(t *testing.T) {
	page := shot(t, frenchCard(laure, "1906"))
	page.Zone.Unsure = append(page.Zone.Unsure, "names")
	terms := Terms{On: on, Applicant: applicant("HADDAD", "", "1990-12-03", "Nadia")}
	if got := codes(allFindings(identity(files([]reader.Page{page}, []reader.Page{otherSide}), terms))); !slices.Equal(got, []string{"titulaire.different avertissement"}) {
		t.Errorf("got %v", got)
	}
}

// Somebody else's paper beside the applicant's own is one file too many.
func TestOwnPaperBeside(t *testing.T) {
	own, other := shot(t, passport(laure, "FRA", "FRA", "320101")), shot(t, frenchCard(holder{"HADDAD", "NADIA", "901203"}, "1906"))
	got := codes(allFindings(identity(files([]reader.Page{own}, []reader.Page{other}), Terms{On: on, Applicant: applicant("LEFÈVRE", "", "1988-04-17", "Anne-Laure")})))
	if !slices.Equal(got, []string{"titulaire.different avertissement"}) {
		t.Errorf("got %v", got)
	}
}
