package rules

import (
	"slices"
	"testing"
)

// The words to click, copied again from the founding documents, so that an edit
// of wording.go does not pass unseen.
func TestOnlinePathIsWordForWordThatOfTheSource(t *testing.T) {
	const produce = "Je demande la fabrication d'un titre de permis de conduire"
	register := []string{
		"Je m'inscris pour pouvoir me présenter aux épreuves du permis de conduire",
		"dans le cadre d'un retour au permis (à la suite d'une invalidation ou annulation du permis de conduire)",
	}
	production := []string{"demande de fabrication du permis de conduire", "demande à la suite d'une invalidation ou d'une annulation de permis"}
	am := "d'une demande d'édition d'un titre doté de la seule catégorie AM"
	cases := []struct {
		name string
		s    Situation
		path []string
	}{
		{"invalidation, inscription", Situation{Procedure: ReturnAfterInvalidation}, register},
		{"annulation, inscription", Situation{Procedure: ReturnAfterAnnulation}, register},
		{"invalidation, fabrication", Situation{Procedure: ReturnAfterInvalidation, Phase: Production}, production},
		{"annulation, fabrication", Situation{Procedure: ReturnAfterAnnulation, Phase: Production}, production},
		{"suspension", Situation{Procedure: Suspension, AlcoholOrDrugs: is(true)}, []string{"demande de fabrication d'un permis de conduire", "demande suite à la suspension de permis"}},
		{"AM après invalidation", Situation{Procedure: CategoryAM, NotifiedOn: day(t, "2026-03-02")}, []string{produce, "Il s’agit d'une demande à la suite d'une invalidation ou d'une annulation de permis", am}},
		{"AM après annulation", Situation{Procedure: CategoryAM, EffectiveOn: day(t, "2026-03-02")}, []string{produce, "Il s’agit d'une demande à la suite d'une invalidation ou d'une annulation de permis", am}},
		{"AM pendant une suspension", Situation{Procedure: CategoryAM, StartsOn: day(t, "2026-03-02")}, []string{produce, "d'une demande à la suite d'une suspension de permis", am}},
		{"AM, mesure inconnue", Situation{Procedure: CategoryAM}, []string{produce, "Il s’agit d'une demande à la suite d'une invalidation ou d'une annulation de permis » ou « d'une demande à la suite d'une suspension de permis", am}},
		{"erreur", Situation{Procedure: LicenceError}, []string{"Je souhaite signaler une erreur sur mon permis de conduire reçu il y a moins de 6 mois"}},
		{"brevet militaire", Situation{Procedure: MilitaryLicence}, []string{produce, "il s'agit d'une conversion de brevet militaire"}},
		{"diplôme professionnel", Situation{Procedure: ProfessionalDiploma}, []string{produce, "Il s’agit d'une validation de diplôme professionnel"}},
		{"perte", Situation{Procedure: Loss}, []string{produce}},
		{"vol", Situation{Procedure: Theft}, []string{produce}},
		{"détérioration", Situation{Procedure: Damage}, []string{produce}},
		{"renouvellement", Situation{Procedure: Renewal}, []string{produce}},
		{"permis international", Situation{Procedure: InternationalPermit}, []string{"Je demande un permis de conduire international"}},
		{"première inscription", Situation{Procedure: FirstRegistration}, []string{register[0], "d'une inscription pour passer les épreuves du permis de conduire"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if got := decided(t, c.s, Person{}, "2026-11-21").Online.Path; !slices.Equal(got, c.path) {
				t.Errorf("motif = %q, want %q", got, c.path)
			}
		})
	}
}

func TestRequestPieces(t *testing.T) {
	cases := []struct {
		name      string
		s         Situation
		birth     string
		mandatory []PieceType
	}{
		{"perte", Situation{Procedure: Loss}, "", []PieceType{Identity, ProofOfAddress}},
		{"perte, catégorie lourde : avis facultatif", Situation{Procedure: Loss, HeavyCategory: is(true)}, "", []PieceType{Identity, ProofOfAddress}},
		{"vol", Situation{Procedure: Theft}, "", []PieceType{Identity, ProofOfAddress, TheftReport}},
		{"détérioration", Situation{Procedure: Damage}, "", []PieceType{Identity, ProofOfAddress}},
		{"renouvellement d'un permis B", Situation{Procedure: Renewal, Categories: []string{"B"}}, "", []PieceType{Identity, ProofOfAddress, CurrentLicence}},
		{"renouvellement d'un permis C", Situation{Procedure: Renewal, Categories: []string{"B", "C"}}, "", []PieceType{Identity, ProofOfAddress, CurrentLicence, MedicalOpinion}},
		{"AM", Situation{Procedure: CategoryAM}, "", []PieceType{Identity, ProofOfAddress}},
		{"erreur", Situation{Procedure: LicenceError}, "", []PieceType{CurrentLicence}},
		{"brevet militaire B", Situation{Procedure: MilitaryLicence, Categories: []string{"B"}}, "2000-01-01", []PieceType{Identity, ProofOfAddress, MilitaryCertificate}},
		{"brevet militaire C, 21 ans aujourd'hui", Situation{Procedure: MilitaryLicence, Categories: []string{"B", "C"}}, "2005-11-21", []PieceType{Identity, ProofOfAddress, MilitaryCertificate, MedicalOpinion}},
		{"brevet militaire C, 21 ans demain", Situation{Procedure: MilitaryLicence, Categories: []string{"B", "ce"}}, "2005-11-22", []PieceType{Identity, ProofOfAddress, MilitaryCertificate, MedicalOpinion, TrainingCertificate}},
		{"brevet militaire C, naissance inconnue : le certificat est une condition", Situation{Procedure: MilitaryLicence, Categories: []string{"C"}, HeavyCategory: is(true)}, "", []PieceType{Identity, ProofOfAddress, MilitaryCertificate, MedicalOpinion}},
		{"brevet militaire D", Situation{Procedure: MilitaryLicence, Categories: []string{"D"}}, "1990-01-01", []PieceType{Identity, ProofOfAddress, MilitaryCertificate, MedicalOpinion, TrainingCertificate}},
		{"diplôme professionnel C", Situation{Procedure: ProfessionalDiploma, Categories: []string{"C"}}, "", []PieceType{Identity, ProofOfAddress, ProfessionalCertificate, MedicalOpinion}},
		{"diplôme professionnel, catégorie inconnue", Situation{Procedure: ProfessionalDiploma}, "", []PieceType{Identity, ProofOfAddress, ProfessionalCertificate}},
		{"permis international, français", Situation{Procedure: InternationalPermit, Nationality: French}, "", []PieceType{Identity, ProofOfAddress, CurrentLicence}},
		{"permis international, européen", Situation{Procedure: InternationalPermit, Nationality: European}, "", []PieceType{Identity, ProofOfAddress, CurrentLicence, OtherPiece}},
		{"permis international, étranger", Situation{Procedure: InternationalPermit, Nationality: OtherNational}, "", []PieceType{Identity, ProofOfAddress, CurrentLicence, ResidencePermit}},
		{"première inscription, 20 ans, français", Situation{Procedure: FirstRegistration, Nationality: French, HeavyCategory: is(false)}, "2006-01-01", []PieceType{Identity, ProofOfAddress, OtherPiece, NationalService}},
		{"première inscription, né le 31 décembre 1987 : pas d'ASSR", Situation{Procedure: FirstRegistration, Nationality: French}, "1987-12-31", []PieceType{Identity, ProofOfAddress}},
		{"première inscription, né le 1er janvier 1988 : ASSR", Situation{Procedure: FirstRegistration, Nationality: French}, "1988-01-01", []PieceType{Identity, ProofOfAddress, OtherPiece}},
		{"fabrication après invalidation", Situation{Procedure: ReturnAfterInvalidation, Phase: Production}, "", []PieceType{Identity, ProofOfAddress, ExamCertificate, ReturnSheet}},
		{"fabrication après annulation, catégorie lourde", Situation{Procedure: ReturnAfterAnnulation, Phase: Production, HeavyCategory: is(true)}, "", []PieceType{Identity, ProofOfAddress, ExamCertificate, ReturnSheet, MedicalOpinion}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			sameList(t, "mandatory pieces", mandatory(decided(t, c.s, Person{day(t, c.birth)}, "2026-11-21")), c.mandatory)
		})
	}
}

// A piece whose fact is missing is a condition, with its reason, and not left out.
func TestTrainingCertificateWaitsForTheBirthDate(t *testing.T) {
	cases := []struct {
		name       string
		categories []string
		birth      string
		want       string // obligatoire, conditionnelle, absente
	}{
		{"C, naissance inconnue", []string{"C"}, "", "conditionnelle"},
		{"B et CE, naissance inconnue", []string{"B", "CE"}, "", "conditionnelle"},
		{"C et D, naissance inconnue : D suffit", []string{"C", "D"}, "", "obligatoire"},
		{"C, veille des 21 ans", []string{"C"}, "2005-11-22", "obligatoire"},
		{"C, 21 ans", []string{"C"}, "2005-11-21", "absente"},
		{"B, naissance inconnue", []string{"B"}, "", "absente"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			d := decided(t, Situation{Procedure: MilitaryLicence, Categories: c.categories, HeavyCategory: is(true)}, Person{day(t, c.birth)}, "2026-11-21")
			if got := pieceText(d, TrainingCertificate); got != c.want {
				t.Errorf("certificat_formation %s, want %s", got, c.want)
			}
		})
	}
}

func pieceText(d Decision, piece PieceType) string {
	for _, p := range d.Pieces {
		if p.Type == piece {
			if p.Mandatory {
				return "obligatoire"
			}
			return "conditionnelle"
		}
	}
	return "absente"
}

// Since the décret n° 2016-723, BE asks for no medical opinion; the older text
// of R221-10, II, is shown, and the piece kept as a possibility.
func TestTrailerCategory(t *testing.T) {
	cases := []struct {
		name           string
		categories     []string
		heavy          *bool
		visit, opinion string
		divergent      bool
	}{
		{"B et BE", []string{"B", "BE"}, nil, "non", "conditionnelle", true},
		{"be en minuscules", []string{"be"}, is(false), "non", "conditionnelle", true},
		{"B seul", []string{"B"}, nil, "non", "absente", false},
		{"BE et C : la catégorie lourde décide", []string{"BE", "C"}, nil, "medecin_agree", "obligatoire", false},
		{"CE", []string{"B", "CE"}, nil, "medecin_agree", "obligatoire", false},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			d := decided(t, Situation{Procedure: Renewal, Categories: c.categories, HeavyCategory: c.heavy}, Person{}, "2026-06-21")
			if visitText(d) != c.visit || pieceText(d, MedicalOpinion) != c.opinion {
				t.Errorf("visite %s, avis %s, want %s, %s", visitText(d), pieceText(d, MedicalOpinion), c.visit, c.opinion)
			}
			if got := messageOf(d, DivergentReadings, keyCategories) != ""; got != c.divergent {
				t.Errorf("lectures_divergentes = %v, want %v", got, c.divergent)
			}
		})
	}
}

func TestHeavyMedical(t *testing.T) {
	for _, procedure := range []Procedure{MilitaryLicence, ProfessionalDiploma, Renewal, FirstRegistration} {
		cases := []struct {
			name       string
			flag       *bool
			categories []string
			visit      string
		}{
			{"catégorie lourde dite", is(true), nil, "medecin_agree"},
			{"pas de catégorie lourde", is(false), []string{"C"}, "non"},
			{"catégorie D1 tenue", nil, []string{"B", "d1"}, "medecin_agree"},
			{"catégories A et BE", nil, []string{"A", "BE"}, "non"},
			{"rien de dit", nil, nil, "?"},
		}
		for _, c := range cases {
			t.Run(string(procedure)+", "+c.name, func(t *testing.T) {
				d := decided(t, Situation{Procedure: procedure, HeavyCategory: c.flag, Categories: c.categories}, Person{}, "2026-11-21")
				if got := visitText(d); got != c.visit {
					t.Errorf("visite = %q, want %q", got, c.visit)
				}
				if got := slices.Contains(missingOf(d), keyHeavyCategory); got != (c.visit == "?") {
					t.Errorf("fait_manquant categorie_lourde = %v", got)
				}
			})
		}
	}
}

func TestLicenceError(t *testing.T) {
	cases := []struct {
		name          string
		received      string
		moved, online *bool
		on            string
		possible      bool
		limit         string
		missing       []string
	}{
		{"dernier jour sûr", "2026-05-22", is(false), is(true), "2026-11-21", true, "2026-11-21", []string{}},
		{"six mois jour pour jour", "2026-05-21", is(false), is(true), "2026-11-21", false, "2026-11-20", []string{}},
		{"reçu un 31 août, février", "2026-08-31", is(false), is(true), "2027-02-27", true, "2027-02-27", []string{}},
		{"reçu un 31 août, 28 février", "2026-08-31", is(false), is(true), "2027-02-28", false, "2027-02-27", []string{}},
		{"déménagé", "2026-11-01", is(true), is(true), "2026-11-21", false, "2027-04-30", []string{}},
		{"pas demandé en ligne", "2026-11-01", is(false), is(false), "2026-11-21", false, "2027-04-30", []string{}},
		{"réception inconnue", "", is(false), is(true), "2026-11-21", false, "", []string{keyReceivedOn}},
		{"rien d'autre que la réception", "2026-11-01", nil, nil, "2026-11-21", true, "2027-04-30", []string{keyMoved, keyRequestedOnline}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			d := decided(t, Situation{Procedure: LicenceError, LicenceReceivedOn: day(t, c.received), Moved: c.moved, RequestedOnline: c.online}, Person{}, c.on)
			if d.Online.Possible != c.possible {
				t.Errorf("possible = %v, want %v", d.Online.Possible, c.possible)
			}
			excluded := slices.Contains(alertsOf(d), OnlineExcluded)
			if want := !c.possible && c.received != ""; excluded != want {
				t.Errorf("teleprocedure_exclue = %v, want %v", excluded, want)
			}
			if got := dateOf(d, LicenceErrorLimit); got != c.limit {
				t.Errorf("limite_erreur_titre = %q, want %q", got, c.limit)
			}
			if got := missingOf(d); !slices.Equal(got, c.missing) {
				t.Errorf("missing = %v, want %v", got, c.missing)
			}
		})
	}
}

func TestBudgets(t *testing.T) {
	cases := []struct {
		name string
		s    Situation
		want Cost
	}{
		{"perte : timbre", Situation{Procedure: Loss}, Cost{25, 25}},
		{"vol : timbre", Situation{Procedure: Theft}, Cost{25, 25}},
		{"détérioration : en principe gratuit", Situation{Procedure: Damage}, Cost{0, 25}},
		{"erreur : gratuit", Situation{Procedure: LicenceError}, Cost{0, 0}},
		{"permis international : gratuit", Situation{Procedure: InternationalPermit}, Cost{0, 0}},
		{"retour, code seul, médecin : 70 + 36 + 30 et 140 + 36 + 30", Situation{
			Procedure: ReturnAfterInvalidation, NotifiedOn: day(t, "2026-11-01"), HandedInOn: day(t, "2026-11-02"),
			LicensedOn: day(t, "2010-01-01"), AlcoholOrDrugs: is(false),
		}, Cost{136, 206}},
		{"retour, code et conduite, commission : jusqu'à 1 500", Situation{
			Procedure: ReturnAfterInvalidation, LicensedOn: day(t, "2025-01-01"), NotifiedOn: day(t, "2026-11-01"), HandedInOn: day(t, "2026-11-02"),
			AlcoholOrDrugs: is(true),
		}, Cost{414, 1500}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if got := *decided(t, c.s, Person{}, "2026-11-21").Budget; got != c.want {
				t.Errorf("budget = %v, want %v", got, c.want)
			}
		})
	}
}
