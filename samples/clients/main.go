// Command clients makes a folder of made-up clients with known faults, for
// `recevable batch`: copies of the sample dossiers under names of all sorts,
// and folders that cannot be treated.
//
//	go run ./samples/clients -n 1000 -o DIR -seed 1
//
// DIR/clients holds a folder for each client, DIR/attendu.jsonl what is to be
// said of each. The same seed gives the same bytes.
package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/recevable/recevable/samples"
)

func main() {
	n := flag.Int("n", 100, "clients")
	out := flag.String("o", "", "`folder` to make them in")
	seed := flag.Uint64("seed", 1, "what chance starts from")
	only := flag.String("only", "", "only copies of these samples, by the start of their names: 01,03,20")
	flag.Parse()
	if *out == "" || *n < 1 || flag.NArg() > 0 {
		flag.Usage()
		os.Exit(2)
	}
	if err := makeClients(*out, *n, *seed, *only); err != nil {
		fmt.Fprintln(os.Stderr, "clients:", err)
		os.Exit(1)
	}
}

// expected is a line of attendu.jsonl.
type expected struct {
	Client  string   `json:"client"`
	Verdict string   `json:"verdict"`
	Codes   []string `json:"codes"` // of what is more than an info, sorted
	// NeedsOCR: what it shows stands on a picture.
	NeedsOCR bool   `json:"ocr,omitempty"`
	Reason   string `json:"code_non_traite,omitempty"`
}

const notTreated = "non_traite"

// heavy is the sample whose file alone weighs as much as fifty clients: it is
// drawn seldom.
const heavy = "05"

func makeClients(out string, n int, seed uint64, only string) error {
	drawn, err := os.MkdirTemp("", "clients")
	if err != nil {
		return err
	}
	defer os.RemoveAll(drawn)
	if err := samples.Draw(drawn); err != nil {
		return err
	}
	chosen, err := choose(only)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(out, 0o755); err != nil {
		return err
	}
	list, err := os.Create(filepath.Join(out, "attendu.jsonl"))
	if err != nil {
		return err
	}
	defer list.Close()
	lines := bufio.NewWriter(list)
	encoder := json.NewEncoder(lines)
	chance := rand.New(rand.NewPCG(seed, 7))
	for i := range n {
		what, err := makeClient(filepath.Join(out, "clients"), drawn, i, chosen, only == "", chance)
		if err != nil {
			return err
		}
		if err := encoder.Encode(what); err != nil {
			return err
		}
	}
	return errors.Join(lines.Flush(), list.Close())
}

func choose(only string) ([]samples.Sample, error) {
	all := samples.All()
	if only == "" {
		return all, nil
	}
	starts := strings.Split(only, ",")
	all = slices.DeleteFunc(all, func(s samples.Sample) bool {
		return !slices.ContainsFunc(starts, func(start string) bool { return strings.HasPrefix(s.Name, start) })
	})
	if len(all) == 0 {
		return nil, fmt.Errorf("no sample starts with one of %s", only)
	}
	return all, nil
}

// makeClient makes one client: one in twenty cannot be treated, where that is
// wanted.
func makeClient(root, drawn string, i int, from []samples.Sample, broken bool, chance *rand.Rand) (expected, error) {
	name := fmt.Sprintf("%s %s %04d", surnames[chance.IntN(len(surnames))], firsts[chance.IntN(len(firsts))], i)
	folder := filepath.Join(root, name)
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return expected{}, err
	}
	sample := from[chance.IntN(len(from))]
	if strings.HasPrefix(sample.Name, heavy) && len(from) > 1 && chance.IntN(20) > 0 {
		sample = from[0]
	}
	if err := copySample(filepath.Join(drawn, sample.Name), folder, i); err != nil {
		return expected{}, err
	}
	if broken && chance.IntN(20) == 0 {
		fault := faults[chance.IntN(len(faults))]
		return expected{Client: name, Verdict: notTreated, Codes: []string{}, Reason: fault.reason}, fault.make(folder)
	}
	what := expected{Client: name, Verdict: sample.Verdict, Codes: []string{}, NeedsOCR: sample.NeedsOCR}
	for _, f := range sample.Findings {
		what.Codes = append(what.Codes, f.Code)
	}
	slices.Sort(what.Codes)
	return what, nil
}

// copySample copies a dossier, with a request number of its own.
func copySample(from, to string, i int) error {
	entries, err := os.ReadDir(from)
	if err != nil {
		return err
	}
	for _, e := range entries {
		content, err := os.ReadFile(filepath.Join(from, e.Name()))
		if err != nil {
			return err
		}
		if e.Name() == dossierFile {
			content = []byte(strings.ReplaceAll(string(content), "PC-2026-0009", fmt.Sprintf("PC-2026-%04d", i%10000)))
		}
		if err := os.WriteFile(filepath.Join(to, e.Name()), content, 0o644); err != nil {
			return err
		}
	}
	return nil
}

const dossierFile = "dossier.yaml"

// faults are what keeps a client from being treated.
var faults = []struct {
	reason string
	make   func(folder string) error
}{
	{"sans_dossier", func(folder string) error { return errors.Join(os.RemoveAll(folder), os.Mkdir(folder, 0o755)) }},
	{"dossier_incorrect", func(folder string) error {
		return os.WriteFile(filepath.Join(folder, dossierFile), []byte("demandeur: {nom_naissance: \"DURAND\n"), 0o644)
	}},
	{"dossier_incorrect", func(folder string) error {
		return os.WriteFile(filepath.Join(folder, dossierFile), []byte("situation: {demarche: perte}\npieces: [{type: autre, fichiers: [absent.pdf]}]\n"), 0o644)
	}},
}

// Made-up names, with what file systems and spreadsheets stumble on.
var (
	surnames = []string{"BÉRANGIER", "Le Goëdrec", "N'DIAWÉ", "d’Aubrée", "ÇAVDARLI", "Ferraz Loureirão", "=SOMME(1)", "-Péguilhère", "Œuvreau", "aux", "Vivès & fils", "Tarn #1", "50 % Dufrênois", "Hoareau;Vivès"}
	firsts   = []string{"Ségolène", "Jean-Baptiste", "Hélène", "Joaquim", "François-Xavier", "Gaëlle", "Maëlys", "Théophile", "Inès"}
)
