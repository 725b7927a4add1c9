package reader

import (
	"bytes"
	"encoding/binary"
	"os"
	"testing"
)

func box(name string, body ...[]byte) []byte {
	all := bytes.Join(body, nil)
	return append(append(binary.BigEndian.AppendUint32(nil, uint32(len(all)+8)), name...), all...)
}

// item is an entry of iinf of version 2.
func item(id uint16, kind string, hidden bool) []byte {
	flags := byte(0)
	if hidden {
		flags = 1
	}
	return box("infe", []byte{2, 0, 0, flags}, binary.BigEndian.AppendUint16(nil, id), []byte{0, 0}, []byte(kind), []byte{0})
}

func reference(kind string, from uint16, to ...uint16) []byte {
	body := binary.BigEndian.AppendUint16(nil, from)
	body = binary.BigEndian.AppendUint16(body, uint16(len(to)))
	for _, id := range to {
		body = binary.BigEndian.AppendUint16(body, id)
	}
	return box(kind, body)
}

func container(items [][]byte, references ...[]byte) []byte {
	full := make([]byte, 4)
	count := binary.BigEndian.AppendUint16(nil, uint16(len(items)))
	return append(box("ftyp", []byte("heic\x00\x00\x00\x00mif1heic")), box("meta", full,
		box("iinf", full, count, bytes.Join(items, nil)),
		box("iref", full, bytes.Join(references, nil)))...)
}

func TestPicturesOfAHEIF(t *testing.T) {
	photo, err := os.ReadFile("../../samples/assets/cni-recto.heic")
	if err != nil {
		t.Fatal(err)
	}
	two := container([][]byte{item(1, "hvc1", false), item(2, "hvc1", false)})
	for name, tt := range map[string]struct {
		data []byte
		want int
	}{
		"a photo":                    {photo, 1},
		"two photos":                 {two, 2},
		"one of tiles":               {container([][]byte{item(1, "hvc1", false), item(2, "hvc1", false), item(3, "grid", false)}, reference("dimg", 3, 1, 2)), 1},
		"one with a small version":   {container([][]byte{item(1, "hvc1", false), item(2, "hvc1", false)}, reference("thmb", 2, 1)), 1},
		"one with its depth":         {container([][]byte{item(1, "hvc1", false), item(2, "hvc1", false)}, reference("auxl", 2, 1)), 1},
		"one that is hidden":         {container([][]byte{item(1, "hvc1", false), item(2, "hvc1", true)}), 1},
		"one with what a camera saw": {container([][]byte{item(1, "hvc1", false), item(2, "Exif", false)}), 1},
		"cut short":                  {two[:len(two)-20], 0},
		"nothing":                    {nil, 0},
	} {
		if got := heicPictures(tt.data); got != tt.want {
			t.Errorf("%s: %d pictures, want %d", name, got, tt.want)
		}
	}
	if !TraitsOf(two).Several || TraitsOf(photo).Several {
		t.Error("Traits say otherwise")
	}
}

func FuzzPicturesOfAHEIF(f *testing.F) {
	f.Add(container([][]byte{item(1, "hvc1", false), item(2, "grid", false)}, reference("dimg", 2, 1)))
	f.Fuzz(func(t *testing.T, data []byte) {
		if n := heicPictures(data); n < 0 || n > len(data) {
			t.Errorf("%d pictures", n)
		}
	})
}
