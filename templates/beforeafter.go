package templates

import (
	"bytes"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"image"
)

// BeforeAfter is what a repair changed, page beside page, as one web page that
// loads nothing and runs nothing. Every text may be anything: it is escaped.
type BeforeAfter struct {
	Files []ChangedFile
	More  int // changed pages that are not shown: there are too many
}

// ChangedFile is one file that came out.
type ChangedFile struct {
	Piece   string
	Name    string
	From    []string // the files it comes from
	Changes []string // what was done, in sentences
	Pages   []ChangedPage
}

// ChangedPage is one page as it was given and as it came out; nil where it has
// no picture, or stands there no more.
type ChangedPage struct {
	Before, After image.Image
	Gone          bool // removed, or put on the page above
}

// pairSide is the longer side of each of two pictures, in pixels: enough to
// compare them on a screen, print included.
const pairSide = 900

//go:embed beforeafter.html
var beforeAfterHTML string

//go:embed beforeafter.css
var beforeAfterCSS string

var beforeAfterPage = template.Must(template.New("beforeafter").Parse(beforeAfterHTML))

type shownPair struct {
	Number        int
	Before, After *webPicture
	Gone          bool
}

type shownFile struct {
	ChangedFile
	Pairs []shownPair
}

// HTML draws the page.
func (b BeforeAfter) HTML() ([]byte, error) {
	sum := sha256.Sum256([]byte(beforeAfterCSS))
	page := struct {
		Policy string
		Style  template.CSS
		Files  []shownFile
		More   int
	}{
		Policy: fmt.Sprintf("default-src 'none'; img-src data:; style-src 'sha256-%s'", base64.StdEncoding.EncodeToString(sum[:])),
		Style:  template.CSS(beforeAfterCSS), More: b.More,
	}
	for _, file := range b.Files {
		shown := shownFile{ChangedFile: file}
		for i, p := range file.Pages {
			pair := shownPair{Number: i + 1, Gone: p.Gone}
			var err error
			if pair.Before, err = pairPicture(p.Before); err != nil {
				return nil, err
			}
			if pair.After, err = pairPicture(p.After); err != nil {
				return nil, err
			}
			shown.Pairs = append(shown.Pairs, pair)
		}
		page.Files = append(page.Files, shown)
	}
	var out bytes.Buffer
	err := beforeAfterPage.Execute(&out, page)
	return out.Bytes(), err
}

func pairPicture(img image.Image) (*webPicture, error) {
	if img == nil {
		return nil, nil
	}
	return webPictureOf(img, pairSide)
}
