// Package testpage draws made-up French bills as scanners and phones deliver
// them: clean, blurred, tilted, dark, lying on a table. It serves the tests
// and the accuracy tables of packages ocr and legibility, and is no part of
// the program.
//
// Everything is drawn from a seed: the same seed gives the same pixels. The
// suppliers and the people are invented.
package testpage
