// Package repair is the workshop: a file that would be refused in, one that
// passes out, and what was done to it.
//
// A [Sheet] is one page as a picture, upright; a [File] is what will be
// written. Pictures become sheets or are passed through (picture*.go), PDFs
// are cleaned, lightened and bound (pdf*.go), and a piece is put together from
// both, named and checked again (piece*.go). Nothing here writes to disk or
// changes its input.
package repair
