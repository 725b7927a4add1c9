package twoddoc

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base32"
	"fmt"
	"math/big"
	"strings"
	"testing"
	"time"
)

// sheet is a made-up 2D-Doc, before it is signed.
type sheet struct {
	version        int
	ca, cert       string
	issued, signed string // four hexadecimal digits
	code           string
	message        string // G for GS, R for RS, in angle brackets: <G>, <R>
	annex          string
}

func (s sheet) payload() []byte {
	out := fmt.Sprintf("DC%02d%s%s%s%s%s", s.version, s.ca, s.cert, s.issued, s.signed, s.code)
	if s.version >= 3 {
		out += "01"
	}
	if s.version >= 4 {
		out += "FR"
	}
	return []byte(out + separated(s.message))
}

// separated puts the separators in place of their names.
func separated(s string) string {
	return strings.NewReplacer("<G>", "\x1d", "<R>", "\x1e", "<U>", "\x1f").Replace(s)
}

// sign returns the bytes of the whole symbol.
func (s sheet) sign(t testing.TB, key *ecdsa.PrivateKey, digest crypto.Hash) []byte {
	t.Helper()
	payload := s.payload()
	h := digest.New()
	h.Write(payload)
	r, v, err := ecdsa.Sign(rand.Reader, key, h.Sum(nil))
	if err != nil {
		t.Fatal(err)
	}
	size := (key.Curve.Params().BitSize + 7) / 8
	signature := append(r.FillBytes(make([]byte, size)), v.FillBytes(make([]byte, size))...)
	payload = append(payload, unitSeparator)
	if s.version == 1 {
		payload = append(payload, signature...)
	} else {
		payload = append(payload, base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(signature)...)
	}
	if s.annex != "" {
		payload = append(payload, separated("<G>"+s.annex)...)
	}
	return payload
}

func newKey(t testing.TB, curve elliptic.Curve) *ecdsa.PrivateKey {
	t.Helper()
	key, err := ecdsa.GenerateKey(curve, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// newCertificate returns a DER certificate of key, self-made: subject and
// issuer have the given common names.
func newCertificate(t testing.TB, key *ecdsa.PrivateKey, subject, issuer string) []byte {
	t.Helper()
	child := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: subject},
		NotBefore: time.Unix(0, 0), NotAfter: time.Unix(1<<32, 0),
	}
	parent := &x509.Certificate{SerialNumber: big.NewInt(2), Subject: pkix.Name{CommonName: issuer}}
	der, err := x509.CreateCertificate(rand.Reader, child, parent, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	return der
}
