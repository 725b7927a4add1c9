package twoddoc

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	_ "crypto/sha256" // the digests that signatures are made of
	_ "crypto/sha512"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"math/big"
	"path"
	"regexp"
	"slices"
	"strings"
)

// Errors of [Document.Verify].
var (
	// ErrNoCertificate is returned when no certificate given is the one that
	// the header names: the document was read, its signature not verified.
	ErrNoCertificate = errors.New("no certificate for this signature")
	// ErrBadSignature is returned when the signature is missing, damaged, or
	// not that of the named certificate.
	ErrBadSignature = errors.New("the signature does not match")
)

// Certificates holds signing certificates by the name that headers give them:
// authority and certificate, eight characters in all. Two certificates may
// bear the same name.
type Certificates map[string][]*x509.Certificate

// curves gives, for each length of signature, the curve and the digest it
// must come from.
var curves = map[int]struct {
	curve  elliptic.Curve
	digest crypto.Hash
}{
	64:  {elliptic.P256(), crypto.SHA256},
	96:  {elliptic.P384(), crypto.SHA384},
	132: {elliptic.P521(), crypto.SHA512},
}

// Verify checks the signature with the certificate that the header names. A
// nil error says that the holder of that certificate's key signed header and
// message; it says nothing of the annex, nor of the paper around the symbol,
// nor of the certificate itself, which is trusted as it was given.
func (d *Document) Verify(certificates Certificates) error {
	named := certificates[d.CA+d.Certificate]
	if len(named) == 0 {
		return ErrNoCertificate
	}
	scheme, known := curves[len(d.Signature)]
	if !known {
		return ErrBadSignature
	}
	h := scheme.digest.New()
	h.Write(d.signed)
	digest := h.Sum(nil)
	half := len(d.Signature) / 2
	r, s := new(big.Int).SetBytes(d.Signature[:half]), new(big.Int).SetBytes(d.Signature[half:])
	for _, certificate := range named {
		key, ok := certificate.PublicKey.(*ecdsa.PublicKey)
		if ok && key.Curve == scheme.curve && ecdsa.Verify(key, digest, r, s) {
			return nil
		}
	}
	return ErrBadSignature
}

// CertificateError is that of a file that holds no certificate to use.
type CertificateError struct {
	Name string // of the file
	Err  error
}

func (e *CertificateError) Error() string {
	return "reading the certificate " + e.Name + ": " + e.Err.Error()
}
func (e *CertificateError) Unwrap() error { return e.Err }

// largestCertificate is the size, in bytes, above which a file is not one.
const largestCertificate = 1 << 20

// certificateFiles are the extensions of the files that are read.
var certificateFiles = []string{".cer", ".crt", ".der", ".pem"}

// LoadCertificates reads the X.509 certificates, PEM or DER, that stand at
// the root of fsys; other files are left alone. The eight characters of
// authority and certificate are the stem of the file's name (FR010001.cer),
// or else the certificate's own common name, alone or after the issuer's
// (FR01 then 0001). A file that cannot be read, or whose certificate has no
// such name, is a [*CertificateError]: a check that silently does not happen
// helps nobody.
func LoadCertificates(fsys fs.FS) (Certificates, error) {
	entries, err := fs.ReadDir(fsys, ".")
	if err != nil {
		return nil, fmt.Errorf("reading the certificates: %w", err)
	}
	out := Certificates{}
	for _, entry := range entries {
		extension := strings.ToLower(path.Ext(entry.Name()))
		if entry.IsDir() || !slices.Contains(certificateFiles, extension) {
			continue
		}
		if err := out.load(fsys, entry.Name()); err != nil {
			return nil, &CertificateError{entry.Name(), err}
		}
	}
	return out, nil
}

func (c Certificates) load(fsys fs.FS, name string) error {
	info, err := fs.Stat(fsys, name)
	if err != nil {
		return err
	}
	if info.Size() > largestCertificate {
		return fmt.Errorf("%d bytes are too many for a certificate", info.Size())
	}
	content, err := fs.ReadFile(fsys, name)
	if err != nil {
		return err
	}
	certificates, err := parseCertificates(content)
	if err != nil {
		return err
	}
	stem := strings.ToUpper(strings.TrimSuffix(name, path.Ext(name)))
	for _, certificate := range certificates {
		key, ok := nameOf(certificate, stem)
		if !ok {
			return errors.New("name the file after the authority and the certificate, such as FR010001.cer")
		}
		c[key] = append(c[key], certificate)
	}
	return nil
}

func parseCertificates(content []byte) ([]*x509.Certificate, error) {
	block, rest := pem.Decode(content)
	if block == nil {
		return x509.ParseCertificates(content)
	}
	var out []*x509.Certificate
	for ; block != nil; block, rest = pem.Decode(rest) {
		if block.Type != "CERTIFICATE" {
			continue
		}
		certificate, err := x509.ParseCertificate(block.Bytes)
		if err != nil {
			return nil, err
		}
		out = append(out, certificate)
	}
	if len(out) == 0 {
		return nil, errors.New("no certificate in the file")
	}
	return out, nil
}

var (
	fullName  = regexp.MustCompile(`^[A-Z]{2}[0-9A-Z]{6}$`)
	authority = regexp.MustCompile(`\b[A-Z]{2}[0-9]{2}\b`)
	shortName = regexp.MustCompile(`^[0-9A-Z]{4}$`)
)

// nameOf returns the eight characters under which headers name a certificate.
func nameOf(certificate *x509.Certificate, stem string) (string, bool) {
	common := strings.ToUpper(certificate.Subject.CommonName)
	switch {
	case fullName.MatchString(stem):
		return stem, true
	case fullName.MatchString(common):
		return common, true
	case shortName.MatchString(common):
		issuer := authority.FindString(strings.ToUpper(certificate.Issuer.CommonName))
		return issuer + common, issuer != ""
	}
	return "", false
}
