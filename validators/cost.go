package validators

import "github.com/recevable/recevable/validators/reader"

// CheckCost says that a file was not opened, or not read to its end, because that
// would have cost too much. Nothing is proved against the file, so it never
// blocks.
func CheckCost(file File, _ Terms) []Finding {
	finding, ok := costFindings[file.Document.Limit]
	switch state := file.Document.State; {
	case state == reader.OverLimit && ok:
	case file.Document.Hurried && (state == reader.Opened || state == reader.Partial):
		finding = hurriedFinding
	default:
		return nil
	}
	finding.Severity = Undetermined
	return []Finding{finding}
}

// hurriedFinding: what was not found may be there all the same.
var hurriedFinding = Finding{
	Code:    FileUnreadable,
	Message: "Le temps a manqué pour lire tout ce que montre ce fichier : ce qui n’y a pas été trouvé y est peut-être.",
	Remedy:  "Regardez-le vous-même, ou fermez les autres programmes et recommencez.",
}

var costFindings = map[reader.Limit]Finding{
	reader.PixelLimit: {
		Code:    ImageTooLarge,
		Message: "Cette image dépasse 100 millions de points : elle n’a pas été ouverte.",
		Remedy:  "Numérisez à nouveau à 200 ou 300 points par pouce (ppp), ou réduisez la taille de l’image.",
	},
	reader.MemoryLimit: {
		Code:    ImageTooLarge,
		Message: "Ouvrir ce fichier demanderait trop de mémoire : il n’a pas été lu jusqu’au bout.",
		Remedy:  "Numérisez à nouveau à 200 ou 300 points par pouce (ppp), ou imprimez le document en PDF, et remplacez ce fichier.",
	},
	reader.PageLimit: {
		Code:    FileUnreadable,
		Message: "Ce fichier a plus de 500 pages : elles n’ont pas été lues.",
		Remedy:  "Gardez seulement les pages de la pièce demandée et remplacez ce fichier.",
	},
	reader.TimeLimit: {
		Code:    FileUnreadable,
		Message: "Ce fichier est trop long à ouvrir (plus de 20 secondes) : il n’a pas été lu jusqu’au bout.",
		Remedy:  "Ouvrez-le pour vérifier qu’il s’affiche. Imprimez-le en PDF ou numérisez-le à nouveau, puis remplacez ce fichier.",
	},
}
