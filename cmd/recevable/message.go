package main

import (
	"errors"
	"io/fs"
	"runtime"
	"strconv"
	"syscall"

	"github.com/recevable/recevable/pipeline"
)

// message is the one line that a person reads of an error.
func message(err error) string {
	var input *pipeline.InputError
	var path *fs.PathError
	switch {
	case errors.As(err, &input):
		shown := *input
		shown.File, shown.Key = visible(input.File), visible(input.Key)
		return shown.Error()
	case !errors.As(err, &path):
		return "erreur inattendue\u00a0: " + err.Error()
	case errors.Is(err, pipeline.ErrOverwritesInput):
		return visible(path.Path) + "\u00a0: ce fichier de sortie remplacerait une pièce du dossier ou un fichier lu (attendu\u00a0: un autre nom, ou un autre répertoire)"
	case errors.Is(err, pipeline.ErrThere):
		return visible(path.Path) + "\u00a0: un fichier de ce nom est déjà là, rien n’a été écrit (attendu\u00a0: un autre répertoire, ou --force pour le remplacer)"
	}
	return visible(path.Path) + "\u00a0: impossible d’écrire ou de lire ici (" + systemReason(path.Err) + ")"
}

// systemReason says in French why the system refused.
func systemReason(err error) string { return reasonOn(runtime.GOOS, err) }

// unreadReason says why what stands before the words could not be read.
func unreadReason(err error) string {
	if errors.Is(err, fs.ErrNotExist) {
		return "il n’existe pas"
	}
	return systemReason(err)
}

func reasonOn(system string, err error) string {
	var number syscall.Errno
	known := errors.As(err, &number)
	if reason := windowsReasons[number]; reason != "" && system == "windows" {
		return reason
	}
	for _, r := range systemReasons {
		if errors.Is(err, r.err) {
			return r.words
		}
	}
	if known {
		return "le système l’a refusé, erreur n°\u00a0" + strconv.Itoa(int(number))
	}
	return "le système l’a refusé"
}

var systemReasons = []struct {
	err   error
	words string
}{
	{fs.ErrNotExist, "ce dossier n’existe pas"},
	{fs.ErrPermission, "accès refusé"},
	{fs.ErrExist, "un fichier de ce nom est déjà là"},
	{syscall.ENOSPC, "le disque est plein"},
	{syscall.EDQUOT, "la place qui vous est accordée sur ce disque est pleine"},
	{syscall.ENOTDIR, "ce n’est pas un répertoire"},
	{syscall.EISDIR, "c’est un répertoire, pas un fichier"},
	{syscall.ENAMETOOLONG, "ce nom est trop long"},
	{syscall.EROFS, "ce disque ne peut qu’être lu"},
	{syscall.ELOOP, "ce lien ne mène qu’à lui-même"},
	{syscall.EPIPE, nobodyReads},
}

const (
	closeFirst  = "accès refusé\u00a0; fermez le fichier s’il est ouvert dans un autre programme"
	diskFull    = "le disque est plein"
	shareGone   = "le disque partagé ne répond pas"
	nobodyReads = "plus personne ne lit ce qui est écrit"
	cloudGone   = "OneDrive ne le fournit pas\u00a0; vérifiez qu’il est démarré et que le réseau répond"
)

// windowsReasons goes by the numbers of Windows, which mean something else
// elsewhere.
//
// Source: winerror.h.
var windowsReasons = map[syscall.Errno]string{
	5:    closeFirst,                                                // ERROR_ACCESS_DENIED
	19:   "ce disque ne peut qu’être lu",                            // ERROR_WRITE_PROTECT
	21:   "ce disque n’est pas prêt",                                // ERROR_NOT_READY
	32:   closeFirst,                                                // ERROR_SHARING_VIOLATION
	33:   closeFirst,                                                // ERROR_LOCK_VIOLATION
	39:   diskFull,                                                  // ERROR_HANDLE_DISK_FULL
	53:   shareGone,                                                 // ERROR_BAD_NETPATH
	55:   shareGone,                                                 // ERROR_DEV_NOT_EXIST
	59:   shareGone,                                                 // ERROR_UNEXP_NET_ERR
	64:   shareGone,                                                 // ERROR_NETNAME_DELETED
	67:   shareGone,                                                 // ERROR_BAD_NET_NAME
	109:  nobodyReads,                                               // ERROR_BROKEN_PIPE
	112:  diskFull,                                                  // ERROR_DISK_FULL
	123:  "Windows n’admet pas ce nom",                              // ERROR_INVALID_NAME
	206:  "ce nom est trop long",                                    // ERROR_FILENAME_EXCED_RANGE
	225:  "l’antivirus l’a refusé",                                  // ERROR_VIRUS_INFECTED
	232:  nobodyReads,                                               // ERROR_NO_DATA
	267:  "Windows n’admet pas ce nom de répertoire",                // ERROR_DIRECTORY
	362:  cloudGone,                                                 // ERROR_CLOUD_FILE_PROVIDER_NOT_RUNNING
	388:  cloudGone,                                                 // ERROR_CLOUD_FILE_NETWORK_UNAVAILABLE
	389:  cloudGone,                                                 // ERROR_CLOUD_FILE_UNSUCCESSFUL
	404:  cloudGone,                                                 // ERROR_CLOUD_FILE_PROVIDER_TERMINATED
	426:  cloudGone,                                                 // ERROR_CLOUD_FILE_REQUEST_TIMEOUT
	1224: closeFirst,                                                // ERROR_USER_MAPPED_FILE
	1295: "la place qui vous est accordée sur ce disque est pleine", // ERROR_DISK_QUOTA_EXCEEDED
}
