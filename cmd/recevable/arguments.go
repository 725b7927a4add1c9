package main

import (
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/maruel/natural"
)

// What a command line of Windows hands over: patterns such as *.pdf as they were
// written, which other systems' shells replace by names, and, where a quoted path
// ends with \, a quotation mark and all that follows it.

// asMeant returns arguments as whoever wrote them meant them.
func asMeant(system string, arguments []string) ([]string, error) {
	if system != "windows" {
		return arguments, nil
	}
	var meant []string
	for _, argument := range arguments {
		if strings.Contains(argument, `"`) { // in no name of a file
			return nil, requestError(
				"un guillemet est resté dans «\u00a0"+visible(argument)+"\u00a0»",
				`un chemin entre guillemets qui ne finit pas par \, par exemple "C:\Clients"`,
			)
		}
		names := filesLike(argument)
		if len(names) == 0 { // whatever it is: the command says
			names = []string{argument}
		}
		meant = append(meant, names...)
	}
	return meant, nil
}

// filesLike lists the files that a pattern stands for, whatever their case, in
// the order of their names and numbers. Stars stand for something in the last part only.
func filesLike(pattern string) []string {
	folder, last := filepath.Split(pattern)
	if !strings.ContainsAny(last, "*?") || strings.HasPrefix(pattern, "-") {
		return nil
	}
	where := folder
	if where == "" {
		where = "."
	}
	entries, err := os.ReadDir(where)
	if err != nil {
		return nil
	}
	last = strings.ReplaceAll(strings.ToLower(last), "[", `\[`) // a letter like any other
	var names []string
	for _, e := range entries {
		if like, err := path.Match(last, strings.ToLower(e.Name())); err == nil && like && !e.IsDir() {
			names = append(names, folder+e.Name())
		}
	}
	slices.SortFunc(names, natural.Compare)
	return names
}
