package templates

import (
	"fmt"
	"io"
	"strings"

	"github.com/xuri/excelize/v2"

	"github.com/recevable/recevable/pipeline/calendar"
)

// RosterForm is an empty list of clients that a school fills in: a line for
// each, choices to pick from, one made-up example, and a sheet that says how.
type RosterForm struct {
	Columns      []RosterColumn
	Instructions []string
}

// RosterColumn is a column of it.
type RosterColumn struct {
	Title   string
	Note    string   // for who fills it in; optional
	Choices []string // what can be picked; any other text is refused there
	Example string
	Day     bool          // it holds dates
	OnDay   calendar.Date // the example, where it is one
	Needed  bool
}

const (
	rosterSheet  = "Clients"
	howtoSheet   = "Mode d’emploi"
	choicesSheet = "Listes"
	rosterLines  = 3000 // that have formats and choices
)

// WriteXLSX writes the workbook. The bytes depend on the values alone.
func (r RosterForm) WriteXLSX(w io.Writer) (err error) {
	k := &rosterBook{RosterForm: r, file: excelize.NewFile()}
	defer func() {
		if closed := k.file.Close(); err == nil {
			err = closed
		}
	}()
	for _, step := range []func() error{k.setUp, k.columns, k.howto, k.finish} {
		if err := step(); err != nil {
			return err
		}
	}
	k.file.SetZipWriter(func(w io.Writer) excelize.ZipWriter { return &orderedZip{w: w} })
	return k.file.Write(w)
}

type rosterBook struct {
	RosterForm
	file *excelize.File

	head, needed, example, exampleDay, text, day, wrapped, title int // styles
}

func (k *rosterBook) setUp() error {
	stamp := formDate.Time().Format("2006-01-02T15:04:05Z")
	if err := k.file.SetDocProps(&excelize.DocProperties{
		Title: "Liste des clients", Language: "fr-FR", Creator: "recevable", Created: stamp, Modified: stamp,
	}); err != nil {
		return err
	}
	if err := k.file.SetSheetName("Sheet1", rosterSheet); err != nil {
		return err
	}
	for _, sheet := range []string{howtoSheet, choicesSheet} {
		if _, err := k.file.NewSheet(sheet); err != nil {
			return err
		}
	}
	return k.makeStyles()
}

func (k *rosterBook) makeStyles() error {
	digits, plain := "dd/mm/yyyy", "@"
	bold := excelize.Font{Family: bookFont, Size: 11, Bold: true, Color: "FFFFFF"}
	faded := excelize.Font{Family: bookFont, Size: 11, Italic: true, Color: "70707A"}
	middle := &excelize.Alignment{Vertical: "center", WrapText: true}
	for _, style := range []struct {
		id   *int
		from excelize.Style
	}{
		{&k.head, excelize.Style{Font: &bold, Fill: solid("5A6684"), Alignment: middle}},
		{&k.needed, excelize.Style{Font: &bold, Fill: solid("2B3A67"), Alignment: middle}},
		{&k.example, excelize.Style{Font: &faded, Fill: solid("F1F1F4"), CustomNumFmt: &plain}},
		{&k.exampleDay, excelize.Style{Font: &faded, Fill: solid("F1F1F4"), CustomNumFmt: &digits, Alignment: &excelize.Alignment{Horizontal: "left"}}},
		{&k.text, excelize.Style{CustomNumFmt: &plain}},
		{&k.day, excelize.Style{CustomNumFmt: &digits, Alignment: &excelize.Alignment{Horizontal: "left"}}},
		{&k.wrapped, excelize.Style{Alignment: &excelize.Alignment{Vertical: "top", WrapText: true}}},
		{&k.title, excelize.Style{Font: &excelize.Font{Family: bookFont, Size: 14, Bold: true, Color: "2B3A67"}}},
	} {
		var err error
		if *style.id, err = k.file.NewStyle(&style.from); err != nil {
			return err
		}
	}
	return nil
}

func (k *rosterBook) columns() error {
	for i, c := range k.Columns {
		name, err := excelize.ColumnNumberToName(i + 1)
		if err != nil {
			return err
		}
		if err := k.column(name, c); err != nil {
			return err
		}
		if err := k.choices(name, i+1, c); err != nil {
			return err
		}
	}
	if err := k.file.SetRowHeight(rosterSheet, 1, 2*lineHeight+4); err != nil {
		return err
	}
	return k.file.SetPanes(rosterSheet, &excelize.Panes{
		Freeze: true, XSplit: 1, YSplit: 1, TopLeftCell: "B2", ActivePane: "bottomRight",
		Selection: []excelize.Selection{{SQRef: "A3", ActiveCell: "A3", Pane: "bottomLeft"}},
	})
}

func (k *rosterBook) column(name string, c RosterColumn) error {
	cells, example, head := k.text, k.example, k.head
	var value any = c.Example
	if c.Day {
		cells, example = k.day, k.exampleDay
	}
	if !c.OnDay.IsZero() {
		value = serial(c.OnDay)
	}
	if c.Needed {
		head = k.needed
	}
	for _, err := range []error{
		k.file.SetColWidth(rosterSheet, name, name, k.width(c)),
		k.file.SetColStyle(rosterSheet, name, cells),
		k.file.SetCellValue(rosterSheet, name+"1", c.Title),
		k.file.SetCellStyle(rosterSheet, name+"1", name+"1", head),
		k.file.SetCellStyle(rosterSheet, name+"2", name+"2", example),
	} {
		if err != nil {
			return err
		}
	}
	if value == "" {
		return nil
	}
	return k.file.SetCellValue(rosterSheet, name+"2", value)
}

// width shows what the column is to hold.
func (k *rosterBook) width(c RosterColumn) float64 {
	wide := max(len([]rune(c.Example)), len([]rune(c.Title))*2/3)
	for _, choice := range c.Choices {
		wide = max(wide, len([]rune(choice))*4/5)
	}
	return float64(min(max(wide+3, 12), 40))
}

// choices writes what a column lets one pick on a sheet of their own: within a
// rule, a list may not be longer than 255 characters.
func (k *rosterBook) choices(name string, column int, c RosterColumn) error {
	rule := excelize.NewDataValidation(true)
	rule.SetSqref(fmt.Sprintf("%s2:%s%d", name, name, rosterLines))
	if len(c.Choices) == 0 {
		return nil
	}
	for i, choice := range append([]string{c.Title}, c.Choices...) {
		if err := k.file.SetCellValue(choicesSheet, fmt.Sprintf("%s%d", name, i+1), choice); err != nil {
			return err
		}
	}
	rule.SetSqrefDropList(fmt.Sprintf("%s!$%s$2:$%s$%d", choicesSheet, name, name, len(c.Choices)+1))
	rule.SetError(excelize.DataValidationErrorStyleStop, "Valeur inconnue", "Choisissez dans la liste, ou laissez la case vide.")
	return k.file.AddDataValidation(rosterSheet, rule)
}

// howto writes the sheet that says how.
func (k *rosterBook) howto() error {
	for column, wide := range map[string]float64{"A": 30, "B": 90} {
		if err := k.file.SetColWidth(howtoSheet, column, column, wide); err != nil {
			return err
		}
	}
	row := 1
	write := func(style int, cells ...string) error {
		height := lineHeight
		for i, text := range cells {
			cell := fmt.Sprintf("%c%d", 'A'+i, row)
			if err := k.file.SetCellStr(howtoSheet, cell, text); err != nil {
				return err
			}
			if err := k.file.SetCellStyle(howtoSheet, cell, cell, style); err != nil {
				return err
			}
			if i > 0 {
				height = max(height, lineHeight*wrappedLines(text, 88))
			}
		}
		row++
		return k.file.SetRowHeight(howtoSheet, row-1, float64(height)+4)
	}
	if err := write(k.title, "Comment remplir cette liste"); err != nil {
		return err
	}
	for i, text := range k.Instructions {
		if err := write(k.wrapped, fmt.Sprintf("%d", i+1), text); err != nil {
			return err
		}
	}
	row++
	if err := write(k.head, "Colonne", "Ce que l’on y écrit"); err != nil {
		return err
	}
	for _, c := range k.Columns {
		if err := write(k.wrapped, c.Title, c.help()); err != nil {
			return err
		}
	}
	return nil
}

// help says what a column takes.
func (c RosterColumn) help() string {
	var parts []string
	if c.Note != "" {
		parts = append(parts, c.Note)
	}
	switch {
	case len(c.Choices) > 0:
		parts = append(parts, "Au choix\u00a0: "+strings.Join(c.Choices, ", ")+".")
	case c.Day:
		parts = append(parts, "Une date, par exemple 12/09/2026.")
	case c.Example != "" && !c.Needed:
		parts = append(parts, "Par exemple\u00a0: "+c.Example+".")
	}
	return strings.Join(parts, " ")
}

// finish hides what is for the rules alone and sets the pages.
func (k *rosterBook) finish() error {
	if err := k.file.SetSheetVisible(choicesSheet, false); err != nil {
		return err
	}
	a4, one, any, fit, orientations := 9, 1, 0, true, map[string]string{rosterSheet: "landscape", howtoSheet: "portrait"}
	for _, sheet := range []string{rosterSheet, howtoSheet} {
		orientation := orientations[sheet]
		if err := k.file.SetPageLayout(sheet, &excelize.PageLayoutOptions{Orientation: &orientation, Size: &a4, FitToWidth: &one, FitToHeight: &any}); err != nil {
			return err
		}
		if err := k.file.SetSheetProps(sheet, &excelize.SheetPropsOptions{FitToPage: &fit}); err != nil {
			return err
		}
	}
	k.file.SetActiveSheet(0)
	return nil
}
