package pdfedit

import (
	"bufio"
	"bytes"
	"compress/zlib"
	"context"
	"errors"
	"io"
	"math"
	"strconv"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

const (
	// paperError is how far a point may move on paper, in points: a
	// five-hundredth of a millimetre.
	paperError = 0.005

	heavyContent = 256 << 10 // bytes, packed, from which on what a page draws is written shorter
	maxContent   = 256 << 20 // bytes, unpacked
	maxWaiting   = 32 << 10  // bytes of operands that are held
)

// Shorten writes the drawings of heavy pages with the decimals that can be seen
// on paper: what is drawn stays lines. It reports whether anything became
// lighter. Only what pages draw themselves is looked at; pages with inline
// pictures stay as they are.
func (d *Document) Shorten(ctx context.Context) (changed bool, err error) {
	for _, page := range d.pages {
		parts, weight := d.contentParts(page)
		if weight < heavyContent {
			continue
		}
		short, err := shortened(ctx, d.unpacked(parts), math.Abs(d.number(page["UserUnit"], 1)))
		if ctx.Err() != nil {
			return false, ctx.Err()
		}
		if err != nil || float64(len(short)) > worthwhile*float64(weight) {
			continue
		}
		page["Contents"] = d.add(types.StreamDict{
			Dict: types.Dict{"Filter": types.Name("FlateDecode")}, Raw: short,
			FilterPipeline: []types.PDFFilter{{Name: "FlateDecode"}},
		})
		changed = true
	}
	return changed, nil
}

// contentParts returns the streams that a page draws, and their bytes.
func (d *Document) contentParts(page types.Dict) (parts []types.StreamDict, weight int) {
	streams := types.Array{page["Contents"]}
	if array := d.array(page["Contents"]); array != nil {
		streams = array
	}
	for _, o := range streams {
		if s, ok := d.stream(o); ok {
			parts = append(parts, s)
			weight += len(s.Raw)
		}
	}
	return parts, weight
}

// unpacked reads streams one after the other; nil where one is packed in an
// unusual way.
func (d *Document) unpacked(parts []types.StreamDict) io.Reader {
	var all []io.Reader
	for _, s := range parts {
		var part io.Reader = bytes.NewReader(s.Raw)
		if len(s.FilterPipeline) > 0 {
			if part = unpacking(s); part == nil || s.FilterPipeline[0].DecodeParms["Predictor"] != nil {
				return nil
			}
		}
		all = append(all, part, bytes.NewReader([]byte{'\n'}))
	}
	return io.MultiReader(all...)
}

// errUncertain is returned for content that is better left as it is.
var errUncertain = errors.New("content that is not certain")

// shortened returns what content draws, packed.
func shortened(ctx context.Context, content io.Reader, unit float64) ([]byte, error) {
	if content == nil {
		return nil, errUncertain
	}
	var packed bytes.Buffer
	z := zlib.NewWriter(&packed)
	s := shortener{
		in:  bufio.NewReaderSize(io.LimitReader(content, maxContent+1), 1<<16),
		out: bufio.NewWriterSize(z, 1<<16), at: matrix{unit, 0, 0, unit, 0, 0},
	}
	if err := s.run(ctx); err != nil {
		return nil, err
	}
	if err := errors.Join(s.out.Flush(), z.Close()); err != nil {
		return nil, err
	}
	return packed.Bytes(), nil
}

// shortener copies content, operator by operator.
type shortener struct {
	in   *bufio.Reader
	out  *bufio.Writer
	read int

	operands []byte // since the last operator, each with a space behind it
	ends     []int  // of each of them in operands
	opaque   bool   // some of them are written already, or no plain numbers
	depth    int    // of arrays and dictionaries

	at       matrix
	saved    []matrix
	decimals int  // of a coordinate
	text     bool // between BT and ET

	last [2]float64 // where the path has come to
}

func (s *shortener) run(ctx context.Context) error {
	s.measure()
	for n := 0; ; n++ {
		if n%65536 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		token, err := s.token()
		switch {
		case errors.Is(err, io.EOF):
			_, _ = s.out.Write(s.operands)
			return nil
		case err != nil:
			return err
		case token == nil:
			continue
		}
		if err := s.operator(string(token)); err != nil {
			return err
		}
		s.operands, s.ends, s.opaque = s.operands[:0], s.ends[:0], false
	}
}

// token reads up to the end of the next operator, and returns it; nil where what
// it read is an operand, which it keeps.
func (s *shortener) token() ([]byte, error) {
	c, err := s.byte()
	for ; err == nil && blank(c); c, err = s.byte() {
	}
	if err != nil {
		return nil, err
	}
	start := len(s.operands)
	switch {
	case c == '%':
		for err == nil && c != '\n' && c != '\r' {
			c, err = s.byte()
		}
		return nil, ignoringEnd(err)
	case c == '(':
		s.opaque = true
		if err := s.literal(); err != nil {
			return nil, err
		}
	case c == '<' || c == '>':
		s.opaque = true
		if err := s.angles(c); err != nil {
			return nil, err
		}
	case c == '[' || c == '{':
		s.opaque, s.depth = true, s.depth+1
		s.operands = append(s.operands, c)
	case c == ']' || c == '}':
		s.opaque, s.depth = true, s.depth-1
		s.operands = append(s.operands, c)
	default:
		s.operands = append(s.operands, c)
		for {
			c, err = s.byte()
			if err != nil || blank(c) || delimiter(c) {
				break
			}
			s.operands = append(s.operands, c)
		}
		if err == nil && !blank(c) {
			_ = s.in.UnreadByte()
			s.read--
		}
		if err = ignoringEnd(err); err != nil {
			return nil, err
		}
	}
	token := s.operands[start:]
	if isOperator(token) && s.depth == 0 {
		s.operands = s.operands[:start]
		return token, nil
	}
	s.operands = append(s.operands, ' ')
	s.ends = append(s.ends, len(s.operands))
	if len(s.operands) > maxWaiting {
		_, _ = s.out.Write(s.operands)
		s.operands, s.ends, s.opaque = s.operands[:0], s.ends[:0], true
	}
	return nil, nil
}

func ignoringEnd(err error) error {
	if errors.Is(err, io.EOF) {
		return nil
	}
	return err
}

func (s *shortener) byte() (byte, error) {
	if s.read++; s.read > maxContent {
		return 0, errUncertain
	}
	return s.in.ReadByte()
}

// isOperator tells an operator from a number, a name and a constant.
func isOperator(token []byte) bool {
	switch c := token[0]; {
	case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', c == '\'', c == '"':
		switch string(token) {
		case "true", "false", "null":
			return false
		}
		return true
	}
	return false
}

// literal copies a string in parentheses, of which the first is read.
func (s *shortener) literal() error {
	s.operands = append(s.operands, '(')
	for depth := 1; depth > 0; {
		c, err := s.byte()
		if err != nil {
			return errUncertain
		}
		s.operands = append(s.operands, c)
		switch c {
		case '\\':
			if c, err = s.byte(); err != nil {
				return errUncertain
			}
			s.operands = append(s.operands, c)
		case '(':
			depth++
		case ')':
			depth--
		}
	}
	return nil
}

// angles copies a string in hexadecimal digits, or an end of a dictionary.
func (s *shortener) angles(first byte) error {
	s.operands = append(s.operands, first)
	c, err := s.byte()
	if err != nil {
		return errUncertain
	}
	s.operands = append(s.operands, c)
	switch {
	case c == first && first == '<':
		s.depth++
		return nil
	case c == first:
		s.depth--
		return nil
	case first == '>':
		return errUncertain
	}
	for c != '>' {
		if c, err = s.byte(); err != nil {
			return errUncertain
		}
		s.operands = append(s.operands, c)
	}
	return nil
}

// pathNumbers is how many numbers the operators take that build a path.
var pathNumbers = map[string]int{"m": 2, "l": 2, "c": 6, "v": 4, "y": 4, "re": 4, "h": 0}

func (s *shortener) operator(name string) error {
	if count, ok := pathNumbers[name]; ok && !s.text {
		s.build(name, count)
		return nil
	}
	switch name {
	case "BI", "ID", "EI":
		return errUncertain
	case "BT", "ET":
		s.text = name == "BT"
	case "q":
		s.saved = append(s.saved, s.at)
	case "Q":
		if last := len(s.saved) - 1; last >= 0 {
			s.at, s.saved = s.saved[last], s.saved[:last]
			s.measure()
		}
	case "cm":
		numbers, ok := s.numbers(6)
		if !ok {
			return errUncertain
		}
		s.at = matrix(numbers).times(s.at)
		s.measure()
	}
	s.write(name)
	return nil
}

func (s *shortener) write(name string) {
	_, _ = s.out.Write(s.operands)
	_, _ = s.out.WriteString(name)
	_ = s.out.WriteByte('\n')
}

// build writes an operator that builds a path.
func (s *shortener) build(name string, count int) {
	numbers, ok := s.numbers(count)
	ends := [2]float64(numbers[4:])
	switch {
	case !ok:
		ends = [2]float64{math.NaN(), math.NaN()}
	case name == "re":
		ends = [2]float64(numbers[2:])
	}
	if ok && s.decimals >= 0 && s.rounded(name, numbers[6-count:]) {
		s.operands = s.operands[:0]
		for _, n := range numbers[6-count:] {
			s.operands = append(appendShortest(s.operands, n, s.decimals), ' ')
		}
	}
	if count > 0 {
		s.last = ends
	}
	s.write(name)
}

// rounded brings coordinates to the decimals that count; false where that would
// make something vanish.
func (s *shortener) rounded(name string, numbers []float64) bool {
	unit := math.Pow10(-s.decimals)
	at := func(v float64) float64 { return math.Round(v/unit) * unit }
	switch name {
	case "l":
		if at(numbers[0]) == at(s.last[0]) && at(numbers[1]) == at(s.last[1]) && [2]float64(numbers) != s.last {
			return false
		}
	case "re":
		right, top := at(numbers[0]+numbers[2])-at(numbers[0]), at(numbers[1]+numbers[3])-at(numbers[1])
		if math.Abs(right) < unit/2 && numbers[2] != 0 || math.Abs(top) < unit/2 && numbers[3] != 0 {
			return false
		}
		numbers[2], numbers[3] = right, top
	}
	return true
}

// appendShortest writes a number without what it can do without.
func appendShortest(out []byte, n float64, decimals int) []byte {
	start := len(out)
	out = strconv.AppendFloat(out, n, 'f', decimals, 64)
	if decimals > 0 {
		out = bytes.TrimSuffix(bytes.TrimRight(out, "0"), []byte("."))
	}
	switch written := out[start:]; {
	case string(written) == "-0":
		return append(out[:start], '0')
	case bytes.HasPrefix(written, []byte("0.")):
		return append(out[:start], written[1:]...)
	case bytes.HasPrefix(written, []byte("-0.")):
		return append(append(out[:start], '-'), written[2:]...)
	}
	return out
}

// numbers returns the operands, the last in the last place; ok is false where
// they are not that many plain numbers.
func (s *shortener) numbers(count int) (numbers [6]float64, ok bool) {
	if s.opaque || len(s.ends) != count {
		return numbers, false
	}
	start := 0
	for i, end := range s.ends {
		n, ok := plainNumber(s.operands[start : end-1])
		if !ok {
			return numbers, false
		}
		numbers[6-count+i] = n
		start = end
	}
	return numbers, true
}

// plainNumber reads a number as PDF writes it; readers do not agree on others.
func plainNumber(token []byte) (float64, bool) {
	digits, point, scale, whole := 0, false, 1.0, 0.0
	rest := bytes.TrimPrefix(token, []byte("-"))
	for _, c := range rest {
		switch {
		case '0' <= c && c <= '9':
			if digits++; point {
				scale *= 10
			}
			whole = whole*10 + float64(c-'0')
		case c == '.' && !point:
			point = true
		default:
			return 0, false
		}
	}
	if digits == 0 || digits > 15 {
		return 0, false
	}
	if len(rest) < len(token) {
		whole = -whole
	}
	return whole / scale, true
}

// measure notes how many decimals count where a unit is as large as it now is;
// fewer than none where that is not certain.
func (s *shortener) measure() {
	largest := max(math.Abs(s.at[0])+math.Abs(s.at[2]), math.Abs(s.at[1])+math.Abs(s.at[3]))
	s.decimals = -1
	if largest > 1e-9 && largest < 1e9 {
		s.decimals = max(0, int(math.Ceil(math.Log10(largest/(2*paperError))-1e-9)))
	}
}
