package main

import (
	"github.com/spf13/cobra"

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
