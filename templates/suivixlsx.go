package templates

import (
	"fmt"
	"io"
	"net/url"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"github.com/recevable/recevable/pipeline/calendar"
)

// FollowUpBook is the workbook a secretary works from: a line for each client,
// then a sheet for each kind of problem, then the totals.
type FollowUpBook struct {
	Date   calendar.Date
	Sheets []FollowUpSheet
	// Scratch is a folder for what does not fit in memory, which must not be
	// readable by others: rows hold names.
	Scratch string
}

// FollowUpSheet lists the problems of one kind, by client.
type FollowUpSheet struct{ Key, Title string }

const (
	firstSheet  = "Suivi"
	totalsSheet = "Totaux"
	bookFont    = "Calibri" // the book's own, which bold would not inherit
	lineHeight  = 15        // points, at 11 points of type
	maxHeight   = 400
)

// problemColumns are the columns of the sheets behind the first.
var problemColumns = []struct {
	title string
	wide  float64
}{{"Client", 26}, {"Verdict", 15}, {"Niveau", 12}, {"Sur quoi", 34}, {"Ce qui a été trouvé", 60}, {"Quoi faire", 60}}

// book is a workbook being written.
type book struct {
	FollowUpBook
	file   *excelize.File
	sheets map[string]*bookSheet // by title
	styles map[string]int

	clients  int
	verdicts map[FollowUpVerdict]int
}

type bookSheet struct {
	title string
	out   *excelize.StreamWriter
	row   int // the last one written
}

// WriteXLSX writes the workbook.
func (b FollowUpBook) WriteXLSX(w io.Writer, rows FollowUpRows) (err error) {
	k := &book{
		FollowUpBook: b, file: excelize.NewFile(excelize.Options{TmpDir: b.Scratch}),
		sheets: map[string]*bookSheet{}, verdicts: map[FollowUpVerdict]int{},
	}
	defer func() {
		if closed := k.file.Close(); err == nil {
			err = closed
		}
	}()
	for _, step := range []func() error{
		k.setUp,
		func() error { return rows(k.add) },
		k.totals,
		k.end,
	} {
		if err := step(); err != nil {
			return err
		}
	}
	k.file.SetZipWriter(func(w io.Writer) excelize.ZipWriter { return &orderedZip{w: w} })
	return k.file.Write(w)
}

// fills are the colours of the verdicts: dark letters on a pale ground, which
// also print in grey.
var fills = map[FollowUpVerdict]struct{ ground, ink string }{
	FollowUpRefused:    {"F8CBC6", "7A1410"},
	FollowUpToReview:   {"FCE8B8", "5E4200"},
	FollowUpReady:      {"CFEBD3", "0F4F1E"},
	FollowUpNotTreated: {"DDDDE3", "33333D"},
}

func (k *book) setUp() error {
	if err := k.makeStyles(); err != nil {
		return err
	}
	if err := k.file.SetDocProps(&excelize.DocProperties{
		Title: "Suivi des dossiers", Language: "fr-FR", Creator: "recevable",
		Created: k.Date.Time().Format("2006-01-02T15:04:05Z"), Modified: k.Date.Time().Format("2006-01-02T15:04:05Z"),
	}); err != nil {
		return err
	}
	if err := k.file.SetSheetName("Sheet1", firstSheet); err != nil {
		return err
	}
	var titles []string
	var widths []float64
	for _, c := range followUpColumns {
		titles, widths = append(titles, c.title), append(widths, c.wide)
	}
	if err := k.open(firstSheet, titles, widths); err != nil {
		return err
	}
	titles, widths = nil, nil
	for _, c := range problemColumns {
		titles, widths = append(titles, c.title), append(widths, c.wide)
	}
	for _, s := range k.Sheets {
		if err := k.open(s.Title, titles, widths); err != nil {
			return err
		}
	}
	return k.open(totalsSheet, []string{"Totaux", "Nombre"}, []float64{40, 12})
}

func (k *book) makeStyles() error {
	k.styles = map[string]int{}
	top := excelize.Alignment{Vertical: "top"}
	wrapped := excelize.Alignment{Vertical: "top", WrapText: true}
	middle := excelize.Alignment{Vertical: "top", Horizontal: "center"}
	digits := "dd/mm/yyyy"
	line := []excelize.Border{{Type: "bottom", Color: "D0D0D8", Style: 1}}
	styles := map[string]excelize.Style{
		"head": {
			Font: &excelize.Font{Family: bookFont, Size: 11, Bold: true, Color: "FFFFFF"}, Fill: solid("2B3A67"),
			Alignment: &excelize.Alignment{Vertical: "center", WrapText: true},
		},
		"text": {Alignment: &top, Border: line}, "wrapped": {Alignment: &wrapped, Border: line},
		"number": {Alignment: &middle, Border: line},
		"date":   {Alignment: &middle, Border: line, CustomNumFmt: &digits},
		"link":   {Alignment: &top, Border: line, Font: &excelize.Font{Family: bookFont, Size: 11, Color: "1A4FBA", Underline: "single"}},
	}
	for verdict, fill := range fills {
		styles[string(verdict)] = excelize.Style{
			Alignment: &top, Border: line, Fill: solid(fill.ground), Font: &excelize.Font{Family: bookFont, Size: 11, Bold: true, Color: fill.ink},
		}
	}
	// In one order: a style's number hangs on it.
	for _, name := range []string{
		"head", "text", "wrapped", "number", "date", "link", string(FollowUpRefused), string(FollowUpToReview), string(FollowUpReady), string(FollowUpNotTreated),
	} {
		style := styles[name]
		id, err := k.file.NewStyle(&style)
		if err != nil {
			return err
		}
		k.styles[name] = id
	}
	return nil
}

func solid(colour string) excelize.Fill {
	return excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{colour}}
}

// open starts a sheet: heading in sight, columns as wide as what they hold, and
// pages of landscape A4 that repeat it.
func (k *book) open(title string, titles []string, widths []float64) error {
	if title != firstSheet {
		if _, err := k.file.NewSheet(title); err != nil {
			return err
		}
	}
	if err := k.page(title); err != nil {
		return err
	}
	out, err := k.file.NewStreamWriter(title)
	if err != nil {
		return err
	}
	for i, wide := range widths {
		if err := out.SetColWidth(i+1, i+1, wide); err != nil {
			return err
		}
	}
	if err := out.SetPanes(&excelize.Panes{
		Freeze: true, YSplit: 1, XSplit: 1, TopLeftCell: "B2", ActivePane: "bottomRight",
		Selection: []excelize.Selection{{SQRef: "A2", ActiveCell: "A2", Pane: "bottomRight"}},
	}); err != nil {
		return err
	}
	s := &bookSheet{title: title, out: out}
	k.sheets[title] = s
	var cells []any
	for _, t := range titles {
		cells = append(cells, excelize.Cell{StyleID: k.styles["head"], Value: t})
	}
	return s.write(2*lineHeight, cells...)
}

func (k *book) page(title string) error {
	landscape, a4, one, any, fit := "landscape", 9, 1, 0, true
	if err := k.file.SetPageLayout(title, &excelize.PageLayoutOptions{
		Orientation: &landscape, Size: &a4, FitToWidth: &one, FitToHeight: &any,
	}); err != nil {
		return err
	}
	if err := k.file.SetSheetProps(title, &excelize.SheetPropsOptions{FitToPage: &fit}); err != nil {
		return err
	}
	narrow, edge, body := 0.4, 0.3, 0.7 // inches
	if err := k.file.SetPageMargins(title, &excelize.PageLayoutMarginsOptions{
		Left: &narrow, Right: &narrow, Top: &body, Bottom: &body, Header: &edge, Footer: &edge,
	}); err != nil {
		return err
	}
	return k.file.SetHeaderFooter(title, &excelize.HeaderFooterOptions{
		OddHeader: "&L" + title + "&RSuivi des dossiers au " + k.Date.French(),
		OddFooter: "&LDonnées personnelles\u00a0: à ne pas laisser traîner&RPage &P sur &N",
	})
}

func (s *bookSheet) write(height float64, cells ...any) error {
	s.row++
	return s.out.SetRow(fmt.Sprintf("A%d", s.row), cells, excelize.RowOpts{Height: height})
}

// add writes a client.
func (k *book) add(row FollowUpRow) error {
	k.clients++
	k.verdicts[row.Verdict]++
	verdict := excelize.Cell{StyleID: k.styles[string(row.Verdict)], Value: followUpVerdicts[row.Verdict]}
	link := k.text("text", "")
	if row.Checklist != "" {
		link = k.text("link", "Ouvrir")
	}
	date := k.text("date", "")
	if !row.Deadline.IsZero() {
		date.Value = serial(row.Deadline)
	}
	cells := []any{
		k.text("wrapped", row.Client), verdict, k.text("wrapped", row.Ask), k.text("wrapped", row.Do), date,
		k.text("wrapped", row.DeadlineLabel), k.number(row.Blocking), k.number(row.Warnings), k.number(row.Undetermined),
		k.text("wrapped", row.Procedure), k.text("text", row.Number), link,
		k.text("text", row.Phone), k.text("text", row.SMS), k.text("text", row.Email), k.text("text", row.Subject), k.text("text", strings.ReplaceAll(row.Body, "\n", " ")),
	}
	if err := k.sheets[firstSheet].write(heightOf(cells, followUpWidths()), cells...); err != nil {
		return err
	}
	if err := k.link(row.Checklist); err != nil {
		return err
	}
	return k.problems(row, verdict)
}

func (k *book) problems(row FollowUpRow, verdict excelize.Cell) error {
	titles := map[string]string{}
	for _, s := range k.Sheets {
		titles[s.Key] = s.Title
	}
	for _, p := range row.Problems {
		s := k.sheets[titles[p.Sheet]]
		if s == nil {
			continue
		}
		cells := []any{
			k.text("wrapped", row.Client), verdict, k.text("text", p.Level), k.text("wrapped", p.About),
			k.text("wrapped", p.Message), k.text("wrapped", p.Remedy),
		}
		var widths []float64
		for _, c := range problemColumns {
			widths = append(widths, c.wide)
		}
		if err := s.write(heightOf(cells, widths), cells...); err != nil {
			return err
		}
	}
	return nil
}

func (k *book) text(style, text string) excelize.Cell {
	return excelize.Cell{StyleID: k.styles[style], Value: cellText(text)}
}

func (k *book) number(n int) excelize.Cell {
	return excelize.Cell{StyleID: k.styles["number"], Value: n}
}

// serial is a day as spreadsheets count them.
func serial(d calendar.Date) int { return calendar.New(1899, 12, 30).DaysUntil(d) }

// maxLinks is what Excel takes in a sheet.
const maxLinks = 65_530

// link makes a cell of the row just written lead to a file beside the workbook.
func (k *book) link(file string) error {
	s := k.sheets[firstSheet]
	if file == "" || s.row > maxLinks {
		return nil
	}
	cell, err := excelize.CoordinatesToCellName(checklistColumn, s.row)
	if err != nil {
		return err
	}
	return k.file.SetCellHyperLink(firstSheet, cell, relativeLink(file), "External")
}

// relativeLink is a path as the address of a link: what would be taken for
// another part of an address is escaped, and nothing stands for a scheme.
func relativeLink(path string) string {
	return (&url.URL{Path: path}).String()
}

func followUpWidths() []float64 {
	widths := make([]float64, len(followUpColumns))
	for i, c := range followUpColumns {
		if c.wrapped {
			widths[i] = c.wide
		}
	}
	return widths
}

// heightOf is the height that shows all of the cells that wrap: Excel does not
// find it by itself in a file that it did not write.
func heightOf(cells []any, widths []float64) float64 {
	lines := 1
	for i, wide := range widths {
		cell, isCell := cells[i].(excelize.Cell)
		text, isText := cell.Value.(string)
		if !isCell || !isText || wide == 0 {
			continue
		}
		needed := 0
		for _, part := range strings.Split(text, "\n") {
			needed += wrappedLines(part, int(wide))
		}
		lines = max(lines, needed)
	}
	return float64(min(lines*lineHeight, maxHeight))
}

// wrappedLines counts the lines of a text in so many characters each, broken at
// its spaces.
func wrappedLines(text string, wide int) int {
	lines, used := 1, 0
	for _, word := range strings.Split(text, " ") {
		length := utf8.RuneCountInString(word)
		switch {
		case used > 0 && used+1+length > wide:
			lines, used = lines+1, length
		case used > 0:
			used += 1 + length
		default:
			used = length
		}
		for ; used > wide; used -= wide {
			lines++
		}
	}
	return lines
}

// totals fills the last sheet.
func (k *book) totals() error {
	s := k.sheets[totalsSheet]
	line := func(words string, style string, n int) error {
		return s.write(lineHeight, k.text(style, words), k.number(n))
	}
	if err := line("Clients", "text", k.clients); err != nil {
		return err
	}
	for _, v := range []FollowUpVerdict{FollowUpRefused, FollowUpToReview, FollowUpReady, FollowUpNotTreated} {
		if err := line(followUpVerdicts[v], string(v), k.verdicts[v]); err != nil {
			return err
		}
	}
	for _, sheet := range k.Sheets {
		if err := line("Lignes de la feuille «\u00a0"+sheet.Title+"\u00a0»", "text", k.sheets[sheet.Title].row-1); err != nil {
			return err
		}
	}
	return s.write(lineHeight, k.text("text", "Au "+k.Date.French()), k.text("text", ""))
}

// end finishes the sheets: filters over what they hold, and the heading on
// every page.
func (k *book) end() error {
	titles := []string{firstSheet}
	for _, s := range k.Sheets {
		titles = append(titles, s.Title)
	}
	for _, title := range titles {
		s := k.sheets[title]
		columns := len(problemColumns)
		if title == firstSheet {
			columns = len(followUpColumns)
		} else if s.row == 1 {
			if err := s.write(lineHeight, k.text("text", "Aucun client"), nil); err != nil {
				return err
			}
		}
		if err := k.ranges(title, columns, s.row); err != nil {
			return err
		}
	}
	for _, title := range append(titles, totalsSheet) {
		if err := k.sheets[title].out.Flush(); err != nil {
			return err
		}
	}
	return nil
}

func (k *book) ranges(title string, columns, rows int) error {
	last, err := excelize.CoordinatesToCellName(columns, rows)
	if err != nil {
		return err
	}
	if err := k.file.AutoFilter(title, "A1:"+last, nil); err != nil {
		return err
	}
	quoted := "'" + title + "'"
	if err := k.file.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", RefersTo: quoted + "!$1:$1", Scope: title}); err != nil {
		return err
	}
	if title != firstSheet {
		return nil
	}
	return k.file.SetDefinedName(&excelize.DefinedName{
		Name: "_xlnm.Print_Area", RefersTo: fmt.Sprintf("%s!$A$1:$%s$%d", quoted, lastPrinted(), rows), Scope: title,
	})
}

func lastPrinted() string {
	last := 0
	for i, c := range followUpColumns {
		if c.printed {
			last = i + 1
		}
	}
	name, err := excelize.ColumnNumberToName(last)
	if err != nil {
		panic("templates: the follow-up has no printed column") // a table of this file
	}
	return name
}
