package batch

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"os"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/charmap"

	"github.com/recevable/recevable/pipeline"
	"github.com/recevable/recevable/pipeline/calendar"
)

// Bounds of a roster: ten thousand clients are a megabyte or two.
const (
	maxRosterBytes = 64 << 20
	maxUnpacked    = 512 << 20
	maxPartBytes   = 64 << 20 // of a workbook, held in memory
	maxRosterLines = 100_000
	maxColumns     = 200
	headerLines    = 20 // among which the headings are looked for
)

// tableLine is a line of a table as it is written.
type tableLine struct {
	number int // from 1, as the spreadsheet or the editor counts
	cells  []string
}

// table is a sheet of a workbook, or a file of separated values.
type table struct {
	lines []tableLine
	first calendar.Date // day 0 of serial dates
}

const rosterExpected = "une liste .xlsx ou .csv, avec une ligne de titres de colonnes (recevable modele -o clients.xlsx en fait une vide)"

// readTables returns the tables of a file, by its content.
func readTables(name string) ([]table, error) {
	fail := func(problem string) ([]table, error) {
		return nil, &pipeline.InputError{File: name, Problem: problem, Expected: rosterExpected}
	}
	info, err := os.Stat(name)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return fail("fichier introuvable")
	case err != nil:
		return fail("ce fichier ne peut pas être lu")
	case !pipeline.IsFile(info):
		return fail("ce n’est pas un fichier")
	case info.Size() > maxRosterBytes:
		return fail("ce fichier est trop gros pour une liste de clients")
	}
	data, err := os.ReadFile(name)
	if err != nil {
		return fail("ce fichier ne peut pas être lu, il est peut-être ouvert dans un autre programme")
	}
	if bytes.HasPrefix(data, []byte("PK")) {
		tables, err := workbookTables(data)
		if err != nil {
			return fail("ce classeur ne peut pas être lu")
		}
		return tables, nil
	}
	text := pipeline.DecodeText(fromMac(data))
	if bytes.ContainsRune(text, 0) {
		return fail("ce n’est ni un classeur .xlsx ni du texte\u00a0: enregistrez la liste en .xlsx ou en .csv")
	}
	lines, err := separated(text)
	if err != nil {
		return fail("ce fichier n’est pas une liste que l’on peut lire")
	}
	return []table{{lines, excelDay0}}, nil
}

// fromMac turns what Excel calls « CSV (Macintosh) » into text of today: lines
// end with a carriage return alone, and letters are those of Mac OS Roman. Read
// as anything else it is one line, and its clients are taken for headings.
func fromMac(data []byte) []byte {
	if bytes.ContainsAny(data, "\n\x00") || !bytes.Contains(data, []byte("\r")) {
		return data
	}
	if !utf8.Valid(data) {
		if text, err := charmap.Macintosh.NewDecoder().Bytes(data); err == nil {
			data = text
		}
	}
	return bytes.ReplaceAll(data, []byte("\r"), []byte("\n"))
}

// Days that spreadsheets count from.
var (
	excelDay0 = calendar.New(1899, 12, 30)
	macDay0   = calendar.New(1904, 1, 1)
)

// workbookTables reads the sheets that can be seen, their cells as they are
// stored: a date is a number there, whatever its look.
func workbookTables(data []byte) (tables []table, err error) {
	if _, err := zip.NewReader(bytes.NewReader(data), int64(len(data))); err != nil {
		return nil, err
	}
	// The library is not known to panic, and what it parses may be anything.
	defer func() {
		if recover() != nil {
			err = errNoWorkbook
		}
	}()
	book, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{
		RawCellValue: true, UnzipSizeLimit: maxUnpacked, UnzipXMLSizeLimit: maxPartBytes,
	})
	if err != nil {
		return nil, err
	}
	defer book.Close()
	day0 := excelDay0
	if props, err := book.GetWorkbookProps(); err == nil && props.Date1904 != nil && *props.Date1904 {
		day0 = macDay0
	}
	for _, sheet := range book.GetSheetList() {
		if seen, err := book.GetSheetVisible(sheet); err != nil || !seen {
			continue
		}
		lines, err := sheetLines(book, sheet)
		if err != nil {
			return nil, err
		}
		tables = append(tables, table{lines, day0})
	}
	return tables, nil
}

var errNoWorkbook = errors.New("batch: not a workbook")

func sheetLines(book *excelize.File, sheet string) ([]tableLine, error) {
	rows, err := book.Rows(sheet)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var lines []tableLine
	for number := 1; rows.Next() && number <= maxRosterLines; number++ {
		cells, err := rows.Columns()
		if err != nil {
			return nil, err
		}
		lines = appendLine(lines, number, cells)
	}
	return lines, rows.Error()
}

// appendLine adds a line that is not empty.
func appendLine(lines []tableLine, number int, cells []string) []tableLine {
	cells = cells[:min(len(cells), maxColumns)]
	for _, cell := range cells {
		if strings.TrimSpace(cell) != "" {
			return append(lines, tableLine{number, cells})
		}
	}
	return lines
}

// separated reads separated values, whatever separates them.
func separated(text []byte) ([]tableLine, error) {
	in := csv.NewReader(bytes.NewReader(text))
	in.Comma, in.FieldsPerRecord, in.LazyQuotes = separator(text), -1, true
	var lines []tableLine
	for len(lines) < maxRosterLines {
		cells, err := in.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		number, _ := in.FieldPos(0)
		if len(cells) == 1 && strings.HasPrefix(cells[0], "sep=") {
			continue // what Excel writes for itself
		}
		lines = appendLine(lines, number, cells)
	}
	return lines, nil
}

// separator is the sign that parts the headings: the one that makes the most of
// them known.
func separator(text []byte) rune {
	best, most := ';', 0
	for _, sign := range []rune{';', '\t', ','} {
		lines := 0
		for line := range strings.Lines(string(text[:min(len(text), 1<<16)])) {
			if known := len(knownHeadings(strings.Split(strings.TrimRight(line, "\r\n"), string(sign)))); known > most {
				best, most = sign, known
			}
			if lines++; lines == headerLines {
				break
			}
		}
	}
	return best
}

// knownHeadings returns which cells are headings, by their place.
func knownHeadings(cells []string) map[int]Column {
	known := map[int]Column{}
	for i, cell := range cells {
		if c, ok := columnOf(strings.Trim(cell, "\" \t")); ok {
			known[i] = c
		}
	}
	return known
}
