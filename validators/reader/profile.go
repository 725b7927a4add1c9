package reader

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"image"
	"io"
)

// maxProfile bounds an ICC profile that is kept: those of cameras and screens
// have a few kilobytes, those of presses that are larger are not for a screen.
const maxProfile = 512 << 10

const iccSegment = "ICC_PROFILE\x00"

// profileOf returns the ICC profile beside a page, nil where there is none.
func profileOf(mime string, data []byte, page int) []byte {
	switch mime {
	case JPEG:
		return jpegProfile(data)
	case PNG:
		return pngProfile(data)
	case TIFF:
		if t, err := scanTIFF(data); err == nil {
			if offsets, _ := t.chain(); page < len(offsets) {
				d, _ := t.ifd(offsets[page])
				return d[tagProfile].value
			}
		}
	case WEBP:
		var profile []byte
		eachRIFF(data[min(webpHeader, len(data)):], func(name string, body []byte) bool {
			if name == "ICCP" {
				profile = body
			}
			return profile == nil
		})
		return profile
	case HEIC, "image/heif":
		return heicProfile(data)
	}
	return nil
}

// jpegProfile puts the segments of a profile together, in the order of their
// numbers (ICC.1, annex B.4).
func jpegProfile(data []byte) []byte {
	parts := map[byte][]byte{}
	var count byte
	eachSegment(data, func(s segment) bool {
		if body := s.body; s.marker == markerAPP2 && bytes.HasPrefix(body, []byte(iccSegment)) && len(body) > len(iccSegment)+2 {
			count = body[len(iccSegment)+1]
			parts[body[len(iccSegment)]] = body[len(iccSegment)+2:]
		}
		return true
	})
	var profile []byte
	for i := byte(1); i <= count && i != 0; i++ {
		profile = append(profile, parts[i]...)
	}
	return profile
}

func pngProfile(data []byte) (profile []byte) {
	eachChunk(data, func(name string, body, _ []byte) bool {
		if name != "iCCP" {
			return name != "IDAT"
		}
		_, packed, _ := bytes.Cut(body, []byte{0})
		if len(packed) < 2 {
			return false
		}
		unpacked, err := zlib.NewReader(bytes.NewReader(packed[1:]))
		if err != nil {
			return false
		}
		if profile, err = io.ReadAll(io.LimitReader(unpacked, maxProfile+1)); err != nil {
			profile = nil
		}
		return false
	})
	return profile
}

// heicProfile reads the first colr property that holds a profile (ISO/IEC
// 14496-12, 12.1.5).
func heicProfile(data []byte) []byte {
	at := bytes.Index(data, []byte("colrprof"))
	if at < 4 {
		return nil
	}
	length := uint64(binary.BigEndian.Uint32(data[at-4:]))
	if length < 12 || length > uint64(len(data)-at+4) {
		return nil
	}
	return data[at+8 : uint64(at)-4+length]
}

// profileFor returns a profile where it is sound and speaks of the colours
// that a picture has; nil otherwise.
//
// Source: ICC.1:2010, table 17 (header).
func profileFor(img image.Image, profile []byte) []byte {
	const header = 128
	if len(profile) < header || len(profile) > maxProfile || string(profile[36:40]) != "acsp" ||
		uint64(binary.BigEndian.Uint32(profile)) != uint64(len(profile)) {
		return nil
	}
	space := "RGB "
	if _, grey := img.(*image.Gray); grey {
		space = "GRAY"
	}
	if string(profile[16:20]) != space {
		return nil
	}
	return bytes.Clone(profile)
}
