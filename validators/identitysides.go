package validators

import (
	"regexp"

	"github.com/recevable/recevable/validators/reader"
	"github.com/recevable/recevable/validators/reader/mrz"
)

// SideMissing: only one side of a card is there.
const SideMissing Code = "identite.verso_absent"

// side is a side of a card.
type side string

const (
	front side = "recto"
	back  side = "verso"
)

// Words that stand on one side of French cards only. « Taille » is on the
// front of the card of 1995 and on the back of that of 2021: it tells nothing.
var (
	cardFront = regexp.MustCompile(`\bcarte nationale d'identite|\bidentity card\b|\btitre de sejour\b|\bresidence permit\b|\bcarte de (?:resident|sejour)\b`)
	cardBack  = regexp.MustCompile(`\badresse\b|\bvalable jusqu|\bdelivree? le\b|\bdate de delivrance\b|\bsignature de l'autorite|\bprefecture\b`)
	// cardHeading is the heading of a French card and of nothing else: the
	// same words within a sentence may be a receipt or a declaration.
	cardHeading = regexp.MustCompile(`^(?:republique francaise )?carte nationale d'identite\b`)
	// digitalProof is the one-use proof of France Identité, which has one side.
	// Source: SP31057b, rules § 6.
	digitalProof = regexp.MustCompile(`\bfrance identite\b|\busage unique\b`)
)

// checkSides notices a card of which one side is missing: a single page, or
// the same side twice. It speaks only where it is known that it is a card and
// nothing suggests that the other side is on the page as well.
func checkSides(piece Piece, sheets []sheet, inspection *Inspection) {
	pages := 0
	for _, f := range piece.Files {
		if f.Document.PageCount == 0 {
			return // a file that was not opened may be the other side
		}
		pages += f.Document.PageCount
	}
	if len(sheets) != pages {
		return
	}
	shown, ok := sameSide(sheets)
	if !ok {
		return
	}
	last := sheets[len(sheets)-1]
	if pages == 1 {
		last.report(inspection, oneSide(shown))
	} else {
		last.report(inspection, twice(shown))
	}
}

// sameSide returns the side of one card that all pages show, with nothing of
// the other side on any.
func sameSide(sheets []sheet) (side, bool) {
	if len(sheets) == 0 {
		return "", false
	}
	shown, ok := sheets[0].side()
	for i, s := range sheets {
		if !ok || s.mayShowBoth(shown) {
			return "", false
		}
		if i > 0 && !sameCard(sheets[0].zone(), s.zone()) {
			return "", false
		}
	}
	return shown, true
}

// sameCard reports whether two zones surely are the same one.
func sameCard(a, b *mrz.Zone) bool {
	return a != nil && b != nil && a.Valid() && b.Valid() && samePaper(a, b)
}

// side tells which side of a card the page shows; false where it is not known
// to be a card. The zone of the French card was on the front until 2021; every
// other card bears it on the back (ICAO Doc 9303 part 5).
func (s sheet) side() (side, bool) {
	if s.bears(digitalProof) {
		return "", false
	}
	z := s.zone()
	switch {
	case z == nil:
		return front, !s.Unread && s.bears(cardHeading)
	case !clearlyZone(z):
		return "", false
	case z.Layout == mrz.FrenchCard:
		return front, true
	case z.Layout == mrz.TD1:
		return back, true
	}
	return "", false
}

// mayShowBoth reports whether the other side may be on the page too: its words
// are, or there is room for it and the words of this side were not read well
// enough to say that those of the other would have been.
func (s sheet) mayShowBoth(shown side) bool {
	other := cardBack
	if shown == back {
		other = cardFront
	}
	return s.bears(other) || s.zone() != nil && s.hasRoom() && !s.readsWell(shown)
}

// printed are words of either side of French cards, told by OCR or not at all.
var printed = map[side][]*regexp.Regexp{
	front: {cardFront, regexp.MustCompile(`\bprenoms?\b`), regexp.MustCompile(`\bnationalite\b`), regexp.MustCompile(`\bsexe\b`), regexp.MustCompile(`\bsignature du titulaire`)},
	back:  {regexp.MustCompile(`\badresse\b`), regexp.MustCompile(`\bdate de delivrance\b`), regexp.MustCompile(`\btaille\b`)},
}

// readsWell reports whether two of the words of a side were read. The words of
// foreign cards are not known.
func (s sheet) readsWell(shown side) bool {
	found := 0
	for _, word := range printed[shown] {
		if s.bears(word) {
			found++
		}
	}
	return found >= 2 && s.zone().Country == "FRA"
}

// cardFormat is a format of cards and of the zone on it, in millimetres.
type cardFormat struct {
	width, height float64
	zone          float64 // width of the lines: ten characters to the inch
	below         float64 // from the zone to the lower edge
}

// Source: ISO/IEC 7810 (ID-2, ID-1); ICAO Doc 9303 part 3 for the pitch.
var cardFormats = map[mrz.Layout]cardFormat{
	mrz.FrenchCard: {width: 105, height: 74, zone: 36 * 2.54, below: 6},
	mrz.TD1:        {width: 85.6, height: 54, zone: 30 * 2.54, below: 5},
}

// enoughRoom is the share of a card that must be free beside it for the other
// side to be there, a little cut.
const enoughRoom = 0.9

// loneCard is how many times as long as the zone the picture's content may be
// and still be one card. One card is 1.15 times as long, two are 1.4 at least.
const loneCard = 1.3

// hasRoom reports whether the page has room for a second card beside the one
// whose zone it shows, and something may be there.
func (s sheet) hasRoom() bool {
	mark, format := s.Zone.Mark, cardFormats[s.zone().Layout]
	width, height := s.upright()
	if width <= 0 || height <= 0 || mark.X1 <= mark.X0 {
		return height > width // a page that lies is the picture of one card
	}
	perMM := (mark.X1 - mark.X0) * width / format.zone
	beside := max(mark.X0, 1-mark.X1)*width/perMM - (format.width-format.zone)/2
	above := mark.Y1*height/perMM + format.below - format.height
	under := (1-mark.Y1)*height/perMM - format.below
	room := beside >= enoughRoom*format.width || max(above, under) >= enoughRoom*format.height
	return room && !s.showsOneCard(mark, width, height)
}

// showsOneCard reports whether what stands out from the background of the page
// is no longer than one card.
func (s sheet) showsOneCard(mark reader.Mark, width, height float64) bool {
	if s.Legibility == nil || s.Legibility.ContentWidth <= 0 {
		return false
	}
	// The resolution is stated as if the page were A4.
	long, short := max(width, height), min(width, height)
	pixels := s.Legibility.DPI * min(11.69, 8.27*long/short)
	zone := (mark.X1 - mark.X0) * width / long * pixels
	return float64(s.Legibility.ContentWidth) <= loneCard*zone
}

// upright returns the size of the page once turned.
func (s sheet) upright() (width, height float64) {
	if s.Turn%180 != 0 {
		return s.Height, s.Width
	}
	return s.Width, s.Height
}

func oneSide(shown side) Finding {
	f := Finding{
		Code: SideMissing, Severity: Warning,
		Message: "Cette carte semble n’avoir qu’un côté ici : le recto y est, le verso manque.",
		Remedy:  "Ajoutez une photo ou une numérisation du verso, en second fichier ou sur la même page. L’ANTS demande le recto et le verso.",
	}
	if shown == back {
		f.Message = "Cette carte semble n’avoir qu’un côté ici : le verso y est, le recto (le côté de la photo d’identité) manque."
		f.Remedy = "Ajoutez une photo ou une numérisation du recto, en second fichier ou sur la même page. L’ANTS demande le recto et le verso."
	}
	return f
}

func twice(shown side) Finding {
	f := Finding{
		Code: SideMissing, Severity: Warning,
		Message: "Ces pages montrent deux fois le recto de la même carte : le verso semble manquer.",
		Remedy:  "Remplacez l’une des deux par une photo ou une numérisation du verso.",
	}
	if shown == back {
		f.Message = "Ces pages montrent deux fois le verso de la même carte : le recto (le côté de la photo d’identité) semble manquer."
		f.Remedy = "Remplacez l’une des deux par une photo ou une numérisation du recto."
	}
	return f
}
