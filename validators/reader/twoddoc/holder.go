package twoddoc

import (
	"slices"
	"strings"
)

// Person is somebody named by the document.
type Person struct {
	// Line is the name as it is written, fields joined by a space.
	Line string
	// Tokens are the words of the name, in capitals, in no order to rely on:
	// issuers write MME/SPECIMEN/NATACHA as well as MARTIN JEAN. Titles are
	// left out.
	Tokens []string
	// Truncated tells that the last word may have been cut: compare it by
	// prefix.
	Truncated bool
}

// titles are the words of a name that name nobody.
var titles = []string{
	"M", "MR", "MME", "MLLE", "MM", "MLE", "MMES", "MONSIEUR", "MADAME", "MADEMOISELLE",
	"MESSIEURS", "MESDAMES", "DR", "ME", "ET", "OU",
}

// holders are the groups of fields that name holders, by order of use: in
// each group, either one line that says all, or a name in several fields.
// The first ones found are those of the type of document.
var holders = [][]string{
	{"10"},
	{"11", "12", "13"},
	{"1I"},
	{"1J", "1K", "1L"},
	{"30"},
	{"46"},
	{"48"},
	{"4N"},
	{"60", "61", "62", "63", "64", "6G"},
}

// addressees are the groups of fields that name whom the bill was sent to.
var addressees = [][]string{
	{"14"},
	{"15", "16", "17"},
	{"1M"},
	{"1N", "1O", "1P"},
}

// Holder returns the people in whose name the document is: the beneficiary
// of a bill and the second one, the account's holder, the declarants of a tax
// notice, the bearer of an identity paper or of a licence letter. Nobody,
// when the document names nobody.
func (d *Document) Holder() []Person { return d.people(holders) }

// Addressee returns the people a bill was sent to, where it says so; they may
// be others than its holder.
func (d *Document) Addressee() []Person { return d.people(addressees) }

func (d *Document) people(groups [][]string) []Person {
	var out []Person
	for _, group := range groups {
		if p := d.person(group); len(p.Tokens) > 0 {
			out = append(out, p)
		}
	}
	return out
}

func (d *Document) person(group []string) Person {
	var p Person
	var lines []string
	for _, id := range group {
		f, found := d.Field(id)
		if !found || strings.TrimSpace(f.Value) == "" {
			continue
		}
		lines = append(lines, strings.TrimSpace(f.Value))
		p.Truncated = p.Truncated || f.Truncated
		for _, token := range strings.FieldsFunc(strings.ToUpper(f.Value), betweenNames) {
			if !slices.Contains(titles, token) && !slices.Contains(p.Tokens, token) {
				p.Tokens = append(p.Tokens, token)
			}
		}
	}
	p.Line = strings.Join(lines, " ")
	return p
}

func betweenNames(r rune) bool { return strings.ContainsRune(" /-'.,", r) }

// Address is a place of delivery.
type Address struct {
	Lines     []string // what comes before the postcode, empty lines left out
	Postcode  string
	Town      string
	Country   string // ISO 3166, or nothing
	Truncated bool   // some line was cut
}

// IsZero reports whether the address says nothing.
func (a Address) IsZero() bool { return len(a.Lines) == 0 && a.Postcode == "" && a.Town == "" }

// addressFields are the fields of one address.
type addressFields struct {
	lines                   []string
	postcode, town, country string
}

var (
	servedAddress    = addressFields{[]string{"20", "21", "22", "23"}, "24", "25", "26"}
	addresseeAddress = addressFields{[]string{"27", "28", "29", "2A"}, "2B", "2C", "2D"}
	homeAddress      = addressFields{[]string{"6S", "6T", "6U", "6V"}, "6W", "6X", "6Y"}
	declarantAddress = addressFields{[]string{"4O"}, "4P", "4Q", ""}
)

// taxedAddress is the field of tax notices that holds a whole address, its
// parts parted by slashes: street, further lines, postcode, town.
const taxedAddress = "4Y"

// Address returns the holder's address: where a bill's service is delivered,
// where a tax notice is sent, where the bearer of a paper lives. Zero when
// there is none.
func (d *Document) Address() Address {
	for _, set := range []addressFields{servedAddress, declarantAddress, homeAddress} {
		if a := d.address(set); len(a.Lines) > 0 || a.Postcode != "" || a.Town != "" {
			return a
		}
	}
	return d.slashed(taxedAddress)
}

// AddresseeAddress returns the address a bill was sent to, where it says so.
func (d *Document) AddresseeAddress() Address { return d.address(addresseeAddress) }

func (d *Document) address(set addressFields) Address {
	a := Address{Postcode: d.trimmed(set.postcode), Town: d.trimmed(set.town), Country: d.trimmed(set.country)}
	for _, id := range append(slices.Clone(set.lines), set.town) {
		f, _ := d.Field(id)
		a.Truncated = a.Truncated || f.Truncated
		if line := strings.TrimSpace(f.Value); line != "" && id != set.town {
			a.Lines = append(a.Lines, line)
		}
	}
	return a
}

func (d *Document) trimmed(id string) string { return strings.TrimSpace(d.Value(id)) }

func (d *Document) slashed(id string) Address {
	f, found := d.Field(id)
	if !found {
		return Address{}
	}
	a := Address{Truncated: f.Truncated}
	for _, part := range strings.Split(f.Value, "/") {
		switch part = strings.TrimSpace(part); {
		case part == "":
		case a.Postcode != "":
			a.Town = strings.TrimSpace(a.Town + " " + part)
		case isPostcode(part) && len(a.Lines) > 0:
			a.Postcode = part
		default:
			a.Lines = append(a.Lines, part)
		}
	}
	return a
}

func isPostcode(s string) bool {
	return len(s) == 5 && strings.Trim(s, "0123456789") == ""
}
