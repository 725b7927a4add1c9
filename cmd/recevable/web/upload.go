package web

import (
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/recevable/recevable/pipeline"
)

// delivery is the body of a multipart request, taken in within the limits.
type delivery struct {
	fields   []field
	files    []pipeline.InputFile
	contents [][]byte // of the files
	from     []string // the fields they came in
	values   int      // bytes of all the values
	held     int64    // bytes, of values too
	space    *space
}

// field is a value and how many files came before it.
type field struct {
	name, value string
	after       int
}

// release gives back the room that all of it took.
func (d *delivery) release() {
	d.space.give(d.held)
	*d = delivery{space: d.space}
}

// value returns the last value of a name.
func (d *delivery) value(name string) string {
	for _, f := range slices.Backward(d.fields) {
		if f.name == name {
			return f.value
		}
	}
	return ""
}

// maxField is the length of all the values that are no files: a dossier at most.
const maxField = 1 << 20

// receive takes a multipart body in, part by part: its files are those parts
// that have a file name. It gives up on a body that passes a limit, as soon as
// it does, or that no longer comes. The caller releases what it returns.
func (s *Server) receive(w http.ResponseWriter, r *http.Request) (*delivery, error) {
	parts, err := s.multipart(w, r)
	if err != nil {
		return nil, err
	}
	d := &delivery{space: s.space}
	for {
		part, err := parts.NextRawPart()
		if err == io.EOF {
			return d, nil
		}
		if err == nil {
			err = s.take(d, part)
		}
		if err != nil {
			d.release()
			return nil, s.bodyProblem(err)
		}
	}
}

// multipart opens a body that must be one of form data.
func (s *Server) multipart(w http.ResponseWriter, r *http.Request) (*multipart.Reader, error) {
	media, parameters, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || media != "multipart/form-data" || parameters["boundary"] == "" {
		return nil, badMedia("multipart/form-data")
	}
	if r.ContentLength > s.config.Limits.Request {
		return nil, s.tooLargeRequest()
	}
	return multipart.NewReader(s.body(w, r, s.config.Limits.Request), parameters["boundary"]), nil
}

// take takes one part in.
func (s *Server) take(d *delivery, part *multipart.Part) error {
	name := fileName(part)
	if name == "" {
		value, err := io.ReadAll(io.LimitReader(part, maxField+1))
		if err != nil {
			return err
		}
		if d.values += len(value); d.values > maxField || len(d.fields) == maxFields {
			return tooLarge("Les champs de la requête dépassent 1\u00a0Mo en tout, ou sont trop nombreux.")
		}
		if !s.space.take(int64(len(value))) {
			return busy()
		}
		d.held += int64(len(value))
		d.fields = append(d.fields, field{part.FormName(), string(value), len(d.files)})
		return nil
	}
	if len(d.files) == s.config.Limits.Files {
		return tooLarge(fmt.Sprintf("Il y a plus de %d\u00a0fichiers.", s.config.Limits.Files))
	}
	data, err := s.readFile(d, part)
	if err != nil {
		return err
	}
	d.files, d.contents, d.from = append(d.files, pipeline.HeldFile(name, data)), append(d.contents, data), append(d.from, part.FormName())
	return nil
}

// maxFields bounds the values of one request.
const maxFields = 200

// fileName is what the sender calls a file: its name as it came, folders and
// all, for who is to find it in a dossier.
func fileName(part *multipart.Part) string {
	_, parameters, err := mime.ParseMediaType(part.Header.Get("Content-Disposition"))
	if err != nil {
		return part.FileName()
	}
	return strings.TrimSpace(parameters["filename"])
}

// readFile reads a file, counting as it grows.
func (s *Server) readFile(d *delivery, r io.Reader) ([]byte, error) {
	const step = 256 << 10
	var data []byte
	counted := int64(0)
	for {
		if len(data) == cap(data) {
			grown := slices.Grow(data, max(step, len(data)/2))
			more := int64(cap(grown)) - counted
			if !s.space.take(more) {
				return nil, busy()
			}
			d.held += more
			counted += more
			data = grown
		}
		n, err := r.Read(data[len(data):cap(data)])
		data = data[:len(data)+n]
		if int64(len(data)) > s.config.Limits.File {
			return nil, tooLarge(fmt.Sprintf("Un fichier dépasse %d\u00a0Mo\u00a0; l’ANTS n’en prend pas de plus de 11.", s.config.Limits.File>>20))
		}
		if err == io.EOF {
			return data, nil
		}
		if err != nil {
			return nil, err
		}
	}
}

func (s *Server) tooLargeRequest() *problem {
	return tooLarge(fmt.Sprintf("L’envoi dépasse %d\u00a0Mo en tout.", s.config.Limits.Request>>20))
}

// bodyProblem says why a body could not be taken in.
func (s *Server) bodyProblem(err error) error {
	var known *problem
	var long *http.MaxBytesError
	switch {
	case errors.As(err, &known):
		return known
	case errors.As(err, &long):
		return s.tooLargeRequest()
	case errors.Is(err, os.ErrDeadlineExceeded):
		return tooSlow()
	}
	return badBody("L’envoi est incomplet ou mal formé.")
}

// body is the body of a request, cut off past most bytes.
func (s *Server) body(w http.ResponseWriter, r *http.Request, most int64) io.Reader {
	return http.MaxBytesReader(w, r.Body, most)
}

// flowing gives up on a body that stands still, and on one that only drips. It
// holds from the first moment: net/http reads what a handler leaves unread, and
// waits for it without end.
func (s *Server) flowing(w http.ResponseWriter, body io.ReadCloser) io.ReadCloser {
	f := &flow{
		ReadCloser: body, conn: http.NewResponseController(w),
		slowness: s.config.Limits.Slowness, until: time.Now().Add(s.config.Limits.Patience),
	}
	f.waitFor(time.Now())
	return f
}

type flow struct {
	io.ReadCloser
	conn     *http.ResponseController
	slowness time.Duration
	until    time.Time
	next     time.Time // when the deadline is moved again
}

// waitFor moves the deadline.
func (f *flow) waitFor(now time.Time) {
	deadline := now.Add(f.slowness)
	if deadline.After(f.until) {
		deadline = f.until
	}
	_ = f.conn.SetReadDeadline(deadline) // a recorder of answers has no connection
	f.next = now.Add(f.slowness / 4)
}

// Read lifts the deadline at the end of the body: the rest is ours to do. After
// any other error it stands, and with it the end of the connection.
func (f *flow) Read(p []byte) (int, error) {
	if now := time.Now(); now.After(f.next) {
		f.waitFor(now)
	}
	n, err := f.ReadCloser.Read(p)
	if err == io.EOF {
		_ = f.conn.SetReadDeadline(time.Time{})
	}
	return n, err
}
