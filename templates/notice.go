package templates

import "fmt"

// The notice says what to do with the deposit form, in two pages to keep. It
// never goes in the envelope: the form is scanned alone. Sources: rules § 7
// (photo, posting) and § 8 (envelopes and folds).

const (
	keepWords   = "À garder : ne pas mettre dans l’enveloppe"
	stepsTitle  = "Votre photo et votre signature, pas à pas"
	photoTitle  = "La photo : ce qui est demandé"
	noticeSize  = 10.5
	noticeLine  = 4.9 // between two lines, mm
	noticeText  = 86.0
	noticeWidth = formRight - noticeText
)

// noticeStep is one thing to do, and its drawing in a place of 56 × 30 mm.
type noticeStep struct {
	title, text string
	figure      func(s *sheet, x, y float64)
}

var noticeSteps = [...]noticeStep{
	{"Imprimez à 100 %", "Dans la fenêtre d’impression, choisissez « taille réelle » ou « 100 % », jamais « ajuster à la page ». Papier A4 blanc, un seul côté. Le trait ci-contre doit mesurer 50 mm sur votre règle ; sinon, réimprimez.", drawControlScale},
	{"Collez la photo", "Au milieu du cadre, bien droite, avec de la colle en bâton. Ni agrafe, ni trombone, ni ruban adhésif : ils empêchent de numériser la photo. Elle recouvre les mots imprimés.", drawGluedPhoto},
	{"Signez à l’encre noire", "Dans le cadre, sans toucher ses bords, comme sur votre pièce d’identité. Ne raturez rien et ne corrigez rien à la main : en cas d’erreur, imprimez une nouvelle feuille.", drawSignedFrame},
	{"Pliez en trois", "Aux deux petits repères de la marge de gauche : le tiers du haut vers l’arrière, le tiers du bas vers l’avant. L’adresse du CTN reste à l’extérieur, et la photo n’est pas pliée.", drawFolds},
	{"Glissez la feuille seule dans l’enveloppe", "Enveloppe longue à fenêtre (110 × 220 ou 114 × 229 mm) : les trois lignes de l’adresse s’y lisent en entier, et rien d’autre. Sans fenêtre, recopiez l’adresse. Aucune pièce justificative.", drawEnvelope},
	{"Affranchissez et postez", "Un timbre pour lettre suffit. Courrier simple : ni suivi, ni recommandé. Notez la date d’envoi. Si la photo ou la signature est rejetée, il faut faire une nouvelle demande sur votre compte ANTS.", drawPosted},
}

// drawNotice adds the two pages.
func drawNotice(s *sheet) {
	drawNoticeHead(s, stepsTitle, "1/2")
	for i, step := range noticeSteps {
		const top, height = 44.0, 39.5
		y := top + height*float64(i)
		if i > 0 {
			s.line(formLeft, y-4.2, formRight, y-4.2, 0.1, midGrey)
		}
		step.figure(s, formLeft, y)
		s.disc(noticeText-5, y+2.2, 3.2, black)
		s.centred(noticeText-5, y+3.7, bold(), 12, white, fmt.Sprint(i+1))
		s.text(noticeText, y+3.8, bold(), 12.5, black, step.title)
		drawNoticeText(s, noticeText, y+10.2, noticeWidth, step.text)
	}
	drawNoticeHead(s, photoTitle, "2/2")
	drawPhotoNorms(s)
}

func drawNoticeHead(s *sheet, title, number string) {
	s.addPage()
	s.fill(formLeft, 13, formRight-formLeft, 8.5, black)
	s.text(formLeft+4, 18.7, bold(), 12, white, prose(keepWords))
	s.flushRight(formRight-4, 18.7, regular(), 10, white, number)
	s.text(formLeft, 33, bold(), 17, black, prose(title))
}

// drawNoticeText prints a paragraph and returns the baseline behind it.
func drawNoticeText(s *sheet, x, y, width float64, text string) float64 {
	for _, line := range wrap(regular(), noticeSize, prose(text), width, 0) {
		s.text(x, y, regular(), noticeSize, black, line)
		y += noticeLine
	}
	return y
}

// photoNorms are what rules § 7 gathers of them.
var photoNorms = [...][2]string{
	{"Format", "35 mm de large, 45 mm de haut, sans bord ajouté."},
	{"Visage", "32 à 36 mm du menton au sommet du crâne, hors cheveux : 70 à 80 % de la photo."},
	{"Date", "Moins de 6 mois, et ressemblante."},
	{"Fond", "Uni et clair : bleu clair ou gris clair. Le blanc est interdit."},
	{"Couleur", "En couleurs, comme le formulaire le demande."},
	{"Qualité", "Nette, ni trop claire ni trop sombre, sans pli ni trace."},
	{"Tête", "Nue, droite, de face."},
	{"Expression", "Neutre, bouche fermée."},
	{"Yeux", "Ouverts et bien visibles."},
	{"Lunettes", "Monture fine, verres sans reflet ni teinte, rien devant les yeux."},
}

const (
	photoSource = "Sources : arrêté du 10 avril 2007, norme ISO/IEC 19794-5:2005, fiche F10619 de service-public.fr. Faites faire la photo par un photographe ou dans une cabine, qui connaissent ces règles."
	scaleNote   = "Grandeur réelle si la feuille est imprimée à 100 %. Posez votre photo sur le dessin, le menton sur le trait du bas : le sommet du crâne doit tomber dans la bande grise. Le trait et la bande dépassent de chaque côté."
)

func drawPhotoNorms(s *sheet) {
	drawPhotoToScale(s, formLeft+4, 46)
	drawNoticeText(s, formLeft, 112, 60, scaleNote)
	y := 47.5
	for _, norm := range photoNorms {
		s.text(noticeText+4, y, bold(), 11, black, norm[0])
		y = drawNoticeText(s, noticeText+28, y, formRight-noticeText-28, norm[1]) + 3.4
	}
	s.line(formLeft, 165, formRight, 165, 0.2, midGrey)
	drawNoticeText(s, formLeft, 172, formRight-formLeft, photoSource)
}
