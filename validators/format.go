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

// formatNames are what people call the kinds that ANTS takes.
var formatNames = map[string]string{
	reader.JPEG: "JPEG",
	reader.PNG:  "PNG",
	reader.BMP:  "BMP",
	reader.TIFF: "TIFF",
	reader.PDF:  "PDF",
}

// refusedNames are what people call the other kinds they really send, with the
// article.
var refusedNames = map[string]string{
	"image/heic":                "une photo HEIC (iPhone)",
	"image/heic-sequence":       "une photo HEIC (iPhone)",
	"image/heif":                "une photo HEIF (téléphone)",
	"image/heif-sequence":       "une photo HEIF (téléphone)",
	"image/avif":                "une image AVIF",
	"image/webp":                "une image WebP",
	"image/gif":                 "une image GIF",
	"image/svg+xml":             "un dessin SVG",
	"image/jxl":                 "une image JPEG XL",
	"image/jp2":                 "une image JPEG 2000",
	"image/vnd.adobe.photoshop": "une image Photoshop",
	"application/msword":        "un document Word",
	"application/vnd.openxmlformats-officedocument.wordprocessingml.document": "un document Word",
	"application/vnd.oasis.opendocument.text":                                 "un document OpenDocument (LibreOffice)",
	"application/vnd.ms-excel":                                                "un tableau Excel",
	"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet":       "un tableau Excel",
	"application/zip":              "une archive ZIP",
	"application/x-7z-compressed":  "une archive 7z",
	"application/x-rar-compressed": "une archive RAR",
	"application/postscript":       "un fichier PostScript",
	"message/rfc822":               "un courriel",
	"text/html":                    "une page web",
}

// refusedFamilies name the rest by the first half of their type.
var refusedFamilies = map[string]string{"text": "un texte", "video": "une vidéo", "audio": "un son"}

// refusedName is what people call a kind that ANTS does not take; empty where
// nobody calls it anything.
func refusedName(mime string) string {
	mime, _, _ = strings.Cut(mime, ";")
	if name, ok := refusedNames[mime]; ok {
		return name
	}
	family, _, _ := strings.Cut(mime, "/")
	return refusedFamilies[family]
}

// convertible are the refused kinds that `fix` turns into a JPEG without loss
// that anybody would see.
var convertible = []string{
	"image/heic", "image/heic-sequence", "image/heif", "image/heif-sequence", "image/webp", "image/gif",
}

// archives are the refused kinds that hold documents which may be taken.
var archives = []string{"application/zip", "application/x-7z-compressed", "application/x-rar-compressed"}

// CheckFormat refuses the kinds that ANTS does not take, by content.
func CheckFormat(file File, _ Terms) []Finding {
	if file.Document.State != reader.Foreign {
		return nil
	}
	message := fmt.Sprintf("Ce fichier n’est pas d’un type que l’ANTS accepte (%s).", acceptedFormats)
	if name := refusedName(file.Document.MIME); name != "" {
		message = fmt.Sprintf("Ce fichier est %s. L’ANTS n’accepte que %s.", name, acceptedFormats)
	}
	if ext := strings.ToLower(filepath.Ext(file.Name)); knownExtension(ext) {
		message += fmt.Sprintf(" Son nom se termine par « %s », mais changer le nom ne change pas le format.", ext)
	}
	remedy := "Enregistrez ou imprimez le document en PDF, ou prenez-en une photo en JPG, puis remplacez ce fichier."
	if slices.Contains(archives, file.Document.MIME) {
		remedy = "Ouvrez l’archive, sortez-en les documents (sous Windows : clic droit, « Extraire tout »), et joignez-les à sa place."
	}
	if slices.Contains(convertible, file.Document.MIME) {
		remedy = "La commande « recevable fix » le convertit en JPG. À la main : ouvrez l’image et choisissez « Enregistrer sous… », puis JPG ; sur un iPhone : Réglages, Appareil photo, Formats, « Le plus compatible », puis reprenez la photo."
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
