package samples

import (
	_ "embed"
	"image"
	"math/rand/v2"
)

// The piece types of the samples, in the words of the dossier format.
const (
	identity  = "piece_identite"
	residence = "justificatif_domicile"
	medical   = "avis_medical"
)

// The names most files bear.
const (
	frontFile   = "cni-recto.jpg"
	backFile    = "cni-verso.jpg"
	billFile    = "facture.pdf"
	photoFile   = "facture.jpg"
	opinionFile = "avis-medical.pdf"
)

const (
	usualBill = "2026-09-12" // a little over two months old at the reference date
	readDPI   = 150          // enough to read, light enough to upload
	officeDPI = 200          // what office scanners are set to
)

// heicFront is the front of the card of sample 16-png-renomme as a phone
// would store it; README.md says how it was made. No Go library writes HEIC.
//
//go:embed assets/cni-recto.heic
var heicFront []byte

// usual returns the three pieces of p that pass, with those of replacing in
// the place of the ones of their type.
func usual(p person, replacing ...piece) []piece {
	pieces := []piece{
		card(front(p), back(p)),
		proof("", file{name: billFile, draw: bill(p, usualBill)}),
		visit(file{name: opinionFile, draw: scannedOpinion(p, 2)}),
	}
	for i := range pieces {
		for _, r := range replacing {
			if pieces[i].kind == r.kind {
				pieces[i] = r
			}
		}
	}
	return pieces
}

// card, proof and visit are the three pieces with other files than usual;
// issued is the declared date of the proof, empty where none is.
func card(files ...file) piece { return piece{kind: identity, files: files} }

func proof(issued string, files ...file) piece {
	return piece{kind: residence, date: issued, files: files}
}
func visit(files ...file) piece { return piece{kind: medical, date: opinionDate, files: files} }

// front and back are photographs of the sides of the card of p.
func front(p person) file { return file{name: frontFile, draw: scan(cardFront, p, asJPEG)} }
func back(p person) file  { return file{name: backFile, draw: scan(cardBack, p, asJPEG)} }

// cardPDF stores both sides of the card of p in one PDF, a page each.
func cardPDF(p person) func() ([]byte, error) {
	return scannedPDF(func() ([]canvas, error) {
		var sides []canvas
		for _, side := range []cardSide{cardFront, cardBack} {
			c, err := side(p)
			if err != nil {
				return nil, err
			}
			sides = append(sides, c)
		}
		return sides, nil
	})
}

// scannedOpinion stores the first pages of the opinion on p in a PDF.
func scannedOpinion(p person, pages int) func() ([]byte, error) {
	return scannedPDF(func() ([]canvas, error) {
		return opinionPages(p, pages, readDPI)
	})
}

// officeOpinion stores three pages of the opinion on p as an office scanner
// does: one TIFF, black and white.
func officeOpinion(p person) func() ([]byte, error) {
	return func() ([]byte, error) {
		pages, err := opinionPages(p, 3, officeDPI)
		if err != nil {
			return nil, err
		}
		var greys []*image.Gray
		for _, page := range pages {
			greys = append(greys, page.grey())
		}
		return encodeBilevelTIFF(greys, officeDPI), nil
	}
}

// phonePhoto returns the HEIC asset.
func phonePhoto() ([]byte, error) { return heicFront, nil }

// wreck is a PDF of which only the header is left: noise follows, without one
// object, as a failing memory card leaves it. No engine can open it.
func wreck() ([]byte, error) {
	const header, size = "%PDF-1.4\n", 20_000
	noise := rand.New(rand.NewPCG(48, 51))
	content := []byte(header)
	for len(content) < size {
		content = append(content, byte(noise.UintN(256)))
	}
	return content, nil
}
