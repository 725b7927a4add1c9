package pdfedit

import "bytes"

// Segments of a JPEG that say how its samples are to be shown; every other
// APPn and the comments tell about the camera, its place and its owner.
var jpegShown = map[byte][]byte{
	0xe0: nil,                       // JFIF: density
	0xe2: []byte("ICC_PROFILE\x00"), // colours
	0xee: []byte("Adobe"),           // colour transform
}

// StripJPEG returns a JPEG without what its camera and its editors wrote into
// it, its compressed samples untouched; changed is false, and data what came
// in, where there is nothing of it.
func StripJPEG(data []byte) (plain []byte, changed bool) {
	if len(data) < 4 || data[0] != 0xff || data[1] != 0xd8 {
		return data, false
	}
	out := append(make([]byte, 0, len(data)), 0xff, 0xd8)
	at := 2
	for at+4 <= len(data) && data[at] == 0xff {
		marker := data[at+1]
		if marker == 0xff { // fill
			at++
			continue
		}
		length := int(data[at+2])<<8 | int(data[at+3])
		end := at + 2 + length
		if marker < 0xc0 || marker == 0xd9 || 0xd0 <= marker && marker <= 0xd8 || length < 2 || end > len(data) {
			break // no segment: what follows is left as it is
		}
		if jpegKept(marker, data[at+4:end]) {
			out = append(out, data[at:end]...)
		} else {
			changed = true
		}
		at = end
		if marker == 0xda { // the samples begin
			break
		}
	}
	if !changed {
		return data, false
	}
	return append(out, data[at:]...), true
}

func jpegKept(marker byte, body []byte) bool {
	if marker == 0xfe {
		return false
	}
	if marker < 0xe0 || marker > 0xef {
		return true
	}
	start, known := jpegShown[marker]
	return known && bytes.HasPrefix(body, start)
}
