// Package web is the local server: the pages that drivers use, the kiosk that
// prints, and the HTTP API that others build on. It decides and checks nothing
// by itself: every answer is package pipeline's.
//
// Start with [New] and [Server.Serve]. What it promises:
//
//   - what a person sends lives in memory, within [Limits], and on no disk; it
//     is forgotten when the person says so, after an hour without a sign of
//     life, and when the server ends;
//   - no log, no address and no measurement holds anything of a person;
//   - pages load nothing from elsewhere and run no script but ours; another
//     site cannot act here, whether by a form, a frame or a name that it makes
//     point to this computer (see guard.go);
//   - a request past a limit is refused with the limit, and costs no more than
//     it (see upload.go, turns.go).
package web
