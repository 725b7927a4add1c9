package reader

import (
	"bufio"
	"bytes"
	"encoding/gob"
	"io"
	"reflect"
	"runtime"
	"testing"

	"github.com/recevable/recevable/validators/reader/pdfedit"
)

// taken returns what work allocates, in bytes.
func taken(work func()) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	work()
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}

// Files of tens of megabytes go to the worker and back: held twice more on
// either side, a sound one would pass the limit.
func TestFilesCrossWithoutBeingHeldTwice(t *testing.T) {
	heavy := make([]byte, 20<<20)
	heavy[7] = 9
	asked := job{MIME: PDF, Data: heavy, Limits: DefaultLimits(), Rewrite: &Rewrite{
		Do: Bind, Other: heavy[:5],
		Parts: []BindPart{{PDF: heavy[5:9], Pages: []int{2}}, {Width: 3, Pictures: []pdfedit.Picture{{Data: heavy[:3], Width: 1}}}},
	}}
	answered := Document{State: Opened, rewritten: &Rewritten{Data: heavy, Pages: 2, Torn: []int{1}}}
	if took := taken(func() {
		if sendJob(gob.NewEncoder(io.Discard), io.Discard, asked) != nil || send(gob.NewEncoder(io.Discard), io.Discard, answered) != nil {
			t.Error("they are not sent")
		}
	}); took > 1<<20 {
		t.Errorf("sending 20 MiB twice took %d bytes", took)
	}
	var pipe bytes.Buffer
	encoder, in := gob.NewEncoder(&pipe), bufio.NewReader(&pipe)
	decoder := gob.NewDecoder(in)
	for _, sent := range []job{asked, {Warm: true}, {Data: []byte{}}, asked} {
		if err := sendJob(encoder, &pipe, sent); err != nil {
			t.Fatal(err)
		}
		if got, err := receiveJob(decoder, in); err != nil || !reflect.DeepEqual(got, sent) {
			t.Fatalf("%v: %d bytes of %d", err, len(got.Data), len(sent.Data))
		}
	}
	for _, sent := range []Document{answered, {State: Locked}, {rewritten: &Rewritten{Pages: 1}}, answered} {
		if err := send(encoder, &pipe, sent); err != nil {
			t.Fatal(err)
		}
		if got, err := receive(decoder, in); err != nil || !reflect.DeepEqual(got, sent) {
			t.Fatalf("%v: %s", err, got.State)
		}
	}
	if asked.Data == nil || asked.Rewrite.Parts[0].PDF == nil || answered.rewritten.Data == nil {
		t.Error("what was sent is changed")
	}
}

// What a worker says of its own answer is not believed without measure.
func TestCargoIsBounded(t *testing.T) {
	for _, lengths := range [][]int{{maxCargo + 1}, {1, 1}, nil, {5}} {
		var file []byte
		if err := readCargo(bytes.NewReader([]byte("abcd")), []*[]byte{&file}, lengths); err == nil {
			t.Errorf("%v is believed", lengths)
		}
	}
	var file []byte
	if err := readCargo(bytes.NewReader([]byte("abcd")), []*[]byte{&file}, []int{4}); err != nil || string(file) != "abcd" {
		t.Errorf("%q, %v", file, err)
	}
}
