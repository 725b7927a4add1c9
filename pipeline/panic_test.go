package pipeline

import (
	"context"
	"errors"
	"strings"
	"testing"
)

type panicking struct{}

func (panicking) Name() string { return "panicking" }

func (panicking) Run(context.Context, *Job) error { panic("DURAND, né le 3 février 1961") }

func TestAPanicIsAnErrorThatSaysWhere(t *testing.T) {
	err := Run(t.Context(), &Job{}, panicking{})
	var panicked *PanicError
	if !errors.As(err, &panicked) {
		t.Fatalf("got %v", err)
	}
	if panicked.Kind != "string" || !strings.HasPrefix(panicked.Where, "panic_test.go:") || strings.Contains(err.Error(), "DURAND") {
		t.Errorf("got %+v", panicked)
	}
}

func TestARuntimePanicIsPlacedToo(t *testing.T) {
	err := func() (err error) {
		defer recovered(&err)
		var job *Job
		_ = job.On.Year // nil
		return nil
	}()
	var panicked *PanicError
	if !errors.As(err, &panicked) || !strings.HasPrefix(panicked.Where, "panic_test.go:") {
		t.Errorf("got %v", err)
	}
}
