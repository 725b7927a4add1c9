package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/recevable/recevable/pipeline"
)

// digitalNote tells whoever has a code that the form is for the others.
const digitalNote = "À noter\u00a0: ce dossier donne un code photo-signature numérique (mode\u00a0: numerique). " +
	"Aucun formulaire n’est alors à envoyer par courrier."

// pointlessNote tells whoever prints the form for a démarche that has none.
const pointlessNote = "À noter\u00a0: cette démarche ne demande pas de formulaire de dépôt de photo et de signature."

// formNotes are what there is to know of a form that was printed all the same.
func formNotes(dossier *pipeline.Dossier) []string {
	var notes []string
	if dossier.Request.Photo.Mode == pipeline.PhotoDigital {
		notes = append(notes, digitalNote)
	}
	if !dossier.Situation.Procedure.TakesDepositForm() {
		notes = append(notes, pointlessNote)
	}
	return notes
}

func (a *app) formCommand() *cobra.Command {
	var output string
	var notice bool
	c := &cobra.Command{
		Use: "form [options] DOSSIER -o FICHIER.pdf", Aliases: []string{"formulaire"},
		DisableFlagsInUseLine: true,
		Short:                 "Imprime le formulaire de dépôt de photo et de signature",
		Long: `Imprime le formulaire qui accompagne la photo envoyée par courrier au CTN, en
Mayenne : une page A4, à imprimer à 100 %, l’adresse placée pour une enveloppe à
fenêtre.

Avec --notice, deux pages à garder suivent : coller, signer, plier, poster, et
les règles de la photo. Elles ne vont pas dans l’enveloppe.`,
		Example: "  recevable form mon-dossier/ -o formulaire.pdf\n" +
			"  recevable formulaire --notice mon-dossier/ -o formulaire-et-notice.pdf",
		Args: oneArgument("un DOSSIER, ou un fichier dossier.yaml ou dossier.json"),
		RunE: func(_ *cobra.Command, args []string) error {
			if err := requireOutput(output, "FICHIER.pdf"); err != nil {
				return err
			}
			dossier, folder, err := pipeline.Load(args[0])
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
			if err := a.deliver(output, pdf, a.inputs(dossier, folder)); err != nil {
				return err
			}
			for _, note := range formNotes(dossier) {
				fmt.Fprintln(a.stderr, note)
			}
			return nil
		},
	}
	c.Flags().BoolVar(&notice, "notice", false, "ajoute deux pages à garder : coller, signer, plier, poster, règles de la photo")
	outputFlag(c, &output, "`FICHIER` PDF à écrire, ou - pour la sortie standard")
	return c
}
