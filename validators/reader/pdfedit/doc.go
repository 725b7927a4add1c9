// Package pdfedit changes PDFs: it takes out what a PDF runs, carries or tells
// of its author, makes its pictures lighter, and binds pages of several files
// into one.
//
// Start with [Open]; [Document.Write] gives the file back. Objects are read by
// pdfcpu and written by this package: what is reachable from the catalog, in
// the order in which it is met, with neither date nor chance, so that the same
// document gives the same bytes, also when it is written a second time. pdfcpu's
// own writer validates first, and refuses one good PDF in ten.
//
// Nothing here is bounded in time but by the context, and a hostile file may
// make pdfcpu panic: run it where both are caught (package reader does, in its
// worker).
package pdfedit
