package validators

import "strings"

// frenchSpaces puts a no-break space where French typography wants one and
// source code reads better without.
var frenchSpaces = strings.NewReplacer(
	" :", "\u00a0:", " ;", "\u00a0;", " ?", "\u00a0?", " !", "\u00a0!",
	"« ", "«\u00a0", " »", "\u00a0»", " Mo", "\u00a0Mo",
)

func typesetAll(findings []Finding) {
	for i := range findings {
		findings[i].Message = frenchSpaces.Replace(findings[i].Message)
		findings[i].Remedy = frenchSpaces.Replace(findings[i].Remedy)
	}
}
