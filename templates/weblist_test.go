package templates

import (
	"bytes"
	"image"
	"image/jpeg"
	"testing"

	"github.com/recevable/recevable/pipeline/calendar"
)

// webListSample is a list with the parts that [fullChecklist] may lack.
func webListSample(t testing.TB) Checklist {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, image.NewGray(image.Rect(0, 0, 60, 85)), nil); err != nil {
		t.Fatal(err)
	}
	c := fullChecklist()
	c.Pieces[0].Pictures = []Thumbnail{{"cni-recto.jpg", 1, b.Bytes()}, {"abimee.jpg", 2, b.Bytes()[:9]}, {"cni-verso.jpg", 1, b.Bytes()}}
	c.Online.Link = "https://permisdeconduire.ants.gouv.fr"
	c.Screens = []Screen{
		{Number: 1, Title: "Motif de demande", Sources: []string{"S2"}, Rows: []ScreenRow{
			{ClickRow, "", "Je m'inscris pour pouvoir me présenter aux épreuves", ""},
			{ClickRow, "Cette demande inclut-elle une catégorie lourde ?", "Non", "Le motif ne peut plus être changé ensuite."},
			{ClickRow, "Préfecture de rattachement", "", "Celle de votre domicile."},
		}},
		{Number: 2, Title: "État civil", Note: "Jour et mois inconnus : contactez l'ANTS.", Rows: []ScreenRow{
			{TypeRow, "Nom de naissance *", "D'ÉTÉ", ""},
			{TypeRow, "Prénoms *", "Anne-Laure-Marie-Élisabeth Zoé Véronique", "Un prénom par champ."},
			{TypeRow, "Numéro NEPH", "", ""},
		}},
		{Number: 6, Title: "Pièces", Rows: []ScreenRow{{AttachRow, "Pièce d'identité (2 pages au plus)", "cni-recto.jpg", ""}, {AttachRow, "Avis médical", "", ""}}},
	}
	c.Statuses = []RequestStatus{
		{"Envoyée", "La demande a été transmise.", "Rien à faire.", false, false},
		{"A compléter", "Des pièces manquent.", "Modifiez la demande.", false, true},
		{"Rejet des images", "La photo n'est pas conforme.", "Refaites la photo.", true, true},
	}
	c.KnownOn = calendar.New(2026, 11, 21)
	return c
}
