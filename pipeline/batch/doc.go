// Package batch walks many dossiers down the corridor: a source of clients in,
// a folder of papers for each and one follow-up of all of them out.
//
// Start with [Run]. What it promises:
//
//   - no client stops the others: one that cannot be treated is a [Row] that
//     says why and what to do;
//   - what is written hangs on the clients' files, the reference date and the
//     options alone: not on the order in which clients are treated, on how many
//     at once, or on how often the run was cut off and started again;
//   - a client whose files did not change is not treated again (see journal.go);
//   - memory does not grow with the number of clients, beyond their names: rows
//     lie in the journal until the follow-up is written;
//   - nothing here prints or logs, nothing but [Watch] looks at a clock, and
//     what [Progress] and [Summary] tell holds no name.
//
// The seams: a [Source] says which clients there are and how each is loaded;
// a [Row] is all that the follow-up says of one.
package batch
