package names

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// spelled are the letters that NFD does not take apart.
var spelled = map[rune]string{
	'œ': "OE", 'Œ': "OE", 'æ': "AE", 'Æ': "AE", 'ß': "SS", 'ẞ': "SS", 'ø': "O", 'Ø': "O", 'ł': "L", 'Ł': "L",
	'đ': "D", 'Đ': "D", 'ð': "D", 'Ð': "D", 'þ': "TH", 'Þ': "TH", 'ħ': "H", 'Ħ': "H", 'ı': "I", 'ŋ': "N", 'Ŋ': "N",
	'ﬁ': "FI", 'ﬂ': "FL", '&': " ET ", '+': " ET ",
}

// aliases are words that registers write in two ways.
var aliases = map[string]string{"ST": "SAINT", "STE": "SAINTE"}

// fold reduces a text to upper-case words without accents. Hyphens,
// apostrophes, slashes and every other sign part words.
func fold(text string) []string {
	var b strings.Builder
	b.Grow(len(text))
	for _, r := range norm.NFKD.String(text) {
		switch s, ok := spelled[r]; {
		case ok:
			b.WriteString(s)
		case unicode.Is(unicode.Mn, r):
		case unicode.IsLetter(r), unicode.IsDigit(r):
			b.WriteRune(unicode.ToUpper(r))
		default:
			b.WriteByte(' ')
		}
	}
	words := strings.Fields(b.String())
	for i, w := range words {
		if alias, ok := aliases[w]; ok {
			words[i] = alias
		}
	}
	return words
}

// titles stand beside a name and are no part of it.
var titles = set(`M MR MME MLLE MS MONSIEUR MADAME MADEMOISELLE MESSIEURS MESDAMES MM MMES DR DOCTEUR ME MAITRE PR PROFESSEUR
	VEUVE VVE EPOUSE EPOUX EP EPX NEE NE NOM NOMS PRENOM PRENOMS USAGE USUEL NAISSANCE FAMILLE TITULAIRE CLIENT CLIENTE ABONNE
	LOCATAIRE DESTINATAIRE DECLARANT COTITULAIRE CONTRAT COMPTE`)

// particles are words of a surname that registers drop or join to the next.
var particles = set("DE DU DES LE LA LES D L EL AL BEN BIN BENT IBN OULD AIT DA DOS DAS DO DI DEL DELLA VAN VON DER DEN O Y E TEN TER ZU ZUR")

// joiners part the holders of a joint account.
var joiners = set("ET OU")

func set(words string) map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		m[w] = true
	}
	return m
}

// core returns the words of a surname without its particles, or all of them
// where it is made of nothing else (« LE », a Vietnamese surname).
func core(words []string) []string {
	var kept []string
	for _, w := range words {
		if !particles[w] {
			kept = append(kept, w)
		}
	}
	if len(kept) == 0 {
		return words
	}
	return kept
}

// distanceAtMost reports whether two words are at most n insertions,
// deletions and replacements apart (Levenshtein).
func distanceAtMost(a, b string, n int) bool {
	x, y := []rune(a), []rune(b)
	if len(x)-len(y) > n || len(y)-len(x) > n {
		return false
	}
	row := make([]int, len(y)+1)
	for j := range row {
		row[j] = j
	}
	for i, r := range x {
		diagonal := row[0]
		row[0] = i + 1
		for j, s := range y {
			cost := diagonal
			if r != s {
				cost = min(diagonal, row[j], row[j+1]) + 1
			}
			diagonal, row[j+1] = row[j+1], cost
		}
	}
	return row[len(y)] <= n
}
