package web

import (
	_ "embed"
	"encoding/json"
	"strings"
)

// axe is axe-core 4.11.0 (MPL 2.0, https://github.com/dequelabs/axe-core), as its
// package holds it: no test asks the network for it.
//
//go:embed testdata/axe.min.js
var axe string

// audited fails on what axe finds of the page against WCAG 2.2 AA, in the light
// and in the dark.
func (b *tab) audited(page string) {
	b.t.Helper()
	evaluate[bool](b, axe+"; true")
	found := evaluate[string](b, `axe.run({runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"], resultTypes: ["violations"]})
		.then(r => JSON.stringify(r.violations.map(v => ({id: v.id, help: v.help, nodes: v.nodes.map(n => n.html + " — " + n.failureSummary)}))))`)
	var violations []struct {
		ID, Help string
		Nodes    []string
	}
	if err := json.Unmarshal([]byte(found), &violations); err != nil {
		b.t.Fatal(err)
	}
	for _, v := range violations {
		b.t.Errorf("%s: %s: %s\n  %s", page, v.ID, v.Help, strings.Join(v.Nodes[:min(3, len(v.Nodes))], "\n  "))
	}
	if evaluate[int](b, "document.querySelectorAll('main, [role=main]').length") != 1 {
		b.t.Errorf("%s: not one main part", page)
	}
}
