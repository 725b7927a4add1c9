package templates

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"hash/crc32"
	"io"
	"io/fs"
	"slices"
	"strings"
)

// orderedZip writes the parts of a workbook in the order of their names, which
// excelize hands over in that of a Go map, and without times: the same rows
// give the same bytes. Parts are held as they are compressed.
type orderedZip struct {
	w     io.Writer
	parts []*zipPart
}

// firstDay is the first of January 1980, from which the format counts days.
const firstDay = 1<<5 | 1

type zipPart struct {
	name    string
	packed  bytes.Buffer
	deflate *flate.Writer
	crc     uint32
	size    uint64
}

func (z *orderedZip) Create(name string) (io.Writer, error) {
	part := &zipPart{name: name}
	var err error
	part.deflate, err = flate.NewWriter(&part.packed, flate.DefaultCompression)
	z.parts = append(z.parts, part)
	return part, err
}

func (p *zipPart) Write(b []byte) (int, error) {
	p.crc = crc32.Update(p.crc, crc32.IEEETable, b)
	p.size += uint64(len(b))
	return p.deflate.Write(b)
}

// AddFS is part of what excelize asks for, and never used.
func (z *orderedZip) AddFS(fs.FS) error { return fs.ErrInvalid }

func (z *orderedZip) Close() error {
	slices.SortFunc(z.parts, func(a, b *zipPart) int { return strings.Compare(a.name, b.name) })
	out := zip.NewWriter(z.w)
	for _, p := range z.parts {
		if err := p.deflate.Close(); err != nil {
			return err
		}
		header := &zip.FileHeader{
			Name: p.name, Method: zip.Deflate, CRC32: p.crc, CompressedSize64: uint64(p.packed.Len()), UncompressedSize64: p.size,
		}
		//lint:ignore SA1019 CreateRaw writes this field as it is, and does not look at Modified.
		header.ModifiedDate = firstDay
		w, err := out.CreateRaw(header)
		if err != nil {
			return err
		}
		if _, err := p.packed.WriteTo(w); err != nil {
			return err
		}
	}
	return out.Close()
}
