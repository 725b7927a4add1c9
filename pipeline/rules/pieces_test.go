package rules

import (
	"slices"
	"testing"
)

func pieceOf(d Decision, t PieceType) *RequiredPiece {
	for i := range d.Pieces {
		if d.Pieces[i].Type == t {
			return &d.Pieces[i]
		}
	}
	return nil
}

func TestReturnPieces(t *testing.T) {
	base := []PieceType{Identity, ProofOfAddress, MedicalOpinion}
	hosted := []PieceType{Identity, HostingStatement, HostIdentity, HostProofOfAddress, MedicalOpinion}
	cases := []struct {
		name      string
		s         Situation
		birth     string
		mandatory []PieceType
	}{
		{"rien de particulier", Situation{}, "1988-04-17", base},
		{"hébergé", Situation{Hosted: is(true)}, "1988-04-17", hosted},
		{"pas hébergé", Situation{Hosted: is(false)}, "1988-04-17", base},
		{"mineur, dit", Situation{Minor: is(true)}, "", hosted},
		{"mineur d'après la naissance : 18 ans demain", Situation{}, "2008-11-22", hosted},
		{"18 ans aujourd'hui", Situation{}, "2008-11-21", base},
		{"français, 25 ans demain", Situation{Nationality: French}, "2001-11-22", append(slices.Clone(base), NationalService)},
		{"français, 25 ans aujourd'hui", Situation{Nationality: French}, "2001-11-21", base},
		{"français mineur de 16 ans", Situation{Nationality: French}, "2010-11-21", append(slices.Clone(hosted), NationalService)},
		{"français de 15 ans", Situation{Nationality: French}, "2010-11-22", hosted},
		{"européen de 20 ans", Situation{Nationality: European}, "2006-01-01", base},
		{"étranger de 20 ans", Situation{Nationality: OtherNational}, "2006-01-01", append(slices.Clone(base), ResidencePermit)},
		{"20 ans, nationalité inconnue", Situation{}, "2006-01-01", base},
		{"français, âge inconnu", Situation{Nationality: French}, "", base},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			c.s.Procedure = ReturnAfterInvalidation
			d := decided(t, c.s, Person{day(t, c.birth)}, "2026-11-21")
			sameList(t, "mandatory pieces", mandatory(d), c.mandatory)
		})
	}
}

// An unknown age or nationality lists the piece, for the person to judge.
func TestPiecesThatMayBeDue(t *testing.T) {
	cases := []struct {
		name    string
		s       Situation
		birth   string
		service bool
		stay    bool
	}{
		{"20 ans, nationalité inconnue", Situation{}, "2006-01-01", true, true},
		{"français, âge inconnu", Situation{Nationality: French}, "", true, false},
		{"30 ans, nationalité inconnue", Situation{}, "1996-01-01", false, true},
		{"européen, âge inconnu", Situation{Nationality: European}, "", false, false},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			c.s.Procedure = ReturnAfterAnnulation
			d := decided(t, c.s, Person{day(t, c.birth)}, "2026-11-21")
			for piece, want := range map[PieceType]bool{NationalService: c.service, ResidencePermit: c.stay} {
				p := pieceOf(d, piece)
				if (p != nil) != want || p != nil && p.Mandatory {
					t.Errorf("%s = %+v, listed and optional: %v", piece, p, want)
				}
			}
		})
	}
}

func TestPieceLimitsComeFromTheCatalogue(t *testing.T) {
	d := decided(t, Situation{Procedure: ReturnAfterInvalidation, Hosted: is(true)}, Person{}, "2026-11-21")
	limits := map[PieceType][2]int{ // pages, months; 0: none
		Identity: {2, 0}, ProofOfAddress: {5, 6}, MedicalOpinion: {6, 24},
		HostingStatement: {0, 0}, HostIdentity: {2, 0}, HostProofOfAddress: {5, 6},
	}
	value := func(p *int) int {
		if p == nil {
			return 0
		}
		return *p
	}
	for piece, want := range limits {
		p := pieceOf(d, piece)
		if p == nil {
			t.Errorf("%s is missing", piece)
			continue
		}
		if got := [2]int{value(p.PagesMax), value(p.AgeMaxMonths)}; got != want {
			t.Errorf("%s: pages and months = %v, want %v", piece, got, want)
		}
	}
}
