package validators

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/recevable/recevable/pipeline/calendar"
	"github.com/recevable/recevable/validators/reader"
	"github.com/recevable/recevable/validators/reader/mrz"
)

// weighed is the check digit of ICAO Doc 9303 part 3, section 4.9.
func weighed(s string) string {
	sum := 0
	for i, r := range s {
		if r != '<' {
			sum += strings.IndexRune("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", r) * []int{7, 3, 1}[i%3]
		}
	}
	return fmt.Sprint(sum % 10)
}

// cardOf is the picture of a French card of 1995–2021.
func cardOf(t *testing.T, surname, given, birth string) File {
	t.Helper()
	fill := func(s string, n int) string { return (s + strings.Repeat("<", n))[:n] }
	const number = "180692310285"
	first := "IDFRA" + fill(surname, 25) + "923102"
	second := number + weighed(number) + fill(given, 14) + birth + weighed(birth) + "F"
	zone, ok := mrz.Find([]string{first, second + weighed(first+second)}, on)
	if !ok || !zone.Valid() {
		t.Fatalf("%s %s: no valid zone", surname, given)
	}
	page := reader.Page{Width: 1000, Height: 700, Zone: &reader.Zone{Zone: zone}}
	return File{Document: reader.Document{State: reader.Opened, PageCount: 1, Pages: []reader.Page{page}}}
}

// declared is a statement that somebody is hosted.
var declared = []string{
	"Attestation d’hébergement", "demeurant au 12 rue des Trois Moulins, 28000 Chartres, certifie sur l’honneur",
	"héberger à mon domicile, à titre gratuit et depuis plus de trois mois, la personne nommée ci-dessous", "Fait à Chartres, le 12 septembre 2026, pour servir et valoir ce que de droit",
	"Les deux signatures sont précédées de la mention « lu et approuvé » de la main de chacun",
}

func typedStatement(lines ...string) File { return File{Document: bill(append(lines, declared...)...)} }

func scannedStatement(lines ...string) File { return ocrOf(90, append(lines, declared...)...) }

// hostedRequired is what the decision asks of a hosted person.
var hostedRequired = []Required{
	{Type: ownProof},
	{Type: hostStatement, Mandatory: true},
	{Type: hostIdentity, Mandatory: true},
	{Type: hostProof, Mandatory: true},
}

func hostingCodes(required []Required, pieces map[string]File) ([]string, []Finding) {
	dossier := Dossier{Required: required, Applicant: &Applicant{Person: jeanMartin.Person, BirthDate: calendar.New(1988, 4, 17)}}
	for kind, file := range pieces {
		dossier.Pieces = append(dossier.Pieces, Piece{Type: kind, Files: []File{file}})
	}
	findings, _ := InspectDossier(dossier)
	found := codes(findings)
	slices.Sort(found)
	return found, findings
}

func TestHostingPiecesThatAreMissing(t *testing.T) {
	const incomplete, missing = "hebergement.incomplet avertissement", "piece.manquante bloquant"
	own, another := codedFile("MARTIN JEAN"), codedFile("DURAND ANNE")
	card := cardOf(t, "DURAND", "ANNE", "600101")
	alone := []Required{{Type: ownProof, Mandatory: true}}
	for name, c := range map[string]struct {
		required []Required
		pieces   map[string]File
		want     []string
		says     []string // names of what is missing, and of nothing else
	}{
		"own proof":                {alone, map[string]File{ownProof: own}, nil, nil},
		"proof in another name":    {alone, map[string]File{ownProof: another}, []string{incomplete}, []string{"attestation", "identité"}},
		"in another, no decision":  {nil, map[string]File{ownProof: another}, []string{incomplete}, []string{"attestation", "identité"}},
		"text in another name":     {alone, map[string]File{ownProof: billOf("MME DURAND ANNE")}, []string{incomplete}, []string{"attestation", "identité"}},
		"scan in another name":     {alone, map[string]File{ownProof: scannedBillOf("MME DURAND ANNE")}, nil, nil},
		"unread proof":             {alone, map[string]File{ownProof: unread()}, nil, nil},
		"proof of a relative":      {alone, map[string]File{ownProof: codedFile("MARTIN PAUL")}, nil, nil},
		"statement there":          {nil, map[string]File{ownProof: another, hostStatement: unread()}, []string{incomplete, "piece.mal_rangee info"}, []string{"identité"}},
		"only a statement":         {nil, map[string]File{hostStatement: unread()}, []string{incomplete}, []string{"identité", "justificatif"}},
		"own proof beside":         {nil, map[string]File{ownProof: own, hostStatement: unread()}, nil, nil},
		"hosted, nothing there":    {hostedRequired, nil, []string{missing, missing, missing}, nil},
		"hosted, one missing":      {hostedRequired, map[string]File{hostStatement: unread(), hostProof: another}, []string{missing}, nil},
		"hosted, all there":        {hostedRequired, map[string]File{hostStatement: unread(), hostIdentity: card, hostProof: another}, nil, nil},
		"hosted, filed as own":     {hostedRequired, map[string]File{hostStatement: unread(), hostIdentity: card, ownProof: another}, []string{"piece.mal_rangee info"}, nil},
		"hosted, own is a mother":  {hostedRequired, map[string]File{hostStatement: unread(), hostIdentity: cardOf(t, "MARTIN", "ODILE", "600101"), ownProof: codedFile("MARTIN ODILE")}, []string{"piece.mal_rangee info"}, nil},
		"hosted, own not read":     {hostedRequired, map[string]File{hostStatement: unread(), hostIdentity: card, ownProof: unread()}, []string{"piece.mal_rangee indetermine"}, nil},
		"hosted, own is their own": {hostedRequired, map[string]File{hostStatement: unread(), hostIdentity: card, ownProof: own}, []string{missing}, nil},
		"hosted, both proofs":      {hostedRequired, map[string]File{hostStatement: unread(), hostIdentity: card, ownProof: another, hostProof: another}, nil, nil},
	} {
		got, findings := hostingCodes(c.required, c.pieces)
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: got %v, want %v", name, got, c.want)
		}
		for _, f := range findings {
			if f.Code == HostingIncomplete {
				checkLinksNamed(t, name, f.Message, c.says)
			}
		}
	}
}

func checkLinksNamed(t *testing.T, name, message string, want []string) {
	t.Helper()
	_, list, _ := strings.Cut(message, "Il manque")
	for _, word := range []string{"attestation", "identité", "justificatif"} {
		if got := strings.Contains(list, word); got != slices.Contains(want, word) {
			t.Errorf("%s: %q names %s: %v", name, list, word, got)
		}
	}
}

func TestNobodyIsHostedWithoutAnApplicant(t *testing.T) {
	dossier := Dossier{Pieces: []Piece{{Type: ownProof, Files: []File{codedFile("DURAND ANNE")}}}}
	if got := CheckHosting(dossier); got != nil {
		t.Errorf("got %v", codes(got))
	}
}

// A chain holds three pieces; what is not given in a case is a page that
// nothing is read on.
func TestPeopleOfTheChainAgree(t *testing.T) {
	const warned, unsure, said = "hebergement.incomplet avertissement", "hebergement.incomplet indetermine", "hebergement.incomplet info"
	anne := cardOf(t, "DURAND", "ANNE<<ODILE", "600101")
	for name, c := range map[string]struct {
		identity, proof, statement File
		want                       string
		says                       string
	}{
		"same person":                {anne, codedFile("MME DURAND ANNE"), unread(), "", ""},
		"bill of two":                {anne, codedFile("M OU MME DURAND PAUL ET ANNE"), unread(), "", ""},
		"used name on the bill":      {anne, codedFile("MME BERNARD ANNE"), unread(), "", ""},
		"second first name":          {anne, codedFile("MME BERNARD ODILE"), unread(), "", ""},
		"surname only":               {anne, codedFile("MME DURAND"), unread(), "", ""},
		"a letter off":               {anne, codedFile("MME DURANT ANNE"), unread(), "", ""},
		"somebody else":              {anne, codedFile("M HADDAD KARIM"), unread(), warned, "HADDAD KARIM"},
		"the husband":                {anne, codedFile("M DURAND PAUL"), unread(), unsure, "DURAND PAUL"},
		"sent to the host":           {anne, codedFile("M HADDAD KARIM", "DURAND ANNE"), unread(), "", ""},
		"text of the host":           {anne, billOf("Mme Anne DURAND"), unread(), "", ""},
		"text of somebody else":      {anne, billOf("M. Karim HADDAD"), unread(), unsure, "DURAND ANNE ODILE"},
		"text, used name":            {anne, billOf("Mme Anne BERNARD"), unread(), "", ""},
		"scan of somebody else":      {anne, scannedBillOf("M. Karim HADDAD"), unread(), "", ""},
		"unread":                     {anne, unread(), unread(), "", ""},
		"cut first name":             {cardOf(t, "DURAND", "MARIE<CHRISTIN", "600101"), codedFile("MME DURAND MARIE CHRISTINE"), unread(), "", ""},
		"applicant's own":            {anne, codedFile("MARTIN JEAN"), unread(), warned, "au nom du demandeur"},
		"applicant's, host unread":   {unread(), codedFile("MARTIN JEAN"), unread(), warned, "au nom du demandeur"},
		"applicant's, text":          {unread(), billOf("M. Jean MARTIN"), unread(), unsure, "est écrit"},
		"applicant and host":         {anne, codedFile("DURAND ANNE OU MARTIN JEAN"), unread(), "", ""},
		"another, host unread":       {unread(), codedFile("M HADDAD KARIM"), unread(), "", ""},
		"father of the same name":    {cardOf(t, "MARTIN", "JEAN", "580101"), codedFile("MARTIN JEAN"), unread(), "", ""},
		"identity of the applicant":  {cardOf(t, "MARTIN", "JEAN", "880417"), codedFile("DURAND ANNE"), unread(), warned, "celle du demandeur"},
		"statement of both":          {anne, unread(), typedStatement("Anne DURAND héberge Jean MARTIN"), "", ""},
		"statement without the host": {anne, unread(), typedStatement("Karim HADDAD héberge Jean MARTIN"), unsure, "DURAND ANNE ODILE"},
		"under her used name":        {anne, unread(), typedStatement("Anne BERNARD héberge Jean MARTIN"), "", ""},
		"without the applicant":      {anne, unread(), typedStatement("Anne DURAND héberge Karim HADDAD"), "", ""},
		"of nobody":                  {anne, unread(), typedStatement(), "", ""},
		"scanned, both":              {anne, unread(), scannedStatement("Anne DURAND héberge Jean MARTIN"), "", ""},
		"scanned, no host":           {anne, unread(), scannedStatement("Karim HADDAD héberge Jean MARTIN"), said, "l’hébergeant"},
		"scanned, no applicant":      {anne, unread(), scannedStatement("Anne DURAND héberge Karim HADDAD"), said, "MARTIN Jean"},
		"scanned, by hand":           {anne, unread(), scannedStatement(), "", ""},
	} {
		got, findings := hostingCodes(hostedRequired, map[string]File{hostIdentity: c.identity, hostProof: c.proof, hostStatement: c.statement})
		if strings.Join(got, ", ") != c.want {
			t.Errorf("%s: got %v, want %q", name, got, c.want)
		} else if c.want != "" && !strings.Contains(findings[0].Message, c.says) {
			t.Errorf("%s: %q does not say %q", name, findings[0].Message, c.says)
		}
	}
}
