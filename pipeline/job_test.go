package pipeline

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"image"
	"image/jpeg"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/recevable/recevable/pipeline/calendar"
	"github.com/recevable/recevable/pipeline/rules"
	"github.com/recevable/recevable/validators"
	"github.com/recevable/recevable/validators/reader"
	"github.com/recevable/recevable/validators/reader/ocr"
	"github.com/recevable/recevable/validators/reader/ocr/testpage"
)

// memory is a Sink that keeps what it is given.
type memory struct {
	papers []Paper
	fail   error
}

func (m *memory) Take(_ context.Context, papers []Paper) error {
	m.papers = papers
	return m.fail
}

func (m *memory) get(name string) []byte {
	for _, p := range m.papers {
		if p.Name == name {
			return p.Data
		}
	}
	return nil
}

// photo is a page that a person can read.
var photo = sync.OnceValue(func() []byte {
	var b bytes.Buffer
	if err := jpeg.Encode(&b, testpage.NewBill(1, 150).Image, nil); err != nil {
		panic(err)
	}
	return b.Bytes()
})

// blind is an engine that reads no word on any page.
type blind struct{}

func (blind) Read(context.Context, image.Image, ocr.Mode) (ocr.Text, error) { return ocr.Text{}, nil }
func (blind) Name() string                                                  { return "blind" }
func (blind) Limitation() ocr.Limitation                                    { return ocr.Unlimited }

// jobIn writes a dossier and its files into a folder and prepares its job.
func jobIn(t *testing.T, yaml string, files map[string][]byte) *Job {
	t.Helper()
	dir := t.TempDir()
	files["dossier.yaml"] = []byte(yaml)
	for name, data := range files {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	dossier, folder, err := Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	r := reader.New(reader.WithOCR(blind{}))
	t.Cleanup(func() { r.Close() })
	return &Job{On: calendar.New(2026, 11, 21), Dossier: dossier, Folder: folder, Catalogue: rules.DefaultCatalogue(), Reader: r}
}

const smallDossier = `version: 1
demandeur:
  nom_naissance: MARTIN
  prenoms: [Zoé]
  sexe: F
  date_naissance: 1988-04-17
  adresse: {nom_voie: rue du Faubourg, code_postal: "28000", commune: Chartres}
demande:
  numero: PC-1
  photo_signature: {mode: courrier}
situation:
  demarche: retour_invalidation
  date_notification: 2026-10-01
  date_restitution: 2026-10-08
  alcool_stupefiants: false
  date_permis: 2010-06-30
  nationalite: francaise
pieces:
  - {type: piece_identite, fichiers: [recto.jpg, verso.jpg]}
  - {type: justificatif_domicile, fichiers: [facture.jpg], date: 2026-09-12}
  - {type: avis_medical, fichiers: [avis.jpg]}
`

func smallFiles(t *testing.T) map[string][]byte {
	t.Helper()
	p := photo()
	return map[string][]byte{"recto.jpg": p, "verso.jpg": append(p[:len(p):len(p)], 1), "facture.jpg": append(p[:len(p):len(p)], 2), "avis.jpg": append(p[:len(p):len(p)], 3)}
}

func TestRunGivesReportAndPapers(t *testing.T) {
	out := &memory{}
	job := jobIn(t, smallDossier, smallFiles(t))
	if err := Run(context.Background(), job, Stages(out)...); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{FormName, ChecklistName} {
		if !bytes.HasPrefix(out.get(name), []byte("%PDF-")) {
			t.Errorf("%s is no PDF", name)
		}
	}
	if !bytes.HasPrefix(out.get(CalendarName), []byte("BEGIN:VCALENDAR")) {
		t.Errorf("%s is no calendar", CalendarName)
	}
	if last := out.papers[len(out.papers)-1].Name; last != ReportName {
		t.Errorf("the last file is %s, not the report", last)
	}
	var report map[string]any
	if err := json.Unmarshal(out.get(ReportName), &report); err != nil {
		t.Fatal(err)
	}
	if report["verdict"] != "recevable" || report["version"] != 1.0 || report["date_reference"] != "2026-11-21" || report["decision"] == nil {
		t.Errorf("got %v", report)
	}
}

func TestSameInputSameBytes(t *testing.T) {
	var runs [2]memory
	for i := range runs {
		job := jobIn(t, smallDossier, smallFiles(t))
		if err := Run(context.Background(), job, Stages(&runs[i])...); err != nil {
			t.Fatal(err)
		}
	}
	for _, p := range runs[0].papers {
		if !bytes.Equal(p.Data, runs[1].get(p.Name)) {
			t.Errorf("%s differs from one run to the next", p.Name)
		}
	}
}

func TestOneBadFileDoesNotStopTheOthers(t *testing.T) {
	files := smallFiles(t)
	files["recto.jpg"] = nil
	files["verso.jpg"] = []byte("\xff\xd8\xff")
	job := jobIn(t, smallDossier, files)
	if err := Run(context.Background(), job, Intake{}, Decide{}, Check{}); err != nil {
		t.Fatal(err)
	}
	pieces := job.Report.Pieces
	if got := pieces[0].Files[0].Findings; len(got) != 1 || got[0].Code != validators.FileEmpty {
		t.Errorf("empty file: %v", got)
	}
	if pieces[0].Verdict != validators.Refused || pieces[1].Verdict != validators.Ready || pieces[2].Verdict != validators.Ready || job.Report.Verdict != validators.Refused {
		t.Errorf("verdicts: %s %s %s, dossier %s", pieces[0].Verdict, pieces[1].Verdict, pieces[2].Verdict, job.Report.Verdict)
	}
}

func TestAFileThatVanishesIsAFinding(t *testing.T) {
	job := jobIn(t, smallDossier, smallFiles(t))
	if err := Run(context.Background(), job, Intake{}); err != nil {
		t.Fatal(err)
	}
	os.Remove(filepath.Join(job.Folder, "avis.jpg"))
	if err := Run(context.Background(), job, Check{}); err != nil {
		t.Fatal(err)
	}
	got := job.Report.Pieces[2].Files[0].Findings
	if len(got) != 1 || got[0].Code != validators.FileUnreadable || got[0].Severity != validators.Undetermined {
		t.Errorf("got %+v", got)
	}
}

func TestAFormThatIsNotPrintedIsSaidAndTheRestPrinted(t *testing.T) {
	for name, c := range map[string]struct {
		from, to string
		code     validators.Code
		verdict  validators.Verdict
		says     string
	}{
		"no number yet":    {"numero: PC-1", "numero:", FormLater, validators.Ready, "que l’ANTS donne"},
		"no birth name":    {"nom_naissance: MARTIN", "nom_naissance:", FormIncomplete, validators.ToReview, "demandeur.nom_naissance"},
		"international":    {"demarche: retour_invalidation", "demarche: permis_international", FormPointless, validators.Ready, "n’en demande pas"},
		"licence in error": {"demarche: retour_invalidation", "demarche: erreur_titre", FormPointless, validators.Ready, "n’en demande pas"},
	} {
		out := &memory{}
		job := jobIn(t, strings.Replace(smallDossier, c.from, c.to, 1), smallFiles(t))
		if err := Run(context.Background(), job, Stages(out)...); err != nil {
			t.Fatal(name, err)
		}
		if out.get(FormName) != nil || out.get(ChecklistName) == nil {
			t.Errorf("%s: a form was printed, or the checklist was not", name)
		}
		at := slices.IndexFunc(job.Report.Findings, func(f validators.Finding) bool { return f.Code == c.code })
		if at < 0 || !strings.Contains(job.Report.Findings[at].Message, c.says) {
			t.Errorf("%s: got %+v", name, job.Report.Findings)
		}
		if strings.HasPrefix(name, "no ") && job.Report.Verdict != c.verdict {
			t.Errorf("%s: %s", name, job.Report.Verdict)
		}
	}
}

func TestFormErrorsNameTheKey(t *testing.T) {
	for name, c := range map[string]struct{ from, to, key string }{
		"no name":        {"nom_naissance: MARTIN", "nom_naissance:", "demandeur.nom_naissance"},
		"no first name":  {"prenoms: [Zoé]", "prenoms: []", "demandeur.prenoms"},
		"no sex":         {"sexe: F", "sexe:", "demandeur.sexe"},
		"no birth date":  {"date_naissance: 1988-04-17", "date_naissance:", "demandeur.date_naissance"},
		"no town":        {", commune: Chartres", "", "demandeur.adresse"},
		"no street":      {"nom_voie: rue du Faubourg, ", "", "demandeur.adresse"},
		"Chinese letter": {"nom_naissance: MARTIN", "nom_naissance: 王", "demandeur.nom_naissance"},
		"endless name":   {"prenoms: [Zoé]", "prenoms: [" + strings.Repeat(strings.Repeat("W", 90)+", ", 30) + "Zoé]", "demandeur.prenoms"},
	} {
		dossier, err := Parse("dossier.yaml", []byte(strings.Replace(smallDossier, c.from, c.to, 1)))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		_, err = ComposeForm(dossier)
		var input *InputError
		if !errors.As(err, &input) || input.Key != c.key {
			t.Errorf("%s: got %v, want key %s", name, err, c.key)
		}
	}
}

func TestNothingIsDoneOnceCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	out := &memory{}
	job := jobIn(t, smallDossier, smallFiles(t))
	if err := Run(ctx, job, Stages(out)...); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if len(out.papers) != 0 || job.Inputs != nil {
		t.Error("something was done all the same")
	}
	if err := (Check{}).Run(ctx, &Job{Catalogue: job.Catalogue, Reader: job.Reader, Inputs: []Input{{Files: []InputFile{{}}}}}); !errors.Is(err, context.Canceled) {
		t.Errorf("check by itself: %v", err)
	}
}

func TestAFailingSinkIsAnError(t *testing.T) {
	full := errors.New("disk full")
	job := jobIn(t, smallDossier, smallFiles(t))
	if err := Run(context.Background(), job, Stages(&memory{fail: full})...); !errors.Is(err, full) {
		t.Errorf("got %v", err)
	}
}

// The date of the proof enters the deadlines: as declared at first, as read in
// the file once it was.
func TestTheProofOfAddressIsDated(t *testing.T) {
	job := jobIn(t, smallDossier, smallFiles(t))
	last := func() string {
		for _, e := range job.Decision.Deadlines {
			if e.Code == rules.ProofOfAddressEnd {
				return e.Date.String()
			}
		}
		return "none"
	}
	if err := Run(context.Background(), job, Intake{}, Decide{}); err != nil {
		t.Fatal(err)
	}
	if got := last(); got != "2027-03-11" { // am(2026-09-12, 6) - 1
		t.Errorf("declared: got %s", got)
	}
	job.Inputs[1].Date = calendar.New(2026, 10, 3) // as if it had been read so
	if err := Run(context.Background(), job, Check{}); err != nil {
		t.Fatal(err)
	}
	if got := last(); got != "2027-04-02" {
		t.Errorf("read: got %s", got)
	}
}

// A dossier with a host's pieces is that of a hosted person, unless it says
// otherwise: the person's own proof of address is not missing.
func TestTheHostsPiecesSayThatThePersonIsHosted(t *testing.T) {
	hosted := strings.Replace(smallDossier, "type: justificatif_domicile, ", "type: justificatif_domicile_hebergeant, ", 1)
	for said, missing := range map[string]bool{"": false, "  heberge: true\n": false, "  heberge: false\n": true} {
		job := jobIn(t, strings.Replace(hosted, "  nationalite:", said+"  nationalite:", 1), smallFiles(t))
		if err := Run(context.Background(), job, Intake{}, Decide{}, Check{}); err != nil {
			t.Fatal(err)
		}
		own := slices.ContainsFunc(job.Report.Findings, func(f validators.Finding) bool {
			return f.Code == validators.PieceMissing && f.Piece == string(rules.ProofOfAddress)
		})
		if own != missing {
			t.Errorf("%q: own proof missing = %v, want %v (%+v)", said, own, missing, job.Report.Findings)
		}
	}
}
