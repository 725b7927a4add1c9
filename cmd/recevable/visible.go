package main

import (
	"strings"
	"unicode"
)

// maxVisible is the length in characters past which a name fills the screen.
const maxVisible = 120

// visible is a name, a key or an excerpt that somebody else wrote, as it may be
// printed: nothing in it acts on the terminal, and it is short. A long one
// loses its middle: the end of a file name says what the file is.
func visible(s string) string {
	letters := []rune(plain(s))
	if len(letters) <= maxVisible {
		return string(letters)
	}
	half := maxVisible / 2
	return string(letters[:half-1]) + "…" + string(letters[len(letters)-half:])
}

// plain replaces what a terminal would obey instead of showing: control
// characters, line separators, and formatting characters such as those that
// turn the direction of a text.
func plain(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp) {
			return unicode.ReplacementChar
		}
		return r
	}, strings.ToValidUTF8(s, string(unicode.ReplacementChar)))
}
