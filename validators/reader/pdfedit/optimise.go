package pdfedit

import (
	"context"
	"fmt"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
)

// OpenOptimised is [Open] after pdfcpu's optimisation: fonts and pictures that
// are there several times are there once. What a page names and does not seem
// to use stays: pdfcpu looks for it in the page alone, and a form or a pattern
// may borrow it.
func OpenOptimised(ctx context.Context, data []byte) (*Document, error) {
	return open(ctx, data, optimised)
}

func optimised(read *model.Context) error {
	// Optimising walks the pages that were counted before.
	if err := read.EnsurePageCount(); err != nil {
		return fmt.Errorf("count the pages: %w", err)
	}
	if err := pdfcpu.OptimizeXRefTable(read); err != nil {
		return fmt.Errorf("optimise: %w", err)
	}
	return nil
}
