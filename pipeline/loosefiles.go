package pipeline

import (
	"slices"

	"github.com/recevable/recevable/pipeline/rules"
)

// TypeStart says of a list of files that those from After on are of a type.
type TypeStart struct {
	Type  rules.PieceType
	After int // files that stand before
}

// GroupByType makes pieces of loose files, each of the type given last before
// it. A single type is that of every file, wherever it stands; files before the
// first of several are of no particular type. idle names a type that no file
// follows: nothing is then grouped.
func GroupByType(starts []TypeStart, files []InputFile) (inputs []Input, idle rules.PieceType) {
	switch {
	case len(starts) == 0:
		starts = []TypeStart{{rules.OtherPiece, 0}}
	case len(starts) == 1:
		starts = []TypeStart{{starts[0].Type, 0}}
	case starts[0].After > 0:
		starts = append([]TypeStart{{rules.OtherPiece, 0}}, starts...)
	}
	for i, start := range starts {
		end := len(files)
		if i+1 < len(starts) {
			end = starts[i+1].After
		}
		if start.After == end {
			return nil, start.Type
		}
		at := slices.IndexFunc(inputs, func(in Input) bool { return in.Type == start.Type })
		if at < 0 {
			at = len(inputs)
			inputs = append(inputs, Input{Type: start.Type})
		}
		inputs[at].Files = append(inputs[at].Files, files[start.After:end]...)
	}
	return inputs, ""
}
