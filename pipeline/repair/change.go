package repair

import "fmt"

// Change is one thing that was done to a file, as the report tells it under
// « transformations ».
type Change struct {
	Code    ChangeCode `json:"code"`
	Message string     `json:"message"`        // French, one sentence
	Page    int        `json:"page,omitempty"` // of what went in; 0 for the whole file
	// Source is the file that it was done to, where several became one.
	Source string `json:"source,omitempty"`
}

// Line is the change as one line of a list: « recto.jpg, page 2 : … ».
func (c Change) Line() string {
	where := c.Source
	if c.Page > 0 {
		if where != "" {
			where += ", "
		}
		where += fmt.Sprintf("page\u00a0%d", c.Page)
	}
	if where == "" {
		return c.Message
	}
	return where + "\u00a0: " + c.Message
}

// ChangeCode names a kind of change.
type ChangeCode string

// What the workshop does.
const (
	Converted      ChangeCode = "converti"             // to a kind that ANTS takes
	Uncoded        ChangeCode = "metadonnees_retirees" // GPS, camera, author…
	Turned         ChangeCode = "tourne"               // by quarters, EXIF or because the text says so
	Straightened   ChangeCode = "redresse"             // a small skew
	Cropped        ChangeCode = "recadre"
	Evened         ChangeCode = "eclairci" // brightness and contrast
	Shrunk         ChangeCode = "reduit"   // fewer pixels
	Recompressed   ChangeCode = "recompresse"
	Optimised      ChangeCode = "optimise" // a PDF written again, its content unchanged
	Rasterised     ChangeCode = "pixellise"
	Unlocked       ChangeCode = "deverrouille"
	Disarmed       ChangeCode = "contenu_actif_retire"
	Unsigned       ChangeCode = "signature_retiree" // a digital signature does not outlive a change
	Mended         ChangeCode = "repare"            // a damaged PDF, written anew
	PagesLost      ChangeCode = "pages_perdues"     // of a damaged PDF, only those that were whole are there
	Incomplete     ChangeCode = "image_incomplete"  // what was left of a damaged picture, written anew
	Bound          ChangeCode = "assemble"
	BlankDropped   ChangeCode = "page_blanche_retiree"
	SidesOnOnePage ChangeCode = "deux_cotes_une_page"
	DoubleDropped  ChangeCode = "doublon_ecarte" // byte for byte an earlier file of the piece
	Renamed        ChangeCode = "renomme"
)

// Options bound and steer a repair.
type Options struct {
	// MaxBytes is what one file may weigh. The zero value is [DefaultMaxBytes].
	MaxBytes int64
	// AsItLies leaves slants, wide borders and light as they are.
	AsItLies bool
	// Password opens locked PDFs; empty for none.
	Password string
}

// DefaultMaxBytes leaves a margin below the 11 000 000 bytes of ANTS.
const DefaultMaxBytes = 10_500_000

// File is one file that comes out.
type File struct {
	MIME    string // reader.JPEG, reader.PNG or reader.PDF
	Data    []byte
	Pages   int
	Changes []Change // empty: the bytes are those that came in
}

// Sheet is one page as a picture, upright.
type Sheet struct {
	JPEG          []byte // or PNG where MIME says so
	MIME          string
	Width, Height int     // pixels
	DPI           float64 // of the paper it shows; 0 where it is not known
}
