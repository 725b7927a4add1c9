// Package rules is the lawyer of the house: a [Situation] goes in, a
// [Decision] comes out. It opens no file, reads no clock and keeps no state:
// the same situation on the same day always gives the same decision.
//
// Start with [Decide]. The rest of the package is the law, one subject a file
// (invalidation.go, annulation.go, suspension.go, exams.go, medical.go,
// pieces.go…), as small pure functions named after what they decide, each with
// its article in the comment above it. A démarche is one value of type
// procedure in the file of its subject, and one line in the registry of
// decide.go.
//
// Three habits hold everywhere:
//
//   - A fact that is not given is never guessed: what hangs on it is null, and
//     an alert [MissingFact] names the key and says where the person finds it.
//     What the other facts settle whatever the missing one may be is given.
//   - Where the sources differ, the safe date is the date, and an alert
//     [DivergentReadings] shows the other reading with its sources.
//   - A date printed on the person's document wins over the computed one.
//
// Notations in comments, as in the fact sheet the package was written from:
// am(d, n) is the calendar's [calendar.Date.AddMonths]; N the day the 48SI was
// received; P the day an invalidation is counted from, E its last day, T = E+1;
// A the day an annulation takes effect, F its last day, B = F+1; L the last day
// that is safe under every reading for keeping the dispense.
package rules
