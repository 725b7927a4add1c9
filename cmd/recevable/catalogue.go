package main

import (
	"errors"
	"io"
	"io/fs"
	"os"

	"github.com/spf13/cobra"

	"github.com/recevable/recevable/pipeline"
	"github.com/recevable/recevable/pipeline/rules"
)

func (a *app) catalogueCommand() *cobra.Command {
	return &cobra.Command{
		Use:                   "catalogue",
		DisableFlagsInUseLine: true,
		Short:                 "Écrit le catalogue des pièces, à copier et à modifier",
		Long: `Écrit sur la sortie standard le catalogue des pièces du programme : limites de
pages et d’âge, libellés, sources. Le jour où l’ANTS change une limite, modifiez
une copie et donnez-la aux autres commandes avec --catalogue.`,
		Example: "  recevable catalogue > mon-catalogue.yaml\n  recevable check --catalogue mon-catalogue.yaml mon-dossier/",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 0 {
				return requestError("cette commande ne prend pas d’argument", "recevable catalogue")
			}
			return nil
		},
		RunE: func(*cobra.Command, []string) error {
			_, err := a.stdout.Write(rules.CatalogueYAML())
			return err
		},
	}
}

// maxCatalogueBytes bounds a catalogue; the program's own has twelve kilobytes.
const maxCatalogueBytes = 1 << 20

func (a *app) loadCatalogue() (*rules.Catalogue, error) {
	if a.catalogue == "" {
		return rules.DefaultCatalogue(), nil
	}
	const expected = "un catalogue comme en écrit «\u00a0recevable catalogue\u00a0»"
	data, err := readCatalogue(a.catalogue)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, &pipeline.InputError{File: a.catalogue, Problem: "fichier introuvable", Expected: expected}
	case err != nil:
		return nil, &pipeline.InputError{File: a.catalogue, Problem: "ce catalogue ne peut pas être lu\u00a0: " + unreadReason(err), Expected: expected}
	case len(data) > maxCatalogueBytes:
		return nil, &pipeline.InputError{File: a.catalogue, Problem: "ce fichier est trop gros pour un catalogue", Expected: "moins de 1 Mo"}
	}
	catalogue, err := rules.ParseCatalogue(data)
	if err != nil {
		return nil, &pipeline.InputError{File: a.catalogue, Problem: err.Error(), Expected: expected}
	}
	return catalogue, nil
}

func readCatalogue(name string) ([]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, maxCatalogueBytes+1))
}
