package main

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"github.com/recevable/recevable/samples"
)

// spelling writes a date in one of the forms that French papers use.
type spelling func(time.Time) string

var (
	shortMonths = strings.Fields("janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc.")
	weekdays    = strings.Fields("dimanche lundi mardi mercredi jeudi vendredi samedi")
)

func figures(layout string) spelling {
	return func(t time.Time) string { return t.Format(layout) }
}

// shortened: 12 sept. 2026.
func shortened(t time.Time) string {
	day := fmt.Sprint(t.Day())
	if t.Day() == 1 {
		day = "1er"
	}
	return fmt.Sprintf("%s %s %d", day, shortMonths[t.Month()-1], t.Year())
}

// padded: 02 septembre 2026.
func padded(t time.Time) string {
	_, monthAndYear, _ := strings.Cut(samples.InWords(t), " ")
	return t.Format("02 ") + monthAndYear
}

func withWeekday(t time.Time) string { return weekdays[t.Weekday()] + " " + samples.InWords(t) }

// spellings of dates, the common ones more often.
var spellings = []spelling{
	samples.InFigures, samples.InFigures, samples.InFigures, samples.InFigures,
	samples.InWords, samples.InWords, samples.InWords, padded,
	figures("02.01.2006"), figures("02.01.06"), figures("02/01/06"), figures("02-01-2006"), figures("2006-01-02"),
	shortened,
}

// voice is how a document writes its labels.
type voice struct{ upper, plain bool }

func pickVoice(r *rand.Rand) voice {
	switch r.IntN(8) {
	case 0:
		return voice{upper: true}
	case 1:
		return voice{upper: true, plain: true}
	case 2:
		return voice{plain: true}
	}
	return voice{}
}

// say writes a line in that voice.
func (v voice) say(line string) string {
	if v.plain {
		line = samples.WithoutAccents(line)
	}
	if v.upper {
		line = strings.ToUpper(line)
	}
	return line
}
