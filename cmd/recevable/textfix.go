package main

import (
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"github.com/recevable/recevable/pipeline"
	"github.com/recevable/recevable/pipeline/repair"
)

// printJob prints what was repaired, where anything was to be, then the report.
func printJob(w io.Writer, job *pipeline.Job) error {
	if job.Repairs != nil {
		if err := printRepairs(w, job); err != nil {
			return err
		}
	}
	return printReport(w, job.Report)
}

// printRepairs says for each piece what went in, what comes out, and what was
// done in between.
func printRepairs(w io.Writer, job *pipeline.Job) error {
	p := &page{w: w}
	for i, piece := range job.Repairs {
		p.line(0, piece.Label)
		for j, done := range piece.Files {
			p.item(2, "", "Reçu : "+givenNames(piece, done))
			if done.Left {
				p.item(2, "✗ ", "Non réparé : ce fichier n’est pas parmi les fichiers prêts.")
				continue
			}
			file := job.Report.Pieces[i].Files[j]
			p.item(2, "→ ", fileLine(file))
			for _, c := range file.Transformations {
				p.item(4, "• ", visibleLine(c))
			}
			if len(file.Transformations) == 0 {
				p.item(4, "• ", "Rien à faire : copié tel quel.")
			}
		}
		p.write("")
	}
	return p.err
}

func givenNames(piece pipeline.PieceRepair, done pipeline.FileRepair) string {
	var names []string
	for _, from := range done.From {
		names = append(names, fileLine(piece.Given[from]))
	}
	for _, double := range done.Doubles {
		names = append(names, fileLine(piece.Given[double.From]))
	}
	return strings.Join(names, ", ")
}

func fileLine(file pipeline.FileReport) string {
	return fmt.Sprintf("%s (%s, %s)", visible(file.Name), weight(file.Bytes), pageCount(file.Pages))
}

// visibleLine is a change, the name of its file made fit to print.
func visibleLine(c repair.Change) string {
	c.Source = visible(c.Source)
	return c.Line()
}

// weight writes a size the French way: « 48 ko », « 3,1 Mo ».
func weight(bytes int64) string {
	if bytes < 1_000_000 {
		return fmt.Sprintf("%d\u00a0ko", (bytes+999)/1000)
	}
	return strings.Replace(fmt.Sprintf("%.1f\u00a0Mo", float64(bytes)/1e6), ".", ",", 1)
}

func printWritten(w io.Writer, folder string, papers []pipeline.Paper) error {
	p := &page{w: w}
	p.write("")
	if len(papers) == 0 {
		p.write("Aucun fichier n’a été écrit.")
		return p.err
	}
	p.write("Écrit dans " + visible(folder) + "\u00a0:")
	for _, paper := range papers {
		p.write("  " + visible(filepath.Join(folder, paper.Name)))
	}
	return p.err
}
