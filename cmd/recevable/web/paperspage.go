package web

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"slices"

	"github.com/recevable/recevable/pipeline"
	"github.com/recevable/recevable/templates"
)

// papersView is the page of what to take away.
type papersView struct {
	Busy     bool
	Verdict  templates.Verdict
	Checked  bool // some pieces were
	Papers   []paperView
	Findings []findingView // on the papers that are not there
	AskPhoto bool          // nobody said how the photo goes: there is no form yet
}

type paperView struct{ Name, Title, Detail, Link, Type string }

// paperTexts say what each paper is.
var paperTexts = []paperView{
	{Name: pipeline.ChecklistName, Title: "Votre liste de contrôle", Detail: "Ce qui est prêt, ce qui reste à faire, les dates, et les écrans de l’ANTS un par un.", Type: "PDF"},
	{Name: pipeline.WebListName, Title: "La même liste, pour l’écran", Detail: "À lire sur le téléphone, à agrandir, à faire lire à voix haute.", Type: "page"},
	{Name: pipeline.FormName, Title: "Le formulaire de dépôt photo et signature", Detail: "À imprimer à 100 %, signer, et envoyer par la poste avec votre photo.", Type: "PDF"},
	{Name: pipeline.CalendarName, Title: "Vos dates, pour l’agenda", Detail: "S’ajoute à l’agenda du téléphone ou de l’ordinateur, avec des rappels.", Type: "agenda"},
}

// archiveName is everything at once.
const archiveName = "dossier.zip"

func (s *Server) showPapers(w http.ResponseWriter, r *http.Request, p *person) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.outcome == nil && !p.running {
		s.changed(p)
	}
	view := papersView{Busy: p.running, Checked: len(p.files) > 0}
	f := frame{Title: "Vos papiers", Here: "papiers"}
	if view.Busy {
		f.Refresh = 2
	} else if o := p.outcome; o != nil {
		view.Verdict = o.view.Verdict
		for _, paper := range paperTexts {
			if slices.ContainsFunc(o.job.Papers, func(made pipeline.Paper) bool { return made.Name == paper.Name }) {
				paper.Link = "/papiers/" + paper.Name
				view.Papers = append(view.Papers, paper)
			}
		}
		view.AskPhoto = p.answers["demande.photo_signature.mode"] == "" && o.job.Decision != nil && o.job.Decision.TakesDepositForm()
		for _, finding := range o.job.Report.Findings {
			if slices.Contains(aboutForm, finding.Code) {
				view.Findings = append(view.Findings, findingView{WebFinding: unshown(finding)})
			}
		}
	}
	f.Content = view
	s.show(w, r, p, "papiers", f)
	return nil
}

// handOver hands one paper over, or all of them with the repaired pieces.
func (s *Server) handOver(w http.ResponseWriter, r *http.Request, p *person) error {
	name := r.PathValue("name")
	found, err := s.settled(r.Context(), p)
	if err != nil {
		return err
	}
	if found == nil {
		return notHere()
	}
	if name == archiveName {
		return s.handOverAll(w, r, p)
	}
	at := slices.IndexFunc(found.job.Papers, func(paper pipeline.Paper) bool { return paper.Name == name })
	if at < 0 {
		return notHere()
	}
	paper := found.job.Papers[at]
	if name == pipeline.WebListName { // to be read at once; its policy is stricter than ours but for its style
		w.Header().Set("Content-Security-Policy", templates.WebListPolicy())
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = w.Write(paper.Data)
		return nil
	}
	answerFile(w, name, paper.Data)
	return nil
}

// handOverAll is `run --fix`, as one ZIP.
func (s *Server) handOverAll(w http.ResponseWriter, r *http.Request, p *person) error {
	p.mu.Lock()
	job, err := s.jobFor(p, p.pieces())
	p.mu.Unlock()
	if err != nil {
		return err
	}
	job.WantThumbnails, job.WantRepair = true, true
	var archive bytes.Buffer
	stages := []pipeline.Stage{pipeline.Decide{}, pipeline.Check{}, pipeline.Repair{}, pipeline.Compose{}, pipeline.Write{Out: pipeline.Archive{W: &archive, On: job.On}}}
	if err := s.runInTurn(r.Context(), job, stages...); err != nil {
		return err
	}
	answerFile(w, archiveName, archive.Bytes())
	return nil
}

// The file that keeps a dossier is a ZIP of a dossier as the command line takes
// it: dossier.json and the files that it names.

const (
	savedDossier = "dossier.json"
	savedSkips   = "questions-passees.json" // their names; the command line does not read it
	savedName    = "mon-dossier.zip"
)

func (s *Server) save(w http.ResponseWriter, r *http.Request, p *person) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	text, papers, err := saved(p)
	if err != nil {
		return err
	}
	skipped, err := pipeline.EncodeJSON(slices.Sorted(maps.Keys(p.skipped)))
	if err != nil {
		return err
	}
	var b bytes.Buffer
	archive := pipeline.Archive{W: &b, On: s.config.Today()}
	if err := archive.Take(r.Context(), append([]pipeline.Paper{{Name: savedDossier, Data: text}, {Name: savedSkips, Data: skipped}}, papers...)); err != nil {
		return err
	}
	answerFile(w, savedName, b.Bytes())
	return nil
}

// saved is a person's dossier.json and the files it names.
func saved(p *person) (text []byte, files []pipeline.Paper, err error) {
	root := dossierTree(p.answers)
	var pieces []map[string]any
	for _, group := range p.pieces() {
		var names []string
		for i, f := range group {
			name := fmt.Sprintf("pieces/%s/%d/%s", f.piece, i+1, safeName(f.name))
			names = append(names, name)
			files = append(files, pipeline.Paper{Name: name, Data: f.data})
		}
		pieces = append(pieces, map[string]any{"type": group[0].piece, "fichiers": names})
	}
	if pieces != nil {
		root["pieces"] = pieces
	}
	text, err = pipeline.EncodeJSON(root)
	return text, files, err
}

// resume opens a saved dossier.
func (s *Server) resume(w http.ResponseWriter, r *http.Request) {
	if err := s.reopen(w, r); err != nil {
		s.refuse(w, r, err)
		return
	}
	goTo(w, r, "/questions")
}

func badSave(detail string) *problem {
	return &problem{
		Type: kind("sauvegarde"), Title: "Ce fichier n’est pas une sauvegarde de ce programme", Status: http.StatusUnprocessableEntity,
		Detail: detail, Expected: "le fichier " + savedName + " que la page a donné",
	}
}

func (s *Server) reopen(w http.ResponseWriter, r *http.Request) error {
	sent, err := s.receive(w, r)
	if err != nil {
		return err
	}
	defer sent.release()
	if len(sent.files) != 1 {
		return badSave("Choisissez un fichier, et un seul.")
	}
	held, err := s.opened(sent.contents[0])
	if err != nil {
		return err
	}
	p, err := s.people.welcome(w, r)
	if err != nil {
		s.space.give(weight(held.files))
		return err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.answers, p.skipped, p.files = held.answers, held.skipped, held.files
	p.say("vert", "Votre dossier est rouvert.")
	s.changed(p)
	return nil
}

// opened reads a saved dossier, within the limits of what a person may send.
func (s *Server) opened(data []byte) (_ *person, err error) {
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, badSave("Il ne s’ouvre pas.")
	}
	held := &person{skipped: map[string]bool{}}
	defer func() {
		if err != nil {
			s.space.give(weight(held.files))
		}
	}()
	text, err := s.unpack(archive, savedDossier, maxField)
	if err != nil {
		return nil, badSave("Il ne contient pas de dossier.")
	}
	dossier, err := pipeline.Parse(savedDossier, text)
	if err != nil {
		return nil, err
	}
	if held.answers, err = answersOf(text); err != nil {
		return nil, badSave("Son dossier ne se lit pas.")
	}
	maps.DeleteFunc(held.answers, func(_, text string) bool { return text == "" })
	if err := s.acceptable(held.answers); err != nil { // such as a birth that is still to come
		return nil, err
	}
	held.skipped = s.skippedIn(archive)
	total := int64(0)
	for _, piece := range dossier.Pieces {
		for _, name := range piece.Files {
			if len(held.files) == s.config.Limits.Files {
				return nil, tooLarge(fmt.Sprintf("Un dossier tient %d\u00a0fichiers au plus.", s.config.Limits.Files))
			}
			content, err := s.unpack(archive, name.Path, min(s.config.Limits.File, s.config.Limits.Request-total))
			if errors.Is(err, errTooMuch) {
				return nil, tooLarge("Les pièces de cette sauvegarde sont trop lourdes.")
			}
			if err != nil {
				return nil, badSave("Il y manque une des pièces.")
			}
			total += int64(len(content))
			f := newHeld(piece.Type, baseName(name.Path), content)
			if !s.space.take(weight([]*heldFile{f})) {
				return nil, busy()
			}
			held.files = append(held.files, f)
		}
	}
	return held, nil
}

// skippedIn are the questions that were passed over, as far as a save tells.
func (s *Server) skippedIn(archive *zip.Reader) map[string]bool {
	skipped := map[string]bool{}
	var names []string
	if text, err := s.unpack(archive, savedSkips, maxField); err == nil && json.Unmarshal(text, &names) == nil {
		for _, name := range names {
			if questionNamed(name) != nil {
				skipped[name] = true
			}
		}
	}
	return skipped
}

var errTooMuch = errors.New("web: the content passes its limit")

// unpack reads one file of an archive, whatever it says of its size.
func (s *Server) unpack(archive *zip.Reader, name string, most int64) ([]byte, error) {
	f, err := archive.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, most+1))
	if err == nil && int64(len(data)) > most {
		return nil, errTooMuch
	}
	return data, err
}
