package validators

import (
	"fmt"
	"regexp"

	"github.com/recevable/recevable/pipeline/calendar"
	"github.com/recevable/recevable/validators/reader"
)

// Suppliers write « Facture » and a date in more ways than any list of labels
// holds. Where none is known, the date that is most plausibly the day of issue
// is shown, so that the person has only to confirm it: it never settles the
// matter, neither against the bill nor for it.

// What speaks for a date, in points; guessFrom of them are enough.
const (
	guessAlone  = 3 // no word says what it is: alone in its cell, or a heading
	guessHigh   = 2 // in the upper part of its page
	guessNamed  = 2 // in a line, or below one, that names the paper
	guessDue    = 2 // the day of payment follows
	guessMany   = -2
	guessListed = -3 // in a column of dates
	guessFrom   = 4

	// guessPart is the upper part of a page, as a share of its height.
	guessPart = 0.45
	// guessMonths is how old a bill may be that somebody still sends.
	guessMonths = 36
	// dueDays is how long after its issue a bill is due at the latest.
	dueDays = 75
)

// paperNamed names the paper near a date that may be its own.
var paperNamed = regexp.MustCompile(`\bfactures?\b|\bquittance\b|\bavis d|\becheancier\b|\battestation\b|\bappel de\b|\bdocument\b|\bemi[st]|\bedit`)

// dueLabels announce the day of payment.
var dueLabels = regexp.MustCompile(`a payer|a regler|payable|exigible|avant le|limite|prelev|echeance|reglement|paiement`)

// guessDate returns the date of the first page that is most plausibly the day
// of issue; false where none is plausible.
func guessDate(doc reader.Document, all []mention, on calendar.Date) (best mention, found bool) {
	most := guessFrom - 1
	for _, m := range all {
		if m.page != 0 || m.strength > bareDate || m.date.After(on) || m.date.AddMonths(guessMonths).Before(on) {
			continue
		}
		points, plausible := m.points(doc.Pages[0], all)
		if plausible && (points > most || found && points == most && m.date.After(best.date)) {
			best, most, found = m, points, true
		}
	}
	return best, found
}

// points weighs a date of the first page; false where some word nearby says
// that it is another.
func (m mention) points(page reader.Page, all []mention) (points int, plausible bool) {
	line := page.Lines[m.line]
	text := fold(line.Text)
	if otherLabels.MatchString(text) {
		return 0, false
	}
	left, hasLeft := leftOf(page.Lines, m.line)
	over, hasOver := above(page.Lines, m.line)
	for _, near := range []struct {
		cell reader.Line
		is   bool
	}{{left, hasLeft}, {over, hasOver}} {
		if near.is && len([]rune(near.cell.Text)) <= runningText && otherLabels.MatchString(fold(near.cell.Text)) {
			return 0, false
		}
	}
	if m.strength == bareDate {
		points += guessAlone
	}
	if height := page.Ground().Height; height > 0 && line.Box.Y0 < guessPart*height {
		points += guessHigh
	}
	if paperNamed.MatchString(text) || hasLeft && paperNamed.MatchString(fold(left.Text)) || hasOver && paperNamed.MatchString(fold(over.Text)) {
		points += guessNamed
	}
	return points + m.company(page, all), true
}

// company weighs a date by the others on its page.
func (m mention) company(page reader.Page, all []mention) (points int) {
	due := false
	here := page.Lines[m.line].Box
	for _, other := range all {
		if other.page != 0 || other.date == m.date {
			continue
		}
		box := page.Lines[other.line].Box
		switch {
		case other.line == m.line:
			points += guessMany
		case box.X0 < here.X1 && box.X1 > here.X0 && min(abs(box.Y0-here.Y1), abs(here.Y0-box.Y1)) < here.Y1-here.Y0 && other.strength <= bareDate:
			points += guessListed
		}
		ahead := m.date.DaysUntil(other.date)
		due = due || ahead > 0 && ahead <= dueDays && other.strength == otherDate && dueLabels.MatchString(fold(page.Lines[other.line].Text))
	}
	if due {
		points += guessDue
	}
	return points
}

func abs(v float64) float64 { return max(v, -v) }

// toConfirm asks the person whether the date that was guessed is the right
// one.
func toConfirm(in DateReading, limit int) Finding {
	return Finding{
		Code: DateMissing, Severity: Undetermined, Page: in.Page, Excerpt: in.Excerpt, Mark: in.Mark,
		Message: fmt.Sprintf("Aucune date d’émission n’est annoncée clairement sur ce document. La plus vraisemblable est le %s.", in.Date.French()),
		Remedy:  fmt.Sprintf("Regardez si c’est bien la date d’émission : elle doit avoir moins de %d mois. Dans un dossier, vous pouvez l’indiquer (clé « date » de la pièce).", limit),
	}
}
