package batch

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"os"
	"path/filepath"

	"github.com/recevable/recevable/pipeline"
	"github.com/recevable/recevable/pipeline/calendar"
	"github.com/recevable/recevable/validators"
)

// source is all that the papers of a client hang on. Its JSON is digested.
type source struct {
	Edition string
	On      calendar.Date
	Dossier pipeline.Dossier  // as it was loaded, before its files were looked into
	Files   map[string]string // digest of each file, by its name
	Notes   []string
	// Contradicted changes with the line of a client whose dossier is their own.
	Contradicted []validators.Finding
	Unread       []unread // what stands beside the files
}

// digest returns the digest of what the papers of a client are made from; empty
// where a file cannot be read, and then they are made anew each time.
func (t *treatment) digest(edition string, files map[string]string) string {
	from := source{edition, t.job.On, t.loaded, files, t.client.Notes, t.contradicted, t.filing.unread}
	from.Dossier.Source = "" // wherever it stands
	content, err := json.Marshal(from)
	if err != nil {
		return ""
	}
	for _, f := range files {
		if f == "" {
			return ""
		}
	}
	return hexSum(content)
}

func hexSum(content []byte) string {
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:])
}

// digestFiles reads the files of a client, but for those that are remembered. From
// one start of the program to another contents are compared, never sizes and
// times: a file put back from a backup may have both of another.
func (t *treatment) digestFiles(ctx context.Context, remembered *Remembered) map[string]string {
	sums := map[string]string{}
	for name, file := range t.files {
		sums[name] = remembered.digest(file.Path, func() string { return digestFile(ctx, file) })
	}
	return sums
}

func digestFile(ctx context.Context, file pipeline.InputFile) string {
	content, _, err := file.Open()
	if err != nil {
		return ""
	}
	defer content.Close()
	return digestOf(ctx, content)
}

func digestOf(ctx context.Context, content io.Reader) string {
	sum := sha256.New()
	buffer := make([]byte, 1<<16)
	for ctx.Err() == nil {
		n, err := content.Read(buffer)
		sum.Write(buffer[:n])
		if err == io.EOF {
			return hex.EncodeToString(sum.Sum(nil))
		}
		if err != nil {
			return ""
		}
	}
	return ""
}

// digestsRead returns the digests of the files as they were when they were
// read. Only those that are too large to be read whole are read again.
func (t *treatment) digestsRead(ctx context.Context) map[string]string {
	sums := map[string]string{}
	note := func(files []pipeline.FileReport) {
		for _, file := range files {
			sums[file.Name] = file.SHA256
		}
	}
	for _, piece := range t.job.Report.Pieces {
		note(piece.Files)
	}
	if t.job.Repairs != nil { // the report is on what is handed over
		clear(sums)
		for _, piece := range t.job.Repairs {
			note(piece.Given)
		}
	}
	for name, file := range t.files {
		if sums[name] == "" {
			sums[name] = digestFile(ctx, file)
		}
	}
	return sums
}

// intact reports whether papers are on the disk as they were written.
func intact(ctx context.Context, folder string, papers []paper) bool {
	for _, p := range papers {
		name := filepath.Join(folder, filepath.FromSlash(p.Name))
		if _, ok := pipeline.FileItself(name); !ok {
			return false
		}
		file, err := os.Open(name)
		if err != nil {
			return false
		}
		sum := digestOf(ctx, file)
		file.Close()
		if sum != p.SHA256 {
			return false
		}
	}
	return len(papers) > 0
}
