package validators

import (
	"fmt"
)

// psychotestMonths is how long a psychotechnical examination serves, on the day
// of the medical visit: six months, the last day included.
// Source: arrêté du 18 janvier 2019; other sources say two years, so that it is
// never more than a warning.
const psychotestMonths = 6

// checkPsychotechnical holds the reports of psychotechnical examinations among
// the files that fill no slot to the day of the medical visit.
func checkPsychotechnical(piece Piece, terms Terms, inspection *Inspection) {
	for i, file := range piece.Files {
		if !isPsychotechnical(file.Document) {
			continue
		}
		dates := datesOf(file.Document, psychotechnicalReport, terms.On)
		if !dates.found {
			continue
		}
		inspection.Files[i].Read.IssueDate = &dates.reading
		if !dates.reading.doubtful {
			inspection.Files[i].Findings = append(inspection.Files[i].Findings, psychotestFindings(dates.reading, terms)...)
		}
	}
}

func psychotestFindings(in DateReading, terms Terms) []Finding {
	kind := psychotechnicalReport
	finding := Finding{Code: DateTooOld, Severity: Warning, Page: in.Page, Excerpt: in.Excerpt, Mark: in.Mark, Remedy: kind.renew}
	lastDay := in.Date.AddMonths(psychotestMonths)
	visit, planned := terms.VisitOn, !terms.VisitOn.IsZero()
	if !planned {
		visit = terms.On
	}
	verb := "date"
	if !in.certain {
		verb = "semble dater"
		finding.Remedy = kind.look + " " + kind.renew
	}
	switch {
	case visit.After(lastDay) && planned:
		finding.Message = fmt.Sprintf("%s %s du %s : il vaut %d mois, jusqu’au %s inclus, et la visite médicale est du %s.", kind.it, verb, in.Date.French(), psychotestMonths, lastDay.French(), visit.French())
	case visit.After(lastDay):
		finding.Message = fmt.Sprintf("%s %s du %s : il vaut %d mois, jusqu’au %s inclus.", kind.it, verb, in.Date.French(), psychotestMonths, lastDay.French())
	case !planned && terms.On.DaysUntil(lastDay) <= soonDays:
		finding.Code, finding.Severity = DateSoonTooOld, Info
		finding.Message = fmt.Sprintf("%s ne vaudra bientôt plus : la visite médicale doit avoir lieu le %s au plus tard.", kind.it, lastDay.French())
		finding.Remedy = fmt.Sprintf("Prenez rendez-vous pour la visite médicale avant la fin du %s.", lastDay.French())
	default:
		return nil
	}
	return []Finding{finding}
}
