package names

import (
	"math/rand/v2"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"
)

var (
	anne    = Person{Birth: "LEFÈVRE", Used: "MARTIN", First: []string{"Anne-Laure", "Zoé"}}
	jean    = Person{Birth: "MARTIN", First: []string{"Jean"}}
	goedrec = Person{Birth: "LE GOËDREC", First: []string{"Loïc"}}
	dart    = Person{Birth: "D'ARTAGNAN", First: []string{"Charles"}}
	li      = Person{Birth: "LI", First: []string{"Mei"}}
	lopez   = Person{Birth: "GARCÍA LÓPEZ", First: []string{"María", "Carmen"}}
	double  = Person{Birth: "DUPONT--MARTIN", First: []string{"Hugo"}}
	nguyen  = Person{Birth: "NGUYỄN", First: []string{"Thị Minh Anh"}}
	le      = Person{Birth: "LÊ", First: []string{"Văn Đức"}}
	soeren  = Person{Birth: "STRAßE-ŁUKASZ", First: []string{"Søren", "Œdipe"}}
	long    = Person{Birth: "VILLENEUVE-DELACROIX SAINT-MARC", First: []string{"Anne-Laure"}}
	benali  = Person{Birth: "BEN ALI", First: []string{"Mohamed"}}
	abdel   = Person{Birth: "ABD EL KADER", First: []string{"Saïd"}}
	stmarc  = Person{Birth: "SAINT-MARC", First: []string{"Éloïse"}}
)

func TestMatch(t *testing.T) {
	cut := Options{Truncated: true}
	for _, c := range []struct {
		name string
		p    Person
		text string
		opts Options
		want Result
	}{
		// The same person, as bills, cards and 2D-Doc codes write them.
		{"birth name", anne, "Mme LEFEVRE Anne-Laure", Options{}, Same},
		{"used name", anne, "MADAME MARTIN ANNE LAURE", Options{}, Same},
		{"both names", anne, "MME LEFEVRE-MARTIN ANNE LAURE", Options{}, Same},
		{"née", anne, "Mme Anne-Laure MARTIN née LEFÈVRE", Options{}, Same},
		{"inverted", anne, "Zoé Lefèvre", Options{}, Same},
		{"first half of a compound", anne, "LEFEVRE ANNE", Options{}, Same},
		{"compound in one word", anne, "LEFEVRE ANNELAURE", Options{}, Same},
		{"compound with an initial", anne, "LEFEVRE ANNE L", Options{}, Same},
		{"slashes", anne, "MME/LEFEVRE/ANNE-LAURE", Options{}, Same},
		{"number for a title", jean, "10/MARTIN/JEAN", Options{}, Same},
		{"decomposed accents", anne, norm.NFD.String("lefèvre anne-laure"), Options{}, Same},
		{"more first names", jean, "MARTIN JEAN PIERRE MARIE", Options{}, Same},
		{"one of two holders", jean, "MARTIN JEAN OU DURAND ANNE", Options{}, Same},
		{"other of two holders", Person{Birth: "DURAND", First: []string{"Anne"}}, "MARTIN JEAN OU DURAND ANNE", Options{}, Same},
		{"couple, named", jean, "M. ET MME MARTIN JEAN", Options{}, Same},
		{"couple, both named", anne, "M. et Mme Jean et Anne-Laure MARTIN", Options{}, Same},
		{"shared surname behind", jean, "JEAN ET ANNE MARTIN", Options{}, Same},
		{"ampersand", jean, "MARTIN JEAN & DURAND ANNE", Options{}, Same},
		{"particle joined", goedrec, "LEGOEDREC LOIC", Options{}, Same},
		{"particle dropped", goedrec, "M GOEDREC LOIC", Options{}, Same},
		{"apostrophe dropped", dart, "DARTAGNAN CHARLES", Options{}, Same},
		{"apostrophe as a space", dart, "M. D ARTAGNAN CHARLES", Options{}, Same},
		{"curly apostrophe", dart, "d’Artagnan Charles", Options{}, Same},
		{"two surnames of two", lopez, "GARCIA LOPEZ MARIA", Options{}, Same},
		{"one surname of two", lopez, "MME GARCIA MARIA", Options{}, Same},
		{"second surname and first name", lopez, "LOPEZ CARMEN", Options{}, Same},
		{"double hyphen", double, "DUPONT MARTIN HUGO", Options{}, Same},
		{"a surname more than the dossier", Person{Birth: "GARCIA", First: []string{"Maria"}}, "GARCIA LOPEZ MARIA", Options{}, Same},
		{"vietnamese", nguyen, "NGUYEN THI MINH ANH", Options{}, Same},
		{"vietnamese, short", nguyen, "NGUYEN THI", Options{}, Same},
		{"surname that is a particle", le, "LE VAN DUC", Options{}, Same},
		{"letters NFD leaves", soeren, "STRASSE LUKASZ SOREN", Options{}, Same},
		{"ligature", soeren, "Strasse-Lukasz Oedipe", Options{}, Same},
		{"short surname", li, "LI MEI", Options{}, Same},
		{"particle of Arabic names", benali, "BENALI MOHAMED", Options{}, Same},
		{"joined in three", abdel, "ABDELKADER SAID", Options{}, Same},
		{"abbreviated saint", stmarc, "ST MARC ELOISE", Options{}, Same},
		{"a title that is a first name", Person{Birth: "MAITRE", First: []string{"Paul"}}, "M. MAITRE PAUL", Options{}, Same},
		{"hosted with somebody", jean, "MARTIN JEAN CHEZ DURAND ANNE", Options{}, Same},
		{"cut at 25", long, "VILLENEUVE DELACROIX SAIN ANNE LAURE", cut, Same},
		{"cut first name", anne, "MME LEFEVRE MARTIN ANNE-LAU", cut, Same},
		{"postal line of 38", long, "MME VILLENEUVE DELACROIX SAINT MARC AN", Options{}, Doubt},

		// Perhaps: never a refusal.
		{"cut before the first name", long, "VILLENEUVE DELACROIX SAIN", cut, Doubt},
		{"initial", jean, "M. J. MARTIN", Options{}, Doubt},
		{"no first name", jean, "M. MARTIN", Options{}, Doubt},
		{"family", jean, "Famille MARTIN", Options{}, Doubt},
		{"second half of a compound", anne, "LEFEVRE LAURE", Options{}, Doubt},
		{"another compound", Person{Birth: "MARTIN", First: []string{"Jean-Pierre"}}, "MARTIN JEAN LUC", Options{}, Doubt},
		{"a letter off in the surname", anne, "LEFEBVRE ANNE-LAURE", Options{}, Doubt},
		{"two letters off in the first name", jean, "MARTIN JOANE", Options{}, Doubt},
		{"the other of a couple", anne, "M. ET MME MARTIN JEAN", Options{}, Doubt},
		{"one surname of two and a stranger", lopez, "GARCIA PEREZ MARIA", Options{}, Doubt},
		{"vietnamese, last name only", nguyen, "NGUYEN ANH", Options{}, Doubt},

		// Somebody else.
		{"other surname", anne, "DURAND ANNE-LAURE", Options{}, Different},
		{"a relative", jean, "MARTIN PAUL", Options{}, Different},
		{"a spouse", jean, "MME MARTIN SOPHIE", Options{}, Different},
		{"nobody like it", jean, "MME HADDAD NADIA", Options{}, Different},
		{"first name across holders", Person{Birth: "MARTIN", First: []string{"Anne"}}, "MARTIN JEAN OU DURAND ANNE", Options{}, Different},
		{"short surname inside a longer", li, "OLIVIER MEI", Options{}, Different},
		{"hosted by that name", jean, "DURAND ANNE CHEZ MARTIN JEAN", Options{}, Different},
		{"the surname for a first name", Person{Birth: "MARTIN", First: []string{"Martin"}}, "MARTIN PAUL", Options{}, Different},
		{"three letters off", Person{Birth: "DUPONT", First: []string{"Jean"}}, "DURAND JEAN", Options{}, Different},
		{"short words are not close", Person{Birth: "ROY", First: []string{"Jean"}}, "ROC JEAN", Options{}, Different},
		{"a longer name, not cut", Person{Birth: "MARTINEAU", First: []string{"Jean"}}, "MARTIN JEAN", Options{}, Different},

		// Nothing to compare.
		{"empty", jean, "", Options{}, Absent},
		{"titles only", jean, "M. ou Mme", Options{}, Absent},
		{"digits only", jean, "0612345678", Options{}, Absent},
		{"nobody", Person{}, "MARTIN JEAN", Options{}, Absent},
		{"no surname", Person{First: []string{"Jean"}}, "MARTIN JEAN", Options{}, Absent},
		{"empty against empty", Person{}, "", Options{}, Absent},
	} {
		if got := Match(c.p, c.text, c.opts); got != c.want {
			t.Errorf("%s: %q is %d, want %d", c.name, c.text, got, c.want)
		}
	}
}

func TestFindIn(t *testing.T) {
	bill := func(lines ...string) []string {
		return append([]string{"Électricité de Ville", "Votre facture du 12 septembre 2026"}, append(lines, "12 RUE DU MARTIN PECHEUR", "28000 CHARTRES", "Montant à payer : 56,12 €")...)
	}
	for _, c := range []struct {
		name string
		p    Person
		page []string
		want Result
		line int
	}{
		{"address block", anne, bill("MME MARTIN ANNE LAURE"), Same, 2},
		{"first name first", anne, bill("Anne-Laure LEFEVRE"), Same, 2},
		{"within a sentence", jean, bill("Bonjour Monsieur Jean MARTIN, voici votre facture"), Same, 2},
		{"two cells", jean, bill("Nom : MARTIN", "Prénom : Jean"), Same, 3},
		{"joint", jean, bill("M. ET MME MARTIN JEAN"), Same, 2},
		{"second first name between", jean, bill("MARTIN Luc Jean"), Same, 2},
		{"best line", jean, bill("Mme MARTIN", "M. MARTIN JEAN"), Same, 3},
		{"particle joined", goedrec, bill("LEGOEDREC LOIC"), Same, 2},
		{"short surname", li, bill("LI MEI"), Same, 2},
		{"initial", jean, bill("M. J MARTIN"), Doubt, 2},
		{"title alone", jean, bill("Mme MARTIN"), Doubt, 2},
		{"a letter off", anne, bill("LEFEBVRE ANNE LAURE"), Doubt, 2},
		{"street only", jean, bill(), Absent, -1},
		{"another first name", jean, bill("M. MARTIN PAUL"), Absent, -1},
		{"far apart", jean, bill("Jean vous remercie de votre confiance, agence MARTIN"), Absent, -1},
		{"short surname, far", le, bill("Le relevé de Van Duc"), Absent, -1},
		{"inside a longer word", li, bill("OLIVIER MEI"), Absent, -1},
		{"a street of that name", jean, bill("12 bis rue du Docteur Jean MARTIN"), Absent, -1},
		{"nothing", jean, nil, Absent, -1},
		{"nobody", Person{}, bill("MARTIN JEAN"), Absent, -1},
	} {
		if got, at := FindIn(c.p, c.page); got != c.want || at != c.line {
			t.Errorf("%s: %d on line %d, want %d on %d", c.name, got, at, c.want, c.line)
		}
	}
}

func TestFindName(t *testing.T) {
	page := []string{"Énergie du Val", "12 rue du Docteur Martin", "M. et Mme Lefèvre-Martin", "Facture de Saint-Marc"}
	for _, c := range []struct {
		name string
		want int
	}{
		{"MARTIN", 2}, // the street is passed over
		{"LEFEVRE", 2},
		{"Lefèvre-Dubois", 2}, // one word of two
		{"Saint-Marc", 3},
		{"DE LA SAINT-MARC", 3}, // a particle more
		{"MART", -1},
		{"DOCTEUR", -1},
		{"", -1},
		{"' -", -1},
	} {
		if got := FindName(c.name, page); got != c.want {
			t.Errorf("%q is on line %d, want %d", c.name, got, c.want)
		}
	}
	// Short words of a compound are ordinary words as well.
	if got := FindName("LE DUC", []string{"le relevé"}); got != -1 {
		t.Errorf("a particle alone is on line %d", got)
	}
}

// Case, accents and the order of surname and first name change nothing.
func TestMatchIsSymmetric(t *testing.T) {
	people := []Person{anne, jean, goedrec, dart, li, lopez, double, nguyen, le, soeren, long, benali, abdel, stmarc}
	for _, p := range people {
		for _, q := range people {
			for _, first := range q.First {
				checkSymmetry(t, p, q.Birth, first)
			}
		}
	}
}

func checkSymmetry(t *testing.T, p Person, surname, first string) {
	t.Helper()
	want := Match(p, surname+" "+first, Options{})
	for _, other := range []string{
		strings.ToUpper(surname + " " + first), strings.ToLower(surname + " " + first),
		norm.NFD.String(surname + " " + first), first + " " + surname, "Mme " + first + ", " + surname,
	} {
		if got := Match(p, other, Options{}); got != want {
			t.Errorf("%+v: %q is %d, %q is %d", p, surname+" "+first, want, other, got)
		}
	}
}

// Everybody is themselves, and nobody else of the list without a doubt.
func TestWhoIsWho(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	surnames := strings.Fields("LEFEVRE BERNARD DURAND KOWALCZYK PETIT GIRARD HADDAD OSTROWSKI MOREAU CHEVALIER")
	firsts := strings.Fields("Nadia Sophie Olivier Corinne Alexandre Brigitte Hugo Isabelle Thomas Mehdi")
	for range 500 {
		i, j, k, l := r.IntN(10), r.IntN(10), r.IntN(10), r.IntN(10)
		p := Person{Birth: surnames[i], First: []string{firsts[j]}}
		want := Different
		if i == k && j == l {
			want = Same
		}
		if got := Match(p, surnames[k]+" "+firsts[l], Options{}); got != want {
			t.Errorf("%+v and %s %s: %d, want %d", p, surnames[k], firsts[l], got, want)
		}
	}
}

func FuzzMatch(f *testing.F) {
	f.Add("LEFÈVRE", "MARTIN", "Anne-Laure", "MME MARTIN ANNE LAURE")
	f.Add("D'ARTAGNAN", "", "Charles", "M. ET MME DARTAGNAN C")
	f.Add("LÊ", "", "Văn Đức", "LE VAN DUC OU LI MEI CHEZ X")
	f.Fuzz(func(t *testing.T, birth, used, first, text string) {
		p := Person{Birth: birth, Used: used, First: []string{first}}
		got := Match(p, text, Options{})
		if again := Match(p, norm.NFD.String(text), Options{Truncated: len([]rune(strings.TrimSpace(text))) >= postalLine}); again != got && len([]rune(norm.NFD.String(text))) < postalLine {
			t.Errorf("%q: %d, taken apart %d", text, got, again)
		}
		Match(p, text, Options{Truncated: true})
		found, at := FindIn(p, strings.Split(text, "\n"))
		if found == Different || (found == Absent) != (at < 0) || at >= len(strings.Split(text, "\n")) {
			t.Errorf("%q: found %d on line %d", text, found, at)
		}
	})
}
