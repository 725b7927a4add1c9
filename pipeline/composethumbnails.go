package pipeline

import (
	"bytes"
	"image/jpeg"

	"github.com/recevable/recevable/templates"
	"github.com/recevable/recevable/validators"
	"github.com/recevable/recevable/validators/reader"
	"github.com/recevable/recevable/validators/reader/ocr/grey"
)

// The thumbnails of the checklist say which file is meant, and no more: these are
// papers that tell who a person is, and a list lies on tables. At this size the
// small print of a card cannot be read.
const (
	thumbnailSide    = 300 // longer side, pixels
	thumbnailQuality = 60
	thumbnailPages   = 2  // of one file
	maxThumbnails    = 24 // of one dossier
)

// keepThumbnails makes the thumbnails of the first pages: those of every file
// before the second page of any.
func (job *Job) keepThumbnails(pieces []validators.Piece) {
	if !job.WantThumbnails {
		return
	}
	job.thumbnails = map[filePlace][]templates.Thumbnail{}
	left := maxThumbnails
	for page := 1; page <= thumbnailPages; page++ {
		for i, piece := range pieces {
			for j, file := range piece.Files {
				if left == 0 {
					return
				}
				picture := thumbnail(file.Document, page)
				if picture == nil {
					continue
				}
				left--
				place := filePlace{i, j}
				job.thumbnails[place] = append(job.thumbnails[place], templates.Thumbnail{File: file.Name, Page: page, JPEG: picture})
			}
		}
	}
}

// thumbnail shrinks a page; nil where there is no picture of it.
func thumbnail(doc reader.Document, page int) []byte {
	if page > len(doc.Pages) {
		return nil
	}
	picture, err := jpeg.Decode(bytes.NewReader(doc.Pages[page-1].Preview))
	if err != nil {
		return nil // there is none, or the worker that drew it broke off
	}
	small := grey.Within(grey.Of(picture, 1), thumbnailSide)
	// The preview was brought upright to be read: the person must know the file
	// again as it lies.
	lying := grey.Of(reader.Turned(small, (360-doc.Pages[page-1].Turn)%360), 1)
	var b bytes.Buffer
	if jpeg.Encode(&b, lying, &jpeg.Options{Quality: thumbnailQuality}) != nil {
		return nil
	}
	return b.Bytes()
}

// addThumbnails puts the thumbnails beside the pieces of the report, file by file.
func (job *Job) addThumbnails(list *templates.Checklist) {
	for i := range list.Pieces {
		for j := range list.Pieces[i].Files {
			list.Pieces[i].Pictures = append(list.Pieces[i].Pictures, job.thumbnails[filePlace{i, j}]...)
		}
	}
}
