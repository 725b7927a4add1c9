package pipeline

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"testing"

	"github.com/recevable/recevable/pipeline/repair"
	"github.com/recevable/recevable/validators"
	"github.com/recevable/recevable/validators/reader"
)

// Whoever is left with a file is told why, and what to do.
func TestLeftBehindSaysWhy(t *testing.T) {
	overLimit := &reader.RewriteError{State: reader.OverLimit, Limit: reader.MemoryLimit}
	damaged := &reader.RewriteError{State: reader.Damaged}
	heavy := []validators.Finding{{Code: validators.SizeExceeded}}
	foreign := []validators.Finding{{Code: validators.FormatRefused}}
	for _, tt := range []struct {
		name           string
		err            error
		findings       []validators.Finding
		reason, remedy string
	}{
		{"too heavy", fmt.Errorf("x: %w", repair.ErrTooHeavy), heavy, "même allégé", "200"},
		{"a picture too heavy", repair.ErrWeight, heavy, "même allégé", "200"},
		{"heavier than was asked", repair.ErrTooHeavy, nil, "la taille que vous demandez", "--taille-max"},
		{"too big to be held", repair.ErrRead, heavy, "trop gros pour être allégé ici", "quelques pages à la fois"},
		{"not to be read", repair.ErrRead, nil, "", ""},
		{"too costly", fmt.Errorf("%w: %w", repair.ErrDamaged, overLimit), heavy, "trop de mémoire", "imprimez-le en PDF"},
		{"damaged", fmt.Errorf("%w: %w", repair.ErrDamaged, damaged), nil, "trop abîmé", "numérisez"},
		{"made in vain", errTakenBack, nil, "serait refusé aussi", ""},
		{"locked", fmt.Errorf("%w: %w", repair.ErrPassword, damaged), nil, "", "mot-de-passe-fichier"},
		{"of another kind", repair.ErrKind, foreign, "", "PDF"},
		{"no reason", errors.New("x"), nil, "", ""},
	} {
		opts := repair.Options{}
		if strings.HasSuffix(tt.name, "than was asked") {
			opts.MaxBytes = 500_000
		}
		got := leftBehind(FileReport{Findings: tt.findings}, tt.err, opts)
		if !strings.Contains(got.Message, tt.reason) || !strings.Contains(got.Message, "pas parmi les fichiers prêts") {
			t.Errorf("%s: %s", tt.name, got.Message)
		}
		if !strings.Contains(got.Remedy, tt.remedy) || (tt.remedy == "") != (got.Remedy == "") {
			t.Errorf("%s: do %q", tt.name, got.Remedy)
		}
		if plain := strings.Count(got.Message, ".") == 1; plain != (tt.reason == "") {
			t.Errorf("%s: %s", tt.name, got.Message)
		}
	}
}

// A remedy does not send to the repair that just failed.
func TestRemediesWithoutRepair(t *testing.T) {
	given := []validators.Finding{
		{Remedy: "Numérisez à nouveau. La commande «\u00a0recevable fix\u00a0» l’allège pour vous."},
		{Remedy: "La commande « recevable fix » le convertit en JPG. À la main : ouvrez l’image."},
		{Remedy: "La commande « recevable fix --mot-de-passe-fichier FICHIER » le fait pour vous."},
		{Remedy: "Regardez-la."},
	}
	for i, want := range []string{"Numérisez à nouveau.", "À la main : ouvrez l’image.", given[2].Remedy, "Regardez-la."} {
		if got := withoutRepair(given)[i].Remedy; got != want {
			t.Errorf("%q: %q", given[i].Remedy, got)
		}
	}
	if given[0].Remedy == "Numérisez à nouveau." {
		t.Error("the findings of the check were changed")
	}
}

func TestWhyAFileIsNotHandedOver(t *testing.T) {
	for err, want := range map[error]string{errChanged: "a changé", fs.ErrPermission: "ne peut pas être lu"} {
		if got := notHandedOver("facture.pdf", fmt.Errorf("x: %w", err)); got.File != "facture.pdf" || !strings.Contains(got.Problem, want) {
			t.Errorf("%v: %+v", err, got)
		}
	}
}
