package web

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"html/template"
	"net/http"
	"path"
	"strconv"
	"strings"

	"github.com/recevable/recevable/pipeline/calendar"
	"github.com/recevable/recevable/templates"
)

//go:embed pages
var pageSources embed.FS

//go:embed static
var staticSources embed.FS

// staticFiles are what pages load, by name; style.css is the hand that all our
// pages are written in.
var staticFiles = loadStatic()

// staticFile is a file and the tag that changes with it.
type staticFile struct {
	data []byte
	tag  string
}

func loadStatic() map[string]staticFile {
	files := map[string]staticFile{"style.css": newStatic([]byte(templates.WebStyle()))}
	entries, err := staticSources.ReadDir("static")
	if err != nil {
		panic(err) // what is embedded is there
	}
	for _, e := range entries {
		data, err := staticSources.ReadFile(path.Join("static", e.Name()))
		if err != nil {
			panic(err)
		}
		files[e.Name()] = newStatic(data)
	}
	return files
}

func newStatic(data []byte) staticFile {
	sum := sha256.Sum256(data)
	return staticFile{data, hex.EncodeToString(sum[:6])}
}

var staticTypes = map[string]string{".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml"}

// serveStatic hands out what pages load. Its address changes with its content,
// so that a browser may keep it.
func (s *Server) serveStatic(w http.ResponseWriter, r *http.Request) {
	file, ok := staticFiles[r.PathValue("name")]
	if !ok {
		s.refuse(w, r, notHere())
		return
	}
	w.Header().Set("Content-Type", staticTypes[path.Ext(r.PathValue("name"))])
	if r.URL.Query().Get("v") == file.tag {
		w.Header().Set("Cache-Control", "private, max-age=31536000, immutable")
	}
	_, _ = w.Write(file.data)
}

func notHere() *problem {
	return &problem{Type: kind("adresse"), Title: "Rien n’est à cette adresse", Status: http.StatusNotFound}
}

var pageFunctions = template.FuncMap{
	"fr": templates.WebText,
	"statique": func(name string) string {
		return "/statique/" + name + "?v=" + staticFiles[name].tag
	},
	"jour":  func(d calendar.Date) string { return d.French() },
	"mot":   func(v templates.Verdict) verdictWord { return verdictWords[v] },
	"ton":   func(sev templates.Severity) verdictWord { return severityWords[sev] },
	"mo":    megabytes,
	"signe": func(tone string) string { return noticeSigns[tone] },
	"complete": func(f any) string {
		if who, ok := f.(whoField); ok {
			return who.Complete
		}
		return ""
	},
}

// verdictWord is how a verdict or a severity is shown: never by its colour
// alone.
type verdictWord struct{ Sign, Tone, Word string }

var verdictWords = map[templates.Verdict]verdictWord{
	"irrecevable": {"croix", "rouge", "À refaire"},
	"a_verifier":  {"alerte", "brun", "À vérifier"},
	"recevable":   {"coche", "vert", "Rien à redire"},
}

// noticeSigns are the signs of sentences to be shown once, by their tone.
var noticeSigns = map[string]string{"vert": "coche", "brun": "alerte", "rouge": "croix", "ardoise": "note"}

var severityWords = map[templates.Severity]verdictWord{
	"bloquant":      {"croix", "rouge", "Bloquant"},
	"avertissement": {"alerte", "brun", "Attention"},
	"indetermine":   {"question", "ardoise", "À regarder vous-même"},
	"info":          {"note", "ardoise", "À savoir"},
}

// megabytes writes a size as people read it.
func megabytes(n int64) string {
	const kilo, mega = 1000, 1000 * 1000
	if n < mega {
		return strconv.FormatInt((n+kilo-1)/kilo, 10) + "\u00a0ko"
	}
	tenths := (n + mega/20) / (mega / 10)
	return strconv.FormatInt(tenths/10, 10) + "," + strconv.FormatInt(tenths%10, 10) + "\u00a0Mo"
}

// pages are the templates by the name of their file, each beside the frames
// (cadre*.html) and the parts that several share (partie*.html).
var pages = parsePages()

func parsePages() map[string]*template.Template {
	parsed := map[string]*template.Template{}
	entries, err := pageSources.ReadDir("pages")
	if err != nil {
		panic(err)
	}
	for _, e := range entries {
		name, ok := strings.CutSuffix(e.Name(), ".html")
		if !ok || strings.HasPrefix(name, "cadre") || strings.HasPrefix(name, "partie") {
			continue
		}
		t := template.New(name).Funcs(pageFunctions)
		template.Must(t.Parse(templates.WebSource()))
		template.Must(t.ParseFS(pageSources, "pages/cadre*.html", "pages/partie*.html", "pages/"+e.Name()))
		parsed[name] = t
	}
	return parsed
}

// frame is what every page shows around its own content.
type frame struct {
	Title   string
	Here    string // which part of the path it is; empty for none
	Parts   []part
	Notices []notice
	Problem string // that keeps the person on this page; optional
	Refresh int    // seconds after which a page without script asks again; 0 for never
	Alone   bool   // it is a part of a page, for our script
	Shared  bool   // other computers may come here
	Content any
}

// part is a part of the person's path.
type part struct {
	Name, Title, Link string
	Here, Open, Done  bool
}

// render writes a page whole, or the problem that kept it from being made.
func (s *Server) render(w http.ResponseWriter, r *http.Request, status int, page, within string, f frame) {
	f.Shared = s.config.Shared
	var b bytes.Buffer
	if err := pages[page].ExecuteTemplate(&b, within, f); err != nil {
		s.refuse(w, r, err)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write(b.Bytes())
}
