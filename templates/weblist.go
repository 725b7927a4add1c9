package templates

import (
	"bytes"
	"cmp"
	_ "embed"
	"slices"
	"strconv"
	"strings"

	"github.com/recevable/recevable/pipeline/calendar"
)

//go:embed weblist.html
var webListSource string

//go:embed weblist.css
var webListStyle string

var (
	webListTemplate = webTemplate("liste", webListSource)
	webListFrame    = newWebFrame(webListStyle)
)

// HTML returns the list as one web page, for those whom a PDF keeps out: what
// [Checklist.PDF] says, in the same order and the same words. The page loads
// nothing and runs nothing; its boxes can be ticked and its values copied with
// the keyboard alone. The bytes depend on the values alone, and no text acts as
// anything but text: a link opens where it leads to a page of the web.
func (c Checklist) HTML() ([]byte, error) {
	var b bytes.Buffer
	if err := webListTemplate.Execute(&b, c.webView()); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// The views are the texts of the page, set, in the order of the page.
type (
	listView struct {
		Frame    webFrame
		Title    string // of the window
		Heading  string
		Who      string
		Date     *dayView // nil where the list is of no day
		Dossier  string
		Verdict  bandView
		Sections []sectionView
		Colophon string
	}
	// bandView is where the dossier stands.
	bandView struct {
		Sign, Tone, Word string
		Title            string
		Lines            []string
	}
	// dayView is a date, for people and for machines.
	dayView struct{ Text, ISO string }
	// sectionView holds one kind of content, whatever else is nil.
	sectionView struct {
		ID, Title string
		Findings  []severityView
		Examined  []examinedView
		Notes     []noteView
		Items     []itemView
		Stops     []stopView
		Online    *onlineView
		Steps     *stepsView
		Statuses  []statusView
		Terms     []Term
		Sources   *sourcesView
	}
	severityView struct {
		Sign, Tone, Title string
		Findings          []placedView
	}
	placedView struct {
		ID, Subject, Place string
		Message, Remedy    string
		Box                string // ID of the box beside the remedy
	}
	examinedView struct {
		Label, Files     string
		Sign, Tone, Word string
		Pictures         []thumbnailView
	}
	thumbnailView struct {
		webPicture
		Page int
		File string
	}
	noteView struct {
		Sign  string // empty for none
		Text  string
		Marks []int
	}
	// itemView is what a box stands before.
	itemView struct {
		Box    string // ID; empty where there is nothing to tick
		Ticked bool
		Label  string
		Marks  []int
		State  string
		Done   *dayView
		Texts  []string
	}
	stopView struct {
		Class string // how the road is drawn there
		Today bool
		Done  bool
		Date  *dayView // nil where a fact is missing
		Away  string   // from the day of the list
		Label string
		Marks []int
	}
	stepsView struct {
		Steps         []stepView
		Total, Budget string // empty where the sum is not known
	}
	stepView struct {
		Title, Detail string
		Marks         []int
		Done          bool
		Cost          string
		Link          linkView
	}
	linkView   struct{ Address, Text string } // without Address, it opens nothing
	statusView struct {
		Sign, Tone, Word string // empty where the request goes on by itself
		RequestStatus
	}
	sourcesView struct {
		Sources []sourceView
		KnownOn *dayView
	}
	sourceView struct {
		Number int
		Title  string
		Link   linkView
	}
)

// listWriter sets the sections one after the other: sources are numbered in the
// order the texts call them, and the words that need explaining are those said
// so far.
type listWriter struct {
	Checklist
	notes *noteBook
	said  strings.Builder
	boxes int
}

func (c Checklist) webView() listView {
	w := &listWriter{Checklist: c, notes: numberSources(c.Sources)}
	view := listView{
		Frame: webListFrame, Title: webText("Ma liste : " + c.Procedure), Heading: w.text(cmp.Or(c.Procedure, "Ma liste")),
		Who: webText(cmp.Or(c.Who, "Ma liste")), Date: dayOf(c.Date), Dossier: webText(c.dossier()),
		Verdict: w.band(), Colophon: webText(colophon),
	}
	for _, section := range []func() sectionView{
		w.findings, w.examined, w.alerts, w.required, w.requirements, w.deadlines, w.online, w.steps, w.statuses,
		w.disputes, w.glossary, w.sources,
	} {
		if s := section(); s.ID != "" {
			view.Sections = append(view.Sections, s)
		}
	}
	return view
}

// text sets a sentence, and remembers that it was said.
func (w *listWriter) text(s string) string {
	set := webText(s)
	w.said.WriteString(set + "\n")
	return set
}

// verbatim sets the name of a file or a value, whose signs are not touched.
func (w *listWriter) verbatim(s string) string {
	set := clean(s)
	w.said.WriteString(set + "\n")
	return set
}

func (w *listWriter) box() string {
	w.boxes++
	return "case-" + strconv.Itoa(w.boxes)
}

func dayOf(d calendar.Date) *dayView {
	if d.IsZero() {
		return nil
	}
	return &dayView{d.French(), d.String()}
}

func linkOf(address, text string) linkView { return linkView{webAddress(address), clean(text)} }

func (w *listWriter) band() bandView {
	look := lookOf(w.Verdict)
	view := bandView{Sign: signNames[look.sign], Tone: tones[look.ink], Word: look.word, Title: webText(w.Title)}
	for _, line := range []string{w.Summary, w.tally(), w.missingFacts(), w.nextDate(), w.reservation()} {
		if line != "" {
			view.Lines = append(view.Lines, webText(line))
		}
	}
	return view
}

// section names a section that has something in it.
func section(count int, id, title string) sectionView {
	if count == 0 {
		return sectionView{}
	}
	return sectionView{ID: id, Title: webText(title)}
}

// findings sets what to correct, heaviest first.
func (w *listWriter) findings() sectionView {
	all := w.placedFindings()
	view := section(len(all), "constats", findingsTitle(all))
	for _, l := range severityLooks {
		group := severityView{Sign: signNames[l.sign], Tone: tones[l.ink], Title: webText(l.title)}
		for _, p := range all {
			if p.Severity.known() == l.severity {
				group.Findings = append(group.Findings, w.finding(p))
			}
		}
		if len(group.Findings) > 0 {
			view.Findings = append(view.Findings, group)
		}
	}
	return view
}

func (w *listWriter) finding(p placedFinding) placedView {
	view := placedView{Subject: w.text(cmp.Or(p.piece, "Dossier")), Place: w.verbatim(p.place()), Message: w.text(p.Message)}
	if p.Remedy != "" {
		view.Box, view.Remedy = w.box(), w.text(p.Remedy)
	}
	return view
}

func (w *listWriter) examined() sectionView {
	view := section(len(w.Pieces), "examinees", "Les pièces examinées")
	pictures := printedThumbnails(w.Pieces)
	var without []examinedView
	for i, piece := range w.Pieces {
		look := lookOf(piece.Verdict)
		shown := examinedView{
			Label: w.text(piece.Label), Files: w.verbatim(strings.Join(piece.Files, ", ")),
			Sign: signNames[look.sign], Tone: tones[look.ink], Word: webText(verdictWord(piece.Verdict)),
			Pictures: thumbnailViews(pictures[i]),
		}
		if len(pictures[i]) == 0 {
			without = append(without, shown)
			continue
		}
		view.Examined = append(view.Examined, shown)
	}
	view.Examined = append(view.Examined, without...)
	return view
}

func thumbnailViews(pictures []Thumbnail) []thumbnailView {
	var views []thumbnailView
	for _, p := range pictures {
		if picture := webPictureAsIs(p.JPEG); picture != nil {
			views = append(views, thumbnailView{*picture, p.Page, clean(p.File)})
		}
	}
	return views
}

func (w *listWriter) alerts() sectionView {
	alerts := slices.DeleteFunc(slices.Clone(w.Alerts), func(a Alert) bool { return a.Code == DivergentReadings })
	slices.SortStableFunc(alerts, func(a, b Alert) int { return cmp.Compare(a.Code.rank(), b.Code.rank()) })
	view := section(len(alerts), "attention", alertsTitle)
	for _, a := range alerts {
		view.Notes = append(view.Notes, noteView{signNames[a.sign()], w.text(a.Message), w.notes.numbers(a.Sources)})
	}
	return view
}

func (w *listWriter) required() sectionView {
	pieces := slices.Clone(w.Required)
	slices.SortStableFunc(pieces, func(a, b RequiredPiece) int { return cmp.Compare(truth(a.ready()), truth(b.ready())) })
	view := section(len(pieces), "reunir", "Les pièces à réunir")
	for _, p := range pieces {
		view.Items = append(view.Items, itemView{
			Box: w.box(), Ticked: p.ready(), Label: w.text(p.Label), Marks: w.notes.numbers(p.Sources), State: webText(p.state()),
			Texts: w.texts(p.Reason, p.conditions()),
		})
	}
	return view
}

// texts sets those that are not empty.
func (w *listWriter) texts(texts ...string) []string {
	var set []string
	for _, text := range texts {
		if text != "" {
			set = append(set, w.text(text))
		}
	}
	return set
}

func (w *listWriter) requirements() sectionView {
	var items []itemView
	for _, r := range []*Requirement{w.Exams, w.Psychotechnical, w.Medical} {
		if r == nil {
			continue
		}
		item := itemView{Label: w.text(r.Title), Marks: w.notes.numbers(r.Sources), Texts: w.texts(r.Detail)}
		if !r.NotDue {
			item.Box, item.Ticked, item.Done = w.box(), !r.DoneOn.IsZero(), dayOf(r.DoneOn)
		}
		items = append(items, item)
	}
	view := section(len(items), "epreuves", "Épreuves, test et visite médicale")
	view.Items = items
	return view
}

func (w *listWriter) deadlines() sectionView {
	if len(w.Deadlines) == 0 {
		return sectionView{}
	}
	stops := w.stops()
	view := section(len(stops), "dates", "Les dates")
	for _, st := range stops {
		view.Stops = append(view.Stops, stopView{
			Class: st.class(), Today: st.today, Done: st.Done, Date: dayOf(st.Date), Away: w.away(st),
			Label: w.text(st.label()), Marks: w.notes.numbers(st.Sources),
		})
	}
	return view
}

// away says how far from the day of the list a stop lies.
func (w *listWriter) away(st stop) string {
	if st.today {
		return ""
	}
	return roadPiece{stop: st, seen: w.Date}.away()
}

// class is how a stop of the road is drawn, as [stop.drawDot] draws it.
func (st stop) class() string {
	switch {
	case st.today:
		return "jour"
	case st.Done:
		return "fait"
	case st.Date.IsZero():
		return "inconnu"
	case st.Past:
		return "passe"
	default:
		return "avenir"
	}
}

func (w *listWriter) steps() sectionView {
	if len(w.Steps) == 0 && w.Budget == nil {
		return sectionView{}
	}
	view := section(1, "etapes", "Les étapes et leur coût")
	view.Steps = &stepsView{}
	for _, st := range w.Steps {
		step := stepView{
			Title: w.text(st.Title), Marks: w.notes.numbers(st.Sources), Detail: w.text(st.Detail), Done: st.Done,
			Link: linkOf(st.Link, w.verbatim(shortAddress(st.Link))),
		}
		if st.Cost != nil && !st.Done {
			step.Cost = st.Cost.String()
		}
		view.Steps.Steps = append(view.Steps.Steps, step)
	}
	if w.Budget != nil {
		view.Steps.Total, view.Steps.Budget = webText(w.budgetTitle()), w.budgetText()
	}
	return view
}

func (w *listWriter) statuses() sectionView {
	view := section(len(w.Statuses), "coince", "Si ça coince")
	// First those that wait for the person.
	waits := func(s RequestStatus) int { return truth(s.Stuck || s.NewRequest) }
	statuses := slices.Clone(w.Statuses)
	slices.SortStableFunc(statuses, func(a, b RequestStatus) int { return waits(b) - waits(a) })
	for _, s := range statuses {
		row := statusView{RequestStatus: RequestStatus{Name: w.text(quoted(s.Name)), Meaning: w.text(s.Meaning), Action: w.text(s.Action)}}
		switch {
		case s.NewRequest:
			row.Sign, row.Tone, row.Word = signNames[signCross], tones[red], "nouvelle demande"
		case s.Stuck:
			row.Sign, row.Tone, row.Word = signNames[signAlert], tones[brown], "à vous d’agir"
		}
		view.Statuses = append(view.Statuses, row)
	}
	return view
}

func (w *listWriter) disputes() sectionView {
	var notes []noteView
	for _, a := range w.Alerts {
		if a.Code == DivergentReadings {
			notes = append(notes, noteView{"", w.text(a.Message), w.notes.numbers(a.Sources)})
		}
	}
	view := section(len(notes), "divergences", "Les sources ne disent pas toutes la même chose")
	view.Notes = notes
	return view
}

func (w *listWriter) glossary() sectionView {
	said := strings.ReplaceAll(w.said.String(), "\u00a0", " ")
	var terms []Term
	for _, term := range w.Glossary {
		if strings.Contains(said, term.Word) {
			terms = append(terms, Term{webText(term.Word), webText(term.Meaning)})
		}
	}
	view := section(len(terms), "mots", "Les mots de l’administration")
	view.Terms = terms
	return view
}

func (w *listWriter) sources() sectionView {
	called := w.notes.order
	view := section(len(called)+truth(!w.KnownOn.IsZero()), "sources", "Sources")
	if view.ID == "" {
		return view
	}
	view.Sources = &sourcesView{KnownOn: dayOf(w.KnownOn)}
	for i, s := range called {
		view.Sources.Sources = append(view.Sources.Sources, sourceView{i + 1, webText(s.Title), linkOf(s.Link, s.address())})
	}
	return view
}
