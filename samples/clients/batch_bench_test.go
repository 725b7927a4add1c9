package main

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"
)

// BenchmarkFolder tells how long a folder of clients takes `batch`, and how long
// it takes the four usual tools to be run over the same files, as many at once
// as there are processors. In "alike" the clients share files, as the generated
// ones do; in "distinct" no two files have the same bytes, so that nothing is
// remembered from one to the next.
func BenchmarkFolder(b *testing.B) {
	program := filepath.Join(b.TempDir(), "recevable")
	if out, err := exec.Command("go", "build", "-o", program, "../../cmd/recevable").CombinedOutput(); err != nil {
		b.Fatalf("building the program: %v\n%s", err, out)
	}
	for _, kind := range []struct {
		name     string
		clients  int
		distinct bool
	}{{"alike", 60, false}, {"distinct", 20, true}} {
		folder := b.TempDir()
		if err := makeClients(folder, kind.clients, 1, ""); err != nil {
			b.Fatal(err)
		}
		files := filesOf(b, folder)
		if kind.distinct {
			for i, file := range files {
				tell(b, file, i)
			}
		}
		run := func(name string, treat func(b *testing.B, cpu *cost)) {
			b.Run(kind.name+"/"+name, func(b *testing.B) {
				var cpu cost
				treat(b, &cpu)
				cpu.report(b, kind.clients)
			})
		}
		run("tools", func(b *testing.B, cpu *cost) { runTools(b, cpu, files) })
		run("batch", func(b *testing.B, cpu *cost) { runBatch(b, cpu, program, folder, os.Getenv("PATH")) })
		run("batch-no-ocr", func(b *testing.B, cpu *cost) { runBatch(b, cpu, program, folder, b.TempDir()) })
	}
}

// filesOf lists the files that clients sent.
func filesOf(b *testing.B, folder string) (files []string) {
	err := filepath.WalkDir(filepath.Join(folder, "clients"), func(path string, entry fs.DirEntry, err error) error {
		if err == nil && entry.Type().IsRegular() && filepath.Ext(path) != ".yaml" {
			files = append(files, path)
		}
		return err
	})
	if err != nil {
		b.Fatal(err)
	}
	return files
}

// tell makes a file one like no other, by words behind its end.
func tell(b *testing.B, file string, i int) {
	f, err := os.OpenFile(file, os.O_APPEND|os.O_WRONLY, 0)
	if err == nil {
		_, err = fmt.Fprintf(f, "\n%% %d\n", i)
		f.Close()
	}
	if err != nil {
		b.Fatal(err)
	}
}

// runTools asks file about every file, and then what its kind calls for.
func runTools(b *testing.B, cpu *cost, files []string) {
	for _, tool := range []string{"file", "pdfinfo", "pdftotext", "identify"} {
		if _, err := exec.LookPath(tool); err != nil {
			b.Skipf("%s is not installed: nothing to compare with", tool)
		}
	}
	for b.Loop() {
		var group errgroup.Group
		group.SetLimit(runtime.GOMAXPROCS(0))
		for _, file := range files {
			group.Go(func() error {
				// What they say of a broken file is not looked at.
				kind, _ := cpu.output(exec.Command("file", "-b", "--mime-type", file))
				if strings.TrimSpace(string(kind)) == "application/pdf" {
					_, _ = cpu.output(exec.Command("pdfinfo", file))
					_, _ = cpu.output(exec.Command("pdftotext", file, "-"))
					return nil
				}
				_, _ = cpu.output(exec.Command("identify", file))
				return nil
			})
		}
		_ = group.Wait() // none fails
	}
}

// runBatch treats all clients anew, with the programs that path leads to.
func runBatch(b *testing.B, cpu *cost, program, folder, path string) {
	for b.Loop() {
		out := b.TempDir()
		command := exec.Command(program, "batch", "--date", "2026-11-21", filepath.Join(folder, "clients"), "-o", out)
		command.Env = append(os.Environ(), "PATH="+path)
		if said, err := cpu.output(command); !bytes.Contains(said, []byte("suivi.xlsx")) {
			b.Fatalf("batch came to no end: %v\n%s", err, said)
		}
	}
}

// cost adds up the processor time of commands and what they started.
type cost struct {
	mu    sync.Mutex
	spent time.Duration
}

func (c *cost) output(command *exec.Cmd) ([]byte, error) {
	out, err := command.Output()
	if command.ProcessState != nil {
		c.mu.Lock()
		defer c.mu.Unlock()
		c.spent += command.ProcessState.UserTime() + command.ProcessState.SystemTime()
	}
	return out, err
}

func (c *cost) report(b *testing.B, clients int) {
	all := float64(b.N * clients)
	b.ReportMetric(all/b.Elapsed().Seconds(), "clients/s")
	b.ReportMetric(float64(c.spent.Milliseconds())/all, "cpu-ms/client")
}
