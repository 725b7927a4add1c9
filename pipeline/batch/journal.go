package batch

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"sync"

	"github.com/recevable/recevable/pipeline"
)

// The journal is the memory of a run, in the output: a line for each client that
// was treated, with what their papers were made from (a digest), which papers
// they are, and their row. A run that is cut off loses the clients it was
// treating, no others; a later one treats those that changed.
//
// A line is eight hexadecimal digits of CRC-32, a space, JSON. The last line of
// a client counts. One that is torn or damaged counts for nothing: its client
// is treated again. Before the papers of a client are written, a line without
// digest says so: until the next, they may be a mixture of two runs.

// entry is a line of the journal.
type entry struct {
	Client string  `json:"client"`
	Place  string  `json:"dossier"`
	Papers []paper `json:"papiers"`
	Digest string  `json:"empreinte,omitempty"` // empty: treat again
	Row    *Row    `json:"ligne,omitempty"`     // nil while papers are being written
}

// paper is a file that was written.
type paper struct {
	Name   string `json:"nom"`
	SHA256 string `json:"sha256,omitempty"` // empty while it is being written
}

// journal is safe for concurrent use.
type journal struct {
	mu    sync.Mutex
	path  string
	file  *os.File
	end   int64
	lines map[string]span // the last whole line of each client
	dirty int             // lines that may not be on the disk yet
}

// span is where the JSON of a line is.
type span struct {
	at     int64
	length int
}

const (
	journalName = "journal"
	// syncEvery is after how many lines they are pressed onto the disk: a power
	// cut costs no more than that many clients, and a disk that is slow to obey
	// is asked rarely.
	syncEvery = 64
	// maxLine bounds a line that is read back; one takes two kilobytes.
	maxLine = 8 << 20
	// crcDigits and a space stand before the JSON.
	crcDigits = 8
)

func openJournal(state string) (*journal, error) {
	path := filepath.Join(state, journalName)
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o666)
	if err != nil {
		return nil, err
	}
	j := &journal{path: path, file: file, lines: map[string]span{}}
	if err := j.load(); err != nil {
		file.Close()
		return nil, err
	}
	return j, nil
}

// load finds the last line of each client, and cuts off a last line that was
// not written whole.
func (j *journal) load() error {
	in := bufio.NewReaderSize(j.file, 1<<16)
	for {
		line, err := readLine(in)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		if content, ok := checked(line.text); ok {
			var who struct{ Client string }
			if json.Unmarshal(content, &who) == nil {
				j.lines[who.Client] = span{j.end + crcDigits + 1, len(content)}
			}
		}
		j.end += line.length
	}
	return j.file.Truncate(j.end)
}

type rawLine struct {
	text   []byte // without its end; cut where it is longer than any of ours
	length int64
}

// readLine reads a line whole; what has no end is io.EOF.
func readLine(in *bufio.Reader) (rawLine, error) {
	var line rawLine
	for {
		part, err := in.ReadSlice('\n')
		line.length += int64(len(part))
		if len(line.text) <= maxLine {
			line.text = append(line.text, part...)
		}
		if errors.Is(err, bufio.ErrBufferFull) {
			continue
		}
		line.text = bytes.TrimSuffix(line.text, []byte("\n"))
		return line, err
	}
}

// checked returns the JSON of a line that is as it was written.
func checked(line []byte) ([]byte, bool) {
	if len(line) <= crcDigits || line[crcDigits] != ' ' {
		return nil, false
	}
	content := line[crcDigits+1:]
	sum, err := strconv.ParseUint(string(line[:crcDigits]), 16, 32)
	return content, err == nil && uint32(sum) == crc32.ChecksumIEEE(content)
}

// get returns the last entry of a client; nil where there is none.
func (j *journal) get(client string) (*entry, error) {
	j.mu.Lock()
	at, ok := j.lines[client]
	j.mu.Unlock()
	if !ok {
		return nil, nil
	}
	content := make([]byte, at.length)
	if _, err := j.file.ReadAt(content, at.at); err != nil {
		return nil, err
	}
	var e entry
	if err := json.Unmarshal(content, &e); err != nil {
		return nil, nil // written by another version: treat again
	}
	return &e, nil
}

// put adds an entry.
func (j *journal) put(e entry) error {
	content, err := json.Marshal(e)
	if err != nil {
		return err
	}
	line := fmt.Appendf(nil, "%08x %s\n", crc32.ChecksumIEEE(content), content)
	j.mu.Lock()
	defer j.mu.Unlock()
	if _, err := j.file.WriteAt(line, j.end); err != nil {
		return err
	}
	j.lines[e.Client] = span{j.end + crcDigits + 1, len(content)}
	j.end += int64(len(line))
	if j.dirty++; j.dirty < syncEvery {
		return nil
	}
	j.dirty = 0
	return j.file.Sync()
}

// clients lists whom the journal knows, in no order.
func (j *journal) clients() []string {
	j.mu.Lock()
	defer j.mu.Unlock()
	names := make([]string, 0, len(j.lines))
	for name := range j.lines {
		names = append(names, name)
	}
	return names
}

// settle writes the journal anew with one line for each client, in their order:
// the journal of one clean run, whatever came before. It closes the journal.
func (j *journal) settle(clients []Client) error {
	err := pipeline.WriteStream(j.path+".neuf", nil, func(w io.Writer) error {
		out := bufio.NewWriter(w)
		for _, c := range clients {
			at, ok := j.lines[c.Name]
			if !ok {
				continue
			}
			line := make([]byte, crcDigits+1+at.length+1)
			if _, err := j.file.ReadAt(line, at.at-crcDigits-1); err != nil {
				return err
			}
			if _, err := out.Write(line); err != nil {
				return err
			}
		}
		return out.Flush()
	})
	if err := errors.Join(err, j.close()); err != nil {
		return err
	}
	return pipeline.Rename(j.path+".neuf", j.path)
}

func (j *journal) close() error { return errors.Join(j.file.Sync(), j.file.Close()) }
