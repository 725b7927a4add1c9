package mrz

import "strings"

type aligned struct {
	text      string
	edits     int
	stretched bool
}

// surely is the length of a run of fillers that separates nothing: it only
// fills.
const surely = 3

// align cuts or fills a line to the width. Fillers are added to a run of
// fillers or at the end, and taken from a run; letters that OCR engines put
// beside a filler are taken out; up to junk characters may be dropped at
// either end.
func align(text string, f fill, width, junk int) []aligned {
	settled := settle(text, f)
	found := fit(settled, width, junk)
	if settled != text && len(text) == width {
		found = append(found, aligned{text, 0, false})
	}
	text = settled
	if len(text) <= width || f.role == amongData {
		return found
	}
	for most := range intrusions {
		shorter := extract(text, f.from, most)
		if shorter == text {
			continue
		}
		for _, a := range fit(shorter, width, junk) {
			found = append(found, aligned{a.text, a.edits + len(text) - len(shorter), true})
		}
	}
	return found[:min(len(found), maxAligned)]
}

func fit(text string, width, junk int) []aligned {
	d := width - len(text)
	switch {
	case d == 0:
		return []aligned{{text, 0, false}}
	case d > maxAdded || -d > maxDropped:
		return nil
	case d > 0:
		return lengthen(text, d)
	}
	return shorten(text, -d, junk)
}

func lengthen(text string, missing int) []aligned {
	more := strings.Repeat("<", missing)
	var found []aligned
	runs := fillerRuns(text)
	for i := len(runs) - 1; i >= 0; i-- {
		r := runs[i]
		if long := r.to - r.from; long >= min(missing, surely) {
			found = append(found, aligned{text[:r.to] + more + text[r.to:], missing, long < surely})
		}
	}
	if len(runs) > 0 && !strings.HasSuffix(text, "<") {
		found = append(found, aligned{text + more, missing, false})
	}
	return found[:min(len(found), maxAligned)]
}

func shorten(text string, excess, junk int) []aligned {
	var found []aligned
	runs := fillerRuns(text)
	for i := len(runs) - 1; i >= 0; i-- {
		r := runs[i]
		if left := r.to - r.from - excess; left > 0 {
			found = append(found, aligned{text[:r.to-excess] + text[r.to:], excess, left < surely})
		}
		// « read for < in two places.
		for j := range i {
			if s := runs[j]; excess == 2 && r.to-r.from > 1 && s.to-s.from > 1 {
				found = append(found, aligned{text[:s.from] + text[s.from+1:r.from] + text[r.from+1:], excess, true})
			}
		}
	}
	if once := collapse(text); len(text)-len(once) == excess {
		found = append(found, aligned{once, excess, true})
	}
	for left := 0; left <= min(excess, junk) && excess <= max(1, junk); left++ {
		found = append(found, aligned{text[left : len(text)-excess+left], excess * junkCost, false})
	}
	return found[:min(len(found), maxAligned)]
}

// collapse takes out the characters that were read twice, once as a letter and
// once as a digit: « O0 » for O, « I1 » for 1.
func collapse(text string) string {
	var out []byte
	for i := 0; i < len(text); {
		family, end := familyOf(text[i]), i+1
		for end < len(text) && family != "" && text[end] != text[end-1] && strings.IndexByte(family, text[end]) >= 0 {
			end++
		}
		out = append(out, text[i])
		i = end
	}
	return string(out)
}

func fillerRuns(text string) []span {
	var runs []span
	for i := 0; i < len(text); i++ {
		if text[i] != filler {
			continue
		}
		from := i
		for i < len(text) && text[i] == filler {
			i++
		}
		runs = append(runs, span{0, from, i})
	}
	return runs
}

// settle gives back to the filler the letters that cannot be letters. OCR
// engines read « <<<<<< » as « <<KK<< », « LLLLLL » or « <C<SSS< ».
func settle(text string, f fill) string {
	out := []byte(text)
	switch f.role {
	case amongData:
		settleRuns(out, f.from)
	case afterSurname:
		from := min(f.from, len(text))
		if end := strings.Index(text[from:], "<<"); end > 0 {
			settleTail(out, from+end)
		}
	}
	for i := f.from; i < len(out); {
		end := i + 1
		for end < len(out) && out[end] != filler && sameKind(out[end], out[i]) {
			end++
		}
		if out[i] != filler && noName(out, i, end) {
			blank(out[i:end])
		}
		i = end
	}
	return string(out)
}

// settleRuns blanks what resembles fillers behind each filler, three and more
// in a row.
func settleRuns(out []byte, from int) {
	for i := from; i < len(out); i++ {
		if out[i] != filler {
			continue
		}
		end := i
		for end < len(out) && looksFiller(out[end]) {
			end++
		}
		if end-i >= surely {
			blank(out[i:end])
		}
		i = end
	}
}

// settleTail blanks what stands between « << » and the digits, where it
// resembles nothing but fillers.
func settleTail(out []byte, from int) {
	end := from
	for end < len(out) && looksFiller(out[end]) {
		end++
	}
	if end == len(out) || asLetter(out[end]) != out[end] {
		blank(out[from:end])
	}
}

func blank(out []byte) {
	for i := range out {
		out[i] = filler
	}
}

// consonants resemble fillers, and three of them are no name.
const consonants = "KXCSG"

func sameKind(a, b byte) bool {
	return a == b || strings.IndexByte(consonants, a) >= 0 && strings.IndexByte(consonants, b) >= 0
}

// noName reports whether a group of letters amid fillers is no name: three
// consonants, three times the same letter, or one or two with fillers in
// plenty on both sides.
func noName(line []byte, from, to int) bool {
	if !looksFiller(line[from]) {
		return false
	}
	left, right, alike := fillersBefore(line, from), fillersAfter(line, to), line[from] == line[to-1]
	switch {
	case to-from >= 3:
		whole := (left > 0 || from == 0) && (right > 0 || to == len(line))
		return whole || alike && (left > 0 || right > 0 || strings.IndexByte("KCL", line[from]) >= 0)
	case to == len(line):
		return left >= 2
	}
	return left >= 2 && right >= 2
}

func fillersBefore(line []byte, at int) int {
	n := 0
	for at-n > 0 && line[at-n-1] == filler {
		n++
	}
	return n
}

func fillersAfter(line []byte, at int) int {
	n := 0
	for at+n < len(line) && line[at+n] == filler {
		n++
	}
	return n
}

// intrusions are the letters that OCR engines put beside a filler when they
// read one as two characters, the surest sign first: amid fillers, behind one,
// before one.
var intrusions = []struct{ behind, before bool }{{true, true}, {true, false}, {false, true}}

// intruders are the letters that a filler is read with.
const intruders = "KXCS"

// extract takes out the intruders, up to two in a row, by the signs up to the
// given one.
func extract(text string, from, most int) string {
	out := []byte(text)
	for sign := 0; sign <= most; sign++ {
		for i := from; i < len(out); i++ {
			end := i
			for end < len(out) && end-i < 2 && strings.IndexByte(intruders, out[end]) >= 0 {
				end++
			}
			behind := i > 0 && out[i-1] == filler
			before := end < len(out) && out[end] == filler
			if end > i && behind == intrusions[sign].behind && before == intrusions[sign].before {
				out = append(out[:i:i], out[end:]...)
			}
		}
	}
	return string(out)
}
