package main

import (
	"bufio"
	"errors"
	"io"
	"math"
	"os"
	"regexp"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/recevable/recevable/pipeline"
	"github.com/recevable/recevable/validators"
)

// fixFlags are what steers a repair, for fix and for run.
type fixFlags struct {
	wanted       bool
	force        bool
	beforeAfter  bool
	oneFile      bool
	size         string
	passwordFile string
}

func (f *fixFlags) add(c *cobra.Command) {
	c.Flags().BoolVar(&f.oneFile, "un-fichier", false, "assemble chaque pièce en un seul PDF, ses pages dans l’ordre donné, les photos d’une même suite dans celui de leurs numéros")
	c.Flags().StringVar(&f.size, "taille-max", "", "`TAILLE` à ne pas dépasser par fichier, par exemple 5Mo (10,5Mo sans cette option)")
	c.Flags().StringVar(&f.passwordFile, "mot-de-passe-fichier", "", "`FICHIER` dont la première ligne est le mot de passe des PDF verrouillés, - pour l’entrée standard")
}

// stage returns the repair that is asked for; nil where none is.
func (f *fixFlags) stage(c *cobra.Command) (*pipeline.Repair, error) {
	if !f.wanted {
		for _, name := range []string{"un-fichier", "taille-max", "mot-de-passe-fichier"} {
			if c.Flags().Changed(name) {
				return nil, requestError("l’option «\u00a0--"+name+"\u00a0» ne sert qu’à réparer", "--fix avec elle")
			}
		}
		return nil, nil
	}
	stage := &pipeline.Repair{OneFile: f.oneFile}
	var err error
	if c.Flags().Changed("taille-max") {
		if stage.Options.MaxBytes, err = parseSize(f.size); err != nil {
			return nil, err
		}
	}
	if c.Flags().Changed("mot-de-passe-fichier") {
		stage.Options.Password, err = readPassword(c.InOrStdin(), f.passwordFile)
	}
	return stage, err
}

// The sizes that --taille-max takes: under the limit of ANTS, and not so small
// that no page could be read.
const (
	minTarget  = 100_000
	sizesTaken = "une taille de 100ko à moins de 11Mo, par exemple 5Mo"
)

var sizeWritten = regexp.MustCompile(`^([0-9]{1,9}(?:[.,][0-9]{1,6})?)(o|ko|mo|k|m)?$`)

var sizeUnits = map[string]float64{"": 1, "o": 1, "k": 1e3, "ko": 1e3, "m": 1e6, "mo": 1e6}

// parseSize reads a size the French way: 5Mo, 800 ko, 5,5Mo, 5000000.
func parseSize(written string) (int64, error) {
	compact := strings.ToLower(strings.Join(strings.Fields(written), ""))
	parts := sizeWritten.FindStringSubmatch(compact)
	if parts == nil {
		return 0, requestError("l’option «\u00a0--taille-max\u00a0» n’est pas une taille", sizesTaken)
	}
	number, err := strconv.ParseFloat(strings.Replace(parts[1], ",", ".", 1), 64)
	size := int64(math.Round(number * sizeUnits[parts[2]]))
	if err != nil || size < minTarget || size >= validators.MaxBytes {
		return 0, requestError("l’option «\u00a0--taille-max\u00a0» est hors des limites", sizesTaken)
	}
	return size, nil
}

// maxPassword is past the longest password that PDF knows (127 bytes).
const maxPassword = 1 << 10

const passwordExpected = "un fichier texte dont la première ligne est le mot de passe"

// readPassword reads the first line of a file: on the command line itself, a
// password would be seen by every program of the computer.
func readPassword(stdin io.Reader, name string) (string, error) {
	from := stdin
	if name != "-" {
		f, err := os.Open(name)
		if err != nil {
			return "", &pipeline.InputError{File: name, Problem: "ce fichier ne peut pas être lu\u00a0: " + unreadReason(err), Expected: passwordExpected}
		}
		defer f.Close()
		from = f
	}
	line, err := bufio.NewReader(io.LimitReader(from, maxPassword)).ReadString('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return "", &pipeline.InputError{File: name, Problem: "ce fichier ne peut pas être lu\u00a0: " + unreadReason(err), Expected: passwordExpected}
	}
	password := strings.TrimPrefix(strings.TrimRight(line, "\r\n"), "\ufeff")
	if password == "" || len(line) == maxPassword {
		return "", &pipeline.InputError{File: name, Problem: "la première ligne n’est pas un mot de passe", Expected: passwordExpected}
	}
	return password, nil
}

// treatmentFlags are those of the commands that treat whole dossiers.
func (a *app) treatmentFlags(c *cobra.Command, fix *fixFlags, fixUsage string) {
	a.dateFlag(c)
	a.strictFlag(c)
	a.certificatesFlag(c)
	c.Flags().BoolVar(&fix.wanted, "fix", false, fixUsage)
	fix.add(c)
}
