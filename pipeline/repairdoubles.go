package pipeline

import (
	"fmt"

	"github.com/recevable/recevable/pipeline/repair"
)

// Double is a given file that is byte for byte an earlier one of its piece: it
// is left out of what is handed over.
type Double struct {
	From   int // the given file
	Of     int // the given file that it doubles
	Change repair.Change
	given  InputFile
}

// withoutDoubles returns a piece without the files that double an earlier one,
// which of the given files those that remain are, and the doubles. A file that
// could not be read whole, or that is empty, doubles none.
func withoutDoubles(input Input, reports []FileReport) (once Input, from []int, doubles []Double) {
	once = Input{Type: input.Type, Date: input.Date}
	first := map[string]int{}
	for i, file := range input.Files {
		sum := reports[i].SHA256
		if of, seen := first[sum]; seen {
			doubles = append(doubles, Double{From: i, Of: of, Change: leftOut(file.Name, input.Files[of].Name), given: file})
			continue
		}
		if sum != "" && reports[i].Bytes > 0 {
			first[sum] = i
		}
		once.Files, from = append(once.Files, file), append(from, i)
	}
	return once, from, doubles
}

// leftOut tells of a double, and what to do where it was to be another file.
func leftOut(name, original string) repair.Change {
	message := fmt.Sprintf("Ce fichier est le même, octet pour octet, que «\u00a0%s\u00a0»\u00a0: il n’a été gardé qu’une fois.", original)
	if name == original {
		message = "Ce fichier a été donné plusieurs fois\u00a0: il n’a été gardé qu’une fois."
	}
	return repair.Change{
		Code: repair.DoubleDropped, Source: name,
		Message: message + " S’il devait montrer l’autre côté ou une autre page, donnez le bon fichier à sa place.",
	}
}

// placed says of which of the given files a file was made, and which doubles
// were left out beside it.
func (f *FileRepair) placed(from []int, doubles []Double) {
	given := make([]int, 0, len(f.From))
	for _, i := range f.From {
		given = append(given, from[i])
	}
	f.From, f.Doubles = given, nil
	for _, i := range given {
		f.Doubles = append(f.Doubles, doublesOf(i, doubles)...)
	}
}

func doublesOf(given int, doubles []Double) (its []Double) {
	for _, d := range doubles {
		if d.Of == given {
			its = append(its, d)
		}
	}
	return its
}

// leftWith returns a file that stays behind, and its doubles, which stay behind
// as well.
func (f FileRepair) leftWith() []FileRepair {
	doubles := f.Doubles
	f.Left, f.Input, f.Doubles = true, f.given[0], nil
	files := []FileRepair{f}
	for _, d := range doubles {
		double := f
		double.From, double.Input, double.given = []int{d.From}, d.given, []InputFile{d.given}
		files = append(files, double)
	}
	return files
}
