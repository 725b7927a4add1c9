package templates

import (
	"bytes"
	"cmp"
	_ "embed"
	"fmt"
	"strings"

	"github.com/recevable/recevable/pipeline/calendar"
)

// WebReport is what was found, as one web page that needs nothing else: it
// loads nothing, runs nothing, and can be read on a telephone, by a screen
// reader, in the dark, and on A4 paper.
//
// Every text may be anything: it is escaped, and what would turn the direction
// of a line or cannot be seen is dropped.
type WebReport struct {
	Date     calendar.Date // the reference date
	Verdict  Verdict
	Missing  []string     // what is missing for a decision on the situation, in sentences
	Findings []WebFinding // those on the dossier as a whole
	Pieces   []WebPiece
	Unread   []string // what was not looked at, in sentences
}

// WebPiece is a piece that was read.
type WebPiece struct {
	Label    string
	Verdict  Verdict
	Pages    int // 0 where they could not be counted
	PagesMax int // 0 where there is no limit
	Findings []WebFinding
	Files    []WebFile
}

// WebFile is one of its files.
type WebFile struct {
	Name     string
	Verdict  Verdict
	Pages    int
	Bytes    int64
	First    []byte // JPEG picture of its first page; nil for none
	Findings []WebFinding
	Readings []WebReading
}

// WebFinding is a finding and what shows it.
type WebFinding struct {
	Severity Severity
	Message  string
	Remedy   string // optional
	Page     int    // 0 where it is about the whole file
	Words    string // that prove it; optional
	Shown    *Shown // nil where nothing can be shown
}

// WebReading is something that was read: « Date lue », « 2 mars 2026 ».
type WebReading struct {
	Label, Value string
	Origin       string // « texte du PDF »; optional
	Page         int    // 0 where it is not known
	Words        string // it was read in; optional
	Shown        *Shown // nil where nothing can be shown
}

// Shown is a place of a page, or a whole page. Findings and readings about the
// same one share it: it is drawn once, and then referred to.
type Shown struct {
	Page     int       // from 1
	Words    string    // that were read there; optional
	Evidence *Evidence // nil where the finding is about the page as a whole
	Picture  []byte    // JPEG of the page where there is no Evidence; nil for none
	FileName string    // of the picture beside the report; optional
}

//go:embed webreport.html
var webReportSource string

//go:embed webreport.css
var webReportStyle string

var (
	webReportTemplate = webTemplate("rapport", webReportSource)
	webReportFrame    = newWebFrame(webReportStyle)
)

// HTML returns the page, rapport.html.
func (r WebReport) HTML() ([]byte, error) {
	view, err := r.view()
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	if err := webReportTemplate.Execute(&b, view); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// The views are the texts of the page, set, in the order of the page.
type (
	webView struct {
		Frame    webFrame
		Date     string
		Sign     string
		Tone     string
		Title    string
		Sentence string
		Counts   []string
		Missing  []string
		Findings []findingView
		Pieces   []pieceView
		Unread   []string
	}
	pieceView struct {
		ID, Label string
		Sign      string
		Tone      string
		Word      string
		Size      string
		Findings  []findingView
		Files     []fileView
	}
	fileView struct {
		ID, Name string
		Sign     string
		Tone     string
		Word     string
		Size     string
		First    *webPicture
		Findings []findingView
		Readings []readingView
		Alone    bool // its piece has no other, and says the same verdict
	}
	findingView struct {
		Sign, Tone, Word string
		Page             int
		Message, Remedy  string
		Words            string // empty where the figure says them
		Figure           *figureView
	}
	readingView struct {
		Label, Value, Origin string
		Page                 int
		Words                string // empty where the figure says them
		Figure               *figureView
	}
	// figureView is a picture, or the way to where it stands already.
	figureView struct {
		ID       string
		Again    bool
		Page     int
		File     string
		Words    string
		Detail   *webPicture
		Whole    *webPicture
		FileName string
	}
)

// verdictSentences stand under the words of [looks].
var verdictSentences = map[Verdict]struct{ title, sentence string }{
	Refused:    {"Irrecevable en l’état", "Au moins un point serait refusé. Corrigez-le avant l’envoi."},
	ToVerify:   {"À vérifier", "Rien de bloquant n’a été trouvé, mais regardez les points ci-dessous."},
	Acceptable: {"Rien de bloquant trouvé", "Rien n’a été trouvé qui ferait refuser ces pièces."},
}

// severityWords announce a finding, as on the terminal.
var severityWords = map[Severity]string{
	Blocking: "Bloquant", Warning: "Attention", Undetermined: "À regarder vous-même", Info: "Bon à savoir",
}

// webWriter numbers the figures of a page, and remembers those it has set.
type webWriter struct {
	set map[*Shown]string
	err error
}

func (r WebReport) view() (*webView, error) {
	w := &webWriter{set: map[*Shown]string{}}
	look, words := lookOf(r.Verdict), verdictSentences[knownVerdict(r.Verdict)]
	view := &webView{
		Frame: webReportFrame, Date: r.Date.French(),
		Sign: signNames[look.sign], Tone: tones[look.ink], Title: words.title, Sentence: words.sentence, Counts: r.counts(),
		Missing: webTexts(r.Missing), Findings: w.findings("", r.Findings), Unread: webTexts(r.Unread),
	}
	for i, piece := range r.Pieces {
		view.Pieces = append(view.Pieces, w.piece(fmt.Sprintf("piece-%d", i+1), piece))
	}
	return view, w.err
}

func knownVerdict(v Verdict) Verdict {
	if _, known := verdictSentences[v]; known {
		return v
	}
	return ToVerify
}

// counts says how many findings of each weight there are, heaviest first.
func (r WebReport) counts() []string {
	count := map[Severity]int{}
	add := func(findings []WebFinding) {
		for _, f := range findings {
			count[f.Severity.known()]++
		}
	}
	add(r.Findings)
	for _, piece := range r.Pieces {
		add(piece.Findings)
		for _, file := range piece.Files {
			add(file.Findings)
		}
	}
	var texts []string
	for _, l := range severityLooks {
		if n := count[l.severity]; n > 0 {
			texts = append(texts, counted(n, l.one, l.many))
		}
	}
	return texts
}

func counted(n int, one, many string) string {
	if n > 1 {
		return fmt.Sprintf("%d\u00a0%s", n, many)
	}
	return fmt.Sprintf("%d\u00a0%s", n, one)
}

func (w *webWriter) piece(id string, piece WebPiece) pieceView {
	look := lookOf(piece.Verdict)
	size := pagesText(piece.Pages)
	if piece.PagesMax > 0 {
		size += fmt.Sprintf(", %d au plus", piece.PagesMax)
	}
	view := pieceView{
		ID: id, Label: webText(piece.Label), Sign: signNames[look.sign], Tone: tones[look.ink], Word: webText(verdictWord(piece.Verdict)),
		Size: size, Findings: w.findings("", piece.Findings),
	}
	for i, file := range piece.Files {
		f := w.file(fmt.Sprintf("%s-fichier-%d", id, i+1), file)
		f.Alone = len(piece.Files) == 1 && piece.Verdict == file.Verdict
		view.Files = append(view.Files, f)
	}
	return view
}

func (w *webWriter) file(id string, file WebFile) fileView {
	look := lookOf(file.Verdict)
	view := fileView{
		ID: id, Name: clean(file.Name), Sign: signNames[look.sign], Tone: tones[look.ink], Word: webText(verdictWord(file.Verdict)),
		Size: pagesText(file.Pages) + ", " + weight(file.Bytes), Findings: w.findings(file.Name, file.Findings),
	}
	view.First = w.picture(webPictureOfPage(file.First, thumbnailSide))
	for _, reading := range file.Readings {
		figure := w.figure(file.Name, reading.Shown)
		view.Readings = append(view.Readings, readingView{
			Label: webText(reading.Label), Value: clean(reading.Value), Origin: webText(reading.Origin),
			Page: reading.Page, Words: figure.beside(reading.Words), Figure: figure,
		})
	}
	return view
}

// findings sets the findings of one place, heaviest first.
func (w *webWriter) findings(file string, findings []WebFinding) []findingView {
	var views []findingView
	for _, l := range severityLooks {
		for _, f := range findings {
			if f.Severity.known() != l.severity {
				continue
			}
			figure := w.figure(file, f.Shown)
			views = append(views, findingView{
				Sign: signNames[l.sign], Tone: tones[l.ink], Word: severityWords[l.severity], Page: f.Page,
				Message: webText(f.Message), Remedy: webText(f.Remedy), Words: figure.beside(f.Words), Figure: figure,
			})
		}
	}
	return views
}

// figure draws what is shown the first time, and points to it afterwards; nil
// where there is no picture.
func (w *webWriter) figure(file string, shown *Shown) *figureView {
	if shown == nil || shown.Evidence == nil && shown.Picture == nil {
		return nil
	}
	view := &figureView{Page: shown.Page, File: clean(file), Words: excerpt(clean(shown.Words)), FileName: shown.FileName}
	if view.ID = w.set[shown]; view.ID != "" {
		view.Again = true
		return view
	}
	view.ID = fmt.Sprintf("image-%d", len(w.set)+1)
	w.set[shown] = view.ID
	if shown.Evidence == nil {
		view.Whole = w.picture(webPictureOfPage(shown.Picture, wholeSide))
		return view
	}
	view.Detail = w.picture(webPictureOf(shown.Evidence.detail(), wholeSide))
	view.Whole = w.picture(webPictureOf(shown.Evidence.picture, wholeSide))
	return view
}

// beside returns the words to print where no picture with them as its caption
// is drawn.
func (f *figureView) beside(words string) string {
	words = excerpt(clean(words))
	if f != nil && f.Words == words {
		return ""
	}
	return words
}

// picture keeps the first error.
func (w *webWriter) picture(p *webPicture, err error) *webPicture {
	w.err = cmp.Or(w.err, err)
	return p
}

// excerpt keeps a line of a page from filling the screen.
func excerpt(s string) string {
	const most = 160
	letters := []rune(s)
	if len(letters) <= most {
		return s
	}
	return strings.TrimRight(string(letters[:most-1]), " \u00a0") + "…"
}

func pagesText(n int) string {
	if n == 0 {
		return "pages non comptées"
	}
	return counted(n, "page", "pages")
}

// weight says a size as phones do, in thousands of bytes.
func weight(bytes int64) string {
	const kilo, mega = 1e3, 1e6
	switch {
	case bytes >= mega-kilo/2:
		return strings.Replace(fmt.Sprintf("%.1f\u00a0Mo", float64(bytes)/mega), ".", ",", 1)
	case bytes >= kilo:
		return fmt.Sprintf("%.0f\u00a0ko", float64(bytes)/kilo)
	case bytes > 1:
		return fmt.Sprintf("%d\u00a0octets", bytes)
	}
	return fmt.Sprintf("%d\u00a0octet", bytes)
}
