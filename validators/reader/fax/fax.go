// Package fax expands the codings of black and white pages that fax machines
// and scanners write: those of ITU-T T.4, in one dimension and in two (Group 3),
// of T.6 (Group 4), and rows of T.4 runs without marks, as TIFF has them.
package fax

import (
	"errors"
	"io"
)

// Coding is how the rows of a page are written.
type Coding int

const (
	// Group4 describes each row by the one above (T.6).
	Group4 Coding = iota
	// Group3 has runs, and marks between the rows (T.4, one dimension).
	Group3
	// Group3Mixed tells with each mark whether the row that follows is one of
	// runs or described by the one above (T.4, two dimensions).
	Group3Mixed
	// Rows are runs alone; each row begins on a byte (TIFF compression 2).
	Rows
)

// Errors of a page that ends early.
var (
	// ErrCode is the reason of bits that are no code, or of a code that leaves
	// the row.
	ErrCode = errors.New("fax: not a code")
	// ErrEnd is the reason of a mark that ends the page.
	ErrEnd = errors.New("fax: the page ends")
)

// Reader gives the rows of a page, from the top, each to whole bytes. A set bit
// is black.
type Reader struct {
	bits    bits
	coding  Coding
	columns int
	above   []int // where the colour changes, from white, in the row above
	row     []byte
	unread  []byte
	err     error
}

// NewReader reads rows of so many columns; the high bit of a byte is the
// leftmost.
func NewReader(data []byte, coding Coding, columns int) *Reader {
	return &Reader{bits: bits{data: data}, coding: coding, columns: columns, row: make([]byte, (columns+7)/8)}
}

// Read gives what is left of a row, and begins the next where nothing is.
func (r *Reader) Read(p []byte) (n int, err error) {
	if len(r.unread) == 0 && len(p) > 0 {
		if r.err == nil {
			r.err = r.next()
		}
		if r.err != nil {
			return 0, r.err
		}
	}
	n = copy(p, r.unread)
	r.unread = r.unread[n:]
	return n, nil
}

// next decodes a row.
func (r *Reader) next() error {
	if r.columns <= 0 || r.bits.ended() {
		return io.EOF
	}
	described, err := r.begin()
	if err != nil {
		return err
	}
	changes := make([]int, 0, len(r.above)+8)
	if described {
		changes, err = r.describedRow(changes)
	} else {
		changes, err = r.runs(changes)
	}
	if err != nil {
		return err
	}
	if r.coding == Rows {
		r.bits.align()
	}
	r.above = changes
	r.paint(changes)
	return nil
}

// endMark is the mark between rows, T.4 § 4.1.2: zeros, at least eleven of them, then a
// one. More zeros may fill it up.
const endMark = 11

// begin passes over the marks before a row, and tells whether the row is
// described by the one above. Several marks together end the page.
func (r *Reader) begin() (described bool, err error) {
	switch r.coding {
	case Group4:
		if r.bits.peek(endMark) == 0 {
			return false, ErrEnd
		}
		return true, nil
	case Rows:
		return false, nil
	}
	marks := 0
	for r.bits.peek(endMark) == 0 {
		if r.bits.zeros(); r.bits.ended() {
			return false, io.EOF
		}
		r.bits.skip(1)
		if marks++; marks > 1 {
			return false, ErrEnd
		}
		if r.coding == Group3Mixed {
			described = r.bits.peek(1) == 0
			r.bits.skip(1)
		}
	}
	if marks == 0 && r.coding == Group3Mixed {
		return false, ErrCode // what the row is was not said
	}
	return described, nil
}

// runs decodes a row of runs, white and black in turn, from white.
func (r *Reader) runs(changes []int) ([]int, error) {
	for at, colour := 0, white; at < r.columns; colour = 1 - colour {
		length, err := r.bits.run(colour, r.columns-at)
		if err != nil {
			return nil, err
		}
		at += length
		if changes = append(changes, at); len(changes) > r.mostChanges() {
			return nil, ErrCode
		}
	}
	return changes, nil
}

// mostChanges bounds the changes of a row, of which two at one place are none:
// a few bits each, they could be made to fill the memory.
func (r *Reader) mostChanges() int { return 2*r.columns + 2 }

// describedRow decodes a row that is described by the one above (T.4 § 4.2):
// each code tells how far from a change of colour there the next one stands
// here.
func (r *Reader) describedRow(changes []int) ([]int, error) {
	at, first := -1, 0
	for at < r.columns {
		colour := len(changes) & 1
		// The change of the other colour above, to the right of where we are:
		// of the changes every second one is.
		for first > 0 && r.change(first-1) > at {
			first--
		}
		for first&1 != colour || r.change(first) <= at && r.change(first) < r.columns {
			first++
		}
		mode, err := r.bits.mode()
		if err != nil {
			return nil, err
		}
		switch mode {
		case pass:
			at = r.change(first + 1)
		case horizontal:
			at = max(at, 0)
			for range 2 {
				length, err := r.bits.run(colour, r.columns-at)
				if err != nil {
					return nil, err
				}
				at += length
				changes = append(changes, at)
				colour = 1 - colour
			}
		default:
			to := r.change(first) + int(mode)
			if to < max(at, 0) || to > r.columns {
				return nil, ErrCode
			}
			at = to
			changes = append(changes, at)
		}
		if len(changes) > r.mostChanges() {
			return nil, ErrCode
		}
	}
	return changes, nil
}

// change is where the colour changes for the ith time in the row above; past
// the last time, at its end.
func (r *Reader) change(i int) int {
	if i < len(r.above) {
		return r.above[i]
	}
	return r.columns
}

// paint sets the bits of the black runs.
func (r *Reader) paint(changes []int) {
	clear(r.row)
	for i := 0; i < len(changes); i += 2 {
		to := r.columns
		if i+1 < len(changes) {
			to = changes[i+1]
		}
		for x := changes[i]; x < to; x++ {
			if x&7 == 0 && x+8 <= to {
				r.row[x/8] = 0xff
				x += 7
				continue
			}
			r.row[x/8] |= 0x80 >> (x & 7)
		}
	}
	r.unread = r.row
}
