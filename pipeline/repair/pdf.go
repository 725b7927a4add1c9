package repair

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/recevable/recevable/validators/reader"
	"github.com/recevable/recevable/validators/reader/pdfedit"
)

var (
	// ErrPassword: the PDF needs a password, and none was given or it is
	// another.
	ErrPassword = errors.New("the PDF needs its password")
	// ErrDamaged: nothing that shows the same pages could be made of the file.
	ErrDamaged = errors.New("the file is damaged")
	// ErrTooHeavy: the file cannot be made light enough and stay legible.
	ErrTooHeavy = errors.New("the file cannot be made light enough")
)

// PDF returns a PDF that carries no script, attachment or personal data, opens
// without a password, and weighs no more than opts.MaxBytes; its pages, their
// text and their lines stay, as long as the weight allows. Scans that are a
// little crooked, or too dark, are put right as photos are. read is what the
// reader says of data. A PDF that needs nothing comes back as it is, without
// Changes. The error is [ErrPassword], [ErrDamaged], [ErrTooHeavy], or that of
// ctx.
func (w *Workshop) PDF(ctx context.Context, data []byte, read reader.Document, opts Options) (File, error) {
	file, err := w.fittingPDF(ctx, data, read, opts)
	if err != nil {
		return File{}, err
	}
	return w.scansRighted(ctx, file, read, opts)
}

// fittingPDF is PDF but for what is wrong with the pictures of pages.
func (w *Workshop) fittingPDF(ctx context.Context, data []byte, read reader.Document, opts Options) (File, error) {
	whole := File{MIME: reader.PDF, Data: data, Pages: read.PageCount}
	if heavy(whole, opts) && read.State != reader.Partial && !pdfedit.CutShort(data) {
		file, err := w.lightenedAtOnce(ctx, data, read, opts)
		if !errors.Is(err, errOtherPages) {
			return file, err
		}
	}
	file, err := w.mended(ctx, data, read, opts)
	if errors.Is(err, ErrDamaged) && !heavy(whole, opts) && sound(read) && !read.Restricted {
		return whole, nil // it passes as it is, and cannot be written with certainty
	}
	if err == nil {
		file, err = w.uprighted(ctx, file, read)
	}
	if err != nil {
		return File{}, err
	}
	if !heavy(file, opts) {
		return file, nil
	}
	return w.lightened(ctx, file.Data, file, opts)
}

// lightenedAtOnce cleans a heavy file and makes it light enough, and looks once
// whether it then shows the same, which takes seconds.
func (w *Workshop) lightenedAtOnce(ctx context.Context, data []byte, read reader.Document, opts Options) (File, error) {
	file, err := w.cleaned(ctx, data, read, opts, false)
	if errors.Is(err, ErrDamaged) {
		return File{}, fmt.Errorf("%w: %w", errOtherPages, err)
	}
	if err != nil {
		return File{}, err
	}
	upright, err := w.uprighted(ctx, file, read)
	if err != nil {
		return File{}, err
	}
	before := data
	if len(upright.Changes) > len(file.Changes) {
		// Turned, it does not show the same.
		if err := w.showsOrUnseen(ctx, data, file, opts); err != nil {
			return File{}, err
		}
		before, opts.Password = upright.Data, ""
	}
	if heavy(upright, opts) {
		return w.lightened(ctx, before, upright, opts)
	}
	if err := w.showsOrUnseen(ctx, before, upright, opts); err != nil {
		return File{}, err
	}
	return upright, nil
}

// showsOrUnseen is shows for a file none of whose pages was touched.
func (w *Workshop) showsOrUnseen(ctx context.Context, before []byte, after File, opts Options) error {
	if len(after.Changes) == 0 {
		return nil
	}
	err := w.shows(ctx, before, after, opts)
	if errors.Is(err, errUnseen) {
		return nil
	}
	return err
}

// mayChange reports whether a file carries no signature that a change would
// undo, or one that is undone already.
func (w *Workshop) mayChange(ctx context.Context, file File) bool {
	if len(file.Changes) > 0 {
		return true
	}
	looked, err := w.Reader.Rewrite(ctx, file.Data, reader.Rewrite{Do: reader.Clean})
	return err == nil && !looked.Removed.Signature
}

func limit(opts Options) int {
	if opts.MaxBytes > 0 {
		return int(opts.MaxBytes)
	}
	return DefaultMaxBytes
}

func heavy(file File, opts Options) bool { return len(file.Data) > limit(opts) }

// failed says in the words of the workshop why the reader did not rewrite.
func failed(err error) error {
	var refusal *reader.RewriteError
	if !errors.As(err, &refusal) {
		return err
	}
	if refusal.State == reader.Locked {
		return fmt.Errorf("%w: %w", ErrPassword, err)
	}
	return fmt.Errorf("%w: %w", ErrDamaged, err)
}

// rewritten returns the file cleaned, once it shows the same pages. Where it
// does not, pdfium saw something in the file that pdfcpu did not, or the other
// way round: the one that had its turn last writes what it finds.
func (w *Workshop) rewritten(ctx context.Context, data []byte, read reader.Document, opts Options) (file File, err error) {
	partial := read.State == reader.Partial
	for _, damaged := range []bool{partial, !partial} {
		file, err = w.cleaned(ctx, data, read, opts, damaged)
		if err == nil && len(file.Changes) > 0 {
			err = w.shows(ctx, data, file, opts)
			if errors.Is(err, errUnseen) && file.Pages == read.PageCount {
				err = nil // all the pages that were counted
			}
		}
		if !errors.Is(err, ErrDamaged) || errors.Is(err, errUncounted) {
			break
		}
	}
	return file, err
}

// uprighted turns the pages that lie on their side, or on their head, by their
// text. Their pixels stay as they are, and so does a file that is
// signed, which still is after this.
func (w *Workshop) uprighted(ctx context.Context, file File, read reader.Document) (File, error) {
	turns := map[int]int{}
	var changes []Change
	for i, page := range read.Pages {
		if page.Turn == 0 || !UprightSure(page) {
			continue
		}
		turns[i+1] = page.Turn
		changes = append(changes, Change{Code: Turned, Message: turnedMessage, Page: i + 1})
	}
	if len(turns) == 0 || read.PageCount != file.Pages {
		return file, nil
	}
	if !w.mayChange(ctx, file) {
		return file, ctx.Err()
	}
	made, err := w.Reader.Rewrite(ctx, file.Data, reader.Rewrite{Do: reader.Turn, Turns: turns})
	if err != nil || made.Pages != file.Pages {
		return file, ctx.Err() // it passes lying, too
	}
	return File{MIME: reader.PDF, Data: made.Data, Pages: made.Pages, Changes: append(slices.Clip(file.Changes), changes...)}, nil
}

// cleaned returns the file without what must not be in it: as it came where
// there is nothing of that. A damaged one goes through pdfium, which writes
// what it finds.
func (w *Workshop) cleaned(ctx context.Context, data []byte, read reader.Document, opts Options, damaged bool) (File, error) {
	whole := File{MIME: reader.PDF, Data: data, Pages: read.PageCount}
	made, err := w.Reader.Rewrite(ctx, data, reader.Rewrite{Do: reader.Clean, Password: opts.Password, ThroughPDFium: damaged})
	if err == nil && made.Broken && read.PageCount > 0 && made.Pages > read.PageCount {
		return File{}, errUncounted
	}
	if err == nil && !damaged && read.PageCount > 0 && made.Pages != read.PageCount {
		// The two engines see different pages: what pdfium writes is what was
		// read.
		made, err = w.Reader.Rewrite(ctx, data, reader.Rewrite{Do: reader.Clean, Password: opts.Password, ThroughPDFium: true})
	}
	if err != nil {
		return File{}, failed(err)
	}
	if read.State == reader.Partial && made.Pages != read.PageCount {
		return File{}, fmt.Errorf("%w: %d pages are counted, %d are there", ErrDamaged, read.PageCount, made.Pages)
	}
	changes := cleanings(made)
	if damaged && !w.stillPartial(ctx, made.Data) || made.Broken && !made.Removed.Signature {
		changes = append(changes, Change{Code: Mended, Message: mendedMessage})
		if made.Removed.Signature && !slices.Contains(changes, unsigned) {
			changes = append(changes, unsigned)
		}
	}
	if len(changes) > 0 || !made.Removed.Signature {
		for _, page := range made.Torn {
			changes = append(changes, Change{Code: Mended, Message: tornMessage, Page: page})
		}
	}
	if len(changes) == 0 {
		return whole, nil
	}
	return File{MIME: reader.PDF, Data: made.Data, Pages: made.Pages, Changes: changes}, nil
}

const tornMessage = "Page abîmée dans le fichier\u00a0: ce qui s’en lit encore a été gardé. Regardez-la, et redemandez le document s’il y manque quelque chose."

// errUncounted: the file says that it has fewer pages than stand in it, and is
// believed by some readers.
var errUncounted = fmt.Errorf("%w: pages of it are not counted", ErrDamaged)

// sound reports whether a file passes the checks as it is: one whose pages take
// too much memory to be drawn does, too.
func sound(read reader.Document) bool {
	opens := read.State == reader.Opened || read.State == reader.Partial ||
		read.State == reader.OverLimit && read.Limit == reader.MemoryLimit && read.PageCount > 0
	return opens && len(read.Active) == 0
}

// stillPartial reports whether writing a damaged file anew has not mended it.
func (w *Workshop) stillPartial(ctx context.Context, data []byte) bool {
	doc, err := w.Reader.Read(ctx, reader.NewSource(data), reader.Want{Text: true})
	return err != nil || doc.State != reader.Opened
}

// cleanings tells what was taken out; nil where nothing needed to be. Personal
// data alone is no reason to undo a signature.
func cleanings(made reader.Rewritten) []Change {
	var changes []Change
	if made.Unlocked {
		changes = append(changes, Change{Code: Unlocked, Message: "Protection par mot de passe retirée."})
	}
	if made.Removed.Active() {
		changes = append(changes, Change{Code: Disarmed, Message: "Contenu actif retiré\u00a0: " + carried(made.Removed) + "."})
	}
	if made.Removed.Personal && (len(changes) > 0 || !made.Removed.Signature) {
		changes = append(changes, Change{Code: Uncoded, Message: "Données personnelles cachées retirées (auteur, appareil, lieu)."})
	}
	if len(changes) > 0 && made.Removed.Signature {
		changes = append(changes, unsigned)
	}
	return changes
}

var unsigned = Change{Code: Unsigned, Message: "Signature électronique retirée\u00a0: elle ne vaut que pour le fichier d’origine, à garder."}

// carried names what was taken out.
func carried(r pdfedit.Removed) string {
	list := ""
	for _, part := range []struct {
		there bool
		name  string
	}{
		{r.Scripts, "scripts"},
		{r.Actions, "commandes"},
		{r.Attachments, "fichiers joints"},
		{r.Media, "sons, vidéos ou 3D"},
		{r.XFA, "formulaire XFA"},
	} {
		if part.there && list != "" {
			list += ", "
		}
		if part.there {
			list += part.name
		}
	}
	return list
}

// shows makes sure that a file shows the pages of the one it was made of, and
// runs and carries nothing.
func (w *Workshop) shows(ctx context.Context, before []byte, after File, opts Options) error {
	compared, unseen := w.Reader.Rewrite(ctx, before, reader.Rewrite{Do: reader.Compare, Password: opts.Password, Other: after.Data})
	if unseen == nil && (!compared.SameAsOther || compared.Pages != after.Pages) {
		return errOtherPages
	}
	doc, err := w.Reader.Read(ctx, reader.NewSource(after.Data), reader.Want{})
	if err != nil {
		return err
	}
	if doc.PageCount != after.Pages || len(doc.Active) > 0 || doc.State != reader.Opened && doc.State != reader.Partial {
		return fmt.Errorf("%w: written anew it does not open (%s)", ErrDamaged, doc.State)
	}
	if doc.State == reader.Opened && unseen != nil {
		unseen = whyUnseen(unseen)
	}
	if errors.Is(unseen, errUnseen) {
		return unseen
	}
	if unseen != nil {
		return failed(unseen)
	}
	return nil
}

// errSlow: drawing what went in once more takes longer than a file may.
var errSlow = fmt.Errorf("%w in time", errUnseen)

// whyUnseen tells a comparison that failed over what drawing costs, or over
// damage of what came in.
func whyUnseen(err error) error {
	var refusal *reader.RewriteError
	if !errors.As(err, &refusal) {
		return err
	}
	switch {
	case refusal.Limit == reader.TimeLimit:
		return errSlow
	case refusal.Limit == reader.MemoryLimit, refusal.State == reader.Damaged:
		return errUnseen
	}
	return err
}

// errOtherPages: written anew, the file does not show what it did.
var errOtherPages = fmt.Errorf("%w: written anew it shows other pages", ErrDamaged)

// errUnseen: what comes out opens, and what went in cannot be drawn to be
// compared.
var errUnseen = fmt.Errorf("%w: it cannot be drawn as it came", ErrDamaged)

// pictureSteps are how far the pictures of a PDF are brought down, the first
// that is light enough being taken. Below 150 dpi small print goes.
var pictureSteps = []pdfedit.Step{
	{DPI: 400, Quality: 92},
	{DPI: 400, Quality: 85},
	{DPI: 300, Quality: 92},
	{DPI: 300, Quality: 88},
	{DPI: 300, Quality: 80},
	{DPI: 250, Quality: 80},
	{DPI: 200, Quality: 80},
	{DPI: 200, Quality: 70},
	{DPI: 200, Quality: 60},
	{DPI: 170, Quality: 60},
	{DPI: 150, Quality: 55},
}

// pageSteps are how pages are drawn that nothing else makes light enough, and
// about how many bytes one takes.
var pageSteps = []struct {
	pdfedit.Step
	bytes int
}{
	{pdfedit.Step{DPI: 200, Quality: 75}, 500_000},
	{pdfedit.Step{DPI: 200, Quality: 60}, 350_000},
	{pdfedit.Step{DPI: 150, Quality: 55}, 200_000},
	// Below half the resolution of a scan at 300, pdfium unpacks a quarter of
	// its JPEG 2000, which it has not the memory for as a whole.
	{pdfedit.Step{DPI: 148, Quality: 70}, 250_000},
}

// lightened makes a file light enough: optimised by pdfcpu and written anew, then
// its drawings with fewer decimals, then its pictures with fewer pixels, then its
// heaviest pages as pictures.
// It must show the same as before.
func (w *Workshop) lightened(ctx context.Context, before []byte, file File, opts Options) (File, error) {
	made, err := w.Reader.Rewrite(ctx, file.Data, reader.Rewrite{Do: reader.Optimise, Password: opts.Password})
	if err != nil {
		return File{}, failed(err)
	}
	slim := File{MIME: reader.PDF, Data: made.Data, Pages: made.Pages, Changes: file.Changes}
	if made.Removed.Signature {
		slim.Changes = append(slim.Changes, unsigned)
	}
	slim, how, err := w.lighter(ctx, slim, opts)
	if err != nil {
		return File{}, err
	}
	err = w.shows(ctx, before, slim, opts)
	// Pages that were drawn with too little memory may lack a picture.
	drawn := how.Code == Rasterised && !errors.Is(err, errSlow)
	if err != nil && (!errors.Is(err, errUnseen) || drawn || slim.Pages != file.Pages) {
		return File{}, err
	}
	if how.Code == Rasterised {
		slim.Changes = slices.DeleteFunc(slices.Clone(slim.Changes), func(c Change) bool { return c == shorter })
	}
	slim.Changes = merged(slim.Changes, []Change{how})
	return slim, nil
}

func (w *Workshop) lighter(ctx context.Context, file File, opts Options) (File, Change, error) {
	how := Change{Code: Optimised, Message: "PDF écrit à nouveau, plus léger\u00a0: son contenu est le même."}
	if !heavy(file, opts) {
		return file, how, nil
	}
	weighed, err := w.Reader.Rewrite(ctx, file.Data, reader.Rewrite{Do: reader.Weigh, Steps: pictureSteps})
	if err != nil {
		return File{}, how, failed(err)
	}
	if len(file.Data)-weighed.Pictures > limit(opts)/2 {
		if file, err = w.shortened(ctx, file); err != nil {
			return File{}, how, err
		}
		if !heavy(file, opts) {
			return file, how, nil
		}
	}
	lightest := file
	rest := len(file.Data) - weighed.Pictures
	for i, step := range pictureSteps {
		if rest+weighed.PicturesAt[i] > limit(opts) && i < len(pictureSteps)-1 {
			continue
		}
		lightest, err = w.pictures(ctx, file, step)
		if err != nil {
			return File{}, how, err
		}
		if !heavy(lightest, opts) {
			return lightest, Change{
				Code:    Recompressed,
				Message: fmt.Sprintf("Images du PDF allégées (au plus %.0f points par pouce)\u00a0; le texte n’a pas changé.", step.DPI),
			}, nil
		}
	}
	return w.rasterised(ctx, lightest, opts)
}

// shortened writes drawings with the decimals that can be seen on paper.
func (w *Workshop) shortened(ctx context.Context, file File) (File, error) {
	made, err := w.Reader.Rewrite(ctx, file.Data, reader.Rewrite{Do: reader.Shorten})
	if err != nil {
		return File{}, failed(err)
	}
	if len(made.Data) > 0 && len(made.Data) < len(file.Data) {
		file.Data = made.Data
		file.Changes = append(slices.Clip(file.Changes), shorter)
	}
	return file, nil
}

var shorter = Change{Code: Optimised, Message: "PDF écrit à nouveau, plus léger : ses dessins restent des traits, placés au centième de millimètre près."}

// pictures brings all pictures down to a step, some at a time.
func (w *Workshop) pictures(ctx context.Context, file File, step pdfedit.Step) (File, error) {
	for from := 0; ; {
		made, err := w.Reader.Rewrite(ctx, file.Data, reader.Rewrite{Do: reader.Lighten, Steps: []pdfedit.Step{step}, From: from})
		if err != nil {
			return File{}, failed(err)
		}
		file.Data = made.Data
		if made.Next == 0 {
			return file, nil
		}
		from = made.Next
	}
}

// drawnAtOnce is how many pages one request draws, drawnWeight how many bytes of
// them: a page of JPEG 2000, or of a hundred thousand lines, takes seconds.
const drawnAtOnce, drawnWeight = 8, 2 << 20

// drawnNow returns the first pages, as many as one request draws.
func drawnNow(pages, weights []int) []int {
	together := 0
	for i, page := range pages[:min(drawnAtOnce, len(pages))] {
		if together += weights[page-1]; together > drawnWeight && i > 0 {
			return pages[:i]
		}
	}
	return pages[:min(drawnAtOnce, len(pages))]
}

// rasterised puts pictures in the place of the heaviest pages, of as few as
// will do.
func (w *Workshop) rasterised(ctx context.Context, file File, opts Options) (File, Change, error) {
	weighed, err := w.Reader.Rewrite(ctx, file.Data, reader.Rewrite{Do: reader.Weigh})
	if err != nil {
		return File{}, Change{}, failed(err)
	}
	for _, step := range pageSteps {
		pages := heaviest(weighed.PageWeights, len(file.Data)-limit(opts), step.bytes)
		drawn := file
		for len(pages) > 0 && heavy(drawn, opts) {
			now := drawnNow(pages, weighed.PageWeights)
			pages = pages[len(now):]
			var made reader.Rewritten
			made, err = w.Reader.Rewrite(ctx, drawn.Data, reader.Rewrite{Do: reader.Rasterise, Steps: []pdfedit.Step{step.Step}, Pages: now})
			if err != nil {
				break // fewer pixels may be drawn all the same
			}
			drawn.Data = made.Data
		}
		if !heavy(drawn, opts) {
			return drawn, Change{
				Code:    Rasterised,
				Message: fmt.Sprintf("Pages trop lourdes remplacées par leur image (%.0f points par pouce)\u00a0: leur texte ne peut plus être sélectionné.", step.DPI),
			}, nil
		}
	}
	if err != nil {
		return File{}, Change{}, failed(err)
	}
	return File{}, Change{}, fmt.Errorf("%w: %d bytes at the least", ErrTooHeavy, len(file.Data))
}

// heaviest lists the pages that weigh more than their picture would, the
// heaviest first; nil where all of them together would not save enough.
func heaviest(weights []int, tooMuch, each int) []int {
	var pages []int
	saved := 0
	for i, weight := range weights {
		if weight > each {
			pages = append(pages, i+1)
			saved += weight - each/2
		}
	}
	if saved < tooMuch {
		return nil
	}
	slices.SortStableFunc(pages, func(a, b int) int { return weights[b-1] - weights[a-1] })
	return pages
}
