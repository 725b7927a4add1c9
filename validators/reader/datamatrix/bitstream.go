package datamatrix

// Codewords with a meaning of their own in the ASCII scheme.
//
// Source: ISO/IEC 16022, table 2.
const (
	padding       = 129
	firstPair     = 130
	lastPair      = 229
	latchC40      = 230
	latchBase256  = 231
	functionOne   = 232
	structured    = 233
	programming   = 234
	upperShift    = 235
	macro05       = 236
	macro06       = 237
	latchX12      = 238
	latchText     = 239
	latchEDIFACT  = 240
	extendedFirst = 241
	unlatch       = 254
)

// groupSeparator stands for FNC1 beyond the first position.
const groupSeparator = 0x1D

// bitstream reads data codewords one after the other.
type bitstream struct {
	codewords []uint8
	at        int
	out       []byte
	upper     bool // the next character gets 128 added
}

// decodeBytes turns corrected data codewords into the bytes they carry,
// exactly: nothing is transcoded, separators are kept. ok is false when the
// codewords are not a legal stream.
func decodeBytes(codewords []uint8) (data []byte, ok bool) {
	b := &bitstream{codewords: codewords}
	for b.more() {
		c := b.next()
		if c == padding {
			break
		}
		if !b.ascii(c) {
			return nil, false
		}
	}
	return b.out, len(b.out) > 0
}

func (b *bitstream) more() bool { return b.at < len(b.codewords) }
func (b *bitstream) left() int  { return len(b.codewords) - b.at }

func (b *bitstream) next() uint8 {
	c := b.codewords[b.at]
	b.at++
	return c
}

func (b *bitstream) emit(c uint8) {
	if b.upper {
		c |= 0x80
		b.upper = false
	}
	b.out = append(b.out, c)
}

// ascii handles one codeword of the ASCII scheme, and the whole run of
// another scheme when it is a latch.
func (b *bitstream) ascii(c uint8) bool {
	switch {
	case c >= 1 && c <= 128:
		b.emit(c - 1)
	case c >= firstPair && c <= lastPair:
		pair := c - firstPair
		b.emit('0' + pair/10)
		b.emit('0' + pair%10)
	case c == upperShift:
		b.upper = true
	case c == functionOne:
		if b.at > 1 {
			b.emit(groupSeparator)
		}
	case c == latchC40:
		return b.triplets(c40)
	case c == latchText:
		return b.triplets(text)
	case c == latchX12:
		return b.triplets(x12)
	case c == latchEDIFACT:
		b.edifact()
	case c == latchBase256:
		return b.base256()
	case c == structured:
		b.at = min(b.at+3, len(b.codewords))
	case c == extendedFirst:
		return b.skipInterpretation()
	case c == programming, c == macro05, c == macro06, c == unlatch:
		// None of them carries a character of its own.
	default:
		return false
	}
	return true
}

// skipInterpretation passes over the number of an extended interpretation:
// the bytes are handed on as they are, whatever their alphabet.
func (b *bitstream) skipInterpretation() bool {
	if !b.more() {
		return false
	}
	switch first := b.next(); {
	case first <= 127:
	case first <= 191:
		b.at++
	default:
		b.at += 2
	}
	return b.at <= len(b.codewords)
}

// alphabet is a scheme that packs three values of 0 to 39 in two codewords.
type alphabet struct {
	basic  string
	shift3 string // empty in X12, which has no shifts
}

const (
	upperLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	lowerLetters = "abcdefghijklmnopqrstuvwxyz"
	digits       = "0123456789"
	shift2       = "!\"#$%&'()*+,-./:;<=>?@[\\]^_"
)

var (
	c40  = alphabet{"\x00\x00\x00 " + digits + upperLetters, "`" + lowerLetters + "{|}~\x7f"}
	text = alphabet{"\x00\x00\x00 " + digits + lowerLetters, "`" + upperLetters + "{|}~\x7f"}
	x12  = alphabet{"\r*> " + digits + upperLetters, ""}
)

// triplets reads pairs of codewords until the unlatch or the end. One last
// codeword alone is ASCII.
func (b *bitstream) triplets(a alphabet) bool {
	shift := 0
	for b.left() >= 2 {
		first := b.next()
		if first == unlatch {
			return true
		}
		value := int(first)<<8 + int(b.next()) - 1
		if value < 0 {
			return false
		}
		for _, v := range [3]int{value / 1600, value / 40 % 40, value % 40} {
			if !b.shifted(a, v, &shift) {
				return false
			}
		}
	}
	if b.more() && b.codewords[b.at] == unlatch {
		b.at++
	}
	return true
}

// shifted emits one value of a triplet, or notes the shift that it is.
func (b *bitstream) shifted(a alphabet, v int, shift *int) bool {
	set := *shift
	*shift = 0
	switch {
	case v >= 40:
		return false
	case set == 0 && v < 3 && a.shift3 != "":
		*shift = v + 1
	case set == 0:
		b.emit(a.basic[v])
	case set == 1 && v < 32:
		b.emit(uint8(v))
	case set == 2 && v < len(shift2):
		b.emit(shift2[v])
	case set == 2 && v == 27:
		b.emit(groupSeparator)
	case set == 2 && v == 30:
		b.upper = true
	case set == 3 && v < len(a.shift3):
		b.emit(a.shift3[v])
	default:
		return false
	}
	return true
}

// edifact reads four six-bit characters in three codewords. One or two last
// codewords are ASCII.
func (b *bitstream) edifact() {
	for b.left() > 2 {
		bits := uint32(b.codewords[b.at])<<16 | uint32(b.codewords[b.at+1])<<8 | uint32(b.codewords[b.at+2])
		for i := range 4 {
			v := uint8(bits>>(18-6*i)) & 0x3F
			if v == 0x1F { // unlatch: what is left of this byte is filling
				b.at += min(i+1, 3)
				return
			}
			if v < 0x20 {
				v |= 0x40
			}
			b.emit(v)
		}
		b.at += 3
	}
}

// base256 reads a counted run of bytes, each scrambled by its position.
func (b *bitstream) base256() bool {
	if !b.more() {
		return false
	}
	count := int(b.unscrambled())
	switch {
	case count == 0:
		count = b.left()
	case count >= 250 && b.more():
		count = 250*(count-249) + int(b.unscrambled())
	}
	if count > b.left() {
		return false
	}
	for range count {
		b.out = append(b.out, b.unscrambled())
	}
	return true
}

// unscrambled reads one codeword of a Base 256 run (ISO/IEC 16022, annex B.2).
func (b *bitstream) unscrambled() uint8 {
	c := b.next()
	return c - uint8(149*b.at%255+1)
}
