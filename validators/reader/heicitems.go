package reader

import (
	"encoding/binary"
	"slices"
)

// heicPictures counts the pictures of a HEIF container that a program would show
// one after the other: not the tiles that one is made of, nor its small version,
// its depth or its opacity.
//
// Source: ISO/IEC 14496-12, 8.11; ISO/IEC 23008-12, 6.4.
func heicPictures(data []byte) int {
	var pictures []uint32
	behind := map[uint32]bool{} // what belongs to another picture
	eachBox(data, func(name string, meta []byte) {
		if name != "meta" || len(meta) < 4 {
			return
		}
		eachBox(meta[4:], func(name string, body []byte) {
			switch name {
			case "iinf":
				pictures = append(pictures, codedItems(body)...)
			case "iref":
				eachReference(body, func(kind string, from uint32, to []uint32) {
					switch kind {
					case "thmb", "auxl":
						behind[from] = true
					case "dimg":
						for _, part := range to {
							behind[part] = true
						}
					}
				})
			}
		})
	})
	return len(slices.DeleteFunc(pictures, func(id uint32) bool { return behind[id] }))
}

// eachBox calls use with the boxes that stand one behind the other, their
// headers taken off. It ends at the first that is not there whole.
func eachBox(data []byte, use func(name string, body []byte)) {
	for len(data) >= 8 {
		size, head := uint64(binary.BigEndian.Uint32(data)), uint64(8)
		switch {
		case size == 0:
			size = uint64(len(data))
		case size == 1 && len(data) >= 16:
			size, head = binary.BigEndian.Uint64(data[8:]), 16
		}
		if size < head || size > uint64(len(data)) {
			return
		}
		use(string(data[4:8]), data[head:size])
		data = data[size:]
	}
}

// codedItems lists the items of an iinf box that are pictures to be shown.
func codedItems(body []byte) (pictures []uint32) {
	if len(body) < 8 {
		return nil
	}
	entries := body[6:]
	if body[0] > 0 {
		entries = body[8:]
	}
	eachBox(entries, func(name string, item []byte) {
		if name != "infe" || len(item) < 12 || item[0] < 2 || item[3]&1 == 1 { // old, or hidden
			return
		}
		id, rest := uint32(binary.BigEndian.Uint16(item[4:])), item[8:]
		if item[0] > 2 {
			id, rest = binary.BigEndian.Uint32(item[4:]), item[10:]
		}
		if len(rest) >= 4 && slices.Contains([]string{"hvc1", "hev1", "av01", "jpeg", "grid", "iovl", "iden"}, string(rest[:4])) {
			pictures = append(pictures, id)
		}
	})
	return pictures
}

// eachReference calls use with the references of an iref box.
func eachReference(body []byte, use func(kind string, from uint32, to []uint32)) {
	if len(body) < 4 {
		return
	}
	wide := body[0] > 0
	take := func(b []byte) (uint32, []byte) {
		switch {
		case wide && len(b) >= 4:
			return binary.BigEndian.Uint32(b), b[4:]
		case !wide && len(b) >= 2:
			return uint32(binary.BigEndian.Uint16(b)), b[2:]
		}
		return 0, nil
	}
	eachBox(body[4:], func(kind string, b []byte) {
		from, b := take(b)
		if len(b) < 2 {
			return
		}
		var to []uint32
		for b = b[2:]; len(b) > 0; {
			var id uint32
			if id, b = take(b); b != nil {
				to = append(to, id)
			}
		}
		use(kind, from, to)
	})
}
