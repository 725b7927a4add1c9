package pdfedit

import (
	"bytes"
	"context"
	"encoding/ascii85"
	"encoding/hex"
	"fmt"
	"io"
	"maps"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// OpenOptimised is [Open] after pdfcpu's optimisation: fonts and pictures that
// are there several times are there once. What a page names and does not seem
// to use stays: pdfcpu looks for it in the page alone, and a form or a pattern
// may borrow it.
func OpenOptimised(ctx context.Context, data []byte) (*Document, error) {
	d, err := open(ctx, data, optimised)
	if err != nil {
		return nil, err
	}
	for number, object := range d.objects {
		if s, ok := object.(types.StreamDict); ok && len(s.Raw) >= lightest {
			d.objects[number] = unlettered(s)
		}
	}
	return d, nil
}

// unlettered returns a stream without the filter that writes its bytes in
// letters, a quarter longer or twice as long.
func unlettered(s types.StreamDict) types.StreamDict {
	if len(s.FilterPipeline) == 0 {
		return s
	}
	raw := s.Raw
	switch s.FilterPipeline[0].Name {
	case "ASCII85Decode":
		end := bytes.Index(raw, []byte("~>"))
		if end < 0 {
			return s
		}
		plain, err := io.ReadAll(ascii85.NewDecoder(bytes.NewReader(raw[:end])))
		if err != nil {
			return s
		}
		raw = plain
	case "ASCIIHexDecode":
		end := bytes.IndexByte(raw, '>')
		if end < 0 {
			return s
		}
		digits := bytes.Join(bytes.Fields(raw[:end]), nil)
		if len(digits)%2 != 0 {
			digits = append(digits, '0')
		}
		raw = make([]byte, len(digits)/2)
		if _, err := hex.Decode(raw, digits); err != nil {
			return s
		}
	default:
		return s
	}
	if s.Dict["F"] != nil {
		return s // what it holds is elsewhere
	}
	s.Dict = maps.Clone(s.Dict)
	s.FilterPipeline, s.Raw, s.Content = s.FilterPipeline[1:], raw, nil
	delete(s.Dict, "Filter")
	delete(s.Dict, "DecodeParms")
	names, parms, any := types.Array{}, types.Array{}, false
	for _, f := range s.FilterPipeline {
		names = append(names, types.Name(f.Name))
		any = any || len(f.DecodeParms) > 0
		parms = append(parms, f.DecodeParms)
	}
	switch {
	case len(names) == 1:
		s.Dict["Filter"] = names[0]
		if any {
			s.Dict["DecodeParms"] = parms[0]
		}
	case len(names) > 1:
		s.Dict["Filter"] = names
		if any {
			s.Dict["DecodeParms"] = parms
		}
	}
	return s
}

func optimised(read *model.Context) error {
	// Optimising walks the pages that were counted before.
	if err := read.EnsurePageCount(); err != nil {
		return fmt.Errorf("count the pages: %w", err)
	}
	if err := pdfcpu.OptimizeXRefTable(read); err != nil {
		return fmt.Errorf("optimise: %w", err)
	}
	return nil
}
