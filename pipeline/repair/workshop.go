package repair

import "github.com/recevable/recevable/validators/reader"

// Workshop repairs files. It is safe for concurrent use.
type Workshop struct {
	Reader *reader.Reader
	Begun  *Begun // on one of the pictures; nil for nothing
}
