package validators

import (
	"regexp"
	"slices"

	"github.com/recevable/recevable/validators/reader"
)

// The block of an address as bills print it: a civility and a name, and a
// postcode with a town in the lines below.
var (
	civilLine = regexp.MustCompile(`^(?:(?:m|mr|mme|mlle|monsieur|madame|mademoiselle)\.?(?: (?:et|ou) )?)+ [a-z][^\d,:!?]{1,40}$`)
	// An office, « Monsieur le Maire », is nobody's name.
	officeLine = regexp.MustCompile(`^[a-z]+\.? (?:le|la|les|l'|, )`)
	townLine   = regexp.MustCompile(`^(?:f[- ])?\d{5} [a-z]`)
)

// How far below the name the town stands, and how far apart their left edges
// may be, in heights of a line: a postal address has six lines (NF Z 10-011).
const (
	addressDepth = 10
	addressShift = 2
)

// addresseeLine finds the line with the name of whom a page is addressed to. It
// is only good to be shown: another block than the addressee's may look so.
func addresseeLine(page reader.Page) (int, bool) {
	at := slices.IndexFunc(page.Lines, func(name reader.Line) bool {
		words := fold(name.Text)
		return civilLine.MatchString(words) && !officeLine.MatchString(words) && slices.ContainsFunc(page.Lines, func(town reader.Line) bool {
			return townLine.MatchString(fold(town.Text)) && inOneBlock(name.Box, town.Box)
		})
	})
	return at, at >= 0
}

func inOneBlock(name, town reader.Box) bool {
	height := name.Y1 - name.Y0
	below, shift := town.Y0-name.Y0, town.X0-name.X0
	return below > 0 && below <= addressDepth*height && max(shift, -shift) <= addressShift*height
}
