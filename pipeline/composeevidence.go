package pipeline

import (
	"cmp"
	"errors"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"github.com/recevable/recevable/pipeline/rules"
	"github.com/recevable/recevable/templates"
	"github.com/recevable/recevable/validators"
	"github.com/recevable/recevable/validators/reader"
)

// WebReportName is the web page that shows a report and its evidence.
const WebReportName = "rapport.html"

// ErrNoEvidence is returned where the job was checked without WantEvidence.
var ErrNoEvidence = errors.New("pipeline: the job kept no evidence")

// maxEvidence is how many pictures are drawn. Past it, a report is no longer
// something that a person looks through.
const maxEvidence = 99

// ComposeEvidence makes what shows the report of a job: one picture for each
// place that it points to, then rapport.html, which holds them all. Two
// findings about the same words of the same page share a picture.
func ComposeEvidence(job *Job) ([]Paper, error) {
	report, pictures, err := ShowEvidence(job)
	if err != nil {
		return nil, err
	}
	html, err := report.HTML()
	if err != nil {
		return nil, err
	}
	return append(pictures, Paper{WebReportName, html}), nil
}

// ShowEvidence is [ComposeEvidence] for who shows the report otherwise: what
// the page would say, and the pictures it refers to by their file names.
func ShowEvidence(job *Job) (report templates.WebReport, pictures []Paper, err error) {
	switch {
	case job.Report == nil:
		return report, nil, ErrNoReport
	case job.Evidence == nil:
		return report, nil, ErrNoEvidence
	}
	c := evidenceComposer{evidence: job.Evidence, shown: map[shownPlace]*templates.Shown{}}
	report = c.webReport(job.Report)
	return report, c.papers, c.err
}

// shownPlace is a place of a page, or a whole page.
type shownPlace struct {
	pagePlace
	mark reader.Mark // zero for the whole page
}

type evidenceComposer struct {
	evidence *Evidence
	shown    map[shownPlace]*templates.Shown
	papers   []Paper
	left     bool // some places have no picture: there are too many
	err      error
}

func (c *evidenceComposer) webReport(report *Report) templates.WebReport {
	page := templates.WebReport{Date: report.ReferenceDate, Verdict: templates.Verdict(report.Verdict)}
	page.Findings = c.findings(filePlace{-1, -1}, "", report.Findings)
	if report.Decision != nil {
		for _, alert := range report.Decision.Alerts {
			if alert.Code == rules.MissingFact {
				page.Missing = append(page.Missing, alert.Message)
			}
		}
	}
	for i, piece := range report.Pieces {
		p := templates.WebPiece{
			Label: piece.Label, Verdict: templates.Verdict(piece.Verdict), Pages: piece.Pages, PagesMax: orZero(piece.PagesMax),
			Findings: c.findings(filePlace{i, -1}, "", piece.Findings),
		}
		for j, file := range piece.Files {
			p.Files = append(p.Files, c.file(filePlace{i, j}, file))
		}
		page.Pieces = append(page.Pieces, p)
	}
	page.Unread = c.unread(report)
	return page
}

func (c *evidenceComposer) file(at filePlace, file FileReport) templates.WebFile {
	f := templates.WebFile{
		Name: file.Name, Verdict: templates.Verdict(file.Verdict), Pages: file.Pages, Bytes: file.Bytes,
		First: c.evidence.pictures[pagePlace{at, 1}], Findings: c.findings(at, file.Name, file.Findings),
	}
	for _, r := range readingsOf(file.Read) {
		read := templates.WebReading{Label: r.label, Value: r.value, Origin: originWords[r.origin], Page: r.page, Words: r.words}
		if r.mark != nil {
			read.Shown = c.show(at, file.Name, r.page, r.mark, r.words)
		}
		f.Readings = append(f.Readings, read)
	}
	return f
}

// findings puts the heaviest first, as the page does: pictures are numbered in
// the order they are met.
func (c *evidenceComposer) findings(at filePlace, file string, findings []validators.Finding) []templates.WebFinding {
	var out []templates.WebFinding
	for _, f := range slices.SortedStableFunc(slices.Values(findings), heaviestFirst) {
		found := templates.WebFinding{Severity: templates.Severity(f.Severity), Message: f.Message, Remedy: f.Remedy, Page: f.Page, Words: f.Excerpt}
		// Pictures are upright: of a page that lies on its side, one would
		// belie what is said of it.
		if f.Page > 0 && f.Code != validators.PageTurned {
			found.Shown = c.show(at, file, f.Page, f.Mark, f.Excerpt)
		}
		out = append(out, found)
	}
	return out
}

var severityOrder = []validators.Severity{validators.Blocking, validators.Warning, validators.Undetermined, validators.Info}

func heaviestFirst(a, b validators.Finding) int {
	return cmp.Compare(slices.Index(severityOrder, a.Severity), slices.Index(severityOrder, b.Severity))
}

// show returns what a finding or a reading points to; nil where there is no
// picture of it.
func (c *evidenceComposer) show(at filePlace, file string, page int, mark *reader.Mark, words string) *templates.Shown {
	place := shownPlace{pagePlace: pagePlace{at, page}}
	picture := c.evidence.pictures[place.pagePlace]
	if picture == nil {
		return nil
	}
	if mark != nil {
		place.mark = *mark
	}
	if shown, done := c.shown[place]; done {
		shown.Words = cmp.Or(shown.Words, words)
		return shown
	}
	if len(c.shown) == maxEvidence {
		c.left = true
		return nil
	}
	shown := &templates.Shown{Page: page, Words: words, Picture: picture}
	if err := c.draw(shown, file, place); err != nil {
		c.err = cmp.Or(c.err, err)
		return nil
	}
	c.shown[place] = shown
	return shown
}

// draw adds the rectangle of a place, and a picture of it to the papers.
func (c *evidenceComposer) draw(shown *templates.Shown, file string, at shownPlace) error {
	if at.mark == (reader.Mark{}) {
		return nil
	}
	evidence, err := templates.NewEvidence(shown.Picture, templates.Place(at.mark))
	if errors.Is(err, templates.ErrNoPlace) {
		return nil
	}
	if err != nil {
		return err
	}
	data, err := evidence.PNG()
	if err != nil {
		return err
	}
	shown.Evidence = evidence
	shown.FileName = evidenceName(len(c.papers)+1, file, at.page)
	c.papers = append(c.papers, Paper{shown.FileName, data})
	return nil
}

// evidenceName is what a picture is called: its rank, the file it shows, and
// the page. No two are the same, whatever the files are called.
func evidenceName(rank int, file string, page int) string {
	return fmt.Sprintf("preuve-%02d_%s_page-%d.png", rank, slug(file), page)
}

// evidenceNames matches the names of [evidenceName], and as little else as can
// be.
var evidenceNames = regexp.MustCompile(`^preuve-[0-9]{2}_[a-z0-9]+(-[a-z0-9]+)*_page-[1-9][0-9]*\.png$`)

// slug is the name of a file in letters that every system takes: no accents, no
// spaces, no folder, no extension, and no more than say which file it is.
func slug(name string) string {
	const most = 40
	name = path.Base(strings.ReplaceAll(name, `\`, "/"))
	name = strings.TrimSuffix(name, path.Ext(name))
	var b strings.Builder
	for _, r := range norm.NFKD.String(strings.ToLower(name)) {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
			b.WriteRune(r)
		case unicode.Is(unicode.Mn, r): // the accent of the letter before it
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
	}
	return cmp.Or(strings.Trim(b.String()[:min(b.Len(), most)], "-"), "fichier")
}

// unread says what was not looked at, file by file.
func (c *evidenceComposer) unread(report *Report) []string {
	var texts []string
	for _, g := range c.evidence.gaps {
		name := report.Pieces[g.piece].Files[g.file].Name
		if g.closed {
			texts = append(texts, name+" : ce fichier n’a pas été ouvert, son contenu n’a pas été regardé.")
		}
		if n := len(g.unseen); n > 0 {
			texts = append(texts, fmt.Sprintf("%s : %s, sans plus.", name, plural(n, "la page %s a été comptée", "les pages %s ont été comptées", g.unseen)))
		}
		if n := len(g.unread); n > 0 {
			texts = append(texts, fmt.Sprintf("%s : %s.", name, plural(n, "les mots de la page %s n’ont pas pu être lus", "les mots des pages %s n’ont pas pu être lus", g.unread)))
		}
	}
	if c.left {
		texts = append(texts, fmt.Sprintf("Au-delà de %d, les images ne sont pas montrées.", maxEvidence))
	}
	return texts
}

func plural(n int, one, many string, pages []int) string {
	if n == 1 {
		return fmt.Sprintf(one, pageList(pages))
	}
	return fmt.Sprintf(many, pageList(pages))
}

// pageList writes page numbers in order, runs of them as « 3 à 8 ».
func pageList(pages []int) string {
	var runs []string
	for i := 0; i < len(pages); {
		last := i
		for last+1 < len(pages) && pages[last+1] == pages[last]+1 {
			last++
		}
		switch last - i {
		case 0:
			runs = append(runs, fmt.Sprint(pages[i]))
		case 1:
			runs = append(runs, fmt.Sprint(pages[i]), fmt.Sprint(pages[last]))
		default:
			runs = append(runs, fmt.Sprintf("%d à %d", pages[i], pages[last]))
		}
		i = last + 1
	}
	if n := len(runs); n > 1 {
		return strings.Join(runs[:n-1], ", ") + " et " + runs[n-1]
	}
	return strings.Join(runs, "")
}
