package pdfedit

import (
	"math"
	"strings"
	"testing"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

func TestTilt(t *testing.T) {
	d, _ := sheet(t, 100, 141)
	page := d.pages[0]
	page["CropBox"] = types.NewIntegerArray(10, 20, 585, 822)
	drawn := string(d.pageContent(page))
	if err := d.Tilt(1, 3); err != nil {
		t.Fatal(err)
	}
	content := string(d.pageContent(page))
	if !strings.HasPrefix(content, "q 0.998630 0.052336 -0.052336 0.998630 ") || !strings.Contains(content, "10.0000 20.0000 575.0000 802.0000 re W n\n") ||
		!strings.Contains(content, drawn) || !strings.HasSuffix(strings.TrimSpace(content), "Q") {
		t.Errorf("it draws %q", content)
	}
	box, ok := d.rectangle(page["MediaBox"])
	sin, cos := math.Sincos(3 * math.Pi / 180)
	width, height := 575*cos+802*sin, 575*sin+802*cos
	if !ok || page["CropBox"] != nil || math.Abs(box[2]-box[0]-width) > 0.1 || math.Abs(box[3]-box[1]-height) > 0.1 || math.Abs(box[0]+box[2]-595) > 0.1 {
		t.Errorf("the page is %v", box)
	}
}

func TestTiltRefuses(t *testing.T) {
	for name, change := range map[string]func(types.Dict){
		"annotations":   func(page types.Dict) { page["Annots"] = types.Array{types.Dict{}} },
		"no medium":     func(page types.Dict) { delete(page, "MediaBox") },
		"no numbers":    func(page types.Dict) { page["MediaBox"] = types.Array{types.Name("A"), nil, nil, nil} },
		"outside":       func(page types.Dict) { page["CropBox"] = types.NewIntegerArray(900, 900, 1000, 1000) },
		"nothing on it": func(page types.Dict) { delete(page, "Contents") },
	} {
		d, _ := sheet(t, 100, 141)
		change(d.pages[0])
		if err := d.Tilt(1, 3); err == nil {
			t.Errorf("%s: tilted", name)
		}
	}
	d, _ := sheet(t, 100, 141)
	if d.Tilt(2, 3) == nil || d.Tilt(0, 3) == nil || d.Tilt(1, 60) == nil {
		t.Error("tilted a page that is not there, or far too much")
	}
}
