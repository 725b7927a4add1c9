package validators

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/recevable/recevable/pipeline/calendar"
	"github.com/recevable/recevable/validators/names"
	"github.com/recevable/recevable/validators/reader/mrz"
)

// checkOwner compares the papers with the applicant. A paper of somebody else
// does not block beside one of the applicant's.
func checkOwner(papers []identityPaper, applicant Applicant, inspection *Inspection) {
	own := slices.ContainsFunc(papers, func(p identityPaper) bool { return likenessOf(p.zone, applicant).whole == names.Same })
	for _, p := range papers {
		like := likenessOf(p.zone, applicant)
		severity, ok := like.severity()
		if !ok {
			continue
		}
		if severity == Blocking && own {
			severity = Warning
		}
		finding := like.finding(p, applicant)
		finding.Code, finding.Severity = HolderDifferent, severity
		p.report(inspection, finding)
	}
}

// likeness is how the facts of a zone compare with those of the applicant.
type likeness struct {
	whole, surname, given names.Result
	birth                 birthMatch
	// cut: the field of the names is full, what follows is not known.
	cut bool
	// sure: no other reading of the names is as good.
	sure bool
}

type birthMatch int

const (
	birthUnknown birthMatch = iota
	birthSame
	birthDiffers
)

func likenessOf(z *mrz.Zone, applicant Applicant) likeness {
	like := likeness{
		birth: matchBirth(z, applicant.BirthDate),
		cut:   z.SurnameTruncated || z.GivenTruncated, sure: z.Sure(mrz.Names),
	}
	opts := names.Options{Truncated: like.cut}
	first := firstNames(applicant.Person)
	if len(first) == 0 {
		// A surname alone is never [names.Same]: here it is all there is.
		like.whole = names.Match(applicant.Person, z.Surname, opts)
		like.surname = like.whole
		if like.whole == names.Doubt {
			like.whole = names.Same
		}
		return like
	}
	given := strings.Join(z.GivenNames, " ")
	like.whole = names.Match(applicant.Person, zoneName(z), opts)
	// Each half is judged beside the other half of the applicant's own name.
	like.surname = names.Match(applicant.Person, z.Surname+" "+first[0], opts)
	like.given = names.Match(applicant.Person, cmp.Or(applicant.Birth, applicant.Used)+" "+given, opts)
	return like
}

func firstNames(p names.Person) []string {
	var first []string
	for _, name := range p.First {
		if name = strings.TrimSpace(name); name != "" {
			first = append(first, name)
		}
	}
	return first
}

// matchBirth compares birth dates. The zone writes two digits of the year: a
// century apart is no difference.
func matchBirth(z *mrz.Zone, born calendar.Date) birthMatch {
	read := z.BirthDate
	if born.IsZero() || read.IsZero() || !z.Holds(mrz.BirthDate) || !z.Sure(mrz.BirthDate) {
		return birthUnknown
	}
	if read.Day == born.Day && read.Month == born.Month && read.Year%100 == born.Year%100 {
		return birthSame
	}
	return birthDiffers
}

// severity weighs the likeness; false where there is nothing to say. It takes
// three facts to prove that a paper is somebody else's: surname, given names
// and birth date. Where the birth date and one half of the name agree, the
// other half is a married name, or a first name that the zone has no room for.
func (l likeness) severity() (Severity, bool) {
	switch {
	case l.whole == names.Absent || l.whole == names.Same:
		return Warning, l.birth == birthDiffers
	case l.whole == names.Doubt && l.birth == birthDiffers:
		return Warning, true
	case l.whole == names.Doubt:
		return Info, !(l.cut && l.birth == birthSame)
	case l.birth == birthDiffers && l.surname == names.Different && l.given == names.Different && l.sure:
		return Blocking, true
	case l.birth == birthSame && (l.given > names.Different || l.surname > names.Different && (l.cut || !l.sure)):
		return Info, true
	}
	return Warning, true
}

// finding says what differs, and what to do.
func (l likeness) finding(p identityPaper, applicant Applicant) Finding {
	this := capitalised(named[p.kind])
	read, expected := nameAndBirth(zoneName(p.zone), p.zone.BirthDate), nameAndBirth(personName(applicant.Person), applicant.BirthDate)
	severity, _ := l.severity()
	switch {
	case severity == Blocking:
		return Finding{
			Message: fmt.Sprintf("%s est au nom d’une autre personne : on y lit %s, alors que le dossier est au nom de %s.", this, read, expected),
			Remedy:  "Remplacez ce fichier par la pièce d’identité du demandeur. Si c’est le dossier qui se trompe, corrigez-y le nom et la date de naissance.",
		}
	case l.birth == birthDiffers && (l.whole == names.Same || l.whole == names.Absent):
		return Finding{
			Message: fmt.Sprintf("La date de naissance lue sur %s (%s) n’est pas celle du dossier (%s).", named[p.kind], p.zone.BirthDate.French(), applicant.BirthDate.French()),
			Remedy:  "C’est peut-être une faute de frappe : comparez les deux dates, et corrigez celle du dossier si elle est fausse.",
		}
	case severity == Info:
		return Finding{
			Message: fmt.Sprintf("Le nom lu sur %s (%s) n’est pas écrit tout à fait comme dans le dossier (%s).", named[p.kind], zoneName(p.zone), personName(applicant.Person)),
			Remedy:  "Vérifiez l’orthographe dans le dossier, et indiquez-y le nom d’usage et tous les prénoms s’il y en a. Si tout est juste, rien à faire.",
		}
	}
	return Finding{
		Message: fmt.Sprintf("%s ne correspond pas au demandeur : on y lit %s, alors que le dossier est au nom de %s.", this, read, expected),
		Remedy:  "Vérifiez que c’est bien la pièce du demandeur. Si oui, corrigez dans le dossier le nom, les prénoms ou la date de naissance ; sinon, remplacez le fichier.",
	}
}

func personName(p names.Person) string {
	return strings.Join(append([]string{cmp.Or(p.Birth, p.Used)}, firstNames(p)...), " ")
}

func nameAndBirth(name string, born calendar.Date) string {
	if born.IsZero() {
		return name
	}
	return fmt.Sprintf("%s, date de naissance %s", name, born.FrenchDigits())
}
