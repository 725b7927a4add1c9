package batch

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"runtime"
	"slices"
	"syscall"

	"github.com/recevable/recevable/pipeline"
)

// Reason is why a client could not be treated. It holds no name: it may be
// counted and printed.
type Reason string

const (
	NoDossierFile Reason = "sans_dossier"
	NoFile        Reason = "sans_fichier"
	NothingOpened Reason = "rien_ouvert"
	LooseFiles    Reason = "fichiers_a_part"
	TooManyFiles  Reason = "trop_de_fichiers"
	NoFolder      Reason = "sans_repertoire"
	SharedFolder  Reason = "repertoire_partage"
	FolderClosed  Reason = "repertoire_ferme"
	LinkLoop      Reason = "lien_en_boucle"
	DossierWrong  Reason = "dossier_incorrect"
	LineWrong     Reason = "ligne_incorrecte"
	OutputRefused Reason = "ecriture_refusee"
	ProgramFailed Reason = "panne"
)

// Reasons lists the reasons in the order of a summary.
func Reasons() []Reason {
	return []Reason{NoDossierFile, NoFile, NothingOpened, LooseFiles, TooManyFiles, NoFolder, SharedFolder, LineWrong, DossierWrong, FolderClosed, LinkLoop, OutputRefused, ProgramFailed}
}

// Sentence says a reason and what to do, for many clients or one.
func (r Reason) Sentence() string { return reasons[r].why + " " + reasons[r].remedy }

// reasons say each Reason in French.
var reasons = map[Reason]struct{ why, remedy string }{
	NoDossierFile: {
		"Ce répertoire ne contient pas de fichier dossier.yaml, ni de fichier à vérifier.",
		"Ajoutez-y les fichiers du client, ou déplacez ce répertoire s’il n’est pas celui d’un client.",
	},
	NoFile: {
		"Le répertoire de ce client ne contient pas de fichier à vérifier.",
		"Ajoutez-y les photos et les PDF du client, puis recommencez.",
	},
	NothingOpened: {
		"Ce que contient le répertoire de ce client n’a pas pu être ouvert\u00a0: ce sont des raccourcis, ou des fichiers rangés trop profondément ou fermés.",
		"Copiez les fichiers eux-mêmes dans le répertoire du client, puis recommencez.",
	},
	LooseFiles: {
		"Ce répertoire contient ceux de plusieurs clients, et des fichiers qui ne sont dans aucun\u00a0: ces fichiers n’ont pas été vérifiés.",
		"Mettez-les dans le répertoire de leur client, ou ailleurs s’ils ne sont à aucun.",
	},
	TooManyFiles: {
		fmt.Sprintf("Ce répertoire contient plus de %d fichiers : ce n’est pas celui d’un seul client.", maxClientFiles),
		"Mettez les fichiers de chaque client dans un répertoire à lui.",
	},
	NoFolder: {
		"Aucun répertoire ne porte le nom de ce client.",
		"Créez-le (nom et prénom), ou écrivez son nom dans la colonne « Dossier » de la liste.",
	},
	SharedFolder: {
		"On ne sait pas quel répertoire est celui de ce client : plusieurs portent son nom, ou plusieurs clients de la liste mènent au même.",
		"Écrivez le nom de son répertoire dans la colonne « Dossier » de la liste.",
	},
	FolderClosed: {
		"Ce répertoire ne peut pas être ouvert.",
		"Vérifiez qu’il existe encore et que vous avez le droit de l’ouvrir, puis recommencez.",
	},
	LinkLoop: {
		"Ce raccourci mène à un répertoire qui est déjà traité.",
		"Supprimez le raccourci.",
	},
	DossierWrong: {
		"Le fichier du dossier est à corriger.",
		"Corrigez-le, puis recommencez.",
	},
	LineWrong: {
		"La ligne de ce client est à corriger dans la liste.",
		"Corrigez-la, puis recommencez.",
	},
	OutputRefused: {
		"Les papiers de ce client n’ont pas pu être écrits.",
		"Fermez-les s’ils sont ouverts dans un autre programme, vérifiez que vous avez le droit d’écrire là, puis recommencez.",
	},
	ProgramFailed: {
		"Le programme s’est trompé sur ce dossier\u00a0; les autres n’en souffrent pas.",
		"Vérifiez ce dossier à la main, et signalez cette panne.",
	},
}

// Untreated says why a client has no papers.
type Untreated struct {
	Reason Reason `json:"code"`
	Why    string `json:"pourquoi"`
	Remedy string `json:"quoi_faire"`
}

// untreated turns what stopped a client into what their row says.
func untreated(err error) *Untreated {
	var folder *NotADossierError
	var input *pipeline.InputError
	var panicked *pipeline.PanicError
	var path *fs.PathError
	switch {
	case errors.As(err, &folder):
		return because(folder.Why)
	case errors.As(err, &input):
		u := because(DossierWrong)
		if errors.Is(err, errLine) {
			u = because(LineWrong)
		}
		// The name of the client stands beside it, that of the folder is known.
		said := *input
		said.File = filepath.Base(said.File)
		u.Why = sentence(said.Error())
		return u
	case errors.As(err, &panicked):
		u := because(ProgramFailed)
		u.Why += fmt.Sprintf(" (%s)", panicked.Where)
		return u
	case errors.As(err, &path):
		return because(OutputRefused)
	}
	return because(ProgramFailed)
}

func because(r Reason) *Untreated { return &Untreated{r, reasons[r].why, reasons[r].remedy} }

// stopsAll reports whether an error will meet every client after this one.
func stopsAll(err error) bool {
	return slices.ContainsFunc(fullDisk[runtime.GOOS == "windows"], func(number syscall.Errno) bool { return errors.Is(err, number) })
}

// fullDisk are the numbers of a disk that takes no more, or is no longer there,
// on Windows and elsewhere.
var fullDisk = map[bool][]syscall.Errno{
	false: {syscall.ENOSPC, syscall.EDQUOT, syscall.EROFS, syscall.EIO},
	true: {
		39, 112, 1295, // ERROR_HANDLE_DISK_FULL, ERROR_DISK_FULL, ERROR_DISK_QUOTA_EXCEEDED
		19, 21, 1117, // ERROR_WRITE_PROTECT, ERROR_NOT_READY, ERROR_IO_DEVICE
		53, 55, 59, 64, 67, // ERROR_BAD_NETPATH, _DEV_NOT_EXIST, _UNEXP_NET_ERR, _NETNAME_DELETED, _BAD_NET_NAME
	},
}
