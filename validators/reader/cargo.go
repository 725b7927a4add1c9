package reader

import (
	"encoding/gob"
	"errors"
	"fmt"
	"io"
	"slices"
)

// The files that a job and its answer hold cross as they lie in memory, behind
// what gob says of the rest: gob would copy each of them on either side, and
// keep the room for the next.

// maxCargo bounds the bytes of one file that crosses: more than any that is
// held whole.
const maxCargo = 512 << 20

// cargo returns where a job holds its files.
func (j *job) cargo() []*[]byte {
	held := []*[]byte{&j.Data}
	if j.Rewrite != nil {
		held = append(held, &j.Rewrite.Other)
		for i := range j.Rewrite.Parts {
			held = append(held, &j.Rewrite.Parts[i].PDF)
		}
	}
	return held
}

// apart returns a copy of a job whose files may be taken out.
func (j job) apart() job {
	if j.Rewrite != nil {
		own := *j.Rewrite
		own.Parts = slices.Clone(own.Parts)
		j.Rewrite = &own
	}
	return j
}

// crossingJob is a job as it is announced; its files follow.
type crossingJob struct {
	Job   job
	Cargo []int // bytes of each, -1 for none
}

func sendJob(encoder *gob.Encoder, out io.Writer, j job) error {
	light := j.apart()
	lengths, files := unload(light.cargo())
	if err := encoder.Encode(crossingJob{light, lengths}); err != nil {
		return err
	}
	return writeCargo(out, files)
}

// receiveJob reads a job; in is what decoder reads from, and no byte further.
func receiveJob(decoder *gob.Decoder, in io.Reader) (job, error) {
	var c crossingJob
	if err := decoder.Decode(&c); err != nil {
		return job{}, err
	}
	return c.Job, readCargo(in, c.Job.cargo(), c.Cargo)
}

// unload takes the files out of where they are held.
func unload(held []*[]byte) (lengths []int, files [][]byte) {
	for _, file := range held {
		length := -1
		if *file != nil {
			length = len(*file)
		}
		lengths, files = append(lengths, length), append(files, *file)
		*file = nil
	}
	return lengths, files
}

func writeCargo(out io.Writer, files [][]byte) error {
	for _, file := range files {
		if _, err := out.Write(file); err != nil {
			return err
		}
	}
	return nil
}

func readCargo(in io.Reader, held []*[]byte, lengths []int) error {
	if len(held) != len(lengths) {
		return errors.New("the files are not those of the job")
	}
	for i, length := range lengths {
		switch {
		case length < 0:
			continue
		case length > maxCargo:
			return fmt.Errorf("a file of %d bytes", length)
		}
		*held[i] = make([]byte, length)
		if _, err := io.ReadFull(in, *held[i]); err != nil {
			return err
		}
	}
	return nil
}
