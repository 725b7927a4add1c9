package twoddoc

import (
	"bytes"
	"crypto"
	"crypto/elliptic"
	"encoding/pem"
	"errors"
	"testing"
	"testing/fstest"
)

func TestVerify(t *testing.T) {
	for _, c := range []struct {
		curve   elliptic.Curve
		digest  crypto.Hash
		letters int
	}{
		{elliptic.P256(), crypto.SHA256, 103},
		{elliptic.P384(), crypto.SHA384, 154},
		{elliptic.P521(), crypto.SHA512, 212},
	} {
		key, stranger := newKey(t, c.curve), newKey(t, c.curve)
		s := sheet{4, "FR01", "0001", "123F", "123F", "01", "10MARTIN/JEAN<G>26FR", "10UNSIGNED"}
		symbol := s.sign(t, key, c.digest)
		if letters := len(symbol) - len(s.payload()) - 1 - len(s.annex) - 1; letters != c.letters {
			t.Errorf("%d letters of signature, want %d", letters, c.letters)
		}
		folder := func(name string, der []byte) Certificates {
			certificates, err := LoadCertificates(fstest.MapFS{name: {Data: der}})
			if err != nil {
				t.Fatal(err)
			}
			return certificates
		}
		good := folder("FR010001.der", newCertificate(t, key, "somebody", "someone"))
		check := func(name string, data []byte, certificates Certificates, want error) {
			t.Helper()
			d, err := Parse(data)
			if err != nil {
				t.Fatal(err)
			}
			if err := d.Verify(certificates); !errors.Is(err, want) {
				t.Errorf("%s, %s: %v, want %v", c.curve.Params().Name, name, err, want)
			}
		}
		check("right", symbol, good, nil)
		check("no certificate", symbol, Certificates{}, ErrNoCertificate)
		check("certificate of another", symbol, folder("FR010002.der", newCertificate(t, key, "somebody", "someone")), ErrNoCertificate)
		check("key of another", symbol, folder("FR010001.der", newCertificate(t, stranger, "somebody", "someone")), ErrBadSignature)
		check("one letter changed", bytes.Replace(symbol, []byte("JEAN"), []byte("JEAM"), 1), good, ErrBadSignature)
		check("date changed", bytes.Replace(symbol, []byte("123F123F"), []byte("1240123F"), 1), good, ErrBadSignature)
		check("annex changed", bytes.Replace(symbol, []byte("UNSIGNED"), []byte("WHATEVER"), 1), good, nil)
		check("signature cut", symbol[:len(symbol)-40], good, ErrBadSignature)
	}
}

func TestVerifyVersions(t *testing.T) {
	key := newKey(t, elliptic.P256())
	certificates, err := LoadCertificates(fstest.MapFS{"fr01zz99.pem": {
		Data: pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: newCertificate(t, key, "a", "b")}),
	}})
	if err != nil {
		t.Fatal(err)
	}
	for version := 1; version <= 4; version++ {
		s := sheet{version, "FR01", "ZZ99", "123F", "123F", "01", "10MARTIN/JEAN<G>26FR", ""}
		d, err := Parse(s.sign(t, key, crypto.SHA256))
		if err != nil {
			t.Fatal(err)
		}
		if err := d.Verify(certificates); err != nil {
			t.Errorf("version %d: %v", version, err)
		}
	}
}

func TestLoadCertificatesNames(t *testing.T) {
	key := newKey(t, elliptic.P256())
	for _, c := range []struct {
		file, subject, issuer string
		want                  string // the name found, or nothing for an error
	}{
		{"FR010001.cer", "whoever", "whoever", "FR010001"},
		{"fr010001.crt", "FR020002", "whoever", "FR010001"},
		{"issuer.der", "FR020002", "whoever", "FR020002"},
		{"issuer.der", "0002", "AC FR03 2D-Doc", "FR030002"},
		{"issuer.der", "0002", "whoever", ""},
		{"issuer.der", "whoever", "FR03", ""},
	} {
		certificates, err := LoadCertificates(fstest.MapFS{
			c.file:      {Data: newCertificate(t, key, c.subject, c.issuer)},
			"notes.txt": {Data: []byte("not a certificate")},
			"sub/x.der": {Data: []byte("nor looked at")},
		})
		if c.want == "" {
			if err == nil {
				t.Errorf("%+v: a certificate without a name was taken", c)
			}
			continue
		}
		if err != nil || len(certificates) != 1 || len(certificates[c.want]) != 1 {
			t.Errorf("%+v: %v %v", c, certificates, err)
		}
	}
	for name, content := range map[string][]byte{
		"FR010001.der": []byte("nonsense"),
		"FR010001.pem": []byte("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"),
		"FR010002.pem": []byte("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"),
		"FR010003.der": make([]byte, largestCertificate+1),
	} {
		if _, err := LoadCertificates(fstest.MapFS{name: {Data: content}}); err == nil {
			t.Errorf("%s was taken", name)
		}
	}
}
