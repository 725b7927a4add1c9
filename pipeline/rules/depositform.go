package rules

import "slices"

// TakesDepositForm reports whether a démarche may have a photo and signature
// deposit form. An error is corrected with the photo and signature of the first
// request, and the photo of an international permit goes with its receipt.
//
// S4 (correction); SP11534 (international permit).
func (p Procedure) TakesDepositForm() bool { return p != LicenceError && p != InternationalPermit }

// TakesDepositForm reports whether this request has a deposit form: one that
// asks for a photo has, and where none is to be made, there is nothing to
// deposit a photo for.
func (d *Decision) TakesDepositForm() bool {
	asked := slices.ContainsFunc(d.Steps, func(s Step) bool { return s.Code == photoStep })
	return asked || d.Procedure.TakesDepositForm() && (d.Online == nil || !d.Online.closed)
}
