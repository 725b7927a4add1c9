package repair

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"

	"github.com/recevable/recevable/validators/reader"
)

// Piece is one piece of an application as it goes in.
type Piece struct {
	Items    []Item
	Binding  Binding
	Card     bool // two of its pages, the sides of a card, fit on one
	PagesMax int  // pages of all its files together; 0 for no limit
	Options  Options
	// Read reads what was made, as the checks do: what comes out is repaired
	// again until nothing is left to do.
	Read func(ctx context.Context, data []byte) (reader.Document, error)
	// Turns bounds how many files of all pieces are worked on at once.
	Turns Turns
}

// Item is one file of a piece.
type Item struct {
	Name string
	// Open returns the content, nil where it cannot be held whole, and what
	// the checks read of it. Its only error is that of ctx.
	Open func(ctx context.Context) ([]byte, reader.Document, error)
}

// Turns bound how many files are on a bench at once: one turn each.
type Turns chan struct{}

// take waits for a turn; release must then be called.
func (t Turns) take(ctx context.Context) (release func(), err error) {
	select {
	case t <- struct{}{}:
		return func() { <-t }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// Binding says which files of a piece become one PDF.
type Binding int

const (
	// BindPictures: pictures that follow one another are the pages of one
	// paper.
	BindPictures Binding = iota
	// BindNothing: each file stays by itself, such as the sides of a card.
	BindNothing
	// BindAll: all that opens becomes one PDF.
	BindAll
)

// Made is one file that comes out of a piece.
type Made struct {
	File
	From []int // the items it holds, in order
	// Err says why it is as it came in where more should have been done. Only
	// a check tells whether it may pass all the same.
	Err  error
	read reader.Document
}

// Why a file stays as it came in, beside the reasons of [Workshop.PDF] and
// [Workshop.Picture].
var (
	ErrKind = errors.New("repair: a kind that has no pages to convert")
	ErrRead = errors.New("repair: the file could not be read whole")
)

// hands do the work on one file: those of a [Workshop], or a test's.
type hands interface {
	Picture(ctx context.Context, data []byte, read reader.Document, want Want) (Picture, error)
	Fit(ctx context.Context, s Sheet, max int64) (Sheet, []Change, bool)
	PDF(ctx context.Context, data []byte, read reader.Document, opts Options) (File, error)
	Bind(ctx context.Context, parts []Part, opts Options) (File, error)
	BlankPages(ctx context.Context, data []byte) ([]int, error)
	TwoOnOne(ctx context.Context, top, bottom Sheet) (File, error)
	Sheets(ctx context.Context, data []byte, count int) ([]Sheet, error)
}

// Piece repairs the files of a piece, side by side as the turns allow, and puts
// them together in their order. What cannot be repaired comes out as it went
// in: the only error is that of ctx.
func (w *Workshop) Piece(ctx context.Context, p Piece) ([]Made, error) {
	return assemble(ctx, w, p)
}

func assemble(ctx context.Context, with hands, p Piece) ([]Made, error) {
	if p.Options.MaxBytes == 0 {
		p.Options.MaxBytes = DefaultMaxBytes
	}
	a := assembly{Piece: p, hands: with, made: make([]Made, len(p.Items))}
	group, grouped := errgroup.WithContext(ctx)
	for i, item := range p.Items {
		group.Go(func() (err error) {
			a.made[i], err = a.repair(grouped, i, item)
			return err
		})
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	release, err := a.Turns.take(ctx)
	if err != nil {
		return nil, err
	}
	defer release()
	for _, step := range []func(context.Context){a.bind, a.dropBlanks, a.joinSides} {
		step(ctx)
	}
	return a.made, ctx.Err()
}

// assembly is a piece on the bench.
type assembly struct {
	Piece
	hands hands
	made  []Made
}

// repair takes up one item.
func (a *assembly) repair(ctx context.Context, index int, item Item) (Made, error) {
	release, err := a.Turns.take(ctx)
	if err != nil {
		return Made{}, err
	}
	defer release()
	m := Made{From: []int{index}}
	if m.Data, m.read, err = item.Open(ctx); err != nil {
		return m, err
	}
	m.MIME, m.Pages = m.read.MIME, m.read.PageCount
	return a.settle(ctx, m), ctx.Err()
}

// maxRounds bounds how often a file is taken up again. Two are the rule: the
// second finds nothing to do. A photo of a kind that the checks do not read
// takes three, for its text is only read once it is converted.
const maxRounds = 4

// settle repairs a file until nothing is left to do, so that whoever repairs
// what came out finds nothing either.
func (a *assembly) settle(ctx context.Context, m Made) Made {
	for round := range maxRounds {
		next, err := a.round(ctx, m)
		if err == nil && len(next.Changes) == 0 {
			return m
		}
		if err != nil {
			if round == 0 {
				m.Err = err
			}
			return m
		}
		next.From, next.Changes = m.From, merged(m.Changes, next.Changes)
		m = next
	}
	return m
}

// round does to a file what there is to do now, and reads what came out. Where
// a machine-readable zone was read and is no longer, slants and light stay as
// they are: what a check has read is worth more than straight lines.
func (a *assembly) round(ctx context.Context, m Made) (Made, error) {
	next, err := a.onceRead(ctx, m, a.Options)
	if err == nil && len(next.Changes) > 0 && validZones(next.read) < validZones(m.read) {
		opts := a.Options
		opts.AsItLies = true
		next, err = a.onceRead(ctx, m, opts)
	}
	return next, err
}

func (a *assembly) onceRead(ctx context.Context, m Made, opts Options) (next Made, err error) {
	next, err = a.once(ctx, m, opts)
	if err == nil && len(next.Changes) > 0 {
		next.read, err = a.Read(ctx, next.Data)
	}
	return next, err
}

// validZones counts the pages whose zone was read without a doubt.
func validZones(read reader.Document) (count int) {
	for _, page := range read.Pages {
		if page.Zone != nil && page.Zone.Zone != nil && page.Zone.Valid() {
			count++
		}
	}
	return count
}

// once does to a file what there is to do now.
func (a *assembly) once(ctx context.Context, m Made, opts Options) (Made, error) {
	switch {
	case m.Data == nil:
		return Made{}, ErrRead
	case m.MIME == reader.PDF:
		file, err := a.hands.PDF(ctx, m.Data, m.read, opts.forFile(m))
		return Made{File: file}, err
	case !strings.HasPrefix(m.MIME, "image/"):
		return Made{}, ErrKind
	}
	picture, err := a.hands.Picture(ctx, m.Data, m.read, Want{Options: opts})
	picture.File.Changes = merged(picture.Changes, picture.File.Changes)
	if err != nil || len(picture.Sheets) == 0 {
		if len(picture.File.Changes) == 0 && !bytes.Equal(picture.File.Data, m.Data) {
			picture.File.Changes = []Change{rewritten}
		}
		return Made{File: picture.File}, err
	}
	file, err := a.hands.Bind(ctx, partsOf(a.slim(ctx, picture.Sheets)), a.Options)
	file.Changes = merged(picture.Changes, unbound(file.Changes))
	return Made{File: file}, err
}

// rewritten tells of a picture whose file changed and whose pixels did not.
var rewritten = Change{Code: Optimised, Message: "Image écrite autrement, plus légère, sans que rien n’y change."}

// forFile keeps a password for the files that are locked: any other opens
// without one, and not always with it.
func (opts Options) forFile(m Made) Options {
	if m.read.State != reader.Locked {
		opts.Password = ""
	}
	return opts
}

// unbound leaves out what is told elsewhere, with the number of files.
func unbound(changes []Change) []Change {
	return slices.DeleteFunc(slices.Clone(changes), func(c Change) bool { return c.Code == Bound })
}

func partsOf(sheets []Sheet) []Part {
	var parts []Part
	for i := range sheets {
		parts = append(parts, Part{Sheet: &sheets[i]})
	}
	return parts
}

// merged adds changes to those made before, each told once.
func merged(before, after []Change) []Change {
	all := slices.Clone(before)
	for _, c := range after {
		told := slices.ContainsFunc(all, func(b Change) bool { return b.Code == c.Code && b.Page == c.Page && b.Source == c.Source })
		if !told {
			all = append(all, c)
		}
	}
	return all
}

// bind puts files together as the binding says.
func (a *assembly) bind(ctx context.Context) {
	var all []Made
	for rest := a.made; len(rest) > 0; {
		n := a.bindable(rest)
		if bound, ok := a.bound(ctx, rest[:n]); ok {
			all = append(all, bound)
		} else {
			all = append(all, rest[:n]...)
		}
		rest = rest[n:]
	}
	a.made = all
}

// bindable returns how many of the first files become one, 1 for a file that
// stays by itself. Of all that is bound, what does not open stands last.
func (a *assembly) bindable(files []Made) int {
	if a.Binding == BindAll {
		slices.SortStableFunc(files, func(x, y Made) int { return order(x.opens(), y.opens()) })
	}
	n := 0
	for n < len(files) && a.binds(files[n]) {
		n++
	}
	return max(n, 1)
}

// order puts what is true first.
func order(x, y bool) int {
	switch {
	case x == y:
		return 0
	case x:
		return -1
	}
	return 1
}

func (a *assembly) binds(m Made) bool {
	switch a.Binding {
	case BindAll:
		return m.opens()
	case BindPictures:
		return m.opens() && m.MIME != reader.PDF
	}
	return false
}

// opens reports whether the pages of a file can be put elsewhere.
func (m Made) opens() bool {
	state := m.read.State
	return m.Err == nil && reader.Accepted(m.MIME) && (state == reader.Opened || state == reader.Partial)
}

// bound returns several files as one PDF.
func (a *assembly) bound(ctx context.Context, files []Made) (Made, bool) {
	if len(files) < 2 {
		return Made{}, false
	}
	var sheets []Sheet
	whole := Made{}
	pages := 0
	for _, m := range files {
		own, changes, err := a.sheetsOf(ctx, m)
		if err != nil {
			return Made{}, false
		}
		sheets = append(sheets, own...)
		pages += m.Pages
		whole.From = append(whole.From, m.From...)
		whole.Changes = append(whole.Changes, a.signed(m, merged(m.Changes, changes))...)
	}
	sheets = a.slim(ctx, sheets)
	file, err := a.hands.Bind(ctx, a.partsOf(files, sheets), a.Options)
	if err != nil || file.Pages != pages {
		return Made{}, false // better several files than a page less
	}
	whole.Changes = append(whole.Changes, Change{
		Code: Bound, Message: fmt.Sprintf("%d fichiers assemblés, dans l’ordre, en un seul PDF de %d\u00a0pages.", len(files), pages),
	})
	whole.Changes = merged(whole.Changes, unbound(file.Changes))
	file.Changes = whole.Changes
	whole.File = file
	return a.reread(ctx, whole)
}

// reread settles what was just put together.
func (a *assembly) reread(ctx context.Context, m Made) (Made, bool) {
	var err error
	if m.read, err = a.Read(ctx, m.Data); err != nil {
		return Made{}, false
	}
	settled := a.settle(ctx, m)
	return settled, settled.Err == nil
}

// sheetsOf returns the pages of a picture; none for a PDF, whose pages are
// bound as they are.
func (a *assembly) sheetsOf(ctx context.Context, m Made) ([]Sheet, []Change, error) {
	if m.MIME == reader.PDF {
		return nil, nil, nil
	}
	picture, err := a.hands.Picture(ctx, m.Data, m.read, Want{Options: a.Options, Sheets: true})
	if err == nil && len(picture.Sheets) != m.Pages {
		err = fmt.Errorf("repair: %d sheets of %d pages", len(picture.Sheets), m.Pages)
	}
	return picture.Sheets, picture.Changes, err
}

// partsOf takes the sheets of each picture in turn, and each PDF whole.
func (a *assembly) partsOf(files []Made, sheets []Sheet) []Part {
	var parts []Part
	for _, m := range files {
		if m.MIME == reader.PDF {
			parts = append(parts, Part{PDF: m.Data})
			continue
		}
		parts = append(parts, partsOf(sheets[:m.Pages])...)
		sheets = sheets[m.Pages:]
	}
	return parts
}

// signed says of which file each change was, where several become one.
func (a *assembly) signed(m Made, changes []Change) []Change {
	if len(m.From) != 1 {
		return changes
	}
	changes = slices.Clone(changes)
	for i := range changes {
		changes[i].Source = a.Items[m.From[0]].Name
	}
	return changes
}

// pageOverhead is what a PDF adds to each picture, generously.
const pageOverhead = 4 << 10

// slim has sheets weigh together no more than one file may: the heaviest give
// way first, down to one share that is the same for all of them. Sheets that
// cannot are left to whoever lightens the PDF.
func (a *assembly) slim(ctx context.Context, sheets []Sheet) []Sheet {
	share := shareOf(sheets, a.Options.MaxBytes-int64(len(sheets)+1)*pageOverhead)
	out := slices.Clone(sheets)
	for i, s := range sheets {
		if int64(len(s.JPEG)) <= share {
			continue
		}
		if lighter, _, ok := a.hands.Fit(ctx, s, share); ok {
			out[i] = lighter
		}
	}
	return out
}

// shareOf returns the size that each sheet may have at most, so that together
// they hold to total.
func shareOf(sheets []Sheet, total int64) int64 {
	var sizes []int64
	for _, s := range sheets {
		sizes = append(sizes, int64(len(s.JPEG)))
	}
	slices.Sort(sizes)
	for i, size := range sizes {
		share := total / int64(len(sizes)-i)
		if size > share {
			return max(share, 1)
		}
		total -= size
	}
	return max(total, slices.Max(append(sizes, 1)))
}
