package reader

import (
	"bytes"
	"encoding/binary"
)

const (
	markerAPP0  = 0xe0
	markerAPP2  = 0xe2
	markerAPP15 = 0xef
	markerCOM   = 0xfe

	jfifSegment = "JFIF\x00"
	jfifLength  = 14 // without the small picture that may follow
)

// Cleaned returns a JPEG or a PNG without what its pixels do not need: place,
// camera, dates, words, small and further pictures, what follows its end. Not
// one pixel changes, its profile of colours and its resolution stay. found
// tells whether there was anything to take away; where there was not, and for
// every other kind, data comes back as it is.
//
// How the picture is to be shown (the orientation of EXIF) is kept alone where
// it is not as it is stored.
func Cleaned(data []byte) (clean []byte, found bool) {
	switch mime, _ := sniff(data[:min(len(data), headLength)]); mime {
	case JPEG:
		return cleanedJPEG(data)
	case PNG:
		return cleanedPNG(data)
	}
	return data, false
}

// Closed returns a JPEG whose end marker is missing with one, and everything
// else, bytes that come after the marker included, as it is.
func Closed(data []byte) (closed []byte, found bool) {
	if mime, _ := sniff(data[:min(len(data), headLength)]); mime != JPEG {
		return data, false
	}
	scanned, ended := false, false
	eachSegment(data, func(s segment) bool {
		scanned = scanned || s.marker == markerSOS
		ended = s.marker == markerEOI
		return true
	})
	if !scanned || ended {
		return data, false
	}
	return append(bytes.Clone(data), 0xff, markerEOI), true
}

// segment is a part of a JPEG from a marker on.
type segment struct {
	marker     byte
	body       []byte // without its length
	start, end int    // in the file, the marker included; of a scan, to the end of its data
}

// eachSegment calls use with the segments of a JPEG in order, its end marker
// included, until it returns false. It is as lenient as [scanJPEG].
func eachSegment(data []byte, use func(segment) bool) {
	var frame jpegFrame
	for at := 2; ; {
		marker, next := nextMarker(data, at)
		if next < 0 {
			return
		}
		at = next
		switch {
		case marker == markerEOI:
			use(segment{marker: marker, start: at - 2, end: at})
			return
		case marker == markerTEM, markerRST0 <= marker && marker <= markerSOI:
			continue
		}
		if at+2 > len(data) {
			return
		}
		length := int(binary.BigEndian.Uint16(data[at:]))
		if length < 2 || at+length > len(data) {
			return
		}
		s := segment{marker: marker, body: data[at+2 : at+length], start: at - 2, end: at + length}
		at += length
		if marker == markerSOS {
			at = frame.scan(data, at)
			s.end = at
		}
		if !use(s) {
			return
		}
	}
}

// needed reports whether a segment matters to the pixels.
func (s segment) needed() bool {
	switch {
	case s.marker == markerAPP0:
		return bytes.HasPrefix(s.body, []byte(jfifSegment)) && len(s.body) == jfifLength
	case s.marker == markerAPP2:
		return bytes.HasPrefix(s.body, []byte(iccSegment))
	case s.marker == markerAPP14:
		return bytes.HasPrefix(s.body, []byte("Adobe"))
	case s.marker == markerCOM:
		return false
	}
	return s.marker < markerAPP0 || s.marker > markerAPP15
}

// uprightEXIF is EXIF data of one entry, the orientation, whose value is its
// byte at orientationAt.
const (
	uprightEXIF   = exifHeader + "MM\x00\x2a\x00\x00\x00\x08" + "\x00\x01" + "\x01\x12\x00\x03\x00\x00\x00\x01\x00\x00\x00\x00" + "\x00\x00\x00\x00"
	orientationAt = len(exifHeader) + 8 + 2 + 9
)

func cleanedJPEG(data []byte) ([]byte, bool) {
	clean := append(make([]byte, 0, len(data)), 0xff, markerSOI)
	if o := orientation(JPEG, data, 0); o >= 2 && o <= 8 {
		body := []byte(uprightEXIF)
		body[orientationAt] = byte(o)
		clean = append(clean, 0xff, markerAPP1, 0, byte(len(body)+2))
		clean = append(clean, body...)
	}
	ended, scanned := 0, false
	eachSegment(data, func(s segment) bool {
		switch {
		case s.marker == markerEOI:
			ended = s.end
		case s.marker == markerAPP0 && bytes.HasPrefix(s.body, []byte(jfifSegment)) && len(s.body) > jfifLength:
			clean = append(clean, 0xff, markerAPP0, 0, jfifLength+2)
			clean = append(clean, s.body[:jfifLength-2]...)
			clean = append(clean, 0, 0) // the size of the small picture
			return true
		case !s.needed():
			return true
		}
		scanned = scanned || s.marker == markerSOS
		clean = append(clean, data[s.start:s.end]...)
		return true
	})
	// One that does not come to its end is left alone, as is one with nothing
	// but what is needed, and bytes between its segments that mean nothing.
	if ended == 0 || !scanned || len(clean) == ended && ended == len(data) {
		return data, false
	}
	return clean, !bytes.Equal(clean, data)
}

// neededChunks are the chunks of a PNG that make its pixels, their colours and
// their size on paper.
var neededChunks = map[string]bool{
	"IHDR": true, "PLTE": true, "IDAT": true, "IEND": true, "tRNS": true,
	"gAMA": true, "cHRM": true, "sRGB": true, "iCCP": true, "sBIT": true, "pHYs": true,
}

// eachChunk calls use with the chunks of a PNG that are there whole, until it
// returns false; raw is the chunk with its length, its name and its checksum.
func eachChunk(data []byte, use func(name string, body, raw []byte) bool) {
	for rest := data[min(len(data), len(pngSignature)):]; len(rest) >= 12; {
		length := int64(binary.BigEndian.Uint32(rest))
		if length > int64(len(rest)-12) {
			return
		}
		end := int(length) + 12
		name := string(rest[4:8])
		if !use(name, rest[8:end-4], rest[:end]) || name == "IEND" {
			return
		}
		rest = rest[end:]
	}
}

func cleanedPNG(data []byte) ([]byte, bool) {
	clean := *bytes.NewBuffer(append(make([]byte, 0, len(data)), pngSignature...))
	shown := orientation(PNG, data, 0)
	ended := false
	eachChunk(data, func(name string, _, raw []byte) bool {
		if neededChunks[name] {
			clean.Write(raw)
		}
		if name == "IHDR" && shown >= 2 && shown <= 8 {
			body := []byte(uprightEXIF[len(exifHeader):])
			body[orientationAt-len(exifHeader)] = byte(shown)
			_ = writeChunk(&clean, "eXIf", body) // a buffer takes all
		}
		ended = name == "IEND"
		return true
	})
	if !ended || bytes.Equal(clean.Bytes(), data) {
		return data, false
	}
	return clean.Bytes(), true
}
