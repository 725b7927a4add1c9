package validators

import "github.com/recevable/recevable/validators/reader"

// CheckCost says that a file was not opened because that would have cost too
// much. Nothing is proved against the file, so it never blocks.
func CheckCost(file File, _ Terms) []Finding {
	if file.Document.State != reader.OverLimit {
		return nil
	}
	finding, ok := costFindings[file.Document.Limit]
	if !ok {
		return nil
	}
	finding.Severity = Undetermined
	return []Finding{finding}
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
