package mrz

// kind is the set of characters that a position may hold.
type kind byte

const (
	letters     kind = iota // A–Z and the filler
	digits                  // 0–9
	dates                   // 0–9, and fillers where the day or the month is unknown
	departments             // 0–9, fillers, and the letter of Corsica: « 2A1 »
	alnum                   // anything
	sexes                   // M, F, X or the filler
)

// span is a run of positions of one line, counted from 0, end excluded.
type span struct{ line, from, to int }

// fill says how a line is filled up: where its fillers may begin, and what
// they stand between.
type fill struct {
	from int
	role role
}

type role byte

const (
	amongNames   role = iota // names go on behind a filler
	amongData                // codes: no run of letters that resemble fillers is one
	afterSurname             // little follows « << » but digits
)

// segment gives a kind to a span.
type segment struct {
	span
	kind kind
}

// digitCheck is a check digit: where it stands and what it covers, in order.
type digitCheck struct {
	field Field
	at    span
	over  []span
}

// layout describes one machine-readable zone. Positions are those of the
// sources less one.
type layout struct {
	name         Layout
	lines, width int
	segments     []segment
	checks       []digitCheck
	names        []span
	fills        []fill
	number       span
	birth        span
	expiry       span // empty on the French card
	headers      func(line string) bool
}

// Sources: rules.md § 6 for the French card; ICAO Doc 9303 part 4 (TD3) and
// part 5 (TD1).
var layouts = []layout{
	{
		name: FrenchCard, lines: 2, width: 36,
		segments: []segment{
			{span{0, 0, 30}, letters},
			{span{0, 30, 33}, departments},
			{span{0, 33, 36}, dates},
			{span{1, 0, 4}, digits},
			{span{1, 4, 7}, departments},
			{span{1, 7, 13}, digits},
			{span{1, 13, 27}, letters},
			{span{1, 27, 33}, dates},
			{span{1, 33, 34}, digits},
			{span{1, 34, 35}, sexes},
			{span{1, 35, 36}, digits},
		},
		checks: []digitCheck{
			{Number, span{1, 12, 13}, []span{{1, 0, 12}}},
			{BirthDate, span{1, 33, 34}, []span{{1, 27, 33}}},
			{Composite, span{1, 35, 36}, []span{{0, 0, 36}, {1, 0, 35}}},
		},
		names:  []span{{0, 5, 30}, {1, 13, 27}},
		fills:  []fill{{5, afterSurname}, {13, amongNames}},
		number: span{1, 0, 12}, birth: span{1, 27, 33},
		headers: func(line string) bool { return headerIs(line, "IDFRA") },
	},
	{
		name: TD1, lines: 3, width: 30,
		segments: []segment{
			{span{0, 0, 5}, letters},
			{span{0, 5, 14}, alnum},
			{span{0, 14, 15}, dates},
			{span{0, 15, 30}, alnum},
			{span{1, 0, 6}, dates},
			{span{1, 6, 7}, digits},
			{span{1, 7, 8}, sexes},
			{span{1, 8, 14}, dates},
			{span{1, 14, 15}, digits},
			{span{1, 15, 18}, letters},
			{span{1, 18, 29}, alnum},
			{span{1, 29, 30}, digits},
			{span{2, 0, 30}, letters},
		},
		checks: []digitCheck{
			{Number, span{0, 14, 15}, []span{{0, 5, 14}}},
			{BirthDate, span{1, 6, 7}, []span{{1, 0, 6}}},
			{Expiry, span{1, 14, 15}, []span{{1, 8, 14}}},
			{Composite, span{1, 29, 30}, []span{{0, 5, 30}, {1, 0, 7}, {1, 8, 15}, {1, 18, 29}}},
		},
		names:  []span{{2, 0, 30}},
		fills:  []fill{{15, amongData}, {18, amongData}, {0, amongNames}},
		number: span{0, 5, 14}, birth: span{1, 0, 6}, expiry: span{1, 8, 14},
		headers: func(line string) bool { return headerIn(line, "IAC1") },
	},
	{
		name: TD3, lines: 2, width: 44,
		segments: []segment{
			{span{0, 0, 44}, letters},
			{span{1, 0, 9}, alnum},
			{span{1, 9, 10}, digits},
			{span{1, 10, 13}, letters},
			{span{1, 13, 19}, dates},
			{span{1, 19, 20}, digits},
			{span{1, 20, 21}, sexes},
			{span{1, 21, 27}, dates},
			{span{1, 27, 28}, digits},
			{span{1, 28, 42}, alnum},
			{span{1, 42, 43}, dates},
			{span{1, 43, 44}, digits},
		},
		checks: []digitCheck{
			{Number, span{1, 9, 10}, []span{{1, 0, 9}}},
			{BirthDate, span{1, 19, 20}, []span{{1, 13, 19}}},
			{Expiry, span{1, 27, 28}, []span{{1, 21, 27}}},
			{Optional, span{1, 42, 43}, []span{{1, 28, 42}}},
			{Composite, span{1, 43, 44}, []span{{1, 0, 10}, {1, 13, 20}, {1, 21, 43}}},
		},
		names:  []span{{0, 5, 44}},
		fills:  []fill{{5, amongNames}, {28, amongData}},
		number: span{1, 0, 9}, birth: span{1, 13, 19}, expiry: span{1, 21, 27},
		headers: func(line string) bool { return headerIn(line, "P") },
	},
}

// headerIs allows one letter of the header to be misread beyond what OCR
// engines usually confuse.
func headerIs(line, header string) bool {
	if len(line) < len(header) {
		return false
	}
	misread := 0
	for i := range len(header) {
		if line[i] != header[i] && asLetter(line[i]) != header[i] {
			misread++
		}
	}
	return misread <= 1
}

// headerIn asks for the first letter, and for a country: letters, or one
// letter and fillers.
func headerIn(line, first string) bool {
	if len(line) < 5 {
		return false
	}
	found := false
	for i := range len(first) {
		found = found || line[0] == first[i]
	}
	for i := 2; i < 5; i++ {
		found = found && isLetter(asLetter(line[i]), i > 2)
	}
	return found
}

func isLetter(c byte, orFiller bool) bool { return c >= 'A' && c <= 'Z' || orFiller && c == filler }

// positions calls f with every position of the layout and its kind.
func (l *layout) positions(f func(line, at int, k kind)) {
	for _, s := range l.segments {
		for at := s.from; at < s.to; at++ {
			f(s.line, at, s.kind)
		}
	}
}
