package pipeline

import (
	"bytes"
	"context"
	"image"
	"image/jpeg"
	"slices"

	"github.com/recevable/recevable/pipeline/repair"
	"github.com/recevable/recevable/templates"
	"github.com/recevable/recevable/validators/reader"
)

// ComposeBeforeAfter prints [BeforeAfterName] from what [Repair] did: each page
// that changed, as it was given and as it came out.
type ComposeBeforeAfter struct{}

// Name implements [Stage].
func (ComposeBeforeAfter) Name() string { return "before-after" }

// maxPairs is how many pages are shown. Past it, nobody compares them.
const maxPairs = 60

// Run implements [Stage].
func (ComposeBeforeAfter) Run(ctx context.Context, job *Job) error {
	var page templates.BeforeAfter
	left := maxPairs
	for i, piece := range job.Repairs {
		for j, done := range piece.Files {
			if done.Left || len(done.Changes)+len(done.Doubles) == 0 {
				continue
			}
			report := job.Report.Pieces[i].Files[j]
			file := templates.ChangedFile{Piece: piece.Label, Name: report.Name, From: report.Sources}
			for _, c := range report.Transformations {
				file.Changes = append(file.Changes, c.Line())
			}
			pairs, err := job.pairs(ctx, done, left)
			if err != nil {
				return err
			}
			file.Pages = pairs
			left -= len(pairs)
			page.More += max(report.Pages-len(pairs), 0)
			page.Files = append(page.Files, file)
		}
	}
	html, err := page.HTML()
	if err != nil {
		return err
	}
	job.Papers = append(job.Papers, Paper{BeforeAfterName, html})
	return nil
}

// pairs puts the pages of a file beside those it was made of. Where the two
// sides of a card became one page, that page stands beside the first.
func (job *Job) pairs(ctx context.Context, done FileRepair, atMost int) ([]templates.ChangedPage, error) {
	after, err := job.pictures(ctx, done.Input, atMost)
	if err != nil {
		return nil, err
	}
	var pairs []templates.ChangedPage
	for _, given := range done.given {
		before, err := job.pictures(ctx, given, atMost)
		if err != nil {
			return nil, err
		}
		for n, picture := range before {
			pair := templates.ChangedPage{Before: picture}
			switch {
			case done.dropped(given.Name, n+1) || len(after) == 0:
				pair.Gone = true
			default:
				pair.After, after = after[0], after[1:]
			}
			pairs = append(pairs, pair)
		}
	}
	for _, picture := range after {
		pairs = append(pairs, templates.ChangedPage{After: picture})
	}
	return pairs[:min(len(pairs), max(atMost, 0))], nil
}

// dropped reports whether a page of a given file was removed.
func (f FileRepair) dropped(name string, page int) bool {
	return slices.ContainsFunc(f.Changes, func(c repair.Change) bool {
		return c.Code == repair.BlankDropped && c.Page == page && (c.Source == name || c.Source == "" && len(f.given) == 1)
	})
}

// pictures draws the first pages of a file as it shows them, nil for a page
// that cannot be drawn. Its only error is that of ctx.
func (job *Job) pictures(ctx context.Context, file InputFile, atMost int) ([]image.Image, error) {
	source, err := load(ctx, job.Reader, file)
	if err != nil {
		return nil, ctx.Err()
	}
	doc, err := job.Reader.Read(ctx, source, reader.Want{})
	if err != nil {
		return nil, err
	}
	workshop := repair.Workshop{Reader: job.Reader}
	pictures := make([]image.Image, min(max(doc.PageCount, 1), max(atMost, 0)))
	for i := range pictures {
		sheet, err := workshop.Original(ctx, source.Data(), i)
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if err != nil {
			continue // a locked or damaged file has nothing to show
		}
		if shown, err := jpeg.Decode(bytes.NewReader(sheet.JPEG)); err == nil {
			pictures[i] = shown
		}
	}
	return pictures, nil
}
