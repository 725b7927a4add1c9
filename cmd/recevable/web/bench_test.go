package web

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/recevable/recevable/pipeline/calendar"
)

// What the API answers most: forms of a kiosk, decisions of a site that asks at
// each step.

func BenchmarkForms(b *testing.B)     { benchmarkPosts(b, "/api/v1/formulaires") }
func BenchmarkDecisions(b *testing.B) { benchmarkPosts(b, "/api/v1/decisions") }

// benchmarkPosts sends the dossier of a sample from several clients at once,
// over real connections.
func benchmarkPosts(b *testing.B, path string) {
	body := sampleJSON(b, drawn(b, "02-photo-par-courrier"))
	web := httptest.NewServer(New(Config{Today: func() calendar.Date { return referenceDay }}).Handler())
	defer web.Close()
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 64}}
	b.ReportAllocs()
	b.RunParallel(func(each *testing.PB) {
		for each.Next() {
			response, err := client.Post(web.URL+path, "application/json", bytes.NewReader(body))
			if err != nil {
				b.Error(err)
				return
			}
			_, err = io.Copy(io.Discard, response.Body)
			_ = response.Body.Close()
			if err != nil || response.StatusCode != http.StatusOK {
				b.Errorf("status %d, %v", response.StatusCode, err)
				return
			}
		}
	})
}
