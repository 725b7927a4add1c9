package batch

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"github.com/recevable/recevable/pipeline"
	"github.com/recevable/recevable/validators"
)

// Client is one client to treat.
type Client struct {
	// Name tells the client from all others, and is what the follow-up calls
	// them: the path of their folder below the root, with slashes.
	Name string
	// Load reads the dossier and says where its files are. Its error, which
	// may be a [*NotADossierError], makes the client one that is not treated.
	Load func() (dossier *pipeline.Dossier, folder string, err error)
	// Guess: no dossier.yaml says which piece each file of the folder is.
	Guess bool
	// Listed: what the dossier says comes from a roster.
	Listed bool
	// HasDossier: the folder has a dossier file of its own.
	HasDossier bool
	// Compare tells what a roster says of the client and their own dossier does
	// not; nil where there are not two to compare.
	Compare func(*pipeline.Dossier) []validators.Finding
	// Notes are what the school should know of how the client was found: French
	// sentences, for the follow-up.
	Notes []string
}

// Source says which clients there are, in any order. Its error ends the run
// before anything is written.
type Source interface {
	Clients(ctx context.Context) ([]Client, error)
}

// NotADossierError is a folder among the clients' that nothing can be made of.
type NotADossierError struct {
	Why Reason
	Err error // what the system said; nil where it had no part in it
}

func (e *NotADossierError) Error() string { return "batch: " + string(e.Why) }
func (e *NotADossierError) Unwrap() error { return e.Err }

// Folders is the source of a folder of client folders. They stand in it, or one
// level deeper, in folders that hold no client's files themselves (a year, an
// agency). One that holds files and no dossier.yaml is a client whose files are
// sorted by guessing. Hidden folders and those in Skip are left alone; a folder
// that should be a client's and is not is a client that cannot be treated.
type Folders struct {
	Root string
	Skip []string // the output, the program's own folders
	// Known tells the name of a client's folder from any other, where there is
	// a roster to tell by; nil: names say nothing.
	Known func(name string) bool
}

func (f Folders) known(name string) bool { return f.Known != nil && f.Known(name) }

// What a root may be instead of a folder of dossiers.
var (
	ErrOneDossier = errors.New("batch: the root is itself a dossier")
	ErrNoClient   = errors.New("batch: the root holds no folder")
)

// Clients implements [Source].
func (f Folders) Clients(ctx context.Context) ([]Client, error) {
	entries, err := os.ReadDir(f.Root)
	if err != nil {
		return nil, err
	}
	if _, ok := pipeline.DossierFile(entries); ok {
		return nil, ErrOneDossier
	}
	var clients []Client
	for _, name := range f.folders(f.Root, entries) {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		clients = append(clients, f.below(name)...)
	}
	if len(clients) == 0 {
		return nil, ErrNoClient
	}
	return clients, nil
}

// below returns the client whose folder that is, or those in it.
func (f Folders) below(name string) []Client {
	folder := filepath.Join(f.Root, name)
	if leadsBack(folder, f.Root) {
		return []Client{untreatable(name, &NotADossierError{Why: LinkLoop})}
	}
	entries, err := os.ReadDir(folder)
	if err != nil {
		return []Client{untreatable(name, &NotADossierError{FolderClosed, err})}
	}
	if _, ok := pipeline.DossierFile(entries); ok {
		return []Client{client(name, folder)}
	}
	subs := f.folders(folder, entries)
	scans := holdsScans(folder, entries)
	if group := f.isGroup(name, folder, subs); !group && (scans || sortFiles(name, subs) || f.known(name) && len(subs) > 0) {
		return []Client{guessed(name, folder)}
	}
	var clients []Client
	found := false
	for _, sub := range subs {
		c, ok := f.nested(name+"/"+sub, filepath.Join(folder, sub))
		found = found || ok
		clients = append(clients, c)
	}
	if scans {
		clients = append(clients, untreatable(name, &NotADossierError{Why: LooseFiles}))
	}
	if !found {
		return []Client{untreatable(name, &NotADossierError{Why: NoDossierFile})}
	}
	return clients
}

// nested returns the client of a folder one level deeper, and whether it holds
// a client's files.
func (f Folders) nested(name, folder string) (Client, bool) {
	if leadsBack(folder, f.Root) {
		return untreatable(name, &NotADossierError{Why: LinkLoop}), false
	}
	entries, err := os.ReadDir(folder)
	if err != nil {
		return untreatable(name, &NotADossierError{FolderClosed, err}), false
	}
	if _, ok := pipeline.DossierFile(entries); ok {
		return client(name, folder), true
	}
	if subs := f.folders(folder, entries); holdsScans(folder, entries) || sortFiles(path.Base(name), subs) || f.known(path.Base(name)) && len(subs) > 0 {
		return guessed(name, folder), true
	}
	return untreatable(name, &NotADossierError{Why: NoDossierFile}), false
}

// holdsScans reports whether files that may be pieces lie in a folder.
func holdsScans(folder string, entries []fs.DirEntry) bool {
	return slices.ContainsFunc(entries, func(e fs.DirEntry) bool { return !isIdle(e.Name()) && pipeline.IsFileIn(folder, e) })
}

// isGroup reports whether a folder is none of a client's but holds those of
// several, a year or an agency, whatever lies beside them: a list of prices in
// it does not make all of them one client.
func (f Folders) isGroup(name, folder string, subs []string) bool {
	if f.known(name) {
		return false
	}
	return slices.ContainsFunc(subs, func(sub string) bool {
		if f.known(sub) {
			return true
		}
		entries, err := os.ReadDir(filepath.Join(folder, sub))
		if err != nil {
			return false
		}
		if _, ok := pipeline.DossierFile(entries); ok {
			return true
		}
		return namesGroup(name) && !sortFiles(name, []string{sub}) && holdsScans(filepath.Join(folder, sub), entries)
	})
}

// groupWords are what folders of many clients are called.
var groupWords = regexp.MustCompile(`^(?:annees?|mois|agences?|bureaux?|clients?|eleves?|stagiaires?|candidats?|dossiers?|archives?|termines?|finis?|clos|en|cours|a|traiter|faire|attente|actifs?|actuels?|nouveaux|anciens|janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre|semaine|trimestre|permis|[a-z]|\d+)$`)

// namesGroup reports whether nothing in a name could be a person's.
func namesGroup(name string) bool {
	return !slices.ContainsFunc(strings.Fields(plainWords(path.Base(name))), func(word string) bool { return !groupWords.MatchString(word) })
}

// sortFiles reports whether folders sort the files of one client: they bear the
// names of pieces, or of where files come from, and of nobody else than that
// client.
func sortFiles(client string, names []string) bool {
	own := strings.Fields(plainWords(path.Base(client)))
	return len(names) > 0 && !slices.ContainsFunc(names, func(name string) bool {
		words := plainWords(name)
		for _, w := range wordOf {
			words = w.words.ReplaceAllString(words, " ")
		}
		return slices.ContainsFunc(strings.Fields(words), func(word string) bool {
			return !sortingWord.MatchString(word) && !slices.Contains(own, word)
		})
	})
}

// sortingWord is what may stand beside the name of a piece in the name of a
// folder, or alone.
var sortingWord = regexp.MustCompile(`^(?:\d+|recto|verso|[a-z]|de|du|des|le|la|les|et|en|pour|par|sur|pieces?|pj|justificatifs?|documents?|docs?|papiers?|fichiers?|photos?|images?|scans?|scannes?|numerisations?|numerises?|copies?|originaux|original|pdf|jpe?g|png|recus?|envoyes?|envois?|mails?|e|courriels?|courriers?|whatsapp|sms|iphone|telephone|portable|client|eleve|dossier|complet|ants|divers|autres?|anciens?|anciennes?|vieux|nouveaux?|nouvelles?|trier|traiter|ok|bons?|fait|faits)$`)

func client(name, folder string) Client {
	return Client{Name: name, HasDossier: true, Load: func() (*pipeline.Dossier, string, error) { return pipeline.Load(folder) }}
}

// guessed is a client whose folder holds files and nothing that says what they
// are.
func guessed(name, folder string) Client {
	return Client{Name: name, Guess: true, Load: func() (*pipeline.Dossier, string, error) { return &pipeline.Dossier{}, folder, nil }}
}

func untreatable(name string, err error) Client {
	return Client{Name: name, Load: func() (*pipeline.Dossier, string, error) { return nil, "", err }}
}

// systemFolders are folders that systems leave among those of people.
var systemFolders = []string{"$recycle.bin", "system volume information", "__macosx", "@eadir"}

// folders lists the folders among some entries that may be clients'. A link to
// one counts, also one that leads nowhere: somebody meant a folder.
func (f Folders) folders(parent string, entries []fs.DirEntry) []string {
	var names []string
	for _, e := range entries {
		name := e.Name()
		hidden := strings.HasPrefix(name, ".") || slices.Contains(systemFolders, strings.ToLower(name))
		if hidden || f.skips(filepath.Join(parent, name)) {
			continue
		}
		info, err := os.Stat(filepath.Join(parent, name))
		isLink := e.Type()&(fs.ModeSymlink|fs.ModeIrregular) != 0
		if err == nil && info.IsDir() || err != nil && (isLink || e.IsDir()) {
			names = append(names, name)
		}
	}
	return names
}

func (f Folders) skips(folder string) bool {
	return slices.ContainsFunc(f.Skip, func(skipped string) bool { return sameFolder(folder, skipped) })
}

func sameFolder(a, b string) bool {
	x, errX := os.Stat(a)
	y, errY := os.Stat(b)
	return errX == nil && errY == nil && os.SameFile(x, y)
}

// leadsBack reports whether a folder is a link to the root, to a folder above
// it or to one inside it, whose clients are met anyway.
func leadsBack(folder, root string) bool {
	if _, err := os.Readlink(folder); err != nil {
		return false // no link: Windows has them for junctions, and not for folders of OneDrive
	}
	target, err := RealPath(folder)
	if err != nil {
		return false // ReadDir says why
	}
	top, err := RealPath(root)
	if err != nil {
		return false
	}
	return Within(target, top) || Within(top, target)
}

// Within reports whether a path is a folder or lies below it, as they are
// written: links must have been followed.
func Within(path, folder string) bool {
	absolute, errPath := filepath.Abs(path)
	base, errBase := filepath.Abs(folder)
	if errPath != nil || errBase != nil {
		return false
	}
	if runtime.GOOS == "windows" || runtime.GOOS == "darwin" {
		absolute, base = strings.ToLower(absolute), strings.ToLower(base)
	}
	relative, err := filepath.Rel(base, absolute)
	return err == nil && filepath.IsLocal(relative)
}

// sorted brings clients into the order of the follow-up: that of a French
// index, in which case and accents count last.
func sorted(clients []Client) []Client {
	type keyed struct {
		key    string
		client Client
	}
	all := make([]keyed, len(clients))
	for i, c := range clients {
		all[i] = keyed{indexKey(c.Name), c}
	}
	slices.SortFunc(all, func(a, b keyed) int { return strings.Compare(a.key, b.key) })
	out := make([]Client, len(all))
	for i, k := range all {
		out[i] = k.client
	}
	return out
}

// indexKey sorts as [sorted] says, and is another for another name.
func indexKey(name string) string {
	return strings.ToLower(withoutMarks(name)) + "\x00" + name
}

// withoutMarks drops the accents of letters.
func withoutMarks(text string) string {
	return strings.Map(func(r rune) rune {
		if 0x300 <= r && r <= 0x36f { // combining diacritical marks
			return -1
		}
		return r
	}, norm.NFD.String(text))
}
