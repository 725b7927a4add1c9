package main

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// person is a made-up holder.
type person struct {
	title       string // M. or Mme
	first       []string
	birth, used string // used is empty where it is the birth name
	street      string
	extra       string // a second line of the address; may be empty
	postcode    string
	town        string // as a letter writes it
	number      int    // what the references of the holder are made from
	printed     string // the name as bills print it, where that is not the usual way
}

// surname is the one the person goes by.
func (p person) surname() string {
	if p.used != "" {
		return p.used
	}
	return p.birth
}

// name is how a letter addresses the person: Mme Zoé LEFÈVRE.
func (p person) name() string {
	if p.printed != "" {
		return p.printed
	}
	return p.title + " " + p.first[0] + " " + strings.ToUpper(p.surname())
}

// postal returns the lines of an envelope below the name.
func (p person) postal() []string {
	lines := []string{p.street, p.postcode + " " + strings.ToUpper(p.town)}
	if p.extra != "" {
		lines = append([]string{p.extra}, lines...)
	}
	return lines
}

// Names are common or invented; towns are real, so that postcodes make sense.
var (
	womenNames = strings.Fields("Anne-Laure Zoé Hélène Gaëlle Inès Maëlys Océane Brigitte Nadia Corinne Marie-Ève Léa Solène Chloé Françoise Aïcha")
	menNames   = strings.Fields("Jean-Baptiste Loïc Joaquim François-Xavier Théophile Kévin Mehdi Rémi Noël Olivier Marc-Antoine Hugo Étienne Saïd Gaël Björn")
	surnames   = []string{
		"Lefèvre", "Aubrée-Linot", "Le Goëdrec", "Castéran", "Ferraz Loureirão", "Bérangier", "N’Diawé", "Péguilhère",
		"Çavdarli", "Ostrowski", "Martin", "Li", "de la Tour-Brécy", "Ben Salah", "D’Artois", "Roux", "Kowalczyk", "Haddad",
		"Villeneuve-Delacroix", "Nguyen", "Moreau", "Petit", "García López", "Saint-Marc", "Œuvreau",
	}
	streetKinds = strings.Fields("rue avenue boulevard place chemin impasse quai allée")
	streetNames = []string{
		"des Tilleuls", "de la Gare", "du Marché", "des Écoliers", "du Lavoir", "Voltaire", "de la Petite Gabare",
		"du 8 mai 1945", "des Trois Moulins", "du Verger Perché", "de l’Horloge à Eau", "du 11 Novembre 1918", "Jean Jaurès",
	}
	extras = []string{"Appartement 4", "Bâtiment C", "Résidence Les Hirondelles", "Escalier 2, porte 12", "Lieu-dit Le Cerf-Volant"}
	towns  = []struct{ postcode, name string }{
		{"28000", "Chartres"},
		{"69003", "Lyon"},
		{"35000", "Rennes"},
		{"13001", "Marseille"},
		{"59800", "Lille"},
		{"63000", "Clermont-Ferrand"},
		{"29200", "Brest"},
		{"42000", "Saint-Étienne"},
		{"94240", "L’Haÿ-les-Roses"},
		{"62100", "Calais"},
		{"97400", "Saint-Denis"},
		{"37000", "Tours"},
		{"75012", "Paris"},
		{"67000", "Strasbourg"},
	}
)

func makePerson(r *rand.Rand) person {
	p := person{title: "Mme", number: 10_000_000 + r.IntN(89_999_999)}
	from := womenNames
	if oneIn(r, 2) {
		p.title, from = "M.", menNames
	}
	p.first = []string{pick(r, from)}
	if other := pick(r, from); other != p.first[0] {
		p.first = append(p.first, other)
	}
	p.birth = pick(r, surnames)
	if oneIn(r, 4) {
		if used := pick(r, surnames); used != p.birth {
			p.used = used
		}
	}
	p.street = fmt.Sprintf("%d%s %s %s", 1+r.IntN(160), pick(r, []string{"", "", "", " bis", " ter"}), pick(r, streetKinds), pick(r, streetNames))
	if oneIn(r, 4) {
		p.extra = pick(r, extras)
	}
	town := pick(r, towns)
	p.postcode, p.town = town.postcode, town.name
	return p
}
