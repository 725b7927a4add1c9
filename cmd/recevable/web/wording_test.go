package web

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"strconv"
	"testing"
)

// terminalWords have no place on a page: commands, keys of the dossier, types.
var terminalWords = regexp.MustCompile(`recevable (?:fix|check|run)|--[a-z]|clé «|heberge: |\(type [a-z_]+\)|le type [a-z]+_[a-z]|demande\.numero|dans le dossier`)

// Whatever the inspectors say, the pages say it without the terminal.
func TestPagesDoNotSpeakTerminal(t *testing.T) {
	files, err := filepath.Glob("../../../validators/*.go")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	files = append(files, "../../../pipeline/compose.go")
	said := 0
	for _, file := range files {
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(parsed, func(n ast.Node) bool {
			literal, ok := n.(*ast.BasicLit)
			if !ok || literal.Kind != token.STRING {
				return true
			}
			text, err := strconv.Unquote(literal.Value)
			if err != nil || !terminalWords.MatchString(text) {
				return true
			}
			said++
			if left := terminalWords.FindString(forPage(text)); left != "" {
				t.Errorf("%s: the page still says %q: %s", filepath.Base(file), left, forPage(text))
			}
			return true
		})
	}
	if said < 10 {
		t.Errorf("only %d sentences of the inspectors speak terminal: does the test still find them?", said)
	}
	if got := forPage("Remplacez-le par une facture récente."); got != "Remplacez-le par une facture récente." {
		t.Error(got)
	}
}
