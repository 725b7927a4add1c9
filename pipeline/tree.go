package pipeline

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// A dossier is first read into a tree that knows the line of everything, the
// same for YAML and JSON, and then decoded strictly (decode.go).

type kind int

const (
	scalarKind kind = iota
	mappingKind
	listKind
	nullKind
)

// tree is one value of a dossier file.
type tree struct {
	kind    kind
	line    int // from 1
	text    string
	quoted  bool // a scalar that can only be text
	literal bool // a scalar that YAML or JSON takes for a number or a boolean
	fields  []field
	items   []tree
}

type field struct {
	key   string
	line  int
	value tree
}

// maxDepth bounds the nesting of a dossier file; a real one has four levels.
const maxDepth = 32

// syntaxError is a text that is not YAML, or not JSON, at a line.
type syntaxError struct {
	line             int
	reason, expected string
}

func (e *syntaxError) Error() string { return e.reason }

func aliasAt(line int) error {
	return &syntaxError{line, "les ancres et les renvois YAML (& et *) ne sont pas admis", "chaque valeur écrite en entier, entre guillemets si elle commence par & ou *"}
}

func tooDeepAt(line int) error {
	return &syntaxError{line, "trop de niveaux imbriqués", "quatre niveaux au plus, comme dans l’exemple"}
}

// DecodeText undoes what editors on Windows do to a text file: a byte order mark,
// UTF-16 (« Unicode »), or Windows-1252 (« ANSI »).
func DecodeText(data []byte) []byte {
	fallback := transform.Transformer(encoding.Nop.NewDecoder())
	if !utf8.Valid(data) {
		fallback = charmap.Windows1252.NewDecoder()
	}
	text, _, err := transform.Bytes(unicode.BOMOverride(fallback), data)
	if err != nil {
		return data // no decoder above fails; the parsers refuse what is no text
	}
	return text
}

// parseYAML reads the one YAML document of a text. JSON is YAML too, save for
// tabs and some escapes: a dossier.json goes through parseJSON.
func parseYAML(data []byte) (tree, error) {
	only := tree{kind: nullKind, line: 1}
	decoder := yaml.NewDecoder(bytes.NewReader(data))
	for {
		var document yaml.Node
		switch err := decoder.Decode(&document); {
		case err == io.EOF:
			return only, nil
		case err != nil:
			return tree{}, yamlSyntaxError(data, err)
		}
		for _, content := range document.Content {
			t, err := fromYAML(content, 0)
			switch {
			case err != nil:
				return tree{}, err
			case t.kind == nullKind:
			case only.kind != nullKind:
				return tree{}, &syntaxError{document.Line, "un second document YAML commence ici", "un seul document, sans ligne « --- » au milieu"}
			default:
				only = t
			}
		}
	}
}

// yamlSyntaxError keeps the line of the library's message, which is English and
// made for programmers. A quote that nobody closed is looked for first: what it
// breaks may be far below it.
func yamlSyntaxError(data []byte, err error) error {
	line := 1
	var load *yaml.LoadError
	if errors.As(err, &load) {
		line = max(1, load.Mark.Line)
		if open := unclosedQuote(data, line, load); open > 0 {
			return &syntaxError{open, "un guillemet ouvert ici n’est jamais fermé", "un guillemet au début et un à la fin du texte"}
		}
	}
	return &syntaxError{line, "ce n’est pas du YAML valide", "« clé: valeur », avec des espaces en début de ligne et jamais de tabulation"}
}

// opensValue matches a line whose first double quote starts a text, and is not
// part of one, as in « porte 5" », or of a comment.
var opensValue = regexp.MustCompile(`^([^"#]*[\s\[{,:])?"`)

// unclosedQuote returns the line of the quote that breaks a text at line, 0
// where it is not a quote. Either the text ended before the quote did, or the
// next quote closed it: the line where it opens then has an odd number.
func unclosedQuote(data []byte, line int, load *yaml.LoadError) int {
	for i, text := range strings.Split(string(data), "\n") {
		if i+1 > line {
			break
		}
		text = strings.ReplaceAll(text, `\"`, "")
		if opensValue.MatchString(text) && strings.Count(text, `"`)%2 == 1 {
			return i + 1
		}
	}
	if load.ContextMsg == "while scanning a quoted scalar" && strings.HasSuffix(load.Message, "end of stream") {
		return load.ContextMark.Line
	}
	return 0
}

func fromYAML(n *yaml.Node, depth int) (tree, error) {
	t := tree{line: n.Line}
	if depth > maxDepth {
		return t, tooDeepAt(n.Line)
	}
	if n.Anchor != "" || n.Kind == yaml.AliasNode {
		return t, aliasAt(n.Line)
	}
	switch n.Kind {
	case yaml.MappingNode:
		t.kind = mappingKind
		for i := 0; i+1 < len(n.Content); i += 2 {
			value, err := fromYAML(n.Content[i+1], depth+1)
			if err != nil {
				return t, err
			}
			t.fields = append(t.fields, field{n.Content[i].Value, n.Content[i].Line, value})
		}
	case yaml.SequenceNode:
		t.kind = listKind
		for _, c := range n.Content {
			item, err := fromYAML(c, depth+1)
			if err != nil {
				return t, err
			}
			t.items = append(t.items, item)
		}
	default:
		t.text = n.Value
		t.quoted = n.Style&(yaml.DoubleQuotedStyle|yaml.SingleQuotedStyle|yaml.LiteralStyle|yaml.FoldedStyle) != 0
		if !t.quoted && (n.Value == "" || n.Value == "~" || n.Value == "null") {
			t.kind = nullKind
		}
		t.literal = !t.quoted && isLiteral(n)
	}
	return t, nil
}

// isLiteral reports whether YAML takes a value for a boolean or a number. Words
// that only a programmer takes for numbers (.nan, .inf) are left as words.
func isLiteral(n *yaml.Node) bool {
	switch n.ShortTag() {
	case "!!bool":
		return true
	case "!!int", "!!float":
		return strings.ContainsAny(n.Value, "0123456789")
	}
	return false
}

// parseJSON reads one JSON value.
func parseJSON(data []byte) (tree, error) {
	p := &jsonParser{data: data, decoder: json.NewDecoder(bytes.NewReader(data))}
	p.decoder.UseNumber()
	t, err := p.value(0)
	if err == nil {
		_, err = p.decoder.Token()
		if err == io.EOF {
			return t, nil
		}
		err = errors.New("quelque chose suit la fin du document")
	}
	var syntax *syntaxError
	if errors.As(err, &syntax) {
		return tree{}, err
	}
	return tree{}, &syntaxError{p.line(), "ce n’est pas du JSON valide", "un objet { \"clé\": valeur, … } complet"}
}

type jsonParser struct {
	data    []byte
	decoder *json.Decoder
}

// line is where the last token ends.
func (p *jsonParser) line() int {
	return 1 + bytes.Count(p.data[:min(int(p.decoder.InputOffset()), len(p.data))], []byte("\n"))
}

func (p *jsonParser) value(depth int) (tree, error) {
	if depth > maxDepth {
		return tree{}, tooDeepAt(p.line())
	}
	token, err := p.decoder.Token()
	if err != nil {
		return tree{}, err
	}
	t := tree{line: p.line()}
	switch v := token.(type) {
	case json.Delim:
		if v == '{' {
			t.kind = mappingKind
		} else {
			t.kind = listKind
		}
		for p.decoder.More() {
			if t.kind == listKind {
				item, err := p.value(depth + 1)
				if err != nil {
					return t, err
				}
				t.items = append(t.items, item)
				continue
			}
			key, err := p.decoder.Token()
			if err != nil {
				return t, err
			}
			line := p.line()
			value, err := p.value(depth + 1)
			if err != nil {
				return t, err
			}
			t.fields = append(t.fields, field{fmt.Sprint(key), line, value})
		}
		if _, err := p.decoder.Token(); err != nil { // the closing delimiter
			return t, err
		}
	case nil:
		t.kind = nullKind
	case string:
		t.text, t.quoted = v, true
	default: // a number or a boolean
		t.text, t.literal = strings.TrimSpace(fmt.Sprint(v)), true
	}
	return t, nil
}
