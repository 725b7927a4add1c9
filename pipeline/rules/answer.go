package rules

// answer is yes, no, or not known: what a rule says when a fact may be
// missing. The zero value is not known.
type answer uint8

const (
	unknown answer = iota
	no
	yes
)

// truth turns a settled condition into an answer.
func truth(b bool) answer {
	if b {
		return yes
	}
	return no
}

// told turns a fact of the situation into an answer: nil is not known.
func told(b *bool) answer {
	if b == nil {
		return unknown
	}
	return truth(*b)
}

// all is yes where every answer is yes, no as soon as one is no.
func all(answers ...answer) answer {
	result := yes
	for _, a := range answers {
		switch a {
		case no:
			return no
		case unknown:
			result = unknown
		}
	}
	return result
}

// either is yes as soon as one answer is yes, no where every one is no.
func either(answers ...answer) answer {
	result := no
	for _, a := range answers {
		switch a {
		case yes:
			return yes
		case unknown:
			result = unknown
		}
	}
	return result
}

// not turns yes into no and no into yes.
func not(a answer) answer { return [...]answer{unknown: unknown, no: yes, yes: no}[a] }

// french says the answer in the words of an explanation.
func (a answer) french() string {
	return [...]string{unknown: "on ne sait pas", no: "non", yes: "oui"}[a]
}
