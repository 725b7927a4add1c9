package pipeline

import (
	"cmp"
	"fmt"

	"github.com/recevable/recevable/pipeline/rules"
	"github.com/recevable/recevable/templates"
)

func composeCalendar(job *Job) ([]byte, error) {
	file := templates.Calendar{Date: job.On, Name: "Permis\u00a0: mes échéances"}
	owner := cmp.Or(job.Dossier.Request.Number, string(job.Decision.Procedure))
	seen := map[rules.DeadlineCode]int{}
	for _, e := range job.Decision.Deadlines {
		if e.Date.IsZero() || e.Past || e.Done {
			continue
		}
		// The same deadline of the same dossier keeps its UID when its date
		// is corrected, so that calendars move it instead of doubling it.
		seen[e.Code]++
		file.Events = append(file.Events, templates.Event{
			UID:         fmt.Sprintf("%s-%d.%s@recevable", e.Code, seen[e.Code], owner),
			Date:        e.Date,
			Title:       e.Label,
			Description: procedureTitles[job.Decision.Procedure],
		})
	}
	if len(file.Events) == 0 {
		// RFC 5545, 3.4: a calendar without a component is none.
		file.Events = []templates.Event{{
			UID: fmt.Sprintf("aucune-echeance.%s@recevable", owner), Date: job.On, Title: "Aucune échéance à venir connue",
		}}
	}
	return file.ICS()
}
