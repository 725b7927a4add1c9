package pipeline

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"image"
	"image/jpeg"
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/recevable/recevable/pipeline/calendar"
	"github.com/recevable/recevable/pipeline/rules"
	"github.com/recevable/recevable/validators"
	"github.com/recevable/recevable/validators/reader"
)

// pagesWithPreview are pages that were seen, all with the same picture.
func pagesWithPreview(n int) (pages []reader.Page) {
	for range n {
		pages = append(pages, reader.Page{Preview: photo()})
	}
	return pages
}

var onTheDate, onTheName = reader.Mark{X0: 0.1, Y0: 0.1, X1: 0.4, Y1: 0.15}, reader.Mark{X0: 0.5, Y0: 0.2, X1: 0.8, Y1: 0.22}

// provenJob was checked: a bill of three pages with findings on two of them,
// and a card that could not be opened.
func provenJob() *Job {
	bill := FileReport{
		Name: "dossier/Factüre d’été.PDF", Pages: 3, Verdict: validators.Refused,
		Findings: []validators.Finding{
			{Code: "lisibilite.sombre", Severity: validators.Warning, Message: "Sombre.", Page: 2},
			{Code: validators.DateTooOld, Severity: validators.Blocking, Message: "Trop ancien.", Page: 1, Excerpt: "Facture du 21 mai 2026", Mark: &onTheDate},
			{Code: "titulaire.different", Severity: validators.Warning, Message: "Autre nom.", Page: 1, Mark: &onTheName},
			{Code: validators.DateSoonTooOld, Severity: validators.Info, Message: "Bientôt.", Page: 1, Mark: &onTheDate},
		},
		Read: validators.Readings{Code: &validators.CodeReading{Type: "01", Title: "Facture", Page: 1, Mark: &onTheDate, Signature: validators.SignatureUnchecked}},
	}
	job := &Job{
		On: calendar.New(2026, 11, 21), WantEvidence: true,
		Report: &Report{
			Version: 1, ReferenceDate: calendar.New(2026, 11, 21), Verdict: validators.Refused, Findings: []validators.Finding{},
			Pieces: []PieceReport{{Type: rules.ProofOfAddress, Label: "Justificatif de domicile", Files: []FileReport{bill, {Name: "cni.jpg"}}}},
		},
	}
	job.keepEvidence([]validators.Piece{{Files: []validators.File{
		{Document: reader.Document{State: reader.Opened, PageCount: 3, Pages: pagesWithPreview(3)}},
		{Document: reader.Document{State: reader.Damaged}},
	}}})
	return job
}

func composed(t *testing.T, job *Job) (names []string, html string) {
	t.Helper()
	papers, err := ComposeEvidence(job)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range papers {
		names = append(names, p.Name)
	}
	return names, string(papers[len(papers)-1].Data)
}

// One picture for each place, the heaviest finding first; findings and readings
// about the same place share it. Pages without a place have none.
func TestEvidenceIsNumberedAsThePageShowsIt(t *testing.T) {
	names, html := composed(t, provenJob())
	want := []string{"preuve-01_facture-d-ete_page-1.png", "preuve-02_facture-d-ete_page-1.png", WebReportName}
	if !slices.Equal(names, want) {
		t.Errorf("got %v, want %v", names, want)
	}
	if n := strings.Count(html, "<figure"); n != 3 {
		t.Errorf("%d figures: the date, the name and the dark page", n)
	}
	first, second := strings.Index(html, want[0]), strings.Index(html, want[1])
	if first < 0 || second < first {
		t.Errorf("the pictures are named at %d and %d", first, second)
	}
	if !strings.Contains(html, "cni.jpg\u00a0: ce fichier n’a pas été ouvert") {
		t.Error("what was not read is not said")
	}
}

func TestEvidencePicturesArePNG(t *testing.T) {
	papers, err := ComposeEvidence(provenJob())
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range papers[:len(papers)-1] {
		if _, err := png.Decode(bytes.NewReader(p.Data)); err != nil {
			t.Errorf("%s: %v", p.Name, err)
		}
	}
	again, err := ComposeEvidence(provenJob())
	if err != nil {
		t.Fatal(err)
	}
	for i := range papers {
		if !bytes.Equal(papers[i].Data, again[i].Data) {
			t.Errorf("%s differs from one time to the next", papers[i].Name)
		}
	}
}

func TestOnlyPagesThatAreShownAreKept(t *testing.T) {
	kept := provenJob().Evidence.pictures
	for page, want := range map[int]bool{1: true, 2: true, 3: false} {
		if _, got := kept[pagePlace{filePlace{0, 0}, page}]; got != want {
			t.Errorf("page %d kept: %v", page, got)
		}
	}
}

// A finding of a future version may name a page that is not there.
func TestAPageThatIsNotThereHasNoPicture(t *testing.T) {
	job := provenJob()
	job.Report.Pieces[0].Files[0].Findings = []validators.Finding{
		{Severity: validators.Warning, Message: "Loin.", Page: 99, Mark: &onTheDate},
		{Severity: validators.Warning, Message: "Nulle part.", Page: 1, Mark: &reader.Mark{X0: 3, Y0: 3, X1: 4, Y1: 4}},
	}
	names, html := composed(t, job)
	if len(names) != 2 || !strings.Contains(html, "Loin.") { // that of the code that was read
		t.Errorf("got %v", names)
	}
}

func TestAPageThatLiesOnItsSideIsNotShownUpright(t *testing.T) {
	job := provenJob()
	job.Report.Pieces[0].Files[0].Findings = []validators.Finding{{Code: validators.PageTurned, Severity: validators.Info, Message: "Couchée.", Page: 2}}
	if _, html := composed(t, job); strings.Count(html, "<figure") != 1 { // that of the code that was read
		t.Error("the page is shown upright")
	}
}

func TestALargeDossierKeepsFewerPagesOfEachFile(t *testing.T) {
	for files, want := range map[int]int{1: 10, 20: 10, 50: 4, 200: 1, 201: 0} {
		job := &Job{WantEvidence: true, Inputs: []Input{{Files: make([]InputFile, files)}}}
		doc := reader.Document{State: reader.Opened, PageCount: 10, Pages: pagesWithPreview(10)}
		job.trimPictures(&doc)
		kept := 0
		for _, p := range doc.Pages {
			if len(p.Preview) > 0 {
				kept++
			}
		}
		if kept != want {
			t.Errorf("%d files: %d pages of each kept, want %d", files, kept, want)
		}
		if g := gapOf(doc); len(g.unseen) > 0 {
			t.Errorf("%d files: pages %v are said not to have been seen", files, g.unseen)
		}
	}
}

func TestThereIsAnEndToEvidence(t *testing.T) {
	job := provenJob()
	var small bytes.Buffer
	if err := jpeg.Encode(&small, image.NewGray(image.Rect(0, 0, 90, 120)), nil); err != nil {
		t.Fatal(err)
	}
	for page := range job.Evidence.pictures {
		job.Evidence.pictures[page] = small.Bytes()
	}
	findings := &job.Report.Pieces[0].Files[0].Findings
	for i := range maxEvidence + 5 {
		y := float64(i) / 200
		*findings = append(*findings, validators.Finding{Severity: validators.Warning, Page: 1, Mark: &reader.Mark{X0: 0.1, Y0: y, X1: 0.2, Y1: y + 0.01}})
	}
	names, html := composed(t, job)
	if len(names) > maxEvidence+1 || !strings.Contains(html, "Au-delà de 99") {
		t.Errorf("%d papers", len(names))
	}
}

func TestEvidenceNeedsACheckThatKeptIt(t *testing.T) {
	if _, err := ComposeEvidence(&Job{}); !errors.Is(err, ErrNoReport) {
		t.Errorf("got %v", err)
	}
	if _, err := ComposeEvidence(&Job{Report: &Report{}}); !errors.Is(err, ErrNoEvidence) {
		t.Errorf("got %v", err)
	}
}

func TestSlug(t *testing.T) {
	for name, want := range map[string]string{
		"facture.pdf": "facture", "Pièce d’identité (recto).JPG": "piece-d-identite-recto", `C:\Users\Zoé\cni.png`: "cni",
		"../../etc/passwd": "passwd", "写真.jpg": "fichier", "": "fichier", ".pdf": "fichier", "a\u202efdp.exe": "a-fdp",
		"--x__y--.tiff": "x-y", "ﬁche.pdf": "fiche", strings.Repeat("long nom ", 20): "long-nom-long-nom-long-nom-long-nom-long",
	} {
		got := slug(name)
		if got != want {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
		if file := evidenceName(7, name, 12); !evidenceNames.MatchString(file) {
			t.Errorf("%s is not known as ours", file)
		}
	}
}

func TestPageList(t *testing.T) {
	for want, pages := range map[string][]int{
		"": nil, "4": {4}, "1 et 2": {1, 2}, "1 à 3": {1, 2, 3}, "1, 3 et 5 à 9": {1, 3, 5, 6, 7, 8, 9}, "1, 2 et 7": {1, 2, 7},
	} {
		if got := pageList(pages); got != want {
			t.Errorf("%v: %q, want %q", pages, got, want)
		}
	}
}

func TestGaps(t *testing.T) {
	doc := reader.Document{State: reader.Partial, PageCount: 5, Pages: pagesWithPreview(4)}
	doc.Pages[1].Unread = true
	doc.Pages[3].Preview = nil
	g := gapOf(doc)
	if g.closed || !slices.Equal(g.unseen, []int{4, 5}) || !slices.Equal(g.unread, []int{2}) {
		t.Errorf("got %+v", g)
	}
}

// A check that keeps evidence reports just what one without it does, and no
// picture ever stands in the JSON.
func TestEvidenceStaysOutOfTheReport(t *testing.T) {
	var reports [2][]byte
	for i, wanted := range []bool{false, true} {
		job := jobIn(t, smallDossier, smallFiles(t))
		job.WantEvidence = wanted
		if err := Run(context.Background(), job, Intake{}, Decide{}, Check{}); err != nil {
			t.Fatal(err)
		}
		if (job.Evidence != nil) != wanted {
			t.Fatalf("wanted %v, kept %v", wanted, job.Evidence != nil)
		}
		if wanted {
			if n := len(job.Evidence.pictures); n != 4 {
				t.Errorf("%d pictures kept, want the first page of each file", n)
			}
			names, html := composed(t, job)
			if names[len(names)-1] != WebReportName || strings.Count(html, "vignette") < 4 {
				t.Errorf("got %v", names)
			}
		}
		var err error
		if reports[i], err = job.Report.JSON(); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(reports[0], reports[1]) || !json.Valid(reports[1]) {
		t.Error("the reports differ")
	}
}

// Of an earlier report, the pictures go that are not made again, and nothing
// else: no file of another name, no folder, no link, no file that is checked.
func TestAnEvidenceFolderForgetsThePicturesOfAnEarlierReport(t *testing.T) {
	ours, input := "preuve-07_cni-recto_page-2.png", "preuve-08_facture_page-1.png"
	others := []string{
		"preuve-07_cni.png", "preuve-7_cni_page-2.png", "preuve-07_CNI_page-2.png", "preuve-07_cni_page-2.png.bak", "preuve-07_cni_page-0.png",
		"xpreuve-07_cni_page-2.png", "preuve-07_-cni_page-2.png", ReportName, ChecklistName, "note.txt",
	}
	dir := folderOf(t, append(slices.Clone(others), ours, input, WebReportName, "preuve-01_x_page-1.png")...)
	if err := os.Mkdir(filepath.Join(dir, "preuve-09_dossier_page-1.png"), 0o700); err != nil {
		t.Fatal(err)
	}
	papers := papersNamed("preuve-01_x_page-1.png", "preuve-02_y_page-3.png", WebReportName)
	if err := (EvidenceFolder{Path: dir, Inputs: []string{filepath.Join(dir, input)}}).Take(context.Background(), papers); err != nil {
		t.Fatal(err)
	}
	want := append(slices.Clone(others), input, WebReportName, "preuve-01_x_page-1.png", "preuve-02_y_page-3.png", "preuve-09_dossier_page-1.png")
	slices.Sort(want)
	if got := namesIn(t, dir); !slices.Equal(got, want) {
		t.Errorf("left %v, want %v", got, want)
	}
	if data, _ := os.ReadFile(filepath.Join(dir, WebReportName)); string(data) != "new" {
		t.Errorf("the page was not written again: %q", data)
	}
}

func TestEvidenceNeverReplacesAnInput(t *testing.T) {
	for _, name := range []string{WebReportName, "preuve-01_x_page-1.png"} {
		dir := folderOf(t, name)
		out := EvidenceFolder{Path: dir, Inputs: []string{filepath.Join(dir, name)}}
		err := out.Take(context.Background(), papersNamed("preuve-01_x_page-1.png", WebReportName))
		if !errors.Is(err, ErrOverwritesInput) {
			t.Errorf("%s: got %v", name, err)
		}
		if got := namesIn(t, dir); !slices.Equal(got, []string{name}) {
			t.Errorf("%s: left %v", name, got)
		}
	}
}
