package web

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"net/http"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/pb33f/libopenapi"
	validator "github.com/pb33f/libopenapi-validator"
	"github.com/pb33f/libopenapi-validator/config"
	"github.com/pb33f/libopenapi-validator/content"
	validation "github.com/pb33f/libopenapi-validator/errors"

	"github.com/recevable/recevable/pipeline"
	"github.com/recevable/recevable/pipeline/rules"
)

// description is openapi.json, ready to hold exchanges against it.
type description struct{ validator validator.Validator }

// describe reads openapi.json once for all tests.
var describe = sync.OnceValues(func() (*description, error) {
	document, err := libopenapi.NewDocument(openAPI)
	if err != nil {
		return nil, err
	}
	v, errs := validator.NewValidator(document, config.WithFormatAssertions(), config.WithStandardBodyDecoders(),
		config.WithBodyDecoder("multipart/form-data", content.DecoderFunc(decodeForm)), config.WithoutSecurityValidation())
	if len(errs) > 0 {
		return nil, errs[0]
	}
	return &description{v}, nil
})

// decodeForm decodes a form as the library does, and the dossier in it, which
// the library leaves as text.
func decodeForm(in *content.DecodeInput) (any, error) {
	form, err := content.MultipartDecoder().Decode(in)
	if err != nil {
		return nil, err
	}
	if fields, ok := form.(map[string]any); ok {
		if text, ok := fields["dossier"].(string); ok {
			var dossier any
			if err := json.Unmarshal([]byte(text), &dossier); err != nil {
				return nil, err
			}
			fields["dossier"] = dossier
		}
	}
	return form, nil
}

func describedAPI(t testing.TB) *description {
	t.Helper()
	d, err := describe()
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func (d *description) holdsRequest(t testing.TB, request *http.Request) {
	t.Helper()
	if ok, errs := d.validator.ValidateHttpRequestSync(request); !ok {
		t.Errorf("%s %s is not as openapi.json has it:\n%s", request.Method, request.URL.Path, differences(errs))
	}
}

func (d *description) holdsResponse(t testing.TB, request *http.Request, response *http.Response) {
	t.Helper()
	if ok, errs := d.validator.ValidateHttpResponse(request, response); !ok {
		t.Errorf("the answer to %s %s is not as openapi.json has it:\n%s", request.Method, request.URL.Path, differences(errs))
	}
}

func differences(errs []*validation.ValidationError) string {
	var b strings.Builder
	for _, e := range errs {
		b.WriteString(e.Message + ": " + e.Reason + "\n")
		for _, s := range e.SchemaValidationErrors {
			b.WriteString("  " + s.FieldPath + " " + s.Reason + "\n")
		}
	}
	return b.String()
}

func TestDescriptionIsOpenAPI(t *testing.T) {
	if ok, errs := describedAPI(t).validator.ValidateDocument(); !ok {
		t.Error(differences(errs))
	}
}

// schemas are those of openapi.json.
func schemas(t *testing.T) map[string]any {
	t.Helper()
	var document map[string]any
	if err := json.Unmarshal(openAPI, &document); err != nil {
		t.Fatal(err)
	}
	return document["components"].(map[string]any)["schemas"].(map[string]any)
}

// at walks into a schema by dotted keys.
func at(t *testing.T, schema any, path string) any {
	t.Helper()
	for _, key := range strings.Split(path, "/") {
		object, ok := schema.(map[string]any)
		if !ok || object[key] == nil {
			t.Fatalf("openapi.json has no %s, at %s", path, key)
		}
		schema = object[key]
	}
	return schema
}

// TestWordsAreThoseOfTheProgram compares each list of words in openapi.json
// with the constants of its type in the source.
func TestWordsAreThoseOfTheProgram(t *testing.T) {
	all := schemas(t)
	const ruling, inspecting, repairing = "../../../pipeline/rules", "../../../validators", "../../../pipeline/repair"
	for _, test := range []struct{ path, folder, typeName string }{
		{"TypePiece/enum", ruling, "PieceType"},
		{"Demarche/enum", ruling, "Procedure"},
		{"Situation/properties/etape/enum", ruling, "Phase"},
		{"Decision/properties/etape/enum", ruling, "Phase"},
		{"Situation/properties/origine/enum", ruling, "Origin"},
		{"Situation/properties/nationalite/enum", ruling, "Nationality"},
		{"VisiteMedicale/properties/voie/enum", ruling, "Route"},
		{"Echeance/properties/code/enum", ruling, "DeadlineCode"},
		{"Alerte/properties/code/enum", ruling, "AlertCode"},
		{"Ligne/properties/geste/enum", ruling, "Gesture"},
		{"Ligne/properties/champ/enum", ruling, "Field"},
		{"ModePhoto/enum", ruling, "PhotoMode"},
		{"Gravite/enum", inspecting, "Severity"},
		{"Verdict/enum", inspecting, "Verdict"},
		{"Origine/enum", inspecting, "Origin"},
		{"CodeLu/properties/signature/enum", inspecting, "Signature"},
		{"IdentiteLue/properties/type/enum", inspecting, "PaperType"},
		{"CodeConstat/examples", inspecting, "Code"},
		{"Transformation/properties/code/enum", repairing, "ChangeCode"},
	} {
		want := constants(t, test.folder, test.typeName)
		if test.typeName == "Code" { // what the corridor finds by itself
			want = append(want, constants(t, "../../../pipeline", "Code")...)
		}
		compareWords(t, test.path, words(at(t, all, test.path)), want)
	}
	var pieces, procedures []string
	for _, p := range rules.PieceTypes() {
		pieces = append(pieces, string(p))
	}
	for _, p := range rules.Procedures() {
		procedures = append(procedures, string(p))
	}
	compareWords(t, "TypePiece", words(at(t, all, "TypePiece/enum")), pieces)
	compareWords(t, "Demarche", words(at(t, all, "Demarche/enum")), procedures)
	compareWords(t, "categories", words(at(t, all, "Situation/properties/categories/items/enum")), pipeline.LicenceCategories())
}

func compareWords(t *testing.T, what string, got, want []string) {
	t.Helper()
	got, want = slices.Compact(slices.Sorted(slices.Values(got))), slices.Compact(slices.Sorted(slices.Values(want)))
	if !slices.Equal(got, want) || len(got) == 0 {
		t.Errorf("%s: openapi.json says\n%q\nand the source\n%q", what, got, want)
	}
}

// words are the strings of a list; a null is none.
func words(list any) []string {
	var all []string
	for _, v := range list.([]any) {
		if s, ok := v.(string); ok {
			all = append(all, s)
		}
	}
	return all
}

// constants are the values of the constants of a type, in the source of one
// package.
func constants(t *testing.T, folder, typeName string) []string {
	t.Helper()
	var values []string
	for _, file := range sources(t, folder) {
		for _, d := range file.Decls {
			declaration, ok := d.(*ast.GenDecl)
			if !ok || declaration.Tok != token.CONST {
				continue
			}
			for _, s := range declaration.Specs {
				spec := s.(*ast.ValueSpec)
				if !isNamed(spec.Type, typeName) {
					continue
				}
				for _, v := range spec.Values {
					if literal, ok := v.(*ast.BasicLit); ok {
						text, err := strconv.Unquote(literal.Value)
						if err != nil {
							t.Fatal(err)
						}
						values = append(values, text)
					}
				}
			}
		}
	}
	return values
}

func isNamed(expression ast.Expr, name string) bool {
	switch e := expression.(type) {
	case *ast.Ident:
		return e.Name == name
	case *ast.SelectorExpr:
		return e.Sel.Name == name
	}
	return false
}

// sources are the files of a package, tests left out.
func sources(t *testing.T, folder string) []*ast.File {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(folder, "*.go"))
	if err != nil || len(names) == 0 {
		t.Fatal("no source in ", folder, err)
	}
	var files []*ast.File
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, file)
	}
	return files
}

// TestProblemsAreAllDescribed finds each problem that the server can answer
// with in its source.
func TestProblemsAreAllDescribed(t *testing.T) {
	var made []string
	for _, file := range sources(t, ".") {
		ast.Inspect(file, func(n ast.Node) bool {
			if call, ok := n.(*ast.CallExpr); ok && isNamed(call.Fun, "kind") && len(call.Args) == 1 {
				if literal, ok := call.Args[0].(*ast.BasicLit); ok {
					name, _ := strconv.Unquote(literal.Value)
					made = append(made, kind(name))
				}
			}
			return true
		})
	}
	compareWords(t, "Probleme", words(at(t, schemas(t), "Probleme/properties/type/enum")), made)
}

// TestKeysAreThoseOfTheProgram compares the keys of each schema with those of
// the Go type that it describes.
func TestKeysAreThoseOfTheProgram(t *testing.T) {
	all := schemas(t)
	seen := map[reflect.Type]bool{}
	var compare func(where string, schema any, goType reflect.Type, tag string)
	compare = func(where string, schema any, goType reflect.Type, tag string) {
		for goType.Kind() == reflect.Pointer || goType.Kind() == reflect.Slice {
			goType = goType.Elem()
		}
		object := resolved(t, all, schema)
		if goType.Kind() != reflect.Struct || seen[goType] || object["properties"] == nil {
			return
		}
		seen[goType] = true
		properties := object["properties"].(map[string]any)
		var keys []string
		for i := range goType.NumField() {
			field := goType.Field(i)
			key, _, _ := strings.Cut(field.Tag.Get(tag), ",")
			if key == "" || key == "-" {
				continue
			}
			keys = append(keys, key)
			if properties[key] != nil {
				compare(where+"."+key, properties[key], field.Type, tag)
			}
		}
		var described []string
		for key := range properties {
			described = append(described, key)
		}
		compareWords(t, where, described, keys)
	}
	compare("Rapport", all["Rapport"], reflect.TypeFor[pipeline.Report](), "json")
	compare("Decision", all["Decision"], reflect.TypeFor[rules.Decision](), "json")
	compare("Dossier", all["Dossier"], reflect.TypeFor[pipeline.Dossier](), "dossier")
	compare("Probleme", all["Probleme"], reflect.TypeFor[problem](), "json")
	for _, goType := range []reflect.Type{
		reflect.TypeFor[rules.Situation](), reflect.TypeFor[pipeline.Address](), reflect.TypeFor[pipeline.Place](),
		reflect.TypeFor[rules.ScreenRow](), reflect.TypeFor[rules.Cost](), reflect.TypeFor[pipeline.FileReport](),
	} {
		if !seen[goType] {
			t.Errorf("%s was not compared", goType)
		}
	}
}

// resolved follows references, lists and « or null » to the object they are
// about.
func resolved(t *testing.T, all map[string]any, schema any) map[string]any {
	t.Helper()
	object := schema.(map[string]any)
	for {
		switch {
		case object["$ref"] != nil:
			name := strings.TrimPrefix(object["$ref"].(string), "#/components/schemas/")
			object = all[name].(map[string]any)
		case object["items"] != nil:
			object = object["items"].(map[string]any)
		case object["oneOf"] != nil:
			object = object["oneOf"].([]any)[0].(map[string]any)
		default:
			return object
		}
	}
}

// TestRoutesAreAllDescribed compares the routes of the server with the paths of
// openapi.json.
func TestRoutesAreAllDescribed(t *testing.T) {
	var document struct {
		Paths map[string]map[string]any `json:"paths"`
	}
	if err := json.Unmarshal(openAPI, &document); err != nil {
		t.Fatal(err)
	}
	s := New(Config{})
	for path, methods := range document.Paths {
		for method := range methods {
			request := &http.Request{Method: strings.ToUpper(method), URL: exampleURL(path)}
			if got := s.route(request); got != strings.ToUpper(method)+" "+path {
				t.Errorf("%s %s is described, and answered by %q", method, path, got)
			}
		}
	}
	if len(document.Paths) != 8 {
		t.Errorf("%d paths are described", len(document.Paths))
	}
}

// TestExamplesWork sends the examples of openapi.json as they stand.
func TestExamplesWork(t *testing.T) {
	c := newCaller(t, Config{})
	var document struct {
		Paths map[string]map[string]struct {
			RequestBody struct {
				Content map[string]struct {
					Example json.RawMessage `json:"example"`
				} `json:"content"`
			} `json:"requestBody"`
		} `json:"paths"`
	}
	if err := json.Unmarshal(openAPI, &document); err != nil {
		t.Fatal(err)
	}
	sent := 0
	for path, methods := range document.Paths {
		if example := methods["post"].RequestBody.Content["application/json"].Example; example != nil {
			c.post(path, "application/json", example, http.StatusOK)
			sent++
		}
	}
	if sent != 3 {
		t.Errorf("%d examples were sent", sent)
	}
}

// TestFrenchOfTheDescription looks for a space that may break before a sign.
func TestFrenchOfTheDescription(t *testing.T) {
	if found := regexp.MustCompile(`[^ ]* [:;!?»][ "\\]|« [^ ]*`).FindString(strings.ReplaceAll(string(openAPI), `" : `, "")); found != "" {
		t.Errorf("openapi.json writes %q", found)
	}
}
