package validators

import (
	"regexp"
	"slices"
	"strings"

	"github.com/recevable/recevable/pipeline/calendar"
	"github.com/recevable/recevable/validators/reader"
)

// What stands for a date, and against it. A label says which date of a page is
// that of issue; whether a paper may be refused for it hangs on the other dates
// too, since a date misread, or one of another paper, is out of step with them.

// mention is a date somewhere on a document, and what the words make of it.
type mention struct {
	writtenDate
	page, line int // from 0
	strength   labelStrength
	// apart: it may lie years from the day of issue on any paper, such as the
	// end of a contract.
	apart bool
	// ocr and confidence tell how well its words, and its line, were read.
	ocr        bool
	confidence float64
}

// Thresholds of what may block. All lean to the side of not blocking.
const (
	// sureWords is the confidence, of 100, under which OCR is not taken at its
	// word. Clear print is read at 90 and more; what is read with less may
	// well have a wrong digit.
	sureWords = 85
	// laterMonths is how long after its issue a bill still speaks of a day to
	// come: payment, debit and next bill fall within two months, a
	// four-monthly reading within four.
	laterMonths = 4
	// agreeing dates of a bill, such as its period and its due date, lie this
	// near to its issue.
	agreeBefore, agreeAfter = 2, 3
	// manyIssues is how many days of issue make a list of bills and not a
	// bill.
	manyIssues = 3
	// A page that OCR read fewer words on, or with less confidence, is as good
	// as unread. Source: reading.md, « Legibility ».
	enoughWords, enoughConfidence = 15, 55
)

// farApart are the words of dates that say nothing of the day of issue, near or
// far.
var farApart = regexp.MustCompile(`contrat|engag|valab|valid|expir|prochain|\breleve|\bindex|mandat|garanti|jusqu|offre|\bnee?\b|\bne\(e\)|naissance|revision`)

// mentionsOf lists the dates of a document in reading order.
func mentionsOf(doc reader.Document, labels labelSet) []mention {
	var all []mention
	for p, page := range doc.Pages {
		for l, line := range page.Lines {
			folded, spaced := closeUp(fold(line.Text))
			dates := readDates(folded, page.FromOCR)
			words := lineWords{line: line}
			if len(dates) > 0 {
				words = wordsOf(line, folded)
			}
			at := dateLine{page, l, folded, dates, labels, p == 0, spaced}
			for i, d := range dates {
				d.repaired = d.repaired || spaced
				all = append(all, mention{
					writtenDate: d, page: p, line: l, strength: at.label(i), apart: at.endsPeriod(i) || farApart.MatchString(sentence(folded[:d.start])),
					ocr: page.FromOCR, confidence: words.confidence(d),
				})
			}
			for _, m := range findMonths(folded, dates) {
				all = append(all, mention{
					writtenDate: m, page: p, line: l, strength: otherDate, apart: farApart.MatchString(folded),
					ocr: page.FromOCR, confidence: line.Confidence,
				})
			}
		}
	}
	return all
}

// sentence returns what stands before a date in its sentence, its label and
// what that is of, as far back as a sentence reaches.
func sentence(before string) string {
	const reach = 200
	before = before[max(0, len(before)-reach):]
	return before[strings.LastIndexAny(before, ".;|€")+1:]
}

// lineWords are the words of a line that OCR read, and where each ends in the
// folded text.
type lineWords struct {
	line reader.Line
	ends []int
}

func wordsOf(line reader.Line, folded string) lineWords {
	words := lineWords{line: line}
	at := 0
	for _, word := range line.Words {
		at += len(fold(word.Text)) + 1
		words.ends = append(words.ends, at)
	}
	if at != len(folded)+1 {
		// These are not the words of the text: which are the date's cannot be
		// told.
		words.ends = nil
	}
	return words
}

// confidence is that of the worst of the words of a date and of their line.
func (w lineWords) confidence(d writtenDate) float64 {
	least, start := w.line.Confidence, 0
	for i, word := range w.line.Words {
		if w.ends == nil || start < d.end && w.ends[i] > d.start {
			least = min(least, word.Confidence)
		}
		if w.ends != nil {
			start = w.ends[i]
		}
	}
	return least
}

// isIssue reports whether m is announced as the day of issue beyond doubt.
func (m mention) isIssue() bool { return m.strength == issuedLabel && !m.repaired }

// proves reports whether the issue date m, the best of all, may refuse a paper.
func (m mention) proves(all []mention, doc reader.Document, on calendar.Date) bool {
	switch {
	case !m.isIssue(), fresherThan(m.date, all, on), issueDays(all) >= manyIssues:
		return false
	// Who writes the year first means another day, and a fresher one.
	case !m.other.IsZero() && m.other.After(m.date) && !m.other.After(on):
		return false
	case m.ocr:
		return m.confidence >= sureWords && !hasUnreadPage(doc) && !m.outstripped(all) && m.confirmed(all)
	}
	return !m.leftBehind(all, on)
}

// fresherThan reports whether a later date, up to the reference date, may be
// that of issue: no word says that it is another.
func fresherThan(date calendar.Date, all []mention, on calendar.Date) bool {
	return slices.ContainsFunc(all, func(m mention) bool {
		return m.strength != otherDate && m.date.After(date) && !m.date.After(on)
	})
}

func issueDays(all []mention) int {
	days := map[calendar.Date]bool{}
	for _, m := range all {
		if m.isIssue() {
			days[m.date] = true
		}
	}
	return len(days)
}

// outstripped reports whether any date at all is far later: a year or a month
// that OCR misread is betrayed by the due date and the period.
func (m mention) outstripped(all []mention) bool {
	last := m.date.AddMonths(laterMonths)
	return slices.ContainsFunc(all, func(other mention) bool { return other.date.After(last) })
}

// lastBeside returns the latest day that goes with m, its own for none.
func (m mention) lastBeside(all []mention) calendar.Date {
	last := m.date
	for _, other := range all {
		if !other.apart && other.date.After(last) {
			last = other.date
		}
	}
	return last
}

// confirmed reports whether another date agrees.
func (m mention) confirmed(all []mention) bool {
	first, last := m.date.AddMonths(-agreeBefore), m.date.AddMonths(agreeAfter)
	return slices.ContainsFunc(all, func(other mention) bool {
		elsewhere := other.page != m.page || other.line != m.line || other.start != m.start
		return elsewhere && !other.repaired && !other.date.Before(first) && !other.date.After(last)
	})
}

// leftBehind reports whether the dates of a text layer leap far ahead of m: a
// fresh bill that names an old one goes on with its own due date and period. A
// payment plan goes on too, but month by month, and contracts and readings of
// meters go their own way.
func (m mention) leftBehind(all []mention, on calendar.Date) bool {
	horizon := on.AddMonths(laterMonths)
	var later []calendar.Date
	for _, other := range all {
		if !other.apart && other.date.After(m.date) && !other.date.After(horizon) {
			later = append(later, other.date)
		}
	}
	slices.SortFunc(later, calendar.Date.Compare)
	last := m.date
	for _, day := range later {
		if day.After(last.AddMonths(laterMonths)) {
			return true
		}
		last = day
	}
	return false
}

// hasUnreadPage reports whether what a page says is not known: it could not be
// read, or hardly, or was not looked at. It may be the fresh bill.
func hasUnreadPage(doc reader.Document) bool {
	return len(doc.Pages) < max(doc.PageCount, 1) || slices.ContainsFunc(doc.Pages, isUnread)
}

func isUnread(page reader.Page) bool {
	if page.Unread || len(page.Lines) == 0 {
		return true
	}
	if !page.FromOCR {
		return false
	}
	words, sum := 0, 0.0
	for _, line := range page.Lines {
		n := len(strings.Fields(line.Text))
		words += n
		sum += float64(n) * line.Confidence
	}
	return words < enoughWords || sum < enoughConfidence*float64(words)
}
