package web

import (
	"bytes"
	"context"
	_ "embed"
	"encoding/json"
	"io"
	"mime"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/recevable/recevable/pipeline"
	"github.com/recevable/recevable/pipeline/calendar"
	"github.com/recevable/recevable/pipeline/rules"
)

const healthPath = "/healthz"

//go:embed openapi.json
var openAPI []byte

// routeAPI adds what integrators build on: each answer is that of a command.
func (s *Server) routeAPI() {
	s.routes.HandleFunc("GET "+healthPath, s.health)
	s.routes.HandleFunc("GET /metrics", s.gauges.serve)
	s.routes.HandleFunc("GET /api/v1/openapi.json", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write(openAPI)
	})
	for path, answer := range map[string]func(http.ResponseWriter, *http.Request) error{
		"check": s.apiCheck, "decisions": s.apiDecision, "formulaires": s.apiForm, "checklists": s.apiChecklist, "dossiers": s.apiDossier,
	} {
		s.routes.HandleFunc("POST /api/v1/"+path, func(w http.ResponseWriter, r *http.Request) {
			if err := answer(w, r); err != nil {
				s.refuse(w, r, err)
			}
		})
	}
}

func (s *Server) health(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(map[string]string{"statut": "ok", "version": s.config.Version})
}

// apiCheck is `check`.
func (s *Server) apiCheck(w http.ResponseWriter, r *http.Request) error {
	sent, err := s.receive(w, r)
	if err != nil {
		return err
	}
	defer sent.release()
	on, err := s.dateIn(r, sent.value("date"))
	if err != nil {
		return err
	}
	if len(sent.files) == 0 {
		return badParameter("fichier", "Aucun fichier n’est joint.", "un champ « fichier » au moins, avec un nom de fichier")
	}
	starts, err := typeStarts(sent)
	if err != nil {
		return err
	}
	inputs, idle := pipeline.GroupByType(starts, sent.files)
	if idle != "" {
		return badParameter("piece", "Aucun fichier ne suit « "+string(idle)+" ».", "« piece », puis les fichiers de cette pièce")
	}
	job := s.job(on)
	job.Inputs = inputs
	if err := s.runInTurn(r.Context(), job, pipeline.Check{}); err != nil {
		return err
	}
	return answerJSON(w, job.Report)
}

func typeStarts(sent *delivery) ([]pipeline.TypeStart, error) {
	var starts []pipeline.TypeStart
	for _, f := range sent.fields {
		if f.name != "piece" || f.value == "" {
			continue
		}
		if !slices.Contains(rules.PieceTypes(), rules.PieceType(f.value)) {
			return nil, badParameter("piece", "Ce type de pièce n’existe pas.", pieceNames())
		}
		starts = append(starts, pipeline.TypeStart{Type: rules.PieceType(f.value), After: f.after})
	}
	return starts, nil
}

func pieceNames() string {
	var names []string
	for _, t := range rules.PieceTypes() {
		names = append(names, string(t))
	}
	return strings.Join(names, ", ")
}

// apiDecision is `decide`.
func (s *Server) apiDecision(w http.ResponseWriter, r *http.Request) error {
	job, err := s.decided(w, r)
	if err != nil {
		return err
	}
	return answerJSON(w, job.Decision)
}

// decided takes a dossier in and decides.
func (s *Server) decided(w http.ResponseWriter, r *http.Request) (*pipeline.Job, error) {
	on, err := s.dateIn(r, "")
	if err != nil {
		return nil, err
	}
	job := s.job(on)
	if job.Dossier, err = s.dossierIn(w, r); err != nil {
		return nil, err
	}
	if err := job.Dossier.RequireSituation(); err != nil {
		return nil, err
	}
	return job, pipeline.Run(r.Context(), job, pipeline.Decide{})
}

// apiForm is `form`.
func (s *Server) apiForm(w http.ResponseWriter, r *http.Request) error {
	dossier, err := s.dossierIn(w, r)
	if err != nil {
		return err
	}
	notice, err := flag(r.URL.Query().Get("notice"), "notice")
	if err != nil {
		return err
	}
	compose := pipeline.ComposeForm
	if notice {
		compose = pipeline.ComposeFormWithNotice
	}
	pdf, err := compose(dossier)
	if err != nil {
		return err
	}
	answerFile(w, pipeline.FormName, pdf)
	return nil
}

// apiChecklist is `checklist`.
func (s *Server) apiChecklist(w http.ResponseWriter, r *http.Request) error {
	job, err := s.decided(w, r)
	if err != nil {
		return err
	}
	pdf, err := pipeline.ComposeChecklist(job)
	if err != nil {
		return err
	}
	answerFile(w, pipeline.ChecklistName, pdf)
	return nil
}

// apiDossier is `run`.
func (s *Server) apiDossier(w http.ResponseWriter, r *http.Request) error {
	sent, err := s.receive(w, r)
	if err != nil {
		return err
	}
	defer sent.release()
	on, err := s.dateIn(r, sent.value("date"))
	if err != nil {
		return err
	}
	fix, err := flag(sent.value("fix"), "fix")
	if err != nil {
		return err
	}
	dossier, files, err := dossierAmong(sent)
	if err != nil {
		return err
	}
	if err := dossier.RequireSituation(); err != nil {
		return err
	}
	job := s.job(on)
	job.Dossier, job.WantThumbnails, job.WantRepair = dossier, true, fix
	var archive bytes.Buffer
	stages := pipeline.Stages(pipeline.Archive{W: &archive, On: on})
	if fix {
		stages = pipeline.StagesWithRepair(pipeline.Repair{}, pipeline.Archive{W: &archive, On: on})
	}
	stages[0] = pipeline.Received{Files: files}
	if err := s.runInTurn(r.Context(), job, stages...); err != nil {
		return err
	}
	answerFile(w, "dossier.zip", archive.Bytes())
	return nil
}

// dossierAmong finds the dossier in what was sent: a value of that name, or a
// file. Many clients give a file name to all that is not plain text (browsers
// call a Blob « blob »), so a file in that field is the dossier whatever it is
// called.
func dossierAmong(sent *delivery) (*pipeline.Dossier, []pipeline.InputFile, error) {
	text, files := sent.value("dossier"), sent.files
	if text == "" {
		at := slices.Index(sent.from, "dossier")
		if at < 0 {
			at = slices.IndexFunc(files, func(f pipeline.InputFile) bool { return strings.EqualFold(f.Name, "dossier.json") })
		}
		if at < 0 {
			return nil, nil, badParameter("dossier", "Le dossier n’est pas joint.", "un champ « dossier » qui tient le JSON du dossier")
		}
		data := sent.contents[at]
		if len(data) > maxField {
			return nil, nil, tooLarge("Le dossier dépasse 1\u00a0Mo.")
		}
		text, files = string(data), slices.Delete(slices.Clone(files), at, at+1)
	}
	dossier, err := pipeline.Parse("dossier.json", []byte(text))
	return dossier, files, err
}

// dossierIn reads the dossier that a body is.
func (s *Server) dossierIn(w http.ResponseWriter, r *http.Request) (*pipeline.Dossier, error) {
	if sent := r.Header.Get("Content-Type"); sent != "" {
		if media, _, err := mime.ParseMediaType(sent); err != nil || media != "application/json" && !strings.HasSuffix(media, "+json") {
			return nil, badMedia("application/json")
		}
	}
	room := r.ContentLength
	if room < 0 || room > maxField {
		room = maxField
	}
	if !s.space.take(room) {
		return nil, busy()
	}
	defer s.space.give(room)
	data, err := io.ReadAll(s.body(w, r, maxField))
	if err != nil {
		if p := problemOf(s.bodyProblem(err)); p.Status == http.StatusRequestEntityTooLarge {
			return nil, tooLarge("Le dossier dépasse 1\u00a0Mo.")
		}
		return nil, s.bodyProblem(err)
	}
	return pipeline.Parse("dossier.json", data)
}

// dateIn is the reference date that a request names, in its body or its
// address; today where it names none.
func (s *Server) dateIn(r *http.Request, inBody string) (calendar.Date, error) {
	given := inBody
	if given == "" {
		given = r.URL.Query().Get("date")
	}
	if given == "" {
		return s.config.Today(), nil
	}
	on, err := calendar.Parse(given)
	if err != nil {
		return on, badParameter("date", "Ce n’est pas une date du calendrier.", "AAAA-MM-JJ, par exemple 2026-11-21")
	}
	return on, nil
}

func flag(given, name string) (bool, error) {
	if given == "" {
		return false, nil
	}
	yes, err := strconv.ParseBool(given)
	if err != nil {
		return false, badParameter(name, "Cette valeur n’est ni vraie ni fausse.", "true ou false")
	}
	return yes, nil
}

// runInTurn runs the stages that read files, when their turn comes.
func (s *Server) runInTurn(ctx context.Context, job *pipeline.Job, stages ...pipeline.Stage) error {
	done, err := s.turns.take(ctx)
	if err != nil {
		return err
	}
	defer done()
	return pipeline.Run(ctx, job, stages...)
}

func answerJSON(w http.ResponseWriter, value any) error {
	data, err := pipeline.EncodeJSON(value)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/json")
	_, _ = w.Write(data)
	return nil
}

// mediaOf are the types of the files that we hand over, by their ending.
var mediaOf = map[string]string{
	".pdf": "application/pdf", ".zip": "application/zip", ".ics": "text/calendar; charset=utf-8", ".html": "text/html; charset=utf-8",
	".json": "application/json", ".png": "image/png", ".jpg": "image/jpeg",
}

// answerFile hands a file over under a name of ours, which needs no quoting.
func answerFile(w http.ResponseWriter, name string, data []byte) {
	w.Header().Set("Content-Type", mediaOf[name[strings.LastIndexByte(name, '.'):]])
	w.Header().Set("Content-Disposition", `attachment; filename="`+name+`"`)
	w.Header().Set("Content-Length", strconv.Itoa(len(data)))
	_, _ = w.Write(data)
}
