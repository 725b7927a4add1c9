// Package twoddoc reads the 2D-Doc that French administrations and utilities
// print on bills, tax notices, identity papers and driving-licence letters,
// once its Data Matrix has been decoded.
//
// Start with [Parse], which takes the bytes of the symbol. What the document
// says is then asked through accessors ([Document.IssueDate],
// [Document.Holder], [Document.Address], [Document.Licence], …), or field by
// field. Reading proves nothing about who wrote it: only [Document.Verify],
// given certificates, tells that the signature is the one of its issuer.
//
// Source: ANTS, Spécifications techniques des codes à barres 2D-Doc, versions
// 2.0.1 to 3.3.
package twoddoc

import (
	"bytes"
	"encoding/base32"
	"errors"
	"fmt"
	"strconv"

	"github.com/recevable/recevable/pipeline/calendar"
)

// Errors of [Parse].
var (
	// ErrNotTwoDDoc is returned for bytes that do not begin with a 2D-Doc
	// header: another use of Data Matrix.
	ErrNotTwoDDoc = errors.New("not a 2D-Doc")
	// ErrVersion is returned for a header of a version other than 1 to 4.
	ErrVersion = errors.New("unknown version of 2D-Doc")
)

// Separators of the message.
const (
	groupSeparator  = 0x1D // ends a value
	recordSeparator = 0x1E // ends a value that was cut short
	unitSeparator   = 0x1F // ends the signed part
)

// Document is a 2D-Doc that was read.
type Document struct {
	Version     int    // 1 to 4
	CA          string // certification authority, such as FR01
	Certificate string // certificate of the issuer, within its authority
	// Issued is when the paper was issued, Signed when the 2D-Doc was signed.
	// Zero when the header gives none. Use [Document.IssueDate] for freshness.
	Issued, Signed calendar.Date
	Code           string // type of document, such as 00
	Perimeter      string // 01 for the ANTS; always 01 before version 3
	Country        string // ISO 3166 of the issuer; FR before version 4
	Fields         []Field
	// Partial tells that something was not understood: an unknown field, a
	// value cut off, a missing signature. What was read stands.
	Partial   bool
	Signature []byte // r then s, as many bytes each; nil when there is none
	Annex     []byte // what follows the signature: signed by nobody

	signed []byte // header and message
}

// Field is one value of the message.
type Field struct {
	ID        string
	Value     string // may be empty
	Truncated bool   // the issuer cut the value: compare by prefix
	Known     bool   // whether the field is in the table
}

// headerLengths by version; version 0 does not exist.
var headerLengths = [...]int{1: 22, 2: 22, 3: 24, 4: 26}

// Parse reads a 2D-Doc from the bytes of its Data Matrix. It fails only when
// the header is not one; a damaged message gives a document marked Partial.
func Parse(data []byte) (*Document, error) {
	d, message, err := parseHeader(data)
	if err != nil {
		return nil, err
	}
	end := d.parseMessage(message)
	d.signed = bytes.Clone(data[:len(data)-len(message)+end])
	if end == len(message) {
		d.Partial = true // no signature follows
		return d, nil
	}
	d.parseSignature(message[end+1:])
	return d, nil
}

func parseHeader(data []byte) (*Document, []byte, error) {
	if len(data) < 4 || string(data[:2]) != "DC" {
		return nil, nil, ErrNotTwoDDoc
	}
	version, err := strconv.Atoi(string(data[2:4]))
	if err != nil {
		return nil, nil, ErrNotTwoDDoc
	}
	if version < 1 || version >= len(headerLengths) {
		return nil, nil, fmt.Errorf("version %d: %w", version, ErrVersion)
	}
	length := headerLengths[version]
	if len(data) < length || !alphanumeric(data[4:length]) {
		return nil, nil, ErrNotTwoDDoc
	}
	header := string(data[:length])
	d := &Document{
		Version: version, CA: header[4:8], Certificate: header[8:12], Code: header[20:22],
		Perimeter: "01", Country: "FR",
	}
	issued, okIssued := headerDate(header[12:16])
	signed, okSigned := headerDate(header[16:20])
	if !okIssued || !okSigned {
		return nil, nil, ErrNotTwoDDoc
	}
	d.Issued, d.Signed = issued, signed
	if version >= 3 {
		d.Perimeter = header[22:24]
	}
	if version >= 4 {
		d.Country = header[24:26]
	}
	return d, data[length:], nil
}

// alphanumeric reports whether every byte is a capital letter or a digit.
func alphanumeric(b []byte) bool {
	for _, c := range b {
		if (c < '0' || c > '9') && (c < 'A' || c > 'Z') {
			return false
		}
	}
	return true
}

// parseMessage reads the fields and returns where the signed part ends: at
// the US, or at the end of data where there is none.
func (d *Document) parseMessage(message []byte) int {
	at := 0
	for at < len(message) && message[at] != unitSeparator {
		if message[at] == groupSeparator || message[at] == recordSeparator {
			at++ // one separator too many does no harm
			continue
		}
		if at+2 > len(message) || !alphanumeric(message[at:at+2]) {
			d.Partial = true
			at = skipTo(message, at)
			continue
		}
		at = d.parseField(message, at)
	}
	return at
}

// skipTo returns the place of the next separator.
func skipTo(message []byte, at int) int {
	for at < len(message) && !isSeparator(message[at]) {
		at++
	}
	return at
}

func isSeparator(c byte) bool {
	return c == groupSeparator || c == recordSeparator || c == unitSeparator
}

// parseField reads the field that begins at at, and returns where the next
// one begins. A value of full length has no separator after it; a separator
// that is there all the same is taken in.
func (d *Document) parseField(message []byte, at int) int {
	f := Field{ID: string(message[at : at+2])}
	spec, known := fields[f.ID]
	f.Known = known
	start := at + 2
	end := start
	for end < len(message) && !isSeparator(message[end]) && (spec.max == unbounded || end-start < spec.max) {
		end++
	}
	f.Value = latin1(message[start:end])
	short := end-start < spec.min && end > start
	if !known || short {
		d.Partial = true
	}
	if end < len(message) && (message[end] == groupSeparator || message[end] == recordSeparator) {
		f.Truncated = message[end] == recordSeparator
		end++
	}
	d.Fields = append(d.Fields, f)
	return end
}

// latin1 turns ISO 8859-1 into a Go string.
func latin1(b []byte) string {
	runes := make([]rune, len(b))
	for i, c := range b {
		runes[i] = rune(c)
	}
	return string(runes)
}

// rawSignature is the length, in bytes, of the signature of version 1, which
// is not in letters.
const rawSignature = 64

// parseSignature reads what follows the US: the signature, then the annex.
func (d *Document) parseSignature(rest []byte) {
	if d.Version == 1 {
		if len(rest) < rawSignature {
			d.Partial = true
			return
		}
		d.Signature, rest = bytes.Clone(rest[:rawSignature]), rest[rawSignature:]
		d.Annex = bytes.Clone(bytes.TrimPrefix(rest, []byte{groupSeparator}))
		return
	}
	letters, annex, _ := bytes.Cut(rest, []byte{groupSeparator})
	d.Annex = bytes.Clone(annex)
	letters = bytes.TrimRight(letters, "=")
	signature, err := base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(string(letters))
	if err != nil || len(signature) == 0 {
		d.Partial = true
		return
	}
	d.Signature = signature
}

// Field returns the first field of that identifier.
func (d *Document) Field(id string) (Field, bool) {
	for _, f := range d.Fields {
		if f.ID == id {
			return f, true
		}
	}
	return Field{}, false
}

// Value returns the value of the first field of that identifier, or nothing.
func (d *Document) Value(id string) string {
	f, _ := d.Field(id)
	return f.Value
}
