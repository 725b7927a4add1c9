package datamatrix

// The field is GF(256) with the polynomial x^8+x^5+x^3+x^2+1 and the
// generator's roots start at alpha^1 (ISO/IEC 16022, annex E).
const fieldPolynomial = 0x12D

// fieldExp holds alpha^i twice over, so that a sum of two logarithms needs no
// reduction; fieldLog is its inverse.
var (
	fieldExp [510]uint8
	fieldLog [256]int
)

func init() {
	x := 1
	for i := range 255 {
		fieldExp[i], fieldExp[i+255] = uint8(x), uint8(x)
		fieldLog[x] = i
		if x <<= 1; x > 255 {
			x ^= fieldPolynomial
		}
	}
}

func mul(a, b uint8) uint8 {
	if a == 0 || b == 0 {
		return 0
	}
	return fieldExp[fieldLog[a]+fieldLog[b]]
}

func div(a, b uint8) uint8 {
	if a == 0 {
		return 0
	}
	return fieldExp[fieldLog[a]+255-fieldLog[b]]
}

// alpha returns alpha^n for any n, negative ones included.
func alpha(n int) uint8 { return fieldExp[(n%255+255)%255] }

// eval returns the value at x of the polynomial whose coefficient of degree i
// is p[i].
func eval(p []uint8, x uint8) uint8 {
	var v uint8
	for i := len(p) - 1; i >= 0; i-- {
		v = mul(v, x) ^ p[i]
	}
	return v
}

// correct repairs block in place. Its last check codewords are the check
// codewords; erased lists the positions known to be doubtful. It reports
// whether the block could be repaired: 2 errors + erasures ≤ check.
func correct(block []uint8, check int, erased []int) bool {
	syndromes, clean := syndromesOf(block, check)
	if clean {
		return true
	}
	if len(erased) > check {
		return false
	}
	n := len(block)
	locator := []uint8{1}
	for _, position := range erased {
		locator = timesRoot(locator, alpha(n-1-position))
	}
	locator, errata := berlekampMassey(syndromes, locator, len(erased))
	if errata > check || degree(locator) != errata {
		return false
	}
	return repair(block, syndromes, locator, errata)
}

func syndromesOf(block []uint8, check int) (syndromes []uint8, clean bool) {
	syndromes, clean = make([]uint8, check), true
	for i := range syndromes {
		x := alpha(i + 1)
		var v uint8
		for _, c := range block {
			v = mul(v, x) ^ c
		}
		syndromes[i] = v
		clean = clean && v == 0
	}
	return syndromes, clean
}

// timesRoot multiplies p by (1 + root x).
func timesRoot(p []uint8, root uint8) []uint8 {
	out := make([]uint8, len(p)+1)
	copy(out, p)
	for i, c := range p {
		out[i+1] ^= mul(c, root)
	}
	return out
}

func degree(p []uint8) int {
	for i := len(p) - 1; i > 0; i-- {
		if p[i] != 0 {
			return i
		}
	}
	return 0
}

// berlekampMassey extends the erasure locator to the locator of errors and
// erasures, and returns it with the number of roots it should have.
func berlekampMassey(syndromes, erasures []uint8, erased int) ([]uint8, int) {
	size := len(syndromes) + 1
	locator, previous := make([]uint8, size), make([]uint8, size)
	copy(locator, erasures)
	copy(previous, erasures)
	length := erased
	for r := erased; r < len(syndromes); r++ {
		var discrepancy uint8
		for i := 0; i <= r; i++ {
			discrepancy ^= mul(locator[i], syndromes[r-i])
		}
		copy(previous[1:], previous[:size-1])
		previous[0] = 0
		if discrepancy == 0 {
			continue
		}
		updated := make([]uint8, size)
		for i := range updated {
			updated[i] = locator[i] ^ mul(discrepancy, previous[i])
		}
		if 2*length <= r+erased {
			length = r + 1 + erased - length
			for i := range previous {
				previous[i] = div(locator[i], discrepancy)
			}
		}
		locator = updated
	}
	return locator, length
}

// repair finds the roots of the locator (Chien) and the value of each error
// (Forney), and applies them.
func repair(block, syndromes, locator []uint8, errata int) bool {
	n := len(block)
	evaluator := make([]uint8, len(syndromes))
	for i := range evaluator {
		for j := 0; j <= i && j < len(locator); j++ {
			evaluator[i] ^= mul(locator[j], syndromes[i-j])
		}
	}
	derivative := make([]uint8, len(locator))
	for i := 1; i < len(locator); i += 2 {
		derivative[i-1] = locator[i]
	}
	found := 0
	for position := range block {
		inverse := alpha(-(n - 1 - position))
		if eval(locator, inverse) != 0 {
			continue
		}
		slope := eval(derivative, inverse)
		if slope == 0 {
			return false
		}
		block[position] ^= div(eval(evaluator, inverse), slope)
		found++
	}
	if found != errata {
		return false
	}
	_, clean := syndromesOf(block, len(syndromes))
	return clean
}
