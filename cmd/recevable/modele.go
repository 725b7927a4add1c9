package main

import (
	"bytes"
	"os"

	"github.com/spf13/cobra"

	"github.com/recevable/recevable/pipeline/batch"
)

func (a *app) modeleCommand() *cobra.Command {
	var output string
	c := &cobra.Command{
		Use: "modele -o FICHIER.xlsx", Aliases: []string{"template"},
		DisableFlagsInUseLine: true,
		Short:                 "Écrit une liste de clients vide, à remplir pour « batch »",
		Long: `Écrit un classeur à remplir : une ligne par client, des listes de choix, une ligne
d’exemple (une personne inventée) et un mode d’emploi. La commande « batch » le lit
ensuite avec --clients. Un fichier qui existe déjà n’est jamais remplacé.`,
		Example: "  recevable modele -o clients.xlsx",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 0 {
				return requestError("cette commande ne prend que -o", "-o clients.xlsx")
			}
			return nil
		},
		RunE: func(*cobra.Command, []string) error {
			if err := requireOutput(output, "FICHIER.xlsx"); err != nil {
				return err
			}
			if _, err := os.Lstat(output); err == nil && output != "-" {
				return requestError("le fichier «\u00a0"+visible(output)+"\u00a0» existe déjà, et votre liste y est peut-être", "-o avec un nom qui n’est pas pris")
			}
			var book bytes.Buffer
			if err := batch.WriteEmptyRoster(&book); err != nil {
				return err
			}
			return a.deliver(output, book.Bytes(), nil)
		},
	}
	outputFlag(c, &output, "`FICHIER` .xlsx à écrire, ou - pour la sortie standard")
	return c
}
