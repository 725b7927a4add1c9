package pipeline

import (
	"github.com/recevable/recevable/validators"
	"github.com/recevable/recevable/validators/reader"
)

// Evidence is what lets a person see what a report says: the pages it points
// to, and which were never looked at. It stands beside the report and never in
// it: rapport.json holds no picture.
type Evidence struct {
	pictures map[pagePlace][]byte // JPEG, upright
	gaps     []gap
}

// filePlace is one of the files of a job, as they stand in its report.
type filePlace struct{ piece, file int }

// pagePlace is a page of one, from 1.
type pagePlace struct {
	filePlace
	page int
}

// gap is what was not read of a file.
type gap struct {
	filePlace
	closed bool  // the file was not opened
	unseen []int // pages that were counted and not looked at
	unread []int // pages whose words could not be made out
}

// maxPictures is how many pages are held while files are read, about 150 kB
// each: all those of an ordinary dossier. Of a larger one, fewer of each file
// are; the same ones in whatever order the files are read.
const maxPictures = 200

// trimPictures lets go of the pages of a file past its share, as soon as it was
// read. What is left of them says that they were seen.
func (job *Job) trimPictures(doc *reader.Document) {
	for i := job.pagesKept(); i < len(doc.Pages); i++ {
		if doc.Pages[i].Preview != nil {
			doc.Pages[i].Preview = []byte{}
		}
	}
}

// pagesKept is how many pages of each file are held while the others are read.
func (job *Job) pagesKept() int {
	files := 0
	for _, input := range job.Inputs {
		files += len(input.Files)
	}
	share := maxPictures / max(files, 1)
	if !job.WantEvidence {
		return min(share, thumbnailPages)
	}
	return share
}

// keepEvidence keeps what is worth showing of the pages: those that a finding
// or a reading points to, and the first of each file, which says at a glance
// what paper it is. The others are let go of.
func (job *Job) keepEvidence(pieces []validators.Piece) {
	if !job.WantEvidence {
		return
	}
	job.Evidence = &Evidence{pictures: map[pagePlace][]byte{}}
	for i, piece := range job.Report.Pieces {
		for j, file := range piece.Files {
			place, doc := filePlace{i, j}, pieces[i].Files[j].Document
			for _, page := range append(pagesOf(file), 1) {
				if 0 < page && page <= len(doc.Pages) && len(doc.Pages[page-1].Preview) > 0 {
					job.Evidence.pictures[pagePlace{place, page}] = doc.Pages[page-1].Preview
				}
			}
			if g := gapOf(doc); g.closed || len(g.unseen)+len(g.unread) > 0 {
				g.filePlace = place
				job.Evidence.gaps = append(job.Evidence.gaps, g)
			}
		}
	}
}

// pagesOf lists the pages that the report of a file points to; 0 stands for
// none.
func pagesOf(file FileReport) []int {
	var pages []int
	for _, f := range file.Findings {
		pages = append(pages, f.Page)
	}
	for _, r := range readingsOf(file.Read) {
		pages = append(pages, r.page)
	}
	return pages
}

func gapOf(doc reader.Document) gap {
	if doc.State != reader.Opened && doc.State != reader.Partial {
		return gap{closed: true}
	}
	var g gap
	for i := range max(doc.PageCount, len(doc.Pages)) {
		switch {
		case i >= len(doc.Pages) || doc.Pages[i].Preview == nil:
			g.unseen = append(g.unseen, i+1)
		case doc.Pages[i].Unread:
			g.unread = append(g.unread, i+1)
		}
	}
	return g
}

// reading is something that was read, and where.
type reading struct {
	label, value string
	origin       validators.Origin
	page         int // from 1; 0 where it is not known
	words        string
	mark         *reader.Mark
}

// readingsOf lists what was read in a file, as a person says it. What the
// dossier declares was not read.
func readingsOf(read validators.Readings) []reading {
	var list []reading
	if d := read.IssueDate; d != nil && d.Origin != validators.FromDeclared {
		list = append(list, reading{"Date lue", d.Date.French(), d.Origin, d.Page, d.Excerpt, d.Mark})
	}
	if h := read.Holder; h != nil {
		list = append(list, reading{"Nom lu", h.Name, h.Origin, h.Page, "", nil})
	}
	if i := read.Identity; i != nil {
		if end := i.End(); end != "" {
			list = append(list, reading{"Fin de validité", end, i.Origin, i.Page, "", nil})
		}
	}
	if c := read.Code; c != nil {
		title := c.Title
		if title == "" {
			title = "type " + c.Type
		}
		list = append(list, reading{"Code 2D-Doc", title + ", " + c.Signature.French(), "", c.Page, "", c.Mark})
	}
	return list
}

// originWords say where a reading comes from. A 2D-Doc says it in its label.
var originWords = map[validators.Origin]string{
	validators.FromCode: "code 2D-Doc",
	validators.FromZone: "bande de lecture",
	validators.FromText: "texte du PDF",
	validators.FromOCR:  "lu sur l’image",
}
