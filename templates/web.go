package templates

import (
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"html/template"
	"net/url"
	"slices"
)

// What the web pages share: a frame that loads nothing and runs nothing, the
// signs, the style, and how a French text is set for a screen.

//go:embed web.html
var webSource string

//go:embed web.css
var webStyle string

// webTemplate is the template of a page, with the shared ones beside it.
func webTemplate(name, source string) *template.Template {
	return template.Must(template.Must(template.New(name).Parse(webSource)).Parse(source))
}

// WebStyle and WebSource are what the pages share, for who serves pages of its
// own in the same hand: the colours and the text, and the templates "signes",
// once a page, and "signe", which takes croix, alerte, question, note or coche.
func WebStyle() string { return webStyle }

// WebSource is said with [WebStyle].
func WebSource() string { return webSource }

// WebListPolicy is the content policy that the page of a list needs of who
// serves it: its own style, its own pictures and nothing else.
func WebListPolicy() string { return webListFrame.Policy }

// WebText is a French sentence set for a screen.
func WebText(s string) string { return webText(s) }

// webFrame is what stands in the head of a page.
type webFrame struct {
	Policy string
	Style  template.CSS
}

// newWebFrame lets a page show its own pictures in its own style, and nothing
// else.
func newWebFrame(style string) webFrame {
	style = webStyle + style
	sum := sha256.Sum256([]byte(style))
	return webFrame{
		Policy: "default-src 'none'; img-src data:; style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) +
			"'; base-uri 'none'; form-action 'none'",
		Style: template.CSS(style),
	}
}

// signNames and tones are what the pages call the signs and inks of the lists.
var (
	signNames = map[sign]string{signCross: "croix", signAlert: "alerte", signQuestion: "question", signNote: "note", signTick: "coche"}
	tones     = map[colour]string{red: "rouge", brown: "brun", green: "vert", slate: "ardoise"}
)

// webText is a French sentence for a screen, which has the letters that the
// fonts of the papers lack.
func webText(s string) string { return curly(keepMeasures(frenchSpaces.Replace(clean(s)))) }

func webTexts(texts []string) []string {
	set := slices.Clone(texts)
	for i := range set {
		set[i] = webText(set[i])
	}
	return set
}

// webAddress is an address that a click may open; empty for anything but a page
// of the web.
func webAddress(link string) string {
	address, err := url.Parse(link)
	if err != nil || address.Host == "" || address.Scheme != "https" && address.Scheme != "http" {
		return ""
	}
	return link
}
