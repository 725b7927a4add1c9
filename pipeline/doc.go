// Package pipeline is the corridor that a dossier walks down: a folder in, a
// decision, findings and papers out.
//
// Start with [Load] to read a dossier, then [Run] with the [Stages] to do
// everything, or take one stage by itself: each is a plain value that adds
// its part to a [Job]. Nothing here reads the clock or the environment; the
// reference date is part of the Job.
package pipeline
