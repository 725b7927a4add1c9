package samples

import "strings"

// person is a made-up applicant. All were born before 1990, so that no
// national service piece is asked of them.
type person struct {
	BirthName       string
	UsedName        string // empty where it is the birth name
	FirstNames      []string
	Sex             string // F or M
	BornOn          string // YYYY-MM-DD
	BirthCountry    string
	BirthDepartment string // empty abroad
	BirthTown       string
	Number          string
	Extension       string
	StreetType      string
	Street          string
	Complement      string
	Postcode        string
	Town            string
	Email           string
	Phone           string // from the ranges kept for fiction by the French regulator
}

// The applicants. Names, streets and numbers are invented; towns are real, so
// that postcodes make sense.
var (
	segolene = person{
		BirthName: "AUBRÉE-LINOT", FirstNames: []string{"Ségolène", "Marie"}, Sex: "F",
		BornOn: "1984-03-19", BirthCountry: "France", BirthDepartment: "28", BirthTown: "Dreux",
		Number: "12", Extension: "bis", StreetType: "rue", Street: "des Trois Moulins Bleus", Complement: "Appartement 4",
		Postcode: "28000", Town: "Chartres", Email: "segolene.aubree@example.org", Phone: "06 39 98 14 02",
	}
	jeanBaptiste = person{
		BirthName: "LE GOËDREC", FirstNames: []string{"Jean-Baptiste", "Yves"}, Sex: "M",
		BornOn: "1971-11-02", BirthCountry: "France", BirthDepartment: "29", BirthTown: "Brest",
		Number: "7", StreetType: "quai", Street: "de la Petite Gabare",
		Postcode: "29200", Town: "Brest", Email: "jb.legoedrec@example.org", Phone: "06 39 98 27 51",
	}
	helene = person{
		BirthName: "CASTÉRAN", UsedName: "DUFRÊNOIS", FirstNames: []string{"Hélène", "Odile", "Anaïs"}, Sex: "F",
		BornOn: "1979-08-30", BirthCountry: "France", BirthDepartment: "65", BirthTown: "Tarbes",
		Number: "31", StreetType: "avenue", Street: "du Verger Perché",
		Postcode: "63000", Town: "Clermont-Ferrand", Email: "helene.dufrenois@example.org", Phone: "06 39 98 33 60",
	}
	joaquim = person{
		BirthName: "FERRAZ LOUREIRÃO", FirstNames: []string{"Joaquim"}, Sex: "M",
		BornOn: "1968-01-25", BirthCountry: "Portugal", BirthTown: "Braga",
		Number: "118", StreetType: "boulevard", Street: "des Lavandières", Complement: "Bâtiment C",
		Postcode: "13200", Town: "Arles", Email: "joaquim.ferraz@example.org", Phone: "06 39 98 45 77",
	}
	francoisXavier = person{
		BirthName: "BÉRANGIER", FirstNames: []string{"François-Xavier", "Loïc"}, Sex: "M",
		BornOn: "1988-06-07", BirthCountry: "France", BirthDepartment: "62", BirthTown: "Calais",
		Number: "3", Extension: "ter", StreetType: "impasse", Street: "du Cerf-Volant",
		Postcode: "62100", Town: "Calais", Email: "fx.berangier@example.org", Phone: "06 39 98 51 18",
	}
	gaelle = person{
		BirthName: "N'DIAWÉ", UsedName: "ŒUVREAU", FirstNames: []string{"Gaëlle", "Aïssatou"}, Sex: "F",
		BornOn: "1986-12-11", BirthCountry: "France", BirthDepartment: "67", BirthTown: "Strasbourg",
		Number: "44", StreetType: "rue", Street: "de l'Horloge à Eau",
		Postcode: "67000", Town: "Strasbourg", Email: "gaelle.oeuvreau@example.org", Phone: "06 39 98 62 09",
	}
	maelys = person{
		BirthName: "HOAREAU-VIVÈS", FirstNames: []string{"Maëlys"}, Sex: "F",
		BornOn: "1989-02-14", BirthCountry: "France", BirthDepartment: "974", BirthTown: "Saint-Denis",
		Number: "9", StreetType: "chemin", Street: "des Vacoas Penchés",
		Postcode: "97400", Town: "Saint-Denis", Email: "maelys.hoareau@example.org", Phone: "06 39 98 70 35",
	}
	theophile = person{
		BirthName: "PÉGUILHÈRE", FirstNames: []string{"Théophile", "Noël"}, Sex: "M",
		BornOn: "1962-05-28", BirthCountry: "France", BirthDepartment: "2A", BirthTown: "Ajaccio",
		Number: "26", StreetType: "place", Street: "du Grand Tilleul", Complement: "Résidence Les Hirondelles",
		Postcode: "42000", Town: "Saint-Étienne", Email: "theophile.peguilhere@example.org", Phone: "06 39 98 88 64",
	}
	ines = person{
		BirthName: "ÇAVDARLI", FirstNames: []string{"Inès", "Léa"}, Sex: "F",
		BornOn: "1987-10-03", BirthCountry: "France", BirthDepartment: "35", BirthTown: "Saint-Malo",
		Number: "5", StreetType: "allée", Street: "des Goélands Rieurs",
		Postcode: "35400", Town: "Saint-Malo", Email: "ines.cavdarli@example.org", Phone: "06 39 98 93 21",
	}
)

// name returns the person as a bill addresses them: the name they use after
// their first name.
func (p person) name() string {
	if p.UsedName != "" {
		return p.FirstNames[0] + " " + p.UsedName
	}
	return p.FirstNames[0] + " " + p.BirthName
}

// title returns the form of address a bill prints before the name.
func (p person) title() string {
	if p.Sex == "F" {
		return "Mme"
	}
	return "M."
}

// street returns the line of the address that has the number and the street.
func (p person) street() string {
	line := p.Number
	if p.Extension != "" {
		line += " " + p.Extension
	}
	return strings.Join([]string{line, p.StreetType, p.Street}, " ")
}

// postalLines returns the address as an envelope has it, from the street on.
func (p person) postalLines() []string {
	var lines []string
	if p.Complement != "" {
		lines = append(lines, p.Complement)
	}
	return append(lines, p.street(), p.Postcode+" "+strings.ToUpper(p.Town))
}
