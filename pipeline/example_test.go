package pipeline_test

import (
	"context"
	"fmt"
	"log"

	"github.com/recevable/recevable/pipeline"
	"github.com/recevable/recevable/pipeline/calendar"
	"github.com/recevable/recevable/pipeline/rules"
)

// One stage by itself: what the law gives a situation, without a file.
func ExampleDecide() {
	dossier, err := pipeline.Parse("situation.yaml", []byte(`
situation:
  demarche: retour_invalidation
  date_notification: 2026-10-01
  date_restitution: 2026-10-08
  alcool_stupefiants: false
  date_permis: 2010-06-30
`))
	if err != nil {
		log.Fatal(err)
	}
	job := &pipeline.Job{On: calendar.New(2026, 11, 21), Dossier: dossier, Catalogue: rules.DefaultCatalogue()}
	if err := pipeline.Run(context.Background(), job, pipeline.Decide{}); err != nil {
		log.Fatal(err)
	}
	fmt.Println("code:", job.Decision.Exams.Theory, "conduite:", job.Decision.Exams.Practical)
	for _, deadline := range job.Decision.Deadlines {
		if deadline.Code == rules.DispenseLimit {
			fmt.Println("dernier jour sûr:", deadline.Date)
		}
	}
	// Output:
	// code: true conduite: false
	// dernier jour sûr: 2027-07-07
}
