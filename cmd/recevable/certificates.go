package main

import (
	"errors"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/recevable/recevable/pipeline"
	"github.com/recevable/recevable/validators/reader/twoddoc"
)

func (a *app) certificatesFlag(c *cobra.Command) {
	c.Flags().StringVar(&a.certificates, "certificats", "", "`REP` des certificats (.cer, .pem) qui permettent de vérifier la signature des codes 2D-Doc")
}

// loadCertificates returns nil where no folder is given: 2D-Docs are then
// read, and their signature is not verified.
func (a *app) loadCertificates() (twoddoc.Certificates, error) {
	if a.certificates == "" {
		return nil, nil
	}
	const expected = "un répertoire de certificats X.509 nommés comme dans les codes 2D-Doc, par exemple FR010001.cer"
	if info, err := os.Stat(a.certificates); err != nil || !info.IsDir() {
		return nil, &pipeline.InputError{File: a.certificates, Problem: "ce n’est pas un répertoire", Expected: expected}
	}
	certificates, err := twoddoc.LoadCertificates(os.DirFS(a.certificates))
	var bad *twoddoc.CertificateError
	switch {
	case errors.As(err, &bad):
		return nil, &pipeline.InputError{File: filepath.Join(a.certificates, bad.Name), Problem: "ce certificat ne peut pas être lu", Expected: expected}
	case err != nil:
		return nil, &pipeline.InputError{File: a.certificates, Problem: "ce répertoire ne peut pas être lu : " + systemReason(err), Expected: expected}
	case len(certificates) == 0:
		return nil, &pipeline.InputError{File: a.certificates, Problem: "ce répertoire ne contient aucun certificat", Expected: expected}
	}
	return certificates, nil
}
