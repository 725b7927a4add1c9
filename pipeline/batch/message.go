package batch

import (
	"fmt"
	"strings"
	"unicode"

	"github.com/recevable/recevable/pipeline"
)

// Message is ready to be sent to the client: by somebody, never by the program.
// It has their first name alone, and nothing of why they need a licence.
type Message struct {
	SMS     string `json:"sms"` // 160 letters of GSM 03.38 at most: one SMS
	Subject string `json:"objet"`
	Body    string `json:"courriel"`
}

// MessageName is the file of the message among the client's papers.
const MessageName = "message.txt"

// maxSMS is the length of one SMS in the GSM 7-bit alphabet.
//
// Source: 3GPP TS 23.038.
const maxSMS = 160

// maxFirst is past what a first name may take of an SMS.
const maxFirst = 20

func firstName(a pipeline.Applicant) string {
	if len(a.FirstNames) == 0 {
		return ""
	}
	return asGreeted(string(a.FirstNames[0]))
}

// asGreeted writes a first name as one greets people: lists have them all in
// capitals, or in none. One that has both stays as it is.
func asGreeted(first string) string {
	if first != strings.ToUpper(first) && first != strings.ToLower(first) {
		return first
	}
	var b strings.Builder
	begins := true
	for _, r := range strings.ToLower(first) {
		if begins {
			r = unicode.ToUpper(r)
		}
		b.WriteRune(r)
		begins = !unicode.In(r, unicode.L, unicode.M)
	}
	return b.String()
}

func greeting(first string) string {
	if first == "" {
		return "Bonjour"
	}
	return "Bonjour " + first
}

// askFor is the sentence of the follow-up.
func askFor(first string, wants []want) string {
	return greeting(first) + ", pour votre dossier de permis, merci de nous envoyer " + enumerate(things(wants)) + "."
}

func things(wants []want) []string {
	long := make([]string, len(wants))
	for i, w := range wants {
		long[i] = w.long
	}
	return long
}

// enumerate joins things with commas and « et », or with semicolons where one
// of them holds a comma or a colon.
func enumerate(things []string) string {
	separator := ", "
	for _, t := range things {
		if strings.ContainsAny(t, ",:") {
			separator = "\u00a0; "
		}
	}
	switch n := len(things); {
	case n == 1:
		return things[0]
	case separator == ", ":
		return strings.Join(things[:n-1], separator) + " et " + things[n-1]
	}
	return strings.Join(things, separator)
}

func messageTo(first string, wants []want) *Message {
	var body strings.Builder
	body.WriteString(greeting(first) + ",\n\nPour que votre demande de permis ne soit pas refusée, il nous faut encore\u00a0:\n\n")
	for _, w := range wants {
		body.WriteString("- " + w.long + "\n")
	}
	body.WriteString("\nVous pouvez répondre à ce message avec un PDF ou des photos bien nettes, prises bien en face, document entier.\n\nMerci, et à bientôt.\n\nVotre auto-école\n")
	return &Message{SMS: smsTo(first, wants), Subject: "Votre dossier de permis\u00a0: ce qu’il nous manque", Body: body.String()}
}

// smsTo says it in one SMS: everything, or else how much it is.
func smsTo(first string, wants []want) string {
	if len([]rune(first)) > maxFirst {
		first = ""
	}
	short := make([]string, len(wants))
	for i, w := range wants {
		short[i] = w.short
	}
	things := fmt.Sprintf("%d documents", len(wants))
	if len(wants) == 1 {
		things = "1 document"
	}
	var text string
	for _, try := range []string{
		greeting(first) + ", pour votre dossier de permis, merci de nous envoyer : " + strings.Join(short, ", ") + ". Votre auto-école",
		greeting(first) + ", il nous manque : " + strings.Join(short, ", ") + ". Merci ! Votre auto-école",
		greeting(first) + ", il nous manque " + things + " pour votre dossier de permis. Le détail est dans notre e-mail. Merci ! Votre auto-école",
	} {
		if text = gsm(try); smsLength(text) <= maxSMS {
			break
		}
	}
	return text
}

// gsmLetters are the letters of French that the GSM 7-bit alphabet has beside
// ASCII; ç is not one of them.
//
// Source: 3GPP TS 23.038, 6.2.1.
const gsmLetters = "éèùàÉÄÖÜäöüñÑÇ"

// gsmWords are what stands for letters that it lacks and that have no plain one.
var gsmWords = strings.NewReplacer("œ", "oe", "Œ", "OE", "æ", "ae", "Æ", "AE", "ß", "ss", "ø", "o", "Ø", "O", "ł", "l", "Ł", "L",
	"’", "'", "‘", "'", "«\u00a0", `"`, "\u00a0»", `"`, "\u00a0", " ", "\u202f", " ", "–", "-", "—", "-", "…", "...", "`", "'")

// gsm writes a text in the GSM alphabet, so that an SMS of 160 letters is one:
// a single letter outside it would make 70 of them the limit.
func gsm(text string) string {
	var out strings.Builder
	for _, r := range gsmWords.Replace(text) {
		switch {
		case r < unicode.MaxASCII && r >= ' ' || strings.ContainsRune(gsmLetters, r):
			out.WriteRune(r)
		default:
			plain := withoutMarks(string(r))
			if len(plain) == 1 {
				out.WriteString(plain)
			} else {
				out.WriteByte('?')
			}
		}
	}
	return out.String()
}

// smsLength counts as a telephone does: some of ASCII takes two places.
func smsLength(text string) int {
	n := 0
	for _, r := range text {
		if n++; strings.ContainsRune(`^{}\[]~|`, r) {
			n++
		}
	}
	return n
}

// file is the message as message.txt, with the line ends of Windows, where it
// is opened.
func (m Message) file() []byte {
	text := fmt.Sprintf("SMS (%d caractères)\n%s\n\nE-mail\nObjet\u00a0: %s\n\n%s", smsLength(m.SMS), m.SMS, m.Subject, m.Body)
	return []byte(strings.ReplaceAll(text, "\n", "\r\n"))
}
