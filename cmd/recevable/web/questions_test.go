package web

import (
	"strings"
	"testing"

	"github.com/recevable/recevable/pipeline/calendar"
	"github.com/recevable/recevable/pipeline/rules"
)

func TestWalk(t *testing.T) {
	on, _ := calendar.Parse("2026-11-26")
	s := New(Config{Today: func() calendar.Date { return on }})
	for _, p := range rules.Procedures() {
		answers, skipped := map[string]string{"situation.demarche": string(p)}, map[string]bool{}
		var names []string
		for q := s.next(answers, skipped, on); q != nil; q = s.next(answers, skipped, on) {
			names = append(names, q.Name)
			for _, a := range s.necessary(*q, answers, on) {
				names[len(names)-1] += "/" + a.Key
			}
			skipped[q.Name] = true
		}
		t.Log(p, strings.Join(names, " "))
	}
}
