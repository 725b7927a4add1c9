package reader

import (
	"errors"
	"fmt"
	"image"
	"image/color"
	"math"
)

// JPEGs of 12 bits a sample, which neither image/jpeg nor pdfium decodes:
// Huffman coded, in one pass over all the components or in several. The picture
// comes out with 8 bits a sample, as all that looks at it has them. Those of 8
// bits whose restart markers image/jpeg miscounts are decoded here too.
//
// Source: ITU-T T.81, clauses F.2 (sequential) and G.2 (progressive).

const (
	markerDQT = 0xdb
	markerDRI = 0xdd

	deepPrecision = 12
	// extended is the frame type of a picture in one pass, of 8 or 12 bits.
	extended = 0xc1
)

// deep reports whether the frame is one that [deepJPEG] decodes.
func (f *jpegFrame) deep() bool {
	known := f.precision == deepPrecision && (f.kind == extended || f.kind == progressive) ||
		f.precision == 8 && f.kind >= 0xc0 && f.kind <= progressive && f.restartsAlone
	if !known || f.height == 0 {
		return false
	}
	for _, c := range f.components {
		if c.h < 1 || c.h > 4 || c.v < 1 || c.v > 4 {
			return false
		}
	}
	n := len(f.components)
	return n == 1 || n == 3 || n == 4
}

// deepMemory is what [deepJPEG] allocates: the coefficients, the samples, and
// the picture.
func (f *jpegFrame) deepMemory() int64 {
	pixels := times(f.width*f.height, int64(len(f.components))+4)
	return min(times(f.samples(), 5), math.MaxInt64-pixels) + pixels
}

var errDeepJPEG = errors.New("jpeg: the compressed data do not fit the header")

// deepJPEG is a picture as it is decoded.
type deepJPEG struct {
	frame      jpegFrame
	quantisers [4][64]int32 // in zigzag order
	codes      [2][4]jpegCodes
	components []deepComponent
	across     int // blocks of the largest sampling factors
	down       int
	restart    int // such blocks between two restart markers; 0 for none
	transform  int // of the Adobe segment; -1 where there is none
}

// deepComponent is one component: its coefficients, whole groups of blocks.
type deepComponent struct {
	jpegComponent
	quantiser     byte
	stride, lines int // blocks, padded to whole groups
	width, height int // blocks that hold something of the picture
	coefficients  []int32
}

// decodeDeepJPEG decodes a frame for which deep reports true.
func decodeDeepJPEG(f jpegFrame, data []byte) (image.Image, error) {
	d := deepJPEG{frame: f, transform: -1}
	for at := 2; ; {
		marker, next := nextMarker(data, at)
		if next < 0 || marker == markerEOI {
			break
		}
		at = next
		if marker == markerTEM || markerRST0 <= marker && marker <= markerSOI {
			continue
		}
		if at+2 > len(data) {
			break
		}
		length := int(data[at])<<8 | int(data[at+1])
		if length < 2 || at+length > len(data) {
			break
		}
		body := data[at+2 : at+length]
		at += length
		err := d.segment(marker, body)
		if err == nil && marker == markerSOS {
			err = d.scan(body, data[at:])
		}
		if err != nil {
			return nil, err
		}
	}
	if d.components == nil {
		return nil, errDeepJPEG
	}
	return d.picture(), nil
}

func (d *deepJPEG) segment(marker byte, body []byte) error {
	switch {
	case marker == markerDQT:
		return d.readQuantisers(body)
	case marker == markerDHT:
		return d.readCodes(body)
	case marker == markerDRI && len(body) >= 2:
		d.restart = int(body[0])<<8 | int(body[1])
	case marker == markerAPP14 && len(body) >= 12 && string(body[:5]) == "Adobe":
		d.transform = int(body[11])
	case isFrame(marker) && d.components == nil && len(body) >= 6+3*len(d.frame.components):
		d.lay(body)
	}
	return nil
}

func (d *deepJPEG) readQuantisers(body []byte) error {
	for len(body) > 0 {
		wide, to := int(body[0]>>4), body[0]&15
		body = body[1:]
		if wide > 1 || to > 3 || len(body) < 64*(wide+1) {
			return errDeepJPEG
		}
		for i := range 64 {
			if d.quantisers[to][i] = int32(body[i]); wide == 1 {
				d.quantisers[to][i] = int32(body[2*i])<<8 | int32(body[2*i+1])
			}
		}
		body = body[64*(wide+1):]
	}
	return nil
}

func (d *deepJPEG) readCodes(body []byte) error {
	for len(body) >= 17 {
		class, to := body[0]>>4, body[0]&15
		count := 0
		for _, n := range body[1:17] {
			count += int(n)
		}
		if class > 1 || to > 3 || count > 256 || len(body) < 17+count {
			return errDeepJPEG
		}
		d.codes[class][to] = codesOf(body[1:17], body[17:17+count])
		body = body[17+count:]
	}
	return nil
}

// lay makes room for the components of the frame.
func (d *deepJPEG) lay(body []byte) {
	var hMax, vMax int64 = 1, 1
	for _, c := range d.frame.components {
		hMax, vMax = max(hMax, c.h), max(vMax, c.v)
	}
	d.across = int(roundUp(d.frame.width, 8*hMax))
	d.down = int(roundUp(d.frame.height, 8*vMax))
	for i, c := range d.frame.components {
		laid := deepComponent{
			jpegComponent: c,
			quantiser:     body[6+3*i+2] & 3,
			stride:        d.across * int(c.h), lines: d.down * int(c.v),
			width:  int(roundUp(roundUp(d.frame.width*c.h, hMax), 8)),
			height: int(roundUp(roundUp(d.frame.height*c.v, vMax), 8)),
		}
		laid.coefficients = make([]int32, 64*laid.stride*laid.lines)
		d.components = append(d.components, laid)
	}
}

// pass is one scan: which coefficients of which components, and how exactly.
type pass struct {
	components []*deepComponent
	dc, ac     []*jpegCodes
	first      int // coefficients in zigzag order
	last       int
	high, low  uint // bits known before and after; high is 0 in a first pass
	sequential bool
	bits       jpegBits
	before     []int32 // the DC coefficient of the last block of each
	ended      int     // blocks ahead that have no more coefficients
}

func (d *deepJPEG) scan(header, data []byte) error {
	p := pass{bits: jpegBits{data: data}, sequential: d.frame.kind != progressive}
	if err := p.read(header, d); err != nil {
		return err
	}
	groups := d.across * d.down
	if len(p.components) == 1 { // blocks by themselves, without the padding
		groups = p.components[0].width * p.components[0].height
	}
	p.before = make([]int32, len(p.components))
	for i := range groups {
		if d.restart > 0 && i > 0 && i%d.restart == 0 {
			if err := p.bits.restart(); err != nil {
				return err
			}
			clear(p.before)
			p.ended = 0
		}
		if err := p.group(i, d.across); err != nil {
			return err
		}
	}
	return nil
}

// read reads the header of a scan, T.81 B.2.3.
func (p *pass) read(header []byte, d *deepJPEG) error {
	if len(header) < 1 || d.components == nil {
		return errDeepJPEG
	}
	n := int(header[0])
	if n < 1 || n > len(d.components) || len(header) < 4+2*n {
		return errDeepJPEG
	}
	for i := range n {
		id, tables := header[1+2*i], header[2+2*i]
		for k := range d.components {
			if d.components[k].id == id {
				p.components = append(p.components, &d.components[k])
				break
			}
		}
		p.dc = append(p.dc, &d.codes[0][tables>>4&3])
		p.ac = append(p.ac, &d.codes[1][tables&3])
	}
	end := header[1+2*n:]
	p.first, p.last, p.high, p.low = int(end[0]), int(end[1]), uint(end[2]>>4), uint(end[2]&15)
	if p.sequential {
		p.first, p.last, p.high, p.low = 0, 63, 0, 0
	}
	if len(p.components) != n || p.first > p.last || p.last > 63 || p.low > deepPrecision+1 ||
		!p.sequential && p.first == 0 && p.last != 0 || p.first > 0 && n > 1 {
		return errDeepJPEG
	}
	return nil
}

// group decodes the blocks of one group of them: one block where the scan has
// one component.
func (p *pass) group(i, across int) error {
	if len(p.components) == 1 {
		c := p.components[0]
		return p.block(0, c.block(i%c.width, i/c.width))
	}
	for k, c := range p.components {
		for v := range int(c.v) {
			for h := range int(c.h) {
				if err := p.block(k, c.block(i%across*int(c.h)+h, i/across*int(c.v)+v)); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

func (c *deepComponent) block(x, y int) []int32 {
	at := 64 * (y*c.stride + x)
	return c.coefficients[at : at+64 : at+64]
}

func (p *pass) block(k int, b []int32) error {
	if p.high > 0 {
		return p.refine(k, b)
	}
	at := p.first
	if at == 0 {
		size, err := p.bits.code(p.dc[k])
		if err != nil || size > 16 {
			return errDeepJPEG
		}
		p.before[k] += p.bits.signed(uint(size))
		b[0] = p.before[k] << p.low
		at = 1
	}
	if p.ended > 0 {
		p.ended--
		return p.bits.err()
	}
	for ; at <= p.last; at++ {
		code, err := p.bits.code(p.ac[k])
		if err != nil {
			return err
		}
		run, size := int(code>>4), uint(code&15)
		switch {
		case size > 0:
			if at += run; at > p.last {
				return errDeepJPEG
			}
			b[at] = p.bits.signed(size) << p.low
		case run == 15:
			at += 15
		default:
			p.ended = 1<<run + int(p.bits.take(uint(run))) - 1
			return p.bits.err()
		}
	}
	return p.bits.err()
}

// refine reads one more bit of the coefficients, T.81 G.1.2.3.
func (p *pass) refine(k int, b []int32) error {
	bit := int32(1) << p.low
	if p.first == 0 {
		if p.bits.take(1) == 1 {
			b[0] |= bit
		}
		return p.bits.err()
	}
	at := p.first
	for p.ended == 0 && at <= p.last {
		code, err := p.bits.code(p.ac[k])
		if err != nil {
			return err
		}
		run, size := int(code>>4), code&15
		fresh := int32(0)
		switch {
		case size == 1:
			if fresh = -bit; p.bits.take(1) == 1 {
				fresh = bit
			}
		case size > 1:
			return errDeepJPEG
		case run < 15:
			p.ended = 1<<run + int(p.bits.take(uint(run)))
		}
		if p.ended > 0 {
			break
		}
		if at = p.sharpen(b, at, run, bit); at <= p.last && fresh != 0 {
			b[at] = fresh
		}
		at++
	}
	if p.ended > 0 {
		p.ended--
		p.sharpen(b, at, 64, bit)
	}
	return p.bits.err()
}

// sharpen reads a bit for each coefficient that is known to be other than zero,
// and stops at the zero behind as many as skip.
func (p *pass) sharpen(b []int32, at, skip int, bit int32) int {
	for ; at <= p.last; at++ {
		switch {
		case b[at] == 0 && skip == 0:
			return at
		case b[at] == 0:
			skip--
		case p.bits.take(1) == 0:
		case b[at] > 0:
			b[at] += bit
		default:
			b[at] -= bit
		}
	}
	return at
}

// jpegCodes is a table of Huffman codes, T.81 F.2.2.3.
type jpegCodes struct {
	values []byte
	most   [17]int32 // the largest code of each length; -1 where there is none
	offset [17]int32 // from a code to its value
}

func codesOf(counts, values []byte) jpegCodes {
	c := jpegCodes{values: values}
	code, at := int32(0), int32(0)
	for length := 1; length <= 16; length++ {
		n := int32(counts[length-1])
		c.offset[length], c.most[length] = at-code, code+n-1
		if n == 0 {
			c.most[length] = -1
		}
		code, at = (code+n)<<1, at+n
	}
	return c
}

// jpegBits reads the compressed data of a scan bit by bit.
type jpegBits struct {
	data  []byte
	at    int
	held  uint32
	count uint
	past  int // bytes that were asked for and are not there
}

// fill holds at least 16 bits. Where there are no more, zeros stand for them.
func (b *jpegBits) fill() {
	for b.count <= 24 {
		next := byte(0)
		switch {
		case b.at >= len(b.data):
			b.past++
		case b.data[b.at] != 0xff:
			next = b.data[b.at]
			b.at++
		case b.at+1 < len(b.data) && b.data[b.at+1] == 0:
			next = 0xff
			b.at += 2
		default: // a marker
			b.past++
		}
		b.held |= uint32(next) << (24 - b.count)
		b.count += 8
	}
}

// err reports that more was read than there is.
func (b *jpegBits) err() error {
	if b.past > 4 {
		return errDeepJPEG
	}
	return nil
}

func (b *jpegBits) take(n uint) uint32 {
	if n == 0 {
		return 0
	}
	if b.count < n {
		b.fill()
	}
	v := b.held >> (32 - n)
	b.held <<= n
	b.count -= n
	return v
}

// signed reads a number of so many bits, T.81 F.2.2.1.
func (b *jpegBits) signed(size uint) int32 {
	v := int32(b.take(size))
	if size > 0 && v < 1<<(size-1) {
		v -= 1<<size - 1
	}
	return v
}

func (b *jpegBits) code(c *jpegCodes) (byte, error) {
	if len(c.values) == 0 { // no such table
		return 0, errDeepJPEG
	}
	if b.count < 16 {
		b.fill()
	}
	for length := uint(1); length <= 16; length++ {
		if code := int32(b.held >> (32 - length)); code <= c.most[length] {
			b.held <<= length
			b.count -= length
			return c.values[code+c.offset[length]], b.err()
		}
	}
	return 0, errDeepJPEG
}

// restart goes behind the next restart marker.
func (b *jpegBits) restart() error {
	for b.at+1 < len(b.data) {
		if b.data[b.at] == 0xff && markerRST0 <= b.data[b.at+1] && b.data[b.at+1] <= markerRST7 {
			*b = jpegBits{data: b.data, at: b.at + 2}
			return nil
		}
		if b.data[b.at] == 0xff && b.data[b.at+1] != 0 && b.data[b.at+1] != 0xff {
			break
		}
		b.at++
	}
	return fmt.Errorf("%w: a restart marker is missing", errDeepJPEG)
}

// picture makes pixels of the coefficients.
func (d *deepJPEG) picture() image.Image {
	width, height := int(d.frame.width), int(d.frame.height)
	bounds := image.Rect(0, 0, width, height)
	planes := make([][]byte, len(d.components))
	for i := range d.components {
		c := &d.components[i]
		planes[i] = d.enlarged(c, c.samples(&d.quantisers[c.quantiser], int(d.frame.precision)))
		c.coefficients = nil
	}
	transformed := d.transform > 0 || d.transform < 0 && len(planes) == 3 && !d.frame.namedRGB()
	switch {
	case len(planes) == 1:
		return &image.Gray{Pix: planes[0], Stride: width, Rect: bounds}
	case len(planes) == 3 && transformed:
		return &image.YCbCr{
			Y: planes[0], Cb: planes[1], Cr: planes[2], YStride: width, CStride: width,
			SubsampleRatio: image.YCbCrSubsampleRatio444, Rect: bounds,
		}
	}
	out := image.NewRGBA(bounds)
	for i := range width * height {
		pixel := out.Pix[4*i : 4*i+4 : 4*i+4]
		pixel[0], pixel[1], pixel[2], pixel[3] = planes[0][i], planes[1][i], planes[2][i], 0xff
		if transformed {
			pixel[0], pixel[1], pixel[2] = color.YCbCrToRGB(pixel[0], pixel[1], pixel[2])
		}
		for k := range 3 {
			if len(planes) == 4 {
				pixel[k] = d.inked(pixel[k], planes[3][i])
			}
		}
	}
	return out
}

// inked is the level that an ink and the black over it leave. Adobe's programs
// write how much paper is left instead, and all others follow them.
func (d *deepJPEG) inked(ink, black byte) byte {
	if d.transform < 0 {
		ink, black = 255-ink, 255-black
	}
	return byte((int(ink)*int(black) + 127) / 255)
}

// enlarged brings the samples of a component to one for each pixel.
func (d *deepJPEG) enlarged(c *deepComponent, samples []byte) []byte {
	width, height := int(d.frame.width), int(d.frame.height)
	var hMax, vMax int64 = 1, 1
	for _, other := range d.frame.components {
		hMax, vMax = max(hMax, other.h), max(vMax, other.v)
	}
	out := make([]byte, width*height)
	for y := range height {
		from := samples[8*c.stride*(y*int(c.v)/int(vMax)):]
		for x := range width {
			out[y*width+x] = from[x*int(c.h)/int(hMax)]
		}
	}
	return out
}

// samples are the samples of a component, of 8 bits each.
func (c *deepComponent) samples(quantiser *[64]int32, precision int) []byte {
	out := make([]byte, 64*c.stride*c.lines)
	scale := 1 / float64(int(1)<<(precision-8))
	var block, half [64]float64
	for i := range c.stride * c.lines {
		coefficients := c.coefficients[64*i : 64*i+64 : 64*i+64]
		for k, v := range coefficients {
			block[zigzag[k]] = float64(v * quantiser[k])
		}
		for row := range 8 {
			transform(half[8*row:], block[8*row:], 1)
		}
		for column := range 8 {
			transform(block[column:], half[column:], 8)
		}
		to := out[(i/c.stride)*64*c.stride+(i%c.stride)*8:]
		for y := range 8 {
			for x := range 8 {
				to[y*8*c.stride+x] = byte(min(max(math.Round(block[8*y+x]*scale+128), 0), 255))
			}
		}
	}
	return out
}

// transform is the inverse discrete cosine transform of eight numbers that
// stand so far apart.
func transform(out, in []float64, apart int) {
	for x := range 8 {
		sum := 0.0
		for u := range 8 {
			sum += cosines[x][u] * in[u*apart]
		}
		out[x*apart] = sum
	}
}

var cosines = func() (table [8][8]float64) {
	for x := range table {
		for u := range table[x] {
			table[x][u] = math.Cos(float64(2*x+1)*float64(u)*math.Pi/16) / 2
		}
		table[x][0] = math.Sqrt2 / 4
	}
	return table
}()

// zigzag is the place in a block of each coefficient, T.81 figure A.6.
var zigzag = [64]int{
	0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5,
	12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14, 21, 28,
	35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51,
	58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63,
}
