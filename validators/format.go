package validators

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/recevable/recevable/validators/reader"
)

// acceptedFormats is how ANTS itself lists them.
// Source: FAQ ANTS, « Sont acceptés les formats : JPG, PNG, BMP, TIFF et PDF ».
const acceptedFormats = "JPG, PNG, BMP, TIFF ou PDF"

// formatNames gives the kinds that people really send the name they know them
// by.
var formatNames = map[string]string{
	reader.JPEG:                 "JPEG",
	reader.PNG:                  "PNG",
	reader.BMP:                  "BMP",
	reader.TIFF:                 "TIFF",
	reader.PDF:                  "PDF",
	"image/heic":                "HEIC (photo d’iPhone)",
	"image/heic-sequence":       "HEIC (photo d’iPhone)",
	"image/heif":                "HEIF (photo de téléphone)",
	"image/heif-sequence":       "HEIF (photo de téléphone)",
	"image/avif":                "AVIF",
	"image/webp":                "WebP",
	"image/gif":                 "GIF",
	"image/svg+xml":             "SVG (dessin)",
	"image/vnd.adobe.photoshop": "Photoshop",
	"application/msword":        "Word",
	"application/vnd.openxmlformats-officedocument.wordprocessingml.document": "Word",
	"application/vnd.oasis.opendocument.text":                                 "OpenDocument (LibreOffice)",
	"application/vnd.ms-excel":                                                "Excel",
	"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet":       "Excel",
	"application/zip":              "archive ZIP",
	"application/x-7z-compressed":  "archive 7z",
	"application/x-rar-compressed": "archive RAR",
	"application/postscript":       "PostScript",
	"message/rfc822":               "courriel",
	"video/mp4":                    "vidéo",
	"video/quicktime":              "vidéo",
	"text/html; charset=utf-8":     "page web",
	"text/plain; charset=utf-8":    "texte",
}

// convertible are the refused kinds that a program turns into a JPEG without
// loss that anybody would see.
var convertible = []string{
	"image/heic", "image/heic-sequence", "image/heif", "image/heif-sequence", "image/webp", "image/gif",
}

// CheckFormat refuses the kinds that ANTS does not take, by content.
func CheckFormat(file File, _ Terms) []Finding {
	if file.Document.State != reader.Foreign {
		return nil
	}
	name, known := formatNames[file.Document.MIME]
	message := fmt.Sprintf("Ce fichier n’est pas d’un type que l’ANTS accepte (%s).", acceptedFormats)
	if known {
		message = fmt.Sprintf("Ce fichier est au format %s. L’ANTS n’accepte que %s.", name, acceptedFormats)
	}
	if ext := strings.ToLower(filepath.Ext(file.Name)); knownExtension(ext) {
		message += fmt.Sprintf(" Son nom se termine par « %s », mais changer le nom ne change pas le format.", ext)
	}
	remedy := "Enregistrez ou imprimez le document en PDF, ou prenez-en une photo en JPG, puis remplacez ce fichier."
	if slices.Contains(convertible, file.Document.MIME) {
		remedy = "Convertissez-le en JPG : ouvrez l’image et choisissez « Enregistrer sous… », puis JPG. La commande « recevable fix » le fera dans une prochaine version."
	}
	return []Finding{{Code: FormatRefused, Severity: Blocking, Message: message, Remedy: remedy}}
}

// CheckExtension warns where the name promises another kind than the content:
// a form that filters by extension would not take the file.
func CheckExtension(file File, _ Terms) []Finding {
	right := reader.Extensions(file.Document.MIME)
	if len(right) == 0 {
		return nil
	}
	ext := strings.ToLower(filepath.Ext(file.Name))
	if slices.Contains(right, ext) {
		return nil
	}
	found := fmt.Sprintf("Le nom du fichier se termine par « %s »", ext)
	if ext == "" {
		found = "Le nom du fichier n’a pas d’extension"
	}
	return []Finding{{
		Code: FormatExtension, Severity: Warning,
		Message: fmt.Sprintf("%s, alors que son contenu est au format %s.", found, formatNames[file.Document.MIME]),
		Remedy:  fmt.Sprintf("Renommez le fichier pour qu’il se termine par « %s ».", right[0]),
	}}
}

// knownExtension reports whether a name ending in ext promises a kind that
// ANTS takes.
func knownExtension(ext string) bool {
	for _, kind := range []string{reader.JPEG, reader.PNG, reader.BMP, reader.TIFF, reader.PDF} {
		if slices.Contains(reader.Extensions(kind), ext) {
			return true
		}
	}
	return false
}
