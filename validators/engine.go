package validators

import "github.com/recevable/recevable/validators/reader/ocr"

// EngineLimited: pictures are not read, or not as well as they might be.
const EngineLimited Code = "lecture.limitee"

var engineFindings = map[ocr.Limitation]Finding{
	ocr.Absent: {
		Message: "Les photos et les numérisations n’ont pas été lues : le programme de lecture Tesseract n’est pas installé sur cet appareil. Leur date et leur nom restent à regarder.",
		Remedy:  "Regardez vous-même les points signalés, ou installez Tesseract (gratuit) avec sa langue française, puis recommencez.",
	},
	ocr.NoFrench: {
		Message: "Les photos et les numérisations ont été lues sans la langue française de Tesseract : des mots accentués ont pu être mal lus.",
		Remedy:  "Pour une meilleure lecture, ajoutez la langue française à Tesseract (tesseract-ocr-fra), puis recommencez.",
	},
}

// CheckEngine says, once for all files, what the program that reads pictures
// cannot do. It is no fault of the files, so it is information only: what was
// left unread is said where it matters.
func CheckEngine(limitation ocr.Limitation) []Finding {
	finding, ok := engineFindings[limitation]
	if !ok {
		return nil
	}
	finding.Code, finding.Severity = EngineLimited, Info
	findings := []Finding{finding}
	typesetAll(findings)
	return findings
}
