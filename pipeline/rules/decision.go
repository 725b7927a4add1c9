package rules

import (
	"encoding/json"
	"strings"

	"github.com/recevable/recevable/pipeline/calendar"
)

// Decision is the answer to a situation, in the JSON of the contract. A null
// stands only where the situation lacks the fact that decides it; an alert
// [MissingFact] then names the key.
type Decision struct {
	Procedure       Procedure        `json:"demarche"`
	Phase           Phase            `json:"etape,omitempty"`
	ReferenceDate   calendar.Date    `json:"date_reference"`
	KnownOn         calendar.Date    `json:"regles_au"` // [KnownOn]
	Exams           *Exams           `json:"epreuves"`
	Medical         *Medical         `json:"visite_medicale"`
	Psychotechnical *Psychotechnical `json:"psychotechnique"`
	Deadlines       []Deadline       `json:"echeances"`
	Pieces          []RequiredPiece  `json:"pieces"`
	Online          *Online          `json:"teleprocedure"`
	Steps           []Step           `json:"etapes"`
	Budget          *Cost            `json:"budget_eur"`
	Alerts          []Alert          `json:"alertes"`
	Sources         []SourceNote     `json:"sources"` // what the keys used above stand for, each once

	opens calendar.Date // first day the request may be made; zero where nothing holds it back

	// Trace says, fact by fact, which rule fired; for the explanation, not
	// part of the JSON.
	Trace []Ruling `json:"-"`
}

// Ruling is one rule that fired: the facts it looked at, what it concluded, and
// its sources.
type Ruling struct {
	Facts      []Fact
	Conclusion string
	Sources    []string
}

// Fact is one fact of the situation, under its key in the dossier, as the rule
// read it.
type Fact struct {
	Key   string
	Value string
}

// Exams says which exams are due.
type Exams struct {
	Theory    bool          `json:"theorique"`
	Practical bool          `json:"pratique"`
	Reason    string        `json:"raison"`
	DoneOn    calendar.Date `json:"fait_le,omitzero"` // the only exam due is passed
	Sources   []string      `json:"sources"`
}

// Route is who gives the medical opinion.
type Route string

const (
	ApprovedDoctor    Route = "medecin_agree"
	MedicalCommission Route = "commission_medicale"
)

// Medical says whether a medical visit is due, before whom and at what price. A
// visit that is due with an empty Route is one whose route hangs on a missing
// fact; the price is then not known either.
type Medical struct {
	Required bool          `json:"requise"`
	Route    Route         `json:"voie,omitempty"`
	PriceEUR int           `json:"tarif_eur,omitempty"`
	Reason   string        `json:"raison,omitempty"`
	DoneOn   calendar.Date `json:"fait_le,omitzero"` // the visit is behind and its opinion serves
	Sources  []string      `json:"sources"`
}

// MarshalJSON writes « voie » as null where the visit is due and its route is not
// known, and leaves it out where no visit is due.
func (v Medical) MarshalJSON() ([]byte, error) {
	type known Medical
	if !v.Required || v.Route != "" {
		return json.Marshal(known(v))
	}
	return json.Marshal(struct {
		known
		Route *Route `json:"voie"`
	}{known: known(v)})
}

// Psychotechnical says whether the psychotechnical test is due.
type Psychotechnical struct {
	Required bool          `json:"requis"`
	Reason   string        `json:"raison,omitempty"`
	DoneOn   calendar.Date `json:"fait_le,omitzero"` // the test is behind and serves
	Sources  []string      `json:"sources"`
}

// DeadlineCode is one of the contract's deadline codes.
type DeadlineCode string

// Deadline is a dated point of the road. Date is zero (null) where the fact
// that sets it is missing. Done says that nothing is left to do by that day.
type Deadline struct {
	Code    DeadlineCode  `json:"code"`
	Date    calendar.Date `json:"date"`
	Label   string        `json:"libelle"`
	Past    bool          `json:"depassee"`
	Done    bool          `json:"fait"`
	Moot    bool          `json:"sans_objet,omitempty"` // it is of no use to this person: no paper prints it
	Sources []string      `json:"sources"`
}

// PieceType is one of the contract's piece types.
type PieceType string

// RequiredPiece is a piece the application needs. PagesMax and AgeMaxMonths
// are nil where no source gives a limit.
type RequiredPiece struct {
	Type         PieceType `json:"type"`
	Label        string    `json:"libelle"`
	Mandatory    bool      `json:"obligatoire"`
	PagesMax     *int      `json:"pages_max"`
	AgeMaxMonths *int      `json:"age_max_mois"`
	Reason       string    `json:"raison"`
	Sources      []string  `json:"sources"`

	// ToConfirm says that no source lists the piece for this démarche: its absence
	// proves nothing.
	ToConfirm bool `json:"a_confirmer,omitempty"`
}

// Online is the ANTS request: whether it can be made, the words to click in
// order, and its screens. Where there is no such request, Path, Link and Screens
// are empty; a request that only opens later has its screens all the same.
type Online struct {
	Possible bool     `json:"possible"`
	Path     []string `json:"motif"`
	Reason   string   `json:"raison,omitempty"`
	Link     string   `json:"lien,omitempty"` // where the request is made
	Screens  []Screen `json:"ecrans"`
	Sources  []string `json:"sources,omitempty"`

	closed bool // it will not open: the case is not for this request
}

// Step is one thing to do, in order. One that is Done costs nothing more: it
// says what was done and what to keep of it.
type Step struct {
	Code    string   `json:"code"`
	Title   string   `json:"titre"`
	Detail  string   `json:"detail"`
	Done    bool     `json:"fait"`
	Link    string   `json:"lien,omitempty"`
	Cost    *Cost    `json:"cout_eur,omitempty"`
	Sources []string `json:"sources,omitempty"`
}

// Cost is a range in euros.
type Cost struct {
	Min int `json:"min"`
	Max int `json:"max"`
}

// AlertCode is one of the contract's alert codes.
type AlertCode string

// Alert is something the person must know about the decision itself. Key is
// the situation key at fault, where there is one. Message may name keys, always
// as « (clé « situation.date_fin ») », for who writes the dossier file.
type Alert struct {
	Code    AlertCode `json:"code"`
	Key     string    `json:"cle,omitempty"`
	Message string    `json:"message"`
	Sources []string  `json:"sources"`
}

// OfTheDossier reports whether the alert is about two facts of the dossier that
// disagree, and not about sources that do.
func (a Alert) OfTheDossier() bool { return a.Code == DivergentReadings && a.Key == keyMinor }

// Plain is the message without the keys it names: for paper.
func (a Alert) Plain() string {
	const opening, closing = " (clé «\u00a0", "\u00a0»)"
	var b strings.Builder
	rest := a.Message
	for {
		before, after, found := strings.Cut(rest, opening)
		b.WriteString(before)
		if !found {
			return b.String()
		}
		_, rest, _ = strings.Cut(after, closing)
	}
}

// SourceNote spells a source key out, for footnotes.
type SourceNote struct {
	Key   string `json:"cle"`
	Title string `json:"titre"`
	Link  string `json:"lien,omitempty"`
}
