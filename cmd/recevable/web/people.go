package web

import (
	"context"
	"crypto/rand"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/recevable/recevable/pipeline"
	"github.com/recevable/recevable/pipeline/repair"
	"github.com/recevable/recevable/pipeline/rules"
	"github.com/recevable/recevable/validators/reader"
)

// people are those who use the pages: each has a dossier in the making, which a
// browser refers to by a cookie that says nothing.
type people struct {
	limits Limits
	space  *space

	mu    sync.Mutex
	known map[string]*person
}

func newPeople(limits Limits, space *space) *people {
	return &people{limits: limits, space: space, known: map[string]*person{}}
}

// personCookie lasts as long as the browser is open.
const personCookie = "recevable_dossier"

// of returns whom a request is about; nil for nobody that is known.
func (p *people) of(r *http.Request) *person {
	cookie, err := r.Cookie(personCookie)
	if err != nil {
		return nil
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	who := p.known[cookie.Value]
	if who != nil {
		who.seen = time.Now()
	}
	return who
}

// welcome opens a dossier, in place of the one that the browser had.
func (p *people) welcome(w http.ResponseWriter, r *http.Request) (*person, error) {
	p.forget(r)
	name := rand.Text()
	ctx, leave := context.WithCancel(context.Background())
	who := &person{
		answers: map[string]string{}, skipped: map[string]bool{}, memory: reader.NewMemory(personMemory),
		ctx: ctx, leave: leave, seen: time.Now(), space: p.space,
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.known) >= p.limits.People {
		leave()
		return nil, busy()
	}
	p.known[name] = who
	http.SetCookie(w, &http.Cookie{Name: personCookie, Value: name, Path: "/", HttpOnly: true, SameSite: http.SameSiteStrictMode})
	return who, nil
}

// personMemory is what may be remembered of the files of one person, in bytes:
// words and small pictures of some sixty pages.
const personMemory = 12 << 20

// forget wipes whatever the browser of a request had here.
func (p *people) forget(r *http.Request) {
	cookie, err := r.Cookie(personCookie)
	if err != nil {
		return
	}
	p.drop(func(name string, _ *person) bool { return name == cookie.Value })
}

func (p *people) forgetAll() { p.drop(func(string, *person) bool { return true }) }

// forgetIdle forgets those who gave no sign of life for long, until ctx is done.
func (p *people) forgetIdle(ctx context.Context) {
	tick := time.NewTicker(p.limits.Forget / 60)
	defer tick.Stop()
	for {
		select {
		case now := <-tick.C:
			p.drop(func(_ string, who *person) bool { return now.Sub(who.seen) > p.limits.Forget })
		case <-ctx.Done():
			return
		}
	}
}

func (p *people) drop(gone func(string, *person) bool) {
	p.mu.Lock()
	var left []*person
	for name, who := range p.known {
		if gone(name, who) {
			delete(p.known, name)
			left = append(left, who)
		}
	}
	p.mu.Unlock()
	for _, who := range left {
		who.wipe()
	}
}

func (p *people) count() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.known)
}

// person is one dossier in the making.
type person struct {
	ctx   context.Context // done when the person is forgotten
	leave context.CancelFunc
	seen  time.Time // guarded by people.mu
	space *space

	mu      sync.Mutex
	answers map[string]string // by the key of the dossier
	skipped map[string]bool   // questions that the person cannot answer
	files   []*heldFile
	memory  *reader.Memory // what was read of the files
	notices []notice       // to be shown once
	version int            // of what is to be checked
	running bool           // it is being checked
	outcome *outcome       // of the last check; nil before the first
}

// heldFile is a file that the person gave, or that was made of such ones.
type heldFile struct {
	id    string
	piece rules.PieceType
	name  string
	data  []byte

	changes []repair.Change // what was done to it
	given   []*heldFile     // what it was made of; nil for a file as it was given
}

// notice is a sentence to be shown once.
type notice struct {
	Tone string // vert, brun, rouge or ardoise
	Text string
}

// wipe forgets everything.
func (p *person) wipe() {
	p.leave()
	p.mu.Lock()
	defer p.mu.Unlock()
	p.space.give(weight(p.files))
	p.answers, p.skipped, p.files, p.memory, p.outcome, p.notices = map[string]string{}, map[string]bool{}, nil, reader.NewMemory(0), nil, nil
}

// weight is what files take in memory, those they were made of included.
func weight(files []*heldFile) int64 {
	var n int64
	for _, f := range files {
		n += int64(cap(f.data)) + weight(f.given)
	}
	return n
}

// say keeps a sentence for the next page.
func (p *person) say(tone, text string) { p.notices = append(p.notices, notice{tone, text}) }

// pieces groups the files by piece, in the order the pieces were begun.
func (p *person) pieces() [][]*heldFile {
	var groups [][]*heldFile
	for _, f := range p.files {
		at := slices.IndexFunc(groups, func(g []*heldFile) bool { return g[0].piece == f.piece })
		if at < 0 {
			groups = append(groups, nil)
			at = len(groups) - 1
		}
		groups[at] = append(groups[at], f)
	}
	return groups
}

// filesOf are the files of one piece.
func (p *person) filesOf(piece rules.PieceType) []*heldFile {
	return slices.DeleteFunc(slices.Clone(p.files), func(f *heldFile) bool { return f.piece != piece })
}

// inputsOf are the files as the corridor takes them, and their names here in the
// same order.
func inputsOf(groups [][]*heldFile) []pipeline.Input {
	var inputs []pipeline.Input
	for _, group := range groups {
		input := pipeline.Input{Type: group[0].piece}
		for _, f := range group {
			input.Files = append(input.Files, pipeline.HeldFile(f.name, f.data))
		}
		inputs = append(inputs, input)
	}
	return inputs
}
