package validators

import "testing"

// A piece that no source lists for the application warns, and does not block.
func TestAMissingPieceToConfirmDoesNotBlock(t *testing.T) {
	for confirm, want := range map[bool]Severity{false: Blocking, true: Warning} {
		findings := CheckMissing(Dossier{Required: []Required{{Type: "piece_identite", Label: "Pièce d’identité", Mandatory: true, ToConfirm: confirm}}})
		if len(findings) != 1 || findings[0].Code != PieceMissing || findings[0].Severity != want {
			t.Errorf("to confirm %v: %+v, want %s", confirm, findings, want)
		}
	}
}
