package validators

import (
	"strings"
	"testing"

	"github.com/recevable/recevable/validators/names"
)

// A pair is a made-up applicant, « birth name | used name | first names », and
// the name on a bill.
type pair struct{ applicant, line string }

func (p pair) person() names.Person {
	parts := strings.Split(p.applicant, "|")
	return names.Person{Birth: parts[0], Used: parts[1], First: strings.Split(parts[2], ",")}
}

// What is known to have had people wrongly refused.
var samePeople = map[string][]pair{
	"case and accents": {
		{"LEFÈVRE||Zoé", "LEFEVRE ZOE"},
		{"lefèvre||zoé", "Mme LEFÈVRE Zoé"},
		{"Péguilhère||Théophile", "PEGUILHERE THEOPHILE"},
		{"Çavdarli||Inès", "CAVDARLI INES"},
		{"Loureirão||Joaquim", "M LOUREIRAO JOAQUIM"},
		{"Nuñez||Íñigo", "NUNEZ INIGO"},
		{"MÜLLER||Jürgen", "Muller Jurgen"},
	},
	"ligatures": {
		{"ŒUVREAU||Gaëlle", "OEUVREAU GAELLE"},
		{"Lecœur||Émile", "LECOEUR EMILE"},
		{"Weiß||Klaus", "WEISS KLAUS"},
		{"Łukasik||Paweł", "LUKASIK PAWEL"},
		{"Sørensen||Bjørn", "SORENSEN BJORN"},
		{"Æbert||Lætitia", "AEBERT LAETITIA"},
	},
	"hyphens": {
		{"AUBRÉE-LINOT||Ségolène", "AUBREE LINOT SEGOLENE"},
		{"AUBRÉE LINOT||Ségolène", "AUBREE-LINOT SEGOLENE"},
		{"AUBRÉE-LINOT||Ségolène", "AUBREELINOT SEGOLENE"},
		{"DUPONT--MARTIN||Hugo", "DUPONT-MARTIN HUGO"},
		{"DUPONT–MARTIN||Hugo", "DUPONT MARTIN HUGO"},
	},
	"compound first names": {
		{"BÉRANGIER||François-Xavier", "BERANGIER FRANCOIS XAVIER"},
		{"BÉRANGIER||François-Xavier", "BERANGIER FRANCOIS"},
		{"BÉRANGIER||François-Xavier", "BERANGIER FRANCOISXAVIER"},
		{"BÉRANGIER||François-Xavier", "BERANGIER FRANCOIS X"},
		{"BÉRANGIER||François-Xavier", "M. BERANGIER F.X."},
		{"BÉRANGIER||François-Xavier", "M. F-X BERANGIER"},
		{"BÉRANGIER||François Xavier", "BERANGIER FRANCOIS-XAVIER"},
		{"BÉRANGIER||François-Xavier", "BERANGIER XAVIER"},
		{"LEFÈVRE||Anne-Laure", "MME LEFEVRE ANNE-L."},
		{"LEFÈVRE||Anne", "MME LEFEVRE ANNE-LAURE"},
	},
	"used names": {
		{"CASTÉRAN|DUFRÊNOIS|Hélène", "MME DUFRENOIS HELENE"},
		{"CASTÉRAN|DUFRÊNOIS|Hélène", "MME CASTERAN HELENE"},
		{"CASTÉRAN|DUFRÊNOIS|Hélène", "Mme Hélène DUFRÊNOIS née CASTÉRAN"},
		{"CASTÉRAN|DUFRÊNOIS|Hélène", "MME CASTERAN EP DUFRENOIS HELENE"},
		{"CASTÉRAN|DUFRÊNOIS|Hélène", "CASTERAN-DUFRENOIS HELENE"},
		{"CASTÉRAN|DUFRÊNOIS|Hélène", "DUFRENOIS CASTERAN HELENE"},
		{"CASTÉRAN|CASTÉRAN-DUFRÊNOIS|Hélène", "MME DUFRENOIS HELENE"},
		{"MARTIN||Anne", "MME MARTIN-LEFEVRE ANNE"},
		{"LEFÈVRE||Anne", "MME MARTIN-LEFEVRE ANNE"},
		{"LEFÈVRE|MARTIN|Anne", "VEUVE MARTIN ANNE"},
		{"LEFÈVRE|MARTIN|Anne", "MARTIN ANNE NEE LEFEVRE"},
	},
	"order": {
		{"MARTIN||Jean", "JEAN MARTIN"},
		{"MARTIN||Jean", "MARTIN, Jean"},
		{"MARTIN||Jean", "MARTIN/JEAN"},
		{"MARTIN||Jean", "10/MARTIN/JEAN"},
		{"LEFÈVRE||Anne-Laure", "ANNE LAURE LEFEVRE"},
		{"PAUL||Martin", "MARTIN PAUL"},
		{"PAUL||Martin", "PAUL MARTIN"},
	},
	"truncation": {
		{"VILLENEUVE-DELACROIX SAINT-MARC||Anne-Laure", "MME VILLENEUVE DELACROIX SAINT MARC AN"},
		{"VILLENEUVE-DELACROIX SAINT-MARC||Anne-Laure", "MADAME VILLENEUVE-DELACROIX SAINT-MARC"},
		{"HOAREAU-VIVÈS||Maëlys,Théodora,Marguerite", "MME HOAREAU VIVES MAELYS THEODORA MARG"},
		{"BÉRANGIER||Jean-Christophe", "MONSIEUR BERANGIER ET ASSOCIE JEAN CHR"},
		{"RAKOTOMALALANJAHARY||Fanomezantsoa", "MME RAKOTOMALALANJAHARY FANOMEZANTSOA"},
		{"ANDRIANAMPOINIMERINA||Ravalomanantsoa", "MADAME ANDRIANAMPOINIMERINA RAVALOMANA"},
	},
	"initials": {
		{"MARTIN||Jean", "J. MARTIN"},
		{"MARTIN||Jean", "M J MARTIN"},
		{"MARTIN||Jean", "M. MARTIN J."},
		{"MARTIN||Jean,Luc", "M. MARTIN J L"},
		{"LEFÈVRE||Émilie", "MME E LEFEVRE"},
		{"LE GOËDREC||Loïc", "M. L. LE GOEDREC"},
	},
	"titles": {
		{"MARTIN||Jean", "M. MARTIN JEAN"},
		{"MARTIN||Jean", "MONSIEUR MARTIN JEAN"},
		{"MARTIN||Jean", "MR MARTIN JEAN"},
		{"LEFÈVRE||Anne", "MLLE LEFEVRE ANNE"},
		{"LEFÈVRE||Anne", "MADEMOISELLE LEFEVRE ANNE"},
		{"MARTIN||Jean", "DR JEAN MARTIN"},
		{"MARTIN||Jean", "Me Jean MARTIN"},
	},
	"joint holders": {
		{"MARTIN||Jean", "M OU MME MARTIN JEAN ET LEFEVRE ANNE"},
		{"LEFÈVRE||Anne", "M OU MME MARTIN JEAN ET LEFEVRE ANNE"},
		{"MARTIN||Jean", "M. ET MME MARTIN JEAN"},
		{"LEFÈVRE|MARTIN|Anne", "M. ET MME MARTIN JEAN"},
		{"MARTIN||Anne", "MARTIN JEAN ET ANNE"},
		{"LEFÈVRE||Anne", "MARTIN JEAN OU LEFEVRE ANNE"},
		{"LEFÈVRE||Anne", "MARTIN J & LEFEVRE A"},
		{"LEFÈVRE|MARTIN|Anne", "M. et Mme Jean et Anne MARTIN"},
		{"MARTIN||Jean", "MR OU MME MARTIN"},
		{"LEFÈVRE||Anne", "M. MARTIN ET MME LEFEVRE"},
	},
	"particles": {
		{"DE LA TOUR||Hugo", "DELATOUR HUGO"},
		{"DE LA TOUR||Hugo", "TOUR HUGO DE LA"},
		{"DE LA TOUR||Hugo", "M TOUR HUGO"},
		{"LE GOËDREC||Loïc", "LEGOEDREC LOIC"},
		{"DU CHAZAUD||Guy", "M. GUY DUCHAZAUD"},
		{"EL KHATIB||Nadia", "ELKHATIB NADIA"},
		{"EL KHATIB||Nadia", "MME KHATIB NADIA"},
		{"EL-KHATIB||Nadia", "EL KHATIB NADIA"},
		{"BEN SALAH||Mehdi", "BENSALAH MEHDI"},
		{"BENSALAH||Mehdi", "BEN SALAH MEHDI"},
		{"ABD EL KADER||Saïd", "ABDELKADER SAID"},
		{"VAN DEN BERG||Pieter", "VANDENBERG PIETER"},
		{"DA SILVA MOURA||Rui", "DASILVA MOURA RUI"},
	},
	"apostrophes": {
		{"D'ARTOIS||Robert", "DARTOIS ROBERT"},
		{"D’ARTOIS||Robert", "D ARTOIS ROBERT"},
		{"N'DIAWÉ||Gaëlle", "NDIAWE GAELLE"},
		{"O'LEARY||Sean", "M. SEAN OLEARY"},
		{"L'HOSTIS||Yann", "LHOSTIS YANN"},
	},
	"double surnames": {
		{"GARCÍA LÓPEZ||María", "MME GARCIA MARIA"},
		{"GARCÍA LÓPEZ||María", "LOPEZ MARIA"},
		{"GARCÍA LÓPEZ||María", "LOPEZ GARCIA MARIA"},
		{"GARCÍA||María", "GARCIA LOPEZ MARIA"},
		{"FERRAZ LOUREIRÃO||Joaquim", "FERRAZ JOAQUIM"},
		{"SAINT-MARC||Éloïse", "ST MARC ELOISE"},
		{"SAINTE-ROSE||Éloïse", "STE ROSE ELOISE"},
	},
	"second first name": {
		{"LEFÈVRE||Anne,Zoé", "MME LEFEVRE ZOE"},
		{"LEFÈVRE||Anne,Zoé,Marie-Ève", "LEFEVRE MARIE EVE"},
		{"LEFÈVRE||Anne,Zoé", "LEFEVRE ANNE ZOE"},
		{"MARTIN||Jean", "MARTIN JEAN PIERRE MARIE"},
	},
	"a letter or two": {
		{"LEFÈVRE||Anne", "LEFEBVRE ANNE"},
		{"LEFÈVRE||Anne", "LEFEURE ANNE"},
		{"KOWALCZYK||Tomasz", "KOWALCZVK TOMASZ"},
		{"PÉGUILHÈRE||Théophile", "PEGUILHERF THEOPHILF"},
		{"MARTIN||Nicolas", "MARTIN NICO1AS"},
		{"CHEVALIER||Brigitte", "CHEVAUER BRIGITTE"},
	},
	"surname only": {
		{"MARTIN||Jean", "Famille MARTIN"},
		{"LEFÈVRE|MARTIN|Anne", "Mme MARTIN"},
		{"MARTIN||Jean", "MONSIEUR MARTIN"},
		{"LE GOËDREC||Loïc", "M. LE GOEDREC"},
	},
	"short and far names": {
		{"LI||Mei", "LI MEI"},
		{"LI||Mei", "MME MEI LI"},
		{"BA||Aïssatou", "BA AISSATOU"},
		{"NGUYỄN||Thị Minh Anh", "NGUYEN THI MINH ANH"},
		{"LÊ||Văn Đức", "LE VAN DUC"},
	},
	"hosted by": {
		{"MARTIN||Jean", "MARTIN JEAN CHEZ DURAND ANNE"},
		{"MARTIN||Jean", "M. MARTIN JEAN C/O DURAND"},
	},
}

// Truly different people. The first kind shares nothing that tells; the second
// is of the same family, or has a first name that the dossier lacks.
var (
	strangers = []pair{
		{"MARTIN||Jean", "DURAND PAUL"},
		{"MARTIN||Jean", "DURAND JEAN"},
		{"MARTIN||Jean", "M. JEAN DUPONT"},
		{"LEFÈVRE|MARTIN|Anne", "MME BERNARD ANNE"},
		{"LEFÈVRE|MARTIN|Anne", "MME HADDAD NADIA"},
		{"LI||Mei", "OLIVIER MEI"},
		{"LI||Mei", "OLIVIER LILIANE"},
		{"LI||Mei", "LIN MEI"},
		{"LI||Mei", "ALI MEI"},
		{"LE||Anh", "LEBRUN ANH"},
		{"BA||Awa", "BABIN AWA"},
		{"HO||Minh", "HOAREAU MINH"},
		{"LY||Sokha", "LYON SOKHA"},
		{"ROY||Jean", "ROC JEAN"},
		{"ROY||Jean", "LEROY JEAN"},
		{"ROY||Jean", "ROYER JEAN"},
		{"BEN SALAH||Mehdi", "BEN AMAR MEHDI"},
		{"EL KHATIB||Nadia", "EL FASSI NADIA"},
		{"DE LA TOUR||Hugo", "DE LA RUE HUGO"},
		{"LE GOËDREC||Loïc", "LE BIHAN LOIC"},
		{"DU CHAZAUD||Guy", "DU BOIS GUY"},
		{"VAN DEN BERG||Pieter", "VAN DEN HOUT PIETER"},
		{"DA SILVA||Rui", "DA COSTA RUI"},
		{"D'ARTOIS||Robert", "D'HEROUVILLE ROBERT"},
		{"N'DIAWÉ||Gaëlle", "N'GUESSAN GAELLE"},
		{"DUPONT||Jean", "DURAND JEAN"},
		{"MARTINEAU||Jean", "MARTIN JEAN"},
		{"PETIT||Hugo", "GRAND HUGO"},
		{"KOWALCZYK||Tomasz", "NOWAK TOMASZ"},
		{"GARCÍA LÓPEZ||María", "PEREZ ORTEGA MARIA"},
		{"FERRAZ LOUREIRÃO||Joaquim", "MOURA JOAQUIM"},
		{"HOAREAU-VIVÈS||Maëlys", "PAYET MAELYS"},
		{"AUBRÉE-LINOT||Ségolène", "M. OU MME TRUFFIER DOMINIQUE"},
		{"CASTÉRAN|DUFRÊNOIS|Hélène", "QUEMENEUR CAMILLE"},
		{"BÉRANGIER||François-Xavier", "MME VANDENBROUCKE CAMILLE"},
		{"ŒUVREAU||Gaëlle", "M OU MME PETIT JEAN ET GIRARD ANNE"},
		{"NGUYỄN||Thị Minh Anh", "TRAN THI MINH ANH"},
		{"SAINT-MARC||Éloïse", "CARON ELOISE"},
		{"ÇAVDARLI||Inès", "HADDAD INES"},
		{"LUKASIK||Paweł", "WOJCIK PAWEL"},
		{"WEISS||Klaus", "SCHWARZ KLAUS"},
	}
	relatives = []pair{
		{"MARTIN||Jean", "MARTIN PAUL"},
		{"MARTIN||Jean", "MME MARTIN SOPHIE"},
		{"LEFÈVRE|MARTIN|Anne", "MARTIN SOPHIE"},
		{"LEFÈVRE|MARTIN|Anne", "LEFEVRE BRIGITTE"},
		{"LE GOËDREC||Loïc", "LE GOEDREC YVONNE"},
		{"LE GOËDREC||Loïc", "LEGOEDREC YVONNE"},
		{"GARCÍA LÓPEZ||María", "GARCIA PEDRO"},
		{"GARCÍA LÓPEZ||María", "LOPEZ PEDRO"},
		{"AUBRÉE-LINOT||Ségolène", "AUBREE LINOT BERNARD"},
		{"AUBRÉE-LINOT||Ségolène", "AUBREE BERNARD"},
		{"LI||Mei", "LI XIAOPING"},
		{"BEN SALAH||Mehdi", "BENSALAH FATIMA"},
		{"EL KHATIB||Nadia", "KHATIB OMAR"},
		{"D'ARTOIS||Robert", "DARTOIS MICHELE"},
		{"KOWALCZYK||Tomasz", "KOWALCZYK EWA"},
		{"NGUYỄN||Minh", "NGUYEN HUNG"},
		{"HOAREAU-VIVÈS||Maëlys", "HOAREAU VIVES GERARD"},
		{"CHEVALIER||Brigitte", "CHEVALIER ALEXANDRE"},
		{"PÉGUILHÈRE||Théophile", "PEGUILHERE BERNARD ET ODILE"},
		{"MARTIN||Anne", "MARTIN JEAN OU DURAND SOPHIE"},
	}
)

func total(table map[string][]pair) (n int) {
	for _, pairs := range table {
		n += len(pairs)
	}
	return n
}

// No spelling that had people wrongly refused makes a dossier look at again,
// in a 2D-Doc or in a text.
func TestNoKnownPatternWarns(t *testing.T) {
	if n := total(samePeople); n < 100 {
		t.Errorf("only %d pairs", n)
	}
	for pattern, pairs := range samePeople {
		for _, p := range pairs {
			terms := Terms{On: on, Applicant: &Applicant{Person: p.person()}}
			for source, doc := range map[string]File{"2d-doc": codedFile(p.line), "text": billOf(p.line), "ocr": scannedBillOf(p.line)} {
				for _, f := range holderFindings(ownProof, terms, doc) {
					if f.Severity != Info {
						t.Errorf("%s, %s: %q for %q: %s %s", pattern, source, p.line, p.applicant, f.Code, f.Severity)
					}
				}
			}
		}
	}
}

func TestOtherPeopleAreNoticed(t *testing.T) {
	if n := len(strangers) + len(relatives); n < 60 {
		t.Errorf("only %d pairs", n)
	}
	for _, c := range []struct {
		pairs []pair
		want  Severity
	}{{strangers, Warning}, {relatives, Undetermined}} {
		for _, p := range c.pairs {
			terms := Terms{On: on, Applicant: &Applicant{Person: p.person()}}
			for source, doc := range map[string]File{"2d-doc": codedFile(p.line), "text": billOf(p.line)} {
				got := holderFindings(ownProof, terms, doc)
				if len(got) != 1 || got[0].Severity != c.want {
					t.Errorf("%s: %q for %q: %v, want %s", source, p.line, p.applicant, codes(got), c.want)
				}
			}
		}
	}
}
