package fax

import "strings"

const (
	white = 0
	black = 1
)

// The codes of runs, T.4 tables 2, 3a and 3b: of 0 to 63 pixels, then of 64,
// 128 and so on to 1728, then, the same for both colours, on to 2560.
const (
	whiteCodes = `00110101 000111 0111 1000 1011 1100 1110 1111 10011 10100 00111 01000 001000 000011 110100 110101
		101010 101011 0100111 0001100 0001000 0010111 0000011 0000100 0101000 0101011 0010011 0100100 0011000 00000010 00000011 00011010
		00011011 00010010 00010011 00010100 00010101 00010110 00010111 00101000 00101001 00101010 00101011 00101100 00101101 00000100 00000101 00001010
		00001011 01010010 01010011 01010100 01010101 00100100 00100101 01011000 01011001 01011010 01011011 01001010 01001011 00110010 00110011 00110100
		11011 10010 010111 0110111 00110110 00110111 01100100 01100101 01101000 01100111 011001100 011001101 011010010 011010011 011010100
		011010101 011010110 011010111 011011000 011011001 011011010 011011011 010011000 010011001 010011010 011000 010011011`
	blackCodes = `0000110111 010 11 10 011 0011 0010 00011 000101 000100 0000100 0000101 0000111 00000100 00000111 000011000
		0000010111 0000011000 0000001000 00001100111 00001101000 00001101100 00000110111 00000101000 00000010111 00000011000 000011001010 000011001011
		000011001100 000011001101 000001101000 000001101001 000001101010 000001101011 000011010010 000011010011 000011010100 000011010101 000011010110
		000011010111 000001101100 000001101101 000011011010 000011011011 000001010100 000001010101 000001010110 000001010111 000001100100 000001100101
		000001010010 000001010011 000000100100 000000110111 000000111000 000000100111 000000101000 000001011000 000001011001 000000101011 000000101100
		000001011010 000001100110 000001100111
		0000001111 000011001000 000011001001 000001011011 000000110011 000000110100 000000110101 0000001101100 0000001101101 0000001001010 0000001001011
		0000001001100 0000001001101 0000001110010 0000001110011 0000001110100 0000001110101 0000001110110 0000001110111 0000001010010 0000001010011
		0000001010100 0000001010101 0000001011010 0000001011011 0000001100100 0000001100101`
	longCodes = ` 00000001000 00000001100 00000001101 000000010010 000000010011 000000010100 000000010101
		000000010110 000000010111 000000011100 000000011101 000000011110 000000011111`
	// modeCodes are those of pass, horizontal, and vertical from -3 to 3.
	modeCodes = `0001 001 0000010 000010 010 1 011 000011 0000011`
)

// mode is what a code of T.4 table 4 says; from -3 to 3 the distance to the
// change above.
type mode int

const (
	pass       mode = -5
	horizontal mode = -4
)

// code is what a table holds for the bits ahead: the value of the code that
// they begin with and its length, 0 where there is none.
type code struct {
	value  int16
	length uint8
}

// longest is the length of the longest code.
const longest = 13

var (
	runTables = [2][]code{tableOf(whiteCodes+longCodes, runLength), tableOf(blackCodes+longCodes, runLength)}
	modeTable = tableOf(modeCodes, func(i int) int { return i + int(pass) })
)

func runLength(i int) int {
	if i < 64 {
		return i
	}
	return 64 * (i - 63)
}

func tableOf(codes string, value func(i int) int) []code {
	table := make([]code, 1<<longest)
	for i, word := range strings.Fields(codes) {
		first := 0
		for _, bit := range word {
			first = first<<1 | int(bit-'0')
		}
		free := longest - len(word)
		for at := first << free; at < (first+1)<<free; at++ {
			table[at] = code{int16(value(i)), uint8(len(word))}
		}
	}
	return table
}

// bits reads from the high bit of each byte down; past the end there are
// zeros.
type bits struct {
	data []byte
	at   int
}

func (b *bits) ended() bool { return b.at >= 8*len(b.data) }

// peek returns the next bits, at most 16.
func (b *bits) peek(n int) int {
	v := 0
	for i := range 3 {
		v <<= 8
		if at := b.at/8 + i; at < len(b.data) {
			v |= int(b.data[at])
		}
	}
	return v >> (24 - b.at%8 - n) & (1<<n - 1)
}

func (b *bits) skip(n int) { b.at += n }

func (b *bits) align() { b.at = (b.at + 7) &^ 7 }

// zeros passes over zeros.
func (b *bits) zeros() {
	for !b.ended() && b.peek(1) == 0 {
		b.at++
	}
}

// run reads the codes of a run: any number for 64 pixels and more, then one
// for fewer. A run that is longer than the room for it ends there.
func (b *bits) run(colour, room int) (int, error) {
	length := 0
	for {
		code := runTables[colour][b.peek(longest)]
		if code.length == 0 || b.ended() {
			return 0, ErrCode
		}
		b.skip(int(code.length))
		length = min(length+int(code.value), room)
		if code.value < 64 {
			return length, nil
		}
	}
}

func (b *bits) mode() (mode, error) {
	code := modeTable[b.peek(longest)]
	if code.length == 0 || b.ended() {
		return 0, ErrCode
	}
	b.skip(int(code.length))
	return mode(code.value), nil
}
