package pdfedit

import (
	"bytes"
	"context"
	"math"
	"strconv"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// Bounds of the search for where pictures stand: a hostile page may draw a
// form that draws a form twice, and so on.
const (
	maxOperators = 3_000_000
	maxNesting   = 8
)

// size is how large something is on paper, in points.
type size struct{ width, height float64 }

// placements returns the largest size at which each picture of the pages is
// drawn, by object number. Pictures in patterns, glyphs and annotations are
// not looked for.
func (d *Document) placements(ctx context.Context) map[int]size {
	p := placer{Document: d, ctx: ctx, found: map[int]size{}, left: maxOperators}
	for _, page := range d.pages {
		unit := d.number(page["UserUnit"], 1)
		p.draw(d.pageContent(page), d.dict(page["Resources"]), matrix{unit, 0, 0, unit, 0, 0}, 0)
	}
	return p.found
}

// pageContent returns what a page draws.
func (d *Document) pageContent(page types.Dict) []byte {
	if s, ok := d.stream(page["Contents"]); ok {
		return decoded(s)
	}
	var all []byte
	for _, part := range d.array(page["Contents"]) {
		if s, ok := d.stream(part); ok {
			all = append(append(all, decoded(s)...), '\n')
		}
	}
	return all
}

// matrix maps (x, y) to (ax+cy+e, bx+dy+f), as PDF writes it.
type matrix [6]float64

// times returns the matrix that applies m, then n.
func (m matrix) times(n matrix) matrix {
	return matrix{
		m[0]*n[0] + m[1]*n[2], m[0]*n[1] + m[1]*n[3],
		m[2]*n[0] + m[3]*n[2], m[2]*n[1] + m[3]*n[3],
		m[4]*n[0] + m[5]*n[2] + n[4], m[4]*n[1] + m[5]*n[3] + n[5],
	}
}

type placer struct {
	*Document
	ctx   context.Context
	found map[int]size
	left  int // operators
}

// draw follows the operators that move and scale (q, Q, cm) and draw (Do).
func (p *placer) draw(content []byte, resources types.Dict, at matrix, depth int) {
	var saved []matrix
	var operands [6]float64 // the last numbers, the newest last
	var name string
	tokens := tokenizer{data: content}
	objects := p.dict(resources["XObject"])
	for {
		token := tokens.next()
		if token == nil || p.left == 0 {
			return
		}
		p.left--
		if p.left%4096 == 0 && p.ctx.Err() != nil {
			p.left = 0
			return
		}
		if token[0] == '/' {
			name, _ = types.DecodeName(string(token[1:]))
			continue
		}
		if n, err := strconv.ParseFloat(string(token), 64); err == nil {
			copy(operands[:], operands[1:])
			operands[5] = n
			continue
		}
		switch string(token) {
		case "q":
			saved = append(saved, at)
		case "Q":
			if last := len(saved) - 1; last >= 0 {
				at, saved = saved[last], saved[:last]
			}
		case "cm":
			at = matrix(operands).times(at)
		case "Do":
			p.object(objects[name], resources, at, depth)
		case "ID":
			tokens.skipImage()
		}
	}
}

func (p *placer) object(o types.Object, resources types.Dict, at matrix, depth int) {
	s, ok := p.stream(o)
	if !ok {
		return
	}
	if p.name(s.Dict["Subtype"]) == "Image" {
		ref, ok := o.(types.IndirectRef)
		if !ok {
			return
		}
		number := ref.ObjectNumber.Value()
		now, before := size{math.Hypot(at[0], at[1]), math.Hypot(at[2], at[3])}, p.found[number]
		p.found[number] = size{max(now.width, before.width), max(now.height, before.height)}
		return
	}
	if p.name(s.Dict["Subtype"]) != "Form" || depth == maxNesting {
		return
	}
	if m := p.array(s.Dict["Matrix"]); len(m) == 6 {
		var own matrix
		for i := range own {
			own[i] = p.number(m[i], 0)
		}
		at = own.times(at)
	}
	if own := p.dict(s.Dict["Resources"]); own != nil {
		resources = own
	}
	p.draw(decoded(s), resources, at, depth+1)
}

// tokenizer splits a content stream, strings left out.
type tokenizer struct {
	data []byte
	at   int
}

func blank(c byte) bool { return c <= ' ' }

func delimiter(c byte) bool { return bytes.IndexByte([]byte("()<>[]{}/%"), c) >= 0 }

// next returns a number, a name with its slash, or an operator; nil at the end.
func (t *tokenizer) next() []byte {
	for t.at < len(t.data) {
		switch c := t.data[t.at]; {
		case blank(c), bytes.IndexByte([]byte("<>[]{})"), c) >= 0:
			t.at++
		case c == '%':
			t.skipTo('\n')
		case c == '(':
			t.skipString()
		default:
			start := t.at
			for t.at++; t.at < len(t.data) && !blank(t.data[t.at]) && !delimiter(t.data[t.at]); t.at++ {
			}
			return t.data[start:t.at]
		}
	}
	return nil
}

func (t *tokenizer) skipTo(c byte) {
	if n := bytes.IndexByte(t.data[t.at:], c); n >= 0 {
		t.at += n + 1
		return
	}
	t.at = len(t.data)
}

func (t *tokenizer) skipString() {
	depth := 0
	for ; t.at < len(t.data); t.at++ {
		switch t.data[t.at] {
		case '\\':
			t.at++
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				t.at++
				return
			}
		}
	}
}

// skipImage passes over the samples of an inline image: up to an EI that stands
// by itself.
func (t *tokenizer) skipImage() {
	for t.at < len(t.data) {
		n := bytes.Index(t.data[t.at:], []byte("EI"))
		if n < 0 {
			t.at = len(t.data)
			return
		}
		t.at += n + 2
		if blank(t.data[max(t.at-3, 0)]) && (t.at == len(t.data) || blank(t.data[t.at])) {
			return
		}
	}
}
