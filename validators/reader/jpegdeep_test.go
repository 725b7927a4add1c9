package reader

import (
	"bytes"
	"encoding/base64"
	"image"
	"image/color"
	"image/jpeg"
	"math"
	"math/bits"
	"testing"
)

// deepWriter writes JPEGs of 12 bits: codes of five bits for the sizes of DC
// coefficients, of eight for those of AC.
type deepWriter struct {
	out   []byte
	held  uint64
	count int
}

func (w *deepWriter) put(v, n int) {
	w.held, w.count = w.held<<n|uint64(v), w.count+n
	for ; w.count >= 8; w.count -= 8 {
		b := byte(w.held >> (w.count - 8))
		if w.out = append(w.out, b); b == 0xff {
			w.out = append(w.out, 0)
		}
	}
}

func (w *deepWriter) signed(v, size int) {
	if v < 0 {
		v += 1<<size - 1
	}
	w.put(v, size)
}

func sizeOf(v int) int { return bits.Len(uint(max(v, -v))) }

// deepSymbols are the runs and sizes of AC coefficients, numbered by their codes.
func deepSymbols() (symbols []byte, codes map[int]int) {
	codes = map[int]int{}
	add := func(v int) {
		codes[v] = len(symbols)
		symbols = append(symbols, byte(v))
	}
	for run := range 16 {
		for size := 1; size <= 14; size++ {
			add(run<<4 | size)
		}
	}
	add(0)
	add(0xf0)
	return symbols, codes
}

// deepJPEGOf writes planes of samples of 12 bits in one pass, with a restart
// marker every so many blocks where restart is not 0. Both sides of a plane are
// multiples of 8.
func deepJPEGOf(width, height, restart int, adobe []byte, planes ...func(x, y int) float64) []byte {
	symbols, codes := deepSymbols()
	quantiser := 4
	head := []byte{0xff, markerSOI}
	head = append(head, adobe...)
	head = append(head, jpegSegment(markerDQT, append([]byte{0}, bytes.Repeat([]byte{byte(quantiser)}, 64)...)...)...)
	frame := []byte{deepPrecision, byte(height >> 8), byte(height), byte(width >> 8), byte(width), byte(len(planes))}
	scan := []byte{byte(len(planes))}
	for i := range planes {
		frame = append(frame, byte(i+1), 0x11, 0)
		scan = append(scan, byte(i+1), 0)
	}
	head = append(head, jpegSegment(extended, frame...)...)
	sizes := []byte{0, 0, 0, 0, 16, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}
	dc := append([]byte{0}, sizes...)
	for i := range 16 {
		dc = append(dc, byte(i))
	}
	ac := append([]byte{0x10}, 0, 0, 0, 0, 0, 0, 0, byte(len(symbols)), 0, 0, 0, 0, 0, 0, 0, 0)
	head = append(head, jpegSegment(markerDHT, dc...)...)
	head = append(head, jpegSegment(markerDHT, append(ac, symbols...)...)...)
	if restart > 0 {
		head = append(head, jpegSegment(markerDRI, byte(restart>>8), byte(restart))...)
	}
	head = append(head, jpegSegment(markerSOS, append(scan, 0, 63, 0)...)...)

	var w deepWriter
	before := make([]int, len(planes))
	across := width / 8
	for block := range across * (height / 8) {
		if restart > 0 && block > 0 && block%restart == 0 {
			w.put(1<<7-1, (8-w.count%8)%8)
			w.out = append(w.out, 0xff, byte(markerRST0+(block/restart-1)%8))
			clear(before)
		}
		for i, plane := range planes {
			c := deepBlock(plane, block%across*8, block/across*8, quantiser)
			d := c[0] - before[i]
			before[i] = c[0]
			w.put(sizeOf(d), 5)
			w.signed(d, sizeOf(d))
			run := 0
			for _, v := range c[1:] {
				if v == 0 {
					run++
					continue
				}
				for ; run > 15; run -= 16 {
					w.put(codes[0xf0], 8)
				}
				w.put(codes[run<<4|sizeOf(v)], 8)
				w.signed(v, sizeOf(v))
				run = 0
			}
			if run > 0 {
				w.put(codes[0], 8)
			}
		}
	}
	w.put(1<<7-1, 7)
	return append(append(head, w.out...), 0xff, markerEOI)
}

// deepBlock is the coefficients of a block, in zigzag order.
func deepBlock(plane func(x, y int) float64, left, top, quantiser int) (out [64]int) {
	for k, at := range zigzag {
		u, v := at%8, at/8
		sum := 0.0
		for y := range 8 {
			for x := range 8 {
				sum += (plane(left+x, top+y) - 2048) * cosines[x][u] * cosines[y][v]
			}
		}
		out[k] = int(math.Round(sum / float64(quantiser)))
	}
	return out
}

func ramp(x, y int) float64 { return float64((x*61 + y*37) % 4096) }

func checker(x, y int) float64 {
	if (x/3+y/5)%2 == 0 {
		return 4095
	}
	return 0
}

func level(v float64) func(x, y int) float64 { return func(x, y int) float64 { return v } }

func TestDeepJPEG(t *testing.T) {
	const width, height = 40, 24
	adobe := func(transform byte) []byte {
		return jpegSegment(markerAPP14, append([]byte("Adobe\x00\x64\x00\x00\x00\x00"), transform)...)
	}
	for _, c := range []struct {
		name string
		data []byte
		want func(x, y int) color.RGBA
	}{
		{"grey", deepJPEGOf(width, height, 0, nil, checker), func(x, y int) color.RGBA {
			v := uint8(checker(x, y) / 4095 * 255)
			return color.RGBA{v, v, v, 255}
		}},
		{"with restarts", deepJPEGOf(width, height, 3, nil, checker), func(x, y int) color.RGBA {
			v := uint8(checker(x, y) / 4095 * 255)
			return color.RGBA{v, v, v, 255}
		}},
		{"fine levels", deepJPEGOf(width, height, 0, nil, ramp), func(x, y int) color.RGBA {
			v := uint8(ramp(x, y) / 16)
			return color.RGBA{v, v, v, 255}
		}},
		{"colour", deepJPEGOf(width, height, 0, nil, level(1200), level(3000), level(1000)), func(int, int) color.RGBA {
			r, g, b := color.YCbCrToRGB(75, 188, 63)
			return color.RGBA{r, g, b, 255}
		}},
		{"RGB", deepJPEGOf(width, height, 0, adobe(0), level(3200), level(1600), level(160)), func(int, int) color.RGBA {
			return color.RGBA{200, 100, 10, 255}
		}},
		{"CMYK of Adobe", deepJPEGOf(width, height, 0, adobe(0), level(4080), level(2040), level(0), level(4080)), func(int, int) color.RGBA {
			return color.RGBA{255, 128, 0, 255}
		}},
		{"CMYK as it is written", deepJPEGOf(width, height, 0, nil, level(0), level(2040), level(4080), level(0)), func(int, int) color.RGBA {
			return color.RGBA{255, 128, 0, 255}
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			doc := openImage(JPEG, c.data, DefaultLimits())
			if doc.State != Opened {
				t.Fatalf("opened: %s (%s)", doc.State, doc.Detail)
			}
			img, err := decodeImage(JPEG, c.data, 0, DefaultLimits())
			if err != nil {
				t.Fatal(err)
			}
			for y := range height {
				for x := range width {
					got := color.RGBAModel.Convert(img.At(x, y)).(color.RGBA)
					if !sameColour(got, c.want(x, y), 6) {
						t.Fatalf("at %d, %d: %v, want %v", x, y, got, c.want(x, y))
					}
				}
			}
		})
	}
}

func sameColour(a, b color.RGBA, most int) bool {
	for _, d := range []int{int(a.R) - int(b.R), int(a.G) - int(b.G), int(a.B) - int(b.B)} {
		if max(d, -d) > most {
			return false
		}
	}
	return true
}

// A file that does not hold what its header says is called partial, never
// whole, and never panics.
func TestDeepJPEGDamaged(t *testing.T) {
	whole := deepJPEGOf(40, 24, 3, nil, checker)
	scan := bytes.Index(whole, []byte{0xff, markerSOS})
	checkOpenings(t, JPEG, []opening{
		{"whole", whole, Opened},
		{"without its end mark", whole[:len(whole)-2], Opened},
		{"cut in the middle of the scan", whole[:scan+(len(whole)-scan)/2], Partial},
		{"a restart marker is missing", bytes.Replace(whole, []byte{0xff, markerRST0}, nil, 1), Partial},
		{"no tables of codes", without(whole, bytes.Index(whole, []byte{0xff, markerDHT}), scan-bytes.Index(whole, []byte{0xff, markerDHT})), Partial},
		{"lossless", changed(whole, bytes.Index(whole, []byte{0xff, extended})+1, 0xc3), Unsupported},
		{"a sampling factor of none", changed(whole, bytes.Index(whole, []byte{0xff, extended})+11, 0x10), Unsupported},
	})
}

// The traits say that few programs show such a file.
func TestDeepJPEGIsOdd(t *testing.T) {
	if TraitsOf(deepJPEGOf(16, 16, 0, nil, checker)).Odd == "" {
		t.Error("12 bits are not called odd")
	}
	if odd := TraitsOf(encodeJPEG(t, photo(16, 16))).Odd; odd != "" {
		t.Errorf("8 bits are called odd: %s", odd)
	}
}

// Several passes are the same for 8 bits and for 12: what image/jpeg makes of a
// file of 8 bits is what must come out here.
func TestDeepJPEGPasses(t *testing.T) {
	data, err := base64.StdEncoding.DecodeString(progressiveOf8Bits)
	if err != nil {
		t.Fatal(err)
	}
	want, err := jpeg.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	got, err := decodeDeepJPEG(scanJPEG(data), data)
	if err != nil {
		t.Fatal(err)
	}
	if got.Bounds() != want.Bounds() {
		t.Fatalf("%v, want %v", got.Bounds(), want.Bounds())
	}
	for y := range want.Bounds().Dy() {
		for x := range want.Bounds().Dx() {
			a, b := want.(*image.YCbCr).YCbCrAt(x, y), got.(*image.YCbCr).YCbCrAt(x, y)
			if !sameColour(color.RGBA{a.Y, a.Cb, a.Cr, 0}, color.RGBA{b.Y, b.Cb, b.Cr, 0}, 1) {
				t.Fatalf("at %d, %d: %v, want %v", x, y, b, a)
			}
		}
	}
}

// In a pass over one component, restart markers count its own blocks: image/jpeg
// counts groups of them.
func TestRestartsInPassesOfOneComponent(t *testing.T) {
	plain, err := base64.StdEncoding.DecodeString(progressiveOf8Bits)
	if err != nil {
		t.Fatal(err)
	}
	data, err := base64.StdEncoding.DecodeString(restartsOf8Bits)
	if err != nil {
		t.Fatal(err)
	}
	want, err := decodeDeepJPEG(scanJPEG(plain), plain)
	if err != nil {
		t.Fatal(err)
	}
	checkOpenings(t, JPEG, []opening{
		{"whole", data, Opened},
		{"cut", data[:len(data)*3/4], Partial},
	})
	got, err := decodeImage(JPEG, data, 0, DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	samePixels(t, got, want)
	if odd := TraitsOf(data).Odd; odd != "" {
		t.Errorf("called odd, though all other programs show it: %s", odd)
	}
	for name, c := range map[string]struct {
		data []byte
		own  bool
	}{
		"restarts in several passes": {data, true},
		"several passes":             {plain, false},
		"one pass":                   {encodeJPEG(t, photo(16, 16)), false},
	} {
		frame := scanJPEG(c.data)
		if frame.deep() != c.own || frame.usual() == c.own {
			t.Errorf("%s: decoded here %v, by image/jpeg %v", name, frame.deep(), frame.usual())
		}
	}
}

func FuzzDeepJPEG(f *testing.F) {
	f.Add(deepJPEGOf(16, 16, 2, nil, checker))
	f.Add(deepJPEGOf(8, 8, 0, nil, ramp, ramp, ramp))
	restarts, err := base64.StdEncoding.DecodeString(restartsOf8Bits)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(restarts)
	f.Fuzz(func(t *testing.T, data []byte) {
		frame := scanJPEG(data)
		if !frame.deep() || frame.width*frame.height > 1<<16 || frame.work() > maxScanWork/1000 {
			return
		}
		_, _ = decodeDeepJPEG(frame, data)
	})
}

// progressiveOf8Bits is a drawing of 44 × 40 pixels in colour, from
// cjpeg -quality 60 -progressive.
const progressiveOf8Bits = "" +
	"/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAA0JCgsKCA0LCgsODg0PEyAVExISEyccHhcgLikxMC4pLSwzOko+MzZGNywtQFdBRkxOUlNSMj5aYV" +
	"pQYEpRUk//2wBDAQ4ODhMREyYVFSZPNS01T09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT0//wgARCAAo" +
	"ACwDASIAAhEBAxEB/8QAGQAAAwEBAQAAAAAAAAAAAAAAAAMEAgUG/8QAGQEAAwEBAQAAAAAAAAAAAAAAAwQFAQAC/9oADAMBAAIQAxAAAAGOiD" +
	"VRup/Lfk3vUQOQ3yzLGlZmorcDZ27YCb5p4eb+3gObY4FO/8QAHRAAAgICAwEAAAAAAAAAAAAAAAIBAxETBBASFP/aAAgBAQABBQJDPSCSZIkZ" +
	"5NjFNjTZEmeoj0RRkSjwxB9IvIFvNxtNgvWRZFMH/8QAGxEAAwEAAwEAAAAAAAAAAAAAAAECEQMhMUH/2gAIAQMBAT8BvlSnBym9HyfC5bocTn" +
	"hcd+lSsLp6OUf/xAAbEQADAAIDAAAAAAAAAAAAAAAAAQIDEQQTMf/aAAgBAgEBPwFvbKVaKo7miuTfmx5EVTKZVM//xAAhEAABAgUFAQAAAAAA" +
	"AAAAAAAAAQMCIDIzkRASIZKhMf/aAAgBAQAGPwKfg+iIqy1eCRbvNbDHQsM9S23gogwW28FEGJ//xAAdEAACAgIDAQAAAAAAAAAAAAAAAREhED" +
	"FBYXHw/9oACAEBAAE/IWNMbFGEIglKD5Io8PohFUbsoXGPbkRwJsasZ0vh6PzNxVDpIlAokokiH//aAAwDAQACAAMAAAAQJ2shqDD8f//EABkR" +
	"AQEBAQEBAAAAAAAAAAAAAAEAESFxsf/aAAgBAwEBPxBkrIownYEXZ17aN+Lu3BnG3//EABoRAAMBAQEBAAAAAAAAAAAAAAABESFRMWH/2gAIAQ" +
	"IBAT8QZJCjvhpR6F6P1sP4joKBkKj/xAAhEAADAAAGAgMAAAAAAAAAAAAAAREhMVFhofBBwXHR4f/aAAgBAQABPxCaRDDTbFaQQkINYZ263BMS" +
	"8uL6KRbVQvDehrC+YahgDwNqSXB1uaufwWprXcboNkVPu5KNcB9iWlxH2JWu7kVPt5HPJfH6JkTFhYsSZEEf/9k="

// restartsOf8Bits is the same drawing with a restart marker every two blocks, from
// jpegtran -progressive -restart 2B.
const restartsOf8Bits = "" +
	"/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAA0JCgsKCA0LCgsODg0PEyAVExISEyccHhcgLikxMC4pLSwzOko+MzZGNywtQFdBRkxOUlNSMj5aYVpQYE" +
	"pRUk//2wBDAQ4ODhMREyYVFSZPNS01T09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT0//wgARCAAoACwDASIA" +
	"AhEBAxEB/8QAGQAAAwEBAQAAAAAAAAAAAAAAAAMEAgUG/8QAGAEBAQEBAQAAAAAAAAAAAAAAAwUBBAL/3QAEAAL/2gAMAwEAAhADEAAAAY6INVOup/" +
	"Lfk3//0OjRA5B8syxq9P8A/9GKit3pJ27YE3//0uU8Ao7eBzf/06HBJz//xAAdEAEAAgMAAwEAAAAAAAAAAAAAAQIDERMEEBIU/9oACAEBAAEFAqNv" +
	"/9BR/9Gktv/SiVry/9PpZhyWnJ//1Ilt/9VEfT//1owbUwfFv//XQ//Q/Sr5D//Rrndn/9Lq6P/Tr6//1Nqy/9WrT//EABsRAAMBAAMBAAAAAAAAAA" +
	"AAAAABAhEDITFB/9oACAEDAQE/Ab5UpwcpvT//0HyfC5bo/9FxOeFx36f/0qlYXT0//9Nyj//EABsRAAMAAgMAAAAAAAAAAAAAAAABAgMRBBMx/9oA" +
	"CAECAQE/AW9spVo//9CqO5o//9GuTfmx5Ef/0qplM//Tqmf/xAAgEAABAwQCAwAAAAAAAAAAAAAAAQMQAjIzkZKhEiEx/9oACAEBAAY/Ao//0I//0Y" +
	"//0j0f/9P6Iiqf/9SP/9WP/9a7oSry6P/Xj//QwMcDAzxP/9HG3oso0f/Sxt6LKNH/04//1I//1Y//xAAdEAACAgIDAQAAAAAAAAAAAAAAAREhMWEQ" +
	"QXHw/9oACAEBAAE/IWMD/9AyP//Ro4f/0oRBKUH/0/kijw9H/9SEVT//1W7KFwf/1j2ZEdD/15saj//QM0vh/9HR+cX/AP/SBVD/AP/TSRKD/9RRJT" +
	"//1UkQ/9oADAMBAAIAAwAAABAnb//Qsh//0ag//9IPz//Tf//EABkRAQEBAQEBAAAAAAAAAAAAAAEAESFxsf/aAAgBAwEBPxBkrIr/0DCdgX//0S7O" +
	"vbRvxf/S7twb/9Nxt//EABoRAAMBAQEBAAAAAAAAAAAAAAABESFRMWH/2gAIAQIBAT8QZJCjvh//0NKPQvT/0X62H8R0H//SoGQ//9Oo/8QAIRAAAw" +
	"AABgIDAAAAAAAAAAAAAAERITFRYaHwQcFx0eH/2gAIAQEAAT8QmkQx/9BptitIf//RQkIP/9LWGdutwTP/00vLi+ikW1ULw3of/9TWF8x//9VqGAPA" +
	"2p//1pLg63NXP4LU1ruf/9dug2T/0FT7uSjXAfZ//9FLS4j7ErXdyf/SVPt5HPJfH6P/05kTH//UsLFif//VmRBH/9k="
