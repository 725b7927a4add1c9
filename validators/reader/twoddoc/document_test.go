package twoddoc

import (
	"crypto"
	"crypto/elliptic"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/recevable/recevable/pipeline/calendar"
)

func date(t testing.TB, s string) calendar.Date {
	t.Helper()
	if s == "" {
		return calendar.Date{}
	}
	d, err := calendar.Parse(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func parse(t testing.TB, s string) *Document {
	t.Helper()
	d, err := Parse([]byte(separated(s)))
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// The examples of the specification, with the people it made up.
const (
	proofExample   = "DC02FR000001125E125C0026FR245700010MLLE/SAMPLE/ANGELA<G>20<G>21BAT 2 ETG 3<G>23<G>25METZ<G>227 PLACE DES SPECIMENS<G><U>Z2HSK7UZM6KPL7UL6OK7NR77GSPGPNNUYYEE4ZV75L5OCIWKVOXTV3I5AJLRSUDOIR76F75QY5Z7KLH3FACKHVF7JH3DYMRI5EIAZMI"
	billExample    = "DC03FR000001123F1636010126FR247500010MME/SPECIMEN/NATACHA<G>22145 AVENUE DES SPECIMENS<G><U>FEDMPW5SO5BNZFYP7FIQUYZFV5H3OF6QERDMOBN7BZ4CC4KVJ4XWUH6EW3CSWILAGLN4XQE6AKHX6RNOI3OXVW6X3IKJASZGL62FBUQ"
	orderExample   = "DC04FR000001125E125BAA01FR60JEAN FRANCOIS<G>69150619756ASAINTE COMMUNE DES TESTS<G>6GDU PONT<G>6HMONSIEUR<G>AC0123456789ABCDEF<G>AD1259AE1337E01FE1125EE2130DE31300<U>MBP4LQQ4MXDWJ5VED62H5EELQ7HEUFFTNLARIF6ADUXBY2AKQGX3DDJHS5GO2YPX7CGII7MBKJY4LVNOSV47BVPTT6M3BOZXNOD65SA"
	examExample    = "DC04FR000001125E125BAD01FR60PAUL/JEAN<G>62DUPONT<G>6907051980D306122006E9AZER-YUIO 123456789EAPEC01122006EDB<G>D406122036EB12345EE78/01.04/01.07/102<G>EF0<U>OPZSUJCEXCA7BZV56SOX6SMOYMQZXYY3GGASRKSV2YFMVOQZV7QACNFXA2OFR3MQHYYGNDN332YVSTLOUTBAFLTG2DM24PPW5OKGIMI"
	extractExample = "DC04FR0000011E471E47AB01FR6HM<G>6GDUMONT DURVILLE<G>60JULES/SEBASTIEN/CESAR<G>69080519426ACONDE SUR NOIREAU<G>AC121201200001<G>E4APCE550E8020220211522090003AG8E6A B C D B1 AM<G>E7123456789<U>ZJMDY3LOHQMI7RON2L3CSRHLY3Z7H42T4DXFGCG2TAQG7AALYLEW4E74EGYZEPNG4EMYBVFURCZ5Q2HL4KIGJFCR7POVBDJKDRWLUWQ"
	pointsExample  = "DC03FR00000117491766A101AB48M<G>AC156985632<G>6HMME<G>6GSPECIMEN<G>60NATACHA<G>69251119736ATOULON<G>AD16D4AE0132AF4AG8<U>5EYSLG4NKU5EFORGEHGGSKCRRD3JQDFLIQYWYQB3J4JHE5JGGB2E5LBJKNWGOMHSCFZI7OZ6CLRF3ZHCPB73ZJD2GBS75GOCYZYRIKI"
	taxExample     = "DC04FR000001FFFF25472801FR432,75<G>44227801234567845202146RETI PATRICK<G>4A310720224Y145 RUE JULLIARD/ZASPECIMEN/78320/LEVIS STNOM<G>4163198<G>47300112345678948RETISOPHIE<G>4907019877654324V3542<G>4X3724<G>4Z182<G><U>MA2KMBNBSV5WZB6RC5TEP7OCQ2GW7JV2AIYGRCWCOZHM4DMTKPV3SWB2OL25JEW4QUYKTW3HIRALV3XSGWKRVGW7DYQUTW5THUCW4PQ"
)

func TestExamplesOfTheSpecification(t *testing.T) {
	for _, c := range []struct {
		name, data, issued, title string
		address, licence          bool
		holder                    []string
		where                     Address
	}{
		{
			"proof of address", proofExample, "2012-11-15", "justificatif de domicile", true, false,
			[]string{"SAMPLE ANGELA"},
			Address{Lines: []string{"BAT 2 ETG 3", "7 PLACE DES SPECIMENS"}, Postcode: "57000", Town: "METZ", Country: "FR"},
		},
		{
			"bill", billExample, "2012-10-15", "facture d’énergie, d’eau, de téléphone ou d’accès à internet", true, false,
			[]string{"SPECIMEN NATACHA"},
			Address{Lines: []string{"145 AVENUE DES SPECIMENS"}, Postcode: "75000", Country: "FR"},
		},
		{
			"order", orderExample, "2012-11-15", "arrêté relatif au permis de conduire", false, true,
			[]string{"JEAN FRANCOIS DU PONT"},
			Address{},
		},
		{
			"exam", examExample, "2012-11-15", "certificat d’examen du permis de conduire (CEPC)", false, true,
			[]string{"PAUL JEAN DUPONT"},
			Address{},
		},
		{
			"extract", extractExample, "2021-03-22", "relevé d’information du permis de conduire", false, true,
			[]string{"JULES SEBASTIEN CESAR DUMONT DURVILLE"},
			Address{},
		},
		{
			"points", pointsExample, "2016-04-27", "courrier relatif au permis à points", false, true,
			[]string{"NATACHA SPECIMEN"},
			Address{},
		},
		{
			"tax notice", taxExample, "2022-07-31", "avis d’impôt sur les revenus", true, false,
			[]string{"RETI PATRICK", "RETISOPHIE"},
			Address{Lines: []string{"145 RUE JULLIARD", "ZASPECIMEN"}, Postcode: "78320", Town: "LEVIS STNOM"},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := parse(t, c.data)
			if issued, _ := d.IssueDate(); issued != date(t, c.issued) {
				t.Errorf("issued %v, want %v", issued, c.issued)
			}
			kind, known := d.Kind()
			if !known || kind.Title != c.title || kind.Address != c.address || kind.Licence != c.licence {
				t.Errorf("kind %+v", kind)
			}
			if d.Partial {
				t.Error("the reading is called partial")
			}
			var holder []string
			for _, p := range d.Holder() {
				holder = append(holder, strings.Join(p.Tokens, " "))
			}
			if diff := cmp.Diff(c.holder, holder); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(c.where, d.Address()); diff != "" {
				t.Error(diff)
			}
			if len(d.Signature) != 64 {
				t.Errorf("signature of %d bytes", len(d.Signature))
			}
		})
	}
}

func TestLicence(t *testing.T) {
	for _, c := range []struct {
		name, data string
		want       Licence
	}{
		{"order", orderExample, Licence{
			Order: "1F", Start: date(t, "2012-11-15"), End: date(t, "2013-05-09"), Notified: date(t, "2013-04-26"),
			Offence: date(t, "2012-11-10"), Birth: date(t, "1975-06-15"),
		}},
		{"exam", examExample, Licence{
			Start: date(t, "2006-12-06"), End: date(t, "2036-12-06"), Exam: date(t, "2006-12-01"),
			Categories: []string{"B"}, Birth: date(t, "1980-05-07"),
		}},
		{"extract", extractExample, Licence{
			Register: date(t, "2021-02-02"), Categories: []string{"A", "B", "C", "D", "B1", "AM"}, Birth: date(t, "1942-05-08"),
		}},
		{"points", pointsExample, Licence{Offence: date(t, "2016-01-01"), Birth: date(t, "1973-11-25")}},
	} {
		got, ok := parse(t, c.data).Licence()
		if diff := cmp.Diff(c.want, got); !ok || diff != "" {
			t.Errorf("%s: %v %s", c.name, ok, diff)
		}
	}
	if _, ok := parse(t, billExample).Licence(); ok {
		t.Error("a bill is taken for a licence letter")
	}
}

func TestHeadersOfTheFourVersions(t *testing.T) {
	for _, c := range []struct {
		header             string
		perimeter, country string
		issued, signed     string
	}{
		{"DC01FR03AB12123F125C01", "01", "FR", "2012-10-15", "2012-11-13"},
		{"DC02FR03AB12FFFF125C01", "01", "FR", "", "2012-11-13"},
		{"DC03FR03AB12123FFFFF0102", "02", "FR", "2012-10-15", ""},
		{"DC04FR03AB120000FFFE0101BE", "01", "BE", "2000-01-01", "2179-06-05"},
	} {
		d := parse(t, c.header+"10A<G>")
		want := Document{
			Version: int(c.header[3] - '0'), CA: "FR03", Certificate: "AB12", Code: "01",
			Issued: date(t, c.issued), Signed: date(t, c.signed), Perimeter: c.perimeter, Country: c.country,
		}
		got := Document{
			Version: d.Version, CA: d.CA, Certificate: d.Certificate, Code: d.Code,
			Issued: d.Issued, Signed: d.Signed, Perimeter: d.Perimeter, Country: d.Country,
		}
		if diff := cmp.Diff(want, got, cmp.AllowUnexported(Document{})); diff != "" {
			t.Errorf("%s: %s", c.header, diff)
		}
		if d.Value("10") != "A" || !d.Partial {
			t.Errorf("%s: holder %q, partial %v; want A, and partial for want of a signature", c.header, d.Value("10"), d.Partial)
		}
		if _, err := Parse([]byte(c.header[:len(c.header)-1])); !errors.Is(err, ErrNotTwoDDoc) {
			t.Errorf("%s, one character short: %v", c.header, err)
		}
	}
	for _, s := range []string{"", "DC", "DCxx", "QR04FR0000011E471E470101FR", "DC04FR00000112ZZ1E470101FR", "DC04FR00 0011E471E470101FR"} {
		if _, err := Parse([]byte(s)); !errors.Is(err, ErrNotTwoDDoc) {
			t.Errorf("%q: %v", s, err)
		}
	}
	for _, s := range []string{"DC00FR0000011E471E470101FR", "DC05FR0000011E471E470101FR"} {
		if _, err := Parse([]byte(s)); !errors.Is(err, ErrVersion) {
			t.Errorf("%q: %v", s, err)
		}
	}
}

func TestMessage(t *testing.T) {
	const full = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789AB" // 38 characters
	for _, c := range []struct {
		name, message string
		want          []Field
		partial       bool
	}{
		{"one variable value", "10MARTIN<G>", []Field{{"10", "MARTIN", false, true}}, false},
		{"the last value needs no separator", "10MARTIN", []Field{{"10", "MARTIN", false, true}}, false},
		{"half an identifier", "24750012", []Field{{"24", "75001", false, true}}, true},
		{"full length", "10" + full + "2475001", []Field{{"10", full, false, true}, {"24", "75001", false, true}}, false},
		{"full length and a separator all the same", "10" + full + "<G>2475001", []Field{{"10", full, false, true}, {"24", "75001", false, true}}, false},
		{"one less than full length", "10" + full[1:] + "<G>2475001", []Field{{"10", full[1:], false, true}, {"24", "75001", false, true}}, false},
		{"cut short by the issuer", "10" + full + "<R>22RUE<R>", []Field{{"10", full, true, true}, {"22", "RUE", true, true}}, false},
		{"empty values", "20<G>10<G>24<G>25<G>", []Field{{"20", "", false, true}, {"10", "", false, true}, {"24", "", false, true}, {"25", "", false, true}}, false},
		{"fixed lengths in a row", "26FR24570001C01022020", []Field{{"26", "FR", false, true}, {"24", "57000", false, true}, {"1C", "01022020", false, true}}, false},
		{"unknown field", "ZZ123<G>26FR", []Field{{"ZZ", "123", false, false}, {"26", "FR", false, true}}, true},
		{"fixed value too short", "24570<G>26FR", []Field{{"24", "570", false, true}, {"26", "FR", false, true}}, true},
		{"no identifier", "*!hello<G>26FR", []Field{{"26", "FR", false, true}}, true},
		{"nothing", "", nil, false},
		{"letters of ISO 8859-1", "10H\xc9L\xc8NE<G>", []Field{{"10", "HÉLÈNE", false, true}}, false},
	} {
		d := parse(t, "DC04FR0000011E471E470101FR"+c.message+"<U>"+strings.Repeat("A", 103))
		if diff := cmp.Diff(c.want, d.Fields); diff != "" || d.Partial != c.partial {
			t.Errorf("%s: partial %v, want %v; %s", c.name, d.Partial, c.partial, diff)
		}
	}
}

func TestSignatureAndAnnex(t *testing.T) {
	key := newKey(t, elliptic.P256())
	for version := 1; version <= 4; version++ {
		for _, annex := range []string{"", "0ASOMETHING<G>ELSE"} {
			s := sheet{version, "FR01", "0001", "123F", "123F", "01", "10MARTIN/JEAN<G>26FR", annex}
			d, err := Parse(s.sign(t, key, crypto.SHA256))
			if err != nil {
				t.Fatal(err)
			}
			if len(d.Signature) != 64 || string(d.Annex) != separated(annex) || d.Partial {
				t.Errorf("version %d: signature of %d bytes, annex %q, partial %v", version, len(d.Signature), d.Annex, d.Partial)
			}
		}
	}
	for _, tail := range []string{"", "<U>", "<U>01", "<U>0189<G>AA"} {
		if d := parse(t, "DC04FR0000011E471E470101FR26FR"+tail); !d.Partial || d.Signature != nil {
			t.Errorf("%q: partial %v, signature %x", tail, d.Partial, d.Signature)
		}
	}
	if d := parse(t, "DC01FR0000011E471E470126FR<U>"+strings.Repeat("x", 63)); !d.Partial || d.Signature != nil {
		t.Error("a raw signature one byte short is taken")
	}
}

func TestDates(t *testing.T) {
	d := parse(t, "DC04FR000001FFFF1E470101FR08123F1C290220244A29022023E8020220211522691500196208XYZW<U>")
	for id, want := range map[string]string{"08": "2012-10-15", "1C": "2024-02-29", "4A": "", "E8": "2021-02-02", "69": "", "10": "", "37": ""} {
		if got, ok := d.Date(id); got != date(t, want) || ok != (want != "") {
			t.Errorf("%s: %v %v, want %q", id, got, ok, want)
		}
	}
	if _, ok := d.IssueDate(); ok {
		t.Error("an issue date out of nowhere")
	}
}

func TestHolderAndAddressee(t *testing.T) {
	for _, c := range []struct {
		name, message     string
		holder, addressee []Person
	}{
		{"one line", "10MME/SPECIMEN/NATACHA<G>", []Person{{"MME/SPECIMEN/NATACHA", []string{"SPECIMEN", "NATACHA"}, false}}, nil},
		{"no title", "10/MARTIN/JEAN<G>", []Person{{"/MARTIN/JEAN", []string{"MARTIN", "JEAN"}, false}}, nil},
		{"couple", "10M ET MME DUPONT-LEROY JEAN<G>", []Person{{"M ET MME DUPONT-LEROY JEAN", []string{"DUPONT", "LEROY", "JEAN"}, false}}, nil},
		{"cut", "10MME/SPECIMEN/NATAC<R>", []Person{{"MME/SPECIMEN/NATAC", []string{"SPECIMEN", "NATAC"}, true}}, nil},
		{"three fields", "11MME<G>12ANNE MARIE<G>13LI<G>", []Person{{"MME ANNE MARIE LI", []string{"ANNE", "MARIE", "LI"}, false}}, nil},
		{
			"two people, sent to a third", "10M/MARTIN/JEAN<G>1K JEANNE<G>1LDUBOIS<G>14SCI DU LAC<G>",
			[]Person{{"M/MARTIN/JEAN", []string{"MARTIN", "JEAN"}, false}, {"JEANNE DUBOIS", []string{"JEANNE", "DUBOIS"}, false}},
			[]Person{{"SCI DU LAC", []string{"SCI", "DU", "LAC"}, false}},
		},
		{"title alone", "10MONSIEUR<G>", nil, nil},
		{"nobody", "10<G>26FR", nil, nil},
	} {
		d := parse(t, "DC04FR0000011E471E470101FR"+c.message+"<U>")
		if diff := cmp.Diff(c.holder, d.Holder()); diff != "" {
			t.Errorf("%s: %s", c.name, diff)
		}
		if diff := cmp.Diff(c.addressee, d.Addressee()); diff != "" {
			t.Errorf("%s: %s", c.name, diff)
		}
	}
	d := parse(t, "DC04FR0000011E471E470101FR27RES DU PARC<G>293 RUE DU BAC<G>2B75007"+"2CPARIS<G>2DFR<U>")
	want := Address{Lines: []string{"RES DU PARC", "3 RUE DU BAC"}, Postcode: "75007", Town: "PARIS", Country: "FR"}
	if diff := cmp.Diff(want, d.AddresseeAddress()); diff != "" || !d.Address().IsZero() {
		t.Error(diff, d.Address())
	}
}

func TestKinds(t *testing.T) {
	proofs := map[string]bool{
		"00": true, "01": true, "02": true, "04": true, "09": true, "28": true,
		"03": false, "05": false, "06": false, "07": false, "08": false, "18": false, "24": false, "27": false,
		"A1": false, "AA": false, "AB": false, "AD": false,
	}
	for code, want := range proofs {
		d := parse(t, "DC04FR0000011E471E47"+code+"01FR<U>")
		if kind, known := d.Kind(); !known || kind.Address != want || kind.Code != code || kind.Title == "" {
			t.Errorf("%s: %+v, %v", code, kind, known)
		}
	}
	for _, header := range []string{"DC04FR0000011E471E470102FR", "DC04FR0000011E471E47ZZ01FR"} {
		if kind, known := parse(t, header).Kind(); known {
			t.Errorf("%s: %+v", header, kind)
		}
	}
}

func TestMRZ(t *testing.T) {
	line := "P<FRASPECIMEN<<NATACHA<<<<<<<<<<<<<<<<<<<<<<"
	below := "07CD123044FRA7307122F1603062<<<<<<<<<<<<<<04"
	zone := strings.ReplaceAll(line+below, "<", " ")
	d := parse(t, "DC04FR0000011E471E470801FR6F"+zone+"<G><U>")
	if diff := cmp.Diff([]string{line, below}, d.MRZ()); diff != "" {
		t.Error(diff)
	}
	for length, lines := range map[int]int{72: 2, 88: 2, 90: 3, 71: 1, 1: 1} {
		d := parse(t, "DC04FR0000011E471E470801FR6F"+strings.Repeat("A", length)+"<G><U>")
		if got := d.MRZ(); len(got) != lines || len(strings.Join(got, "")) != length {
			t.Errorf("%d characters: %q", length, got)
		}
	}
	if got := parse(t, billExample).MRZ(); got != nil {
		t.Errorf("a bill has a zone: %q", got)
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{proofExample, billExample, orderExample, examExample, extractExample, pointsExample, taxExample} {
		f.Add([]byte(separated(s)))
	}
	f.Add([]byte("DC01FR0000011E471E470126FR\x1f\x00\x1d"))
	f.Fuzz(func(t *testing.T, data []byte) {
		d, err := Parse(data)
		if err != nil {
			return
		}
		if len(d.signed) > len(data) || string(d.signed) != string(data[:len(d.signed)]) {
			t.Fatal("what is signed is not what was read")
		}
		d.IssueDate()
		d.Holder()
		d.Addressee()
		d.Address()
		d.AddresseeAddress()
		d.Licence()
		d.MRZ()
		if d.Verify(nil) == nil {
			t.Fatal("verified without a certificate")
		}
	})
}
