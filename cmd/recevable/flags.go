package main

import (
	"errors"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/recevable/recevable/pipeline"
)

func (a *app) dateFlag(c *cobra.Command) {
	c.Flags().StringVar(&a.date, "date", "", "date de référence `AAAA-MM-JJ`, à la place d’aujourd’hui")
}

func (a *app) formatFlag(c *cobra.Command) {
	c.Flags().StringVar(&a.format, "format", "", "`FORMAT` du résultat : text (sans cette option) ou json")
	expect(c, "format", formatNames)
}

// expectedKey is where a flag keeps the values that it takes, as errors say them.
const expectedKey = "attendu"

func expect(c *cobra.Command, flag, values string) {
	c.Flags().Lookup(flag).Annotations = map[string][]string{expectedKey: {values}}
}

func (a *app) strictFlag(c *cobra.Command) {
	c.Flags().BoolVar(&a.strict, "strict", false, "code de sortie 1 aussi quand quelque chose reste à vérifier")
}

// What options with few values take, as errors say it.
const (
	dateExample = "AAAA-MM-JJ, par exemple 2026-11-21"
	formatNames = "text ou json"
)

// requestError is a request that is itself wrong, outside any dossier.
func requestError(problem, expected string) error {
	return &pipeline.InputError{Problem: problem, Expected: expected}
}

// frenchFlagError says in French what pflag says in English.
func frenchFlagError(err error) error {
	var unknown *pflag.NotExistError
	var required *pflag.ValueRequiredError
	var invalid *pflag.InvalidValueError
	switch {
	case errors.As(err, &unknown):
		return requestError("option inconnue «\u00a0"+visible(dashes(unknown.GetSpecifiedName()))+"\u00a0»", "une option listée par --help")
	case errors.As(err, &required):
		return requestError("l’option «\u00a0"+dashes(required.GetSpecifiedName())+"\u00a0» demande une valeur", expectedValue(required.GetFlag()))
	case errors.As(err, &invalid):
		return requestError("valeur inattendue pour l’option «\u00a0--"+invalid.GetFlag().Name+"\u00a0»", expectedValue(invalid.GetFlag()))
	}
	return requestError("option mal écrite", "une option listée par --help")
}

// expectedValue says what an option takes: its closed list where it has one, what
// its help calls it otherwise.
func expectedValue(flag *pflag.Flag) string {
	if values := flag.Annotations[expectedKey]; len(values) > 0 {
		return values[0]
	}
	switch flag.Name {
	case "piece":
		return strings.Join(typeNames(), ", ")
	case "date":
		return dateExample
	}
	if flag.Value.Type() == "bool" {
		return "l’option seule, sans valeur"
	}
	name, usage := pflag.UnquoteUsage(flag)
	return name + ", " + usage
}

func dashes(name string) string {
	if len([]rune(name)) == 1 {
		return "-" + name
	}
	return "--" + name
}

func outputFlag(c *cobra.Command, output *string, usage string) {
	c.Flags().StringVarP(output, "output", "o", "", usage)
}

func requireOutput(output, expected string) error {
	if output == "" {
		return requestError("il manque où écrire le résultat", "-o "+expected)
	}
	return nil
}

func (a *app) wantsJSON() (bool, error) {
	switch a.format {
	case "", "text", "texte":
		return false, nil
	case "json":
		return true, nil
	}
	return false, requestError("valeur inconnue pour l’option «\u00a0--format\u00a0»", formatNames)
}
