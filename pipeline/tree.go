package pipeline

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
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
	kind   kind
	line   int // from 1
	text   string
	quoted bool // a scalar that can only be text
	fields []field
	items  []tree
}

type field struct {
	key   string
	line  int
	value tree
}

// maxDepth bounds the nesting of a dossier file; a real one has four levels.
const maxDepth = 32

var (
	errAliases = errors.New("les ancres et les renvois YAML (& et *) ne sont pas admis")
	errDepth   = errors.New("trop de niveaux imbriqués")
)

// syntaxError is a text that is not YAML, or not JSON, at a line.
type syntaxError struct {
	line   int
	reason string
}

func (e *syntaxError) Error() string { return e.reason }

// toUTF8 undoes what editors on Windows do to a text file: a byte order mark,
// UTF-16 (« Unicode »), or Windows-1252 (« ANSI »).
func toUTF8(data []byte) []byte {
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

// parseYAML reads a YAML document. JSON is YAML too, save for tabs and some
// escapes: a dossier.json goes through parseJSON.
func parseYAML(data []byte) (tree, error) {
	var document yaml.Node
	if err := yaml.Unmarshal(data, &document); err != nil {
		return tree{}, yamlSyntaxError(err)
	}
	if document.Kind == 0 || len(document.Content) == 0 {
		return tree{kind: nullKind, line: 1}, nil
	}
	return fromYAML(document.Content[0], 0)
}

var yamlLine = regexp.MustCompile(`line (\d+)`)

// yamlSyntaxError keeps the line of the library's message, which is English
// and made for programmers.
func yamlSyntaxError(err error) error {
	line := 1
	if m := yamlLine.FindStringSubmatch(err.Error()); m != nil {
		line, _ = strconv.Atoi(m[1])
	}
	return &syntaxError{line, "ce n’est pas du YAML valide (attendu : « clé: valeur », avec des espaces en début de ligne et jamais de tabulation)"}
}

func fromYAML(n *yaml.Node, depth int) (tree, error) {
	t := tree{line: n.Line}
	if depth > maxDepth {
		return t, &syntaxError{n.Line, errDepth.Error()}
	}
	if n.Anchor != "" || n.Kind == yaml.AliasNode {
		return t, &syntaxError{n.Line, errAliases.Error()}
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
	}
	return t, nil
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
	return tree{}, &syntaxError{p.line(), "ce n’est pas du JSON valide (attendu : un objet { \"clé\": valeur, … } complet)"}
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
		return tree{}, &syntaxError{p.line(), errDepth.Error()}
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
		t.text = strings.TrimSpace(fmt.Sprint(v))
	}
	return t, nil
}
