package web

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net/http"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/recevable/recevable/pipeline"
	"github.com/recevable/recevable/pipeline/repair"
	"github.com/recevable/recevable/pipeline/rules"
	"github.com/recevable/recevable/templates"
	"github.com/recevable/recevable/validators"
)

// piecesView is the page of the pieces.
type piecesView struct {
	Busy     bool // some are still being read
	Checked  bool
	Verdict  templates.Verdict // of what is there
	Missing  []string          // pieces that must still come
	Findings []findingView     // on the dossier as a whole
	Pieces   []pieceView
	Others   []option // types that may be added
	Types    []option // all of them
	NoName   bool     // nobody said who the papers are for
}

type pieceView struct {
	Type      rules.PieceType
	Label     string
	Reason    string
	Limits    string
	Mandatory bool
	Wanted    bool // the decision asks for it
	Verdict   templates.Verdict
	Findings  []findingView
	Files     []fileView
	Repair    bool // there is something to repair
	Locked    bool // and a password may be needed for it
}

type fileView struct {
	ID, Name  string
	Bytes     int64
	Pages     int
	Pending   bool
	Verdict   templates.Verdict
	Thumbnail string // address; empty for none
	Findings  []findingView
	Readings  []templates.WebReading
	Changes   []string // what was done to it
	Restore   bool     // it can be taken back to what was given
}

// findingView is a finding and the picture that shows it.
type findingView struct {
	templates.WebFinding
	Picture string // address; empty for none
}

// refusedFirst are the severities, the heaviest first.
var refusedFirst = []templates.Severity{"bloquant", "avertissement", "indetermine", "info"}

func findingViews(findings []templates.WebFinding) []findingView {
	var views []findingView
	for _, f := range findings {
		view := findingView{WebFinding: f}
		view.Message, view.Remedy = forPage(f.Message), forPage(f.Remedy)
		if f.Shown != nil && f.Shown.FileName != "" {
			view.Picture = "/pieces/images/" + f.Shown.FileName
		}
		views = append(views, view)
	}
	slices.SortStableFunc(views, func(a, b findingView) int {
		return slices.Index(refusedFirst, a.Severity) - slices.Index(refusedFirst, b.Severity)
	})
	return views
}

// piecesOf is the page for a person, whom the caller holds.
func (s *Server) piecesOf(p *person) piecesView {
	view := piecesView{Busy: p.running, NoName: p.answers["demandeur.nom_naissance"] == "" && p.answers["demandeur.nom_usage"] == ""}
	decision, _ := s.decide(p.answers, s.config.Today())
	listed := map[rules.PieceType]bool{}
	add := func(v pieceView) {
		if !listed[v.Type] {
			listed[v.Type] = true
			s.fill(&v, p)
			view.Pieces = append(view.Pieces, v)
		}
	}
	if decision != nil {
		for _, required := range decision.Pieces {
			add(pieceView{
				Type: required.Type, Label: required.Label, Reason: required.Reason, Mandatory: required.Mandatory, Wanted: true,
				Limits: limits(required.PagesMax, required.AgeMaxMonths),
			})
		}
	}
	for _, group := range p.pieces() {
		entry, _ := s.catalogue().Piece(group[0].piece)
		add(pieceView{Type: group[0].piece, Label: entry.Label, Limits: limits(entry.PagesMax, entry.AgeMaxMonths)})
	}
	for _, t := range rules.PieceTypes() {
		entry, ok := s.catalogue().Piece(t)
		if !ok {
			continue
		}
		choice := option{Value: string(t), Label: entry.Label}
		view.Types = append(view.Types, choice)
		if !listed[t] {
			view.Others = append(view.Others, choice)
		}
	}
	if o := p.outcome; o != nil && len(p.files) > 0 {
		view.summary(o)
	}
	return view
}

// summary says where the dossier as a whole stands. What is missing is said
// once: the card of each such piece asks for it.
func (v *piecesView) summary(o *outcome) {
	v.Checked = true
	for _, piece := range v.Pieces {
		switch {
		case piece.Verdict != "":
			v.Verdict = worse(v.Verdict, piece.Verdict)
		case piece.Mandatory && len(piece.Files) == 0:
			v.Missing = append(v.Missing, piece.Label)
		}
	}
	for _, f := range o.job.Report.Findings {
		if f.Code != validators.PieceMissing && !slices.Contains(aboutForm, f.Code) {
			v.Findings = append(v.Findings, findingView{WebFinding: unshown(f)})
			v.Verdict = worse(v.Verdict, templates.Verdict(validators.VerdictOf(f)))
		}
	}
}

// aboutForm are the findings on the deposit form: the page of the papers says
// them.
var aboutForm = []validators.Code{pipeline.FormIncomplete, pipeline.FormLater, pipeline.FormPointless}

func worse(a, b templates.Verdict) templates.Verdict {
	return templates.Verdict(validators.Worst(validators.Verdict(a), validators.Verdict(b)))
}

func (s *Server) catalogue() *rules.Catalogue {
	if s.config.Catalogue != nil {
		return s.config.Catalogue
	}
	return rules.DefaultCatalogue()
}

func limits(pages, months *int) string {
	var said []string
	if pages != nil {
		said = append(said, fmt.Sprintf("%d\u00a0pages au plus", *pages))
	}
	if months != nil {
		said = append(said, fmt.Sprintf("de moins de %d\u00a0mois", *months))
	}
	return strings.Join(said, ", ")
}

// fill adds the files of a piece and what was found of them.
func (s *Server) fill(v *pieceView, p *person) {
	for _, f := range p.files {
		if f.piece != v.Type {
			continue
		}
		file := fileView{ID: f.id, Name: f.name, Bytes: int64(len(f.data)), Pending: true, Restore: len(f.given) > 0}
		for _, c := range f.changes {
			file.Changes = append(file.Changes, c.Line())
		}
		if piece, at, ok := p.outcome.find(f); ok {
			found := p.outcome.view.Pieces[piece].Files[at]
			file.Pending, file.Verdict, file.Pages = false, found.Verdict, found.Pages
			file.Findings, file.Readings = findingViews(found.Findings), found.Readings
			if found.First != nil {
				file.Thumbnail = "/pieces/vignettes/" + f.id
			}
			v.Verdict, v.Findings = p.outcome.view.Pieces[piece].Verdict, findingViews(p.outcome.view.Pieces[piece].Findings)
			v.Repair = v.Repair || f.given == nil && p.outcome.canRepair(piece)
			v.Locked = v.Locked || slices.ContainsFunc(p.outcome.job.Report.Pieces[piece].Files[at].Findings, isLocked)
		}
		v.Files = append(v.Files, file)
	}
}

// find is where a file stands in what was found.
func (o *outcome) find(f *heldFile) (piece, file int, ok bool) {
	if o == nil {
		return 0, 0, false
	}
	for i, group := range o.groups {
		for j, held := range group {
			if held.id == f.id {
				return i, j, true
			}
		}
	}
	return 0, 0, false
}

// mendable are the findings that the workshop may know a cure for.
var mendable = []validators.Code{
	validators.FormatRefused, validators.FormatExtension, validators.SizeExceeded, validators.PagesExceeded, validators.PDFActive, validators.PDFLocked,
	validators.ImageTooLarge, validators.PageTurned, validators.PageBlank, validators.FileUnreadable, validators.PageDark, validators.PageFaint,
}

// isLocked reports whether a finding says that a password is missing.
func isLocked(f validators.Finding) bool {
	return f.Code == validators.PDFLocked && f.Severity == validators.Blocking
}

// canRepair reports whether something of a piece may be repaired.
func (o *outcome) canRepair(piece int) bool {
	found := func(f validators.Finding) bool { return slices.Contains(mendable, f.Code) }
	report := o.job.Report.Pieces[piece]
	return slices.ContainsFunc(report.Findings, found) ||
		slices.ContainsFunc(report.Files, func(f pipeline.FileReport) bool { return slices.ContainsFunc(f.Findings, found) })
}

func (s *Server) piecesFrame(p *person) frame {
	view := s.piecesOf(p)
	f := frame{Title: "Vos pièces", Here: "pieces", Content: view}
	if view.Busy {
		f.Refresh = 2
	}
	return f
}

func (s *Server) showPieces(w http.ResponseWriter, r *http.Request, p *person) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	s.show(w, r, p, "pieces", s.piecesFrame(p))
	return nil
}

// showPiecesState is the part of the page that changes, for our script.
func (s *Server) showPiecesState(w http.ResponseWriter, r *http.Request, p *person) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	f := s.piecesFrame(p)
	f.Alone = true
	f.Notices, p.notices = p.notices, nil
	s.render(w, r, http.StatusOK, "pieces", "etat", f)
	return nil
}

// takePiece takes files in for a piece.
func (s *Server) takePiece(w http.ResponseWriter, r *http.Request, p *person) error {
	sent, err := s.receive(w, r)
	if err != nil {
		return err
	}
	piece := rules.PieceType(r.PathValue("type"))
	if chosen := sent.value("type"); chosen != "" { // « une autre pièce »
		piece = rules.PieceType(chosen)
	}
	if !slices.Contains(rules.PieceTypes(), piece) {
		sent.release()
		return notHere()
	}
	if err := s.add(p, piece, sent); err != nil {
		sent.release()
		return err
	}
	if r.Header.Get(scriptHeader) == "" {
		s.letBeRead(r.Context(), p)
	}
	goTo(w, r, "/pieces#"+string(piece))
	return nil
}

// add gives a person the files of a delivery.
func (s *Server) add(p *person, piece rules.PieceType, sent *delivery) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch {
	case p.ctx.Err() != nil: // wiped while the files came
		return &problem{Type: kind("oublie"), Title: "Ce dossier n’est plus là", Status: http.StatusGone}
	case len(p.files)+len(sent.files) > s.config.Limits.Files:
		return tooLarge(fmt.Sprintf("Un dossier tient %d\u00a0fichiers au plus.", s.config.Limits.Files))
	case len(sent.files) == 0:
		p.say("brun", "Aucun fichier n’a été choisi. Choisissez-en un, puis appuyez sur « Ajouter ».")
		sent.release()
		return nil
	}
	added := heldFiles(piece, sent)
	s.space.give(sent.held - weight(added)) // what grew too large while it came
	p.files = append(p.files, added...)
	s.changed(p)
	return nil
}

// letBeRead waits a while for what was given to be read: a page without script
// then has the findings in it. The page says what is not read yet.
func (s *Server) letBeRead(ctx context.Context, p *person) {
	const patience = 25 * time.Second
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	_, _ = s.settled(ctx, p)
}

// heldFiles are the files of a delivery, which the person now holds.
func heldFiles(piece rules.PieceType, sent *delivery) []*heldFile {
	var files []*heldFile
	for i, f := range sent.files {
		files = append(files, newHeld(piece, baseName(f.Name), sent.contents[i]))
	}
	return files
}

func newHeld(piece rules.PieceType, name string, data []byte) *heldFile {
	return &heldFile{id: rand.Text(), piece: piece, name: name, data: data}
}

// baseName is a file's name without its folders.
func baseName(name string) string {
	base := path.Base(strings.ReplaceAll(name, `\`, "/"))
	if base == "." || base == "/" || base == ".." {
		return "fichier"
	}
	return base
}

// removeFile takes a file away.
func (s *Server) removeFile(w http.ResponseWriter, r *http.Request, p *person) error {
	return s.change(w, r, p, func(f *heldFile) []*heldFile { return nil })
}

// restoreFile takes a repaired file back to those it was made of.
func (s *Server) restoreFile(w http.ResponseWriter, r *http.Request, p *person) error {
	return s.change(w, r, p, func(f *heldFile) []*heldFile {
		if f.given == nil {
			return []*heldFile{f}
		}
		return f.given
	})
}

// moveFile files a file under another piece.
func (s *Server) moveFile(w http.ResponseWriter, r *http.Request, p *person) error {
	return s.change(w, r, p, func(f *heldFile) []*heldFile {
		to := rules.PieceType(r.PostForm.Get("vers"))
		if !slices.Contains(rules.PieceTypes(), to) {
			return []*heldFile{f}
		}
		moved := newHeld(to, f.name, f.data) // what was found of it was found of another piece
		moved.changes, moved.given = f.changes, f.given
		return []*heldFile{moved}
	})
}

// change puts other files in the place of the one that a form names.
func (s *Server) change(w http.ResponseWriter, r *http.Request, p *person, instead func(*heldFile) []*heldFile) error {
	if err := s.readForm(w, r); err != nil {
		return err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	at := slices.IndexFunc(p.files, func(f *heldFile) bool { return f.id == r.PostForm.Get("fichier") })
	if at >= 0 {
		before := weight(p.files)
		p.files = slices.Replace(slices.Clone(p.files), at, at+1, instead(p.files[at])...)
		s.space.give(before - weight(p.files))
		s.changed(p)
	}
	goTo(w, r, "/pieces#"+r.PathValue("type"))
	return nil
}

// repairPiece has the workshop look at a piece.
func (s *Server) repairPiece(w http.ResponseWriter, r *http.Request, p *person) error {
	if err := s.readForm(w, r); err != nil {
		return err
	}
	piece := rules.PieceType(r.PathValue("type"))
	job, given, err := s.toRepair(p, piece)
	if err != nil {
		return err
	}
	made, err := s.repaired(p.ctx, job, given, r.PostForm.Get("mot-de-passe")) // who reloads the page finds it repaired
	if err != nil {
		return err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.ctx.Err() != nil || !slices.Equal(p.filesOf(piece), given) {
		p.say("brun", "Les fichiers ont changé pendant la réparation. Recommencez.")
		goTo(w, r, "/pieces#"+string(piece))
		return nil
	}
	more := weight(made) - weight(given)
	if more > 0 && !s.space.take(more) {
		return busy()
	}
	others := slices.DeleteFunc(slices.Clone(p.files), func(f *heldFile) bool { return f.piece == piece })
	p.files = append(others, made...)
	p.say(told(made, given, r.PostForm.Get("mot-de-passe")))
	s.changed(p)
	goTo(w, r, "/pieces#"+string(piece))
	return nil
}

// toRepair is the job of one piece, and its files.
func (s *Server) toRepair(p *person, piece rules.PieceType) (*pipeline.Job, []*heldFile, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	given := p.filesOf(piece)
	if len(given) == 0 {
		return nil, nil, notHere()
	}
	job, err := s.jobFor(p, [][]*heldFile{given})
	return job, given, err
}

// told says in a sentence what became of a repair.
func told(made, given []*heldFile, password string) (tone, text string) {
	switch {
	case slices.Equal(made, given) && password != "":
		return "brun", "Le PDF ne s’est pas ouvert avec ce mot de passe. Vérifiez-le, majuscules comprises."
	case slices.Equal(made, given):
		return "ardoise", "Rien à réparer\u00a0: ces fichiers sont restés tels quels. Ce qui est signalé demande un autre papier, ou une nouvelle photo."
	}
	return "vert", "C’est réparé. Vos fichiers d’origine ne sont pas modifiés\u00a0; regardez le résultat ci-dessous."
}

// repaired are the files that the workshop makes of those given; one that it
// leaves alone is itself. password opens those that are locked; it is kept
// nowhere.
func (s *Server) repaired(ctx context.Context, job *pipeline.Job, given []*heldFile, password string) ([]*heldFile, error) {
	job.WantRepair, job.WantThumbnails = true, true
	if err := s.runInTurn(ctx, job, pipeline.Decide{}, pipeline.Check{}, pipeline.Repair{Options: repair.Options{Password: password}}); err != nil {
		return nil, err
	}
	outputs, err := job.Outputs()
	if err != nil {
		return nil, err
	}
	var made []*heldFile
	for _, file := range job.Repairs[0].Files {
		if file.Left || len(file.Changes)+len(file.Doubles) == 0 && len(file.From) == 1 {
			if !file.Left {
				outputs = outputs[1:]
			}
			made = append(made, given[file.From[0]])
			continue
		}
		f := newHeld(given[0].piece, outputs[0].Name, outputs[0].Data)
		f.changes = file.Changes
		for _, from := range file.From {
			f.given = append(f.given, given[from])
		}
		for _, double := range file.Doubles {
			f.changes, f.given = append(f.changes, double.Change), append(f.given, given[double.From])
		}
		made, outputs = append(made, f), outputs[1:]
	}
	return made, nil
}

func (s *Server) showPicture(w http.ResponseWriter, r *http.Request, p *person) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.outcome == nil || p.outcome.pictures[r.PathValue("name")] == nil {
		return notHere()
	}
	w.Header().Set("Content-Type", "image/png")
	_, _ = w.Write(p.outcome.pictures[r.PathValue("name")])
	return nil
}

func (s *Server) showThumbnail(w http.ResponseWriter, r *http.Request, p *person) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	piece, file, ok := p.outcome.find(&heldFile{id: r.PathValue("id")})
	if !ok || p.outcome.view.Pieces[piece].Files[file].First == nil {
		return notHere()
	}
	w.Header().Set("Content-Type", "image/jpeg")
	_, _ = w.Write(p.outcome.view.Pieces[piece].Files[file].First)
	return nil
}

var errStillBusy = errors.New("web: the pieces are still being read")

// settled waits until nothing is left to check, and returns what was found.
func (s *Server) settled(ctx context.Context, p *person) (*outcome, error) {
	const glance = 50 * time.Millisecond
	for asked := false; ; {
		p.mu.Lock()
		found, running := p.outcome, p.running
		if found == nil && !running && !asked { // once: what cannot be checked is not asked for again
			s.changed(p)
			running, asked = true, true
		}
		p.mu.Unlock()
		if !running {
			return found, nil
		}
		select {
		case <-time.After(glance):
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-p.ctx.Done():
			return nil, errStillBusy
		}
	}
}

// safeName is a file's name in letters that every system takes.
func safeName(name string) string {
	safe := strings.Map(func(r rune) rune {
		switch {
		case r < ' ', strings.ContainsRune(`<>:"/\|?*`, r), r == 0x7f:
			return '_'
		}
		return r
	}, name)
	letters := []rune(safe)
	const most = 80
	return string(letters[max(0, len(letters)-most):])
}
