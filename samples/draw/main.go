// Command draw writes the made-up dossiers of package samples.
//
//	go run ./samples/draw -o DIR
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"

	"github.com/recevable/recevable/samples"
)

func main() {
	out := flag.String("o", "", "dossier où dessiner les exemples")
	flag.Parse()
	if *out == "" || flag.NArg() > 0 {
		fmt.Fprintln(os.Stderr, "usage\u00a0: draw -o DOSSIER")
		os.Exit(2)
	}
	if err := draw(*out); err != nil {
		fmt.Fprintln(os.Stderr, "Les exemples n’ont pas pu être dessinés\u00a0:", err)
		os.Exit(1)
	}
}

func draw(dir string) error {
	for _, s := range samples.All() {
		if err := samples.DrawOne(dir, s.Name); err != nil {
			return err
		}
		fmt.Printf("%s\u00a0: %s\n", filepath.Join(dir, s.Name), s.Title)
	}
	return nil
}
