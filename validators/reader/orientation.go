package reader

import (
	"bytes"
	"encoding/binary"
	"image"
)

// markerAPP1 begins the segment of a JPEG that holds its EXIF data, which are
// a small TIFF behind exifHeader.
const (
	markerAPP1 = 0xe1
	exifHeader = "Exif\x00\x00"
)

// orientation returns how a picture is to be shown, 1 to 8 as in EXIF and
// TIFF; 1, as it is stored, where the file does not say. The one of a HEIF
// picture is applied as it is decoded.
//
// Source: CIPA DC-008 (Exif 2.3), table 4; TIFF 6.0, tag 274; PNG, third
// edition, 11.3.4.5 (eXIf); RFC 9649, section 2.7.1.5 (EXIF).
func orientation(mime string, data []byte, page int) int {
	var told []byte
	switch mime {
	case JPEG:
		told = exif(data)
	case PNG:
		told = pngEXIF(data)
	case WEBP:
		told = webpEXIF(data)
	case TIFF:
		if t, err := scanTIFF(data); err == nil {
			if offsets, _ := t.chain(); page < len(offsets) {
				d, _ := t.ifd(offsets[page])
				return d.orientation()
			}
		}
	}
	if t, err := scanTIFF(told); err == nil {
		d, _ := t.ifd(t.first)
		return d.orientation()
	}
	return 1
}

func pngEXIF(data []byte) (told []byte) {
	eachChunk(data, func(name string, body, _ []byte) bool {
		if name == "eXIf" {
			told = body
		}
		return told == nil
	})
	return told
}

// webpEXIF leaves out the header that some programs put before it, as in a JPEG.
func webpEXIF(data []byte) (told []byte) {
	eachRIFF(data[min(webpHeader, len(data)):], func(name string, body []byte) bool {
		if name == "EXIF" {
			told = bytes.TrimPrefix(body, []byte(exifHeader))
		}
		return told == nil
	})
	return told
}

func (d tiffIFD) orientation() int { return int(d.number(tagOrientation, 1)) }

// exif returns the EXIF data of a JPEG, nil where it has none before its
// first scan.
func exif(data []byte) []byte {
	for at := 2; ; {
		marker, next := nextMarker(data, at)
		if next < 0 || next+2 > len(data) || marker == markerSOS || marker == markerEOI {
			return nil
		}
		length := int(binary.BigEndian.Uint16(data[next:]))
		if length < 2 || next+length > len(data) {
			return nil
		}
		if body := data[next+2 : next+length]; marker == markerAPP1 && bytes.HasPrefix(body, []byte(exifHeader)) {
			return body[len(exifHeader):]
		}
		at = next + length
	}
}

// upright returns a picture as its orientation shows it.
func upright(picture *image.Gray, orientation int) *image.Gray {
	return oriented(picture, orientation).(*image.Gray)
}
