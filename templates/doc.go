// Package templates is the printer: values in, bytes out.
//
// [DepositForm] makes the one-page form that carries a photo and a signature
// to the CTN by post, [Checklist] makes the person's own list of what to
// correct, gather and do, and [Calendar] makes the deadlines a phone can
// remember. Each has one method that returns the whole file; the checklist has a
// second one, for its twin on the web.
//
// What the package promises:
//   - the same values give the same bytes, on any machine and any day; nothing
//     here reads the clock, the disk or the network;
//   - the deposit form never prints a hole, a box in place of a letter, or a
//     text that leaves its field: it returns a [*MissingFieldError], a
//     [*MissingGlyphError] or a [*TooLongError] instead;
//   - the checklist always prints: a letter the font lacks, in the name of a
//     file for example, becomes « ? »;
//   - fonts are embedded, text can be extracted, and the language is declared.
//
// Lengths are millimetres from the top left corner of the sheet, and type
// sizes are points, everywhere in this package.
package templates
