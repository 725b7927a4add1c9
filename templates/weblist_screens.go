package templates

import (
	"strconv"
	"unicode/utf8"
)

// The ANTS request on the page: what to click, what to type, what to join.

type (
	onlineView struct {
		Intro   string
		Marks   []int
		Link    linkView
		Words   []string // where the screens are not known
		Screens []screenView
		Detail  string
	}
	screenView struct {
		ID, Title string
		Marks     []int
		Rows      []gestureView
		Warning   string
		Note      string
	}
	// gestureView is a row of a screen. A value to type stands in a field that is
	// only read: the tab key goes to it and selects all of it, ready to be copied.
	gestureView struct {
		Kind  RowKind
		ID    string // of the field
		Label string
		Value string
		Note  string
		Lines int // of the field; 1 for most
	}
)

// Click, Type and Attach tell the template what a row is.
func (g gestureView) Click() bool  { return g.Kind == ClickRow }
func (g gestureView) Type() bool   { return g.Kind == TypeRow }
func (g gestureView) Attach() bool { return g.Kind == AttachRow }

// Size is the width of the field, in letters.
func (g gestureView) Size() int { return min(max(utf8.RuneCountInString(g.Value), 4), fieldLetters) }

// fieldLetters fit on the line of a field on the narrowest screen.
const fieldLetters = 22

func (w *listWriter) online() sectionView {
	if w.Online == nil && len(w.Screens) == 0 {
		return sectionView{}
	}
	view := section(1, "ants", "Sur le site de l’ANTS")
	view.Online = &onlineView{}
	if w.Online != nil {
		view.Online = w.path(*w.Online)
	}
	for i, s := range w.Screens {
		view.Online.Screens = append(view.Online.Screens, w.screen("ecran-"+strconv.Itoa(i+1), s))
	}
	return view
}

func (w *listWriter) path(p OnlinePath) *onlineView {
	view := &onlineView{Marks: w.notes.numbers(p.Sources), Link: linkOf(p.Link, shortAddress(p.Link))}
	view.Intro = w.text(w.wayIn(p))
	if !p.Possible {
		view.Link = linkView{}
	} else if len(w.Screens) == 0 {
		for _, word := range p.Words {
			view.Words = append(view.Words, w.text(quoted(word)))
		}
	}
	view.Detail = w.text(p.Detail)
	return view
}

// wayIn says what the address and the words are for.
func (w *listWriter) wayIn(p OnlinePath) string {
	switch {
	case !p.Possible:
		return notOnline(w.Screens)
	case len(w.Screens) == 0 && len(p.Words) > 0:
		return "Choisissez ces mots, dans cet ordre :"
	case p.Link != "":
		return "Ouvrez cette page :"
	}
	return "Suivez ces écrans, dans cet ordre."
}

func (w *listWriter) screen(id string, s Screen) screenView {
	title := w.text(s.Title)
	if s.Number > 0 {
		title = strconv.Itoa(s.Number) + ". " + title
	}
	view := screenView{ID: id, Title: title, Marks: w.notes.numbers(s.Sources)}
	for i, r := range s.Rows {
		view.Rows = append(view.Rows, w.gesture(id+"-"+strconv.Itoa(i+1), r))
	}
	view.Warning = w.text(s.Warning)
	view.Note = w.text(s.Note)
	return view
}

func (w *listWriter) gesture(id string, r ScreenRow) gestureView {
	view := gestureView{Kind: r.Kind, ID: id, Label: w.text(r.Label), Lines: 1}
	switch {
	case r.Value == "":
	case r.Kind == ClickRow:
		view.Value = w.text(quoted(r.Value))
	default:
		view.Value = w.verbatim(r.Value)
		view.Lines = (utf8.RuneCountInString(view.Value) + fieldLetters - 1) / fieldLetters
	}
	view.Note = w.text(r.Note)
	return view
}
