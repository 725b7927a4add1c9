package samples

// The pieces of a hosted person.
const (
	hostStatement = "attestation_hebergement"
	hostIdentity  = "identite_hebergeant"
	hostResidence = "justificatif_domicile_hebergeant"
)

// at returns p living at the address of host.
func (p person) at(host person) person {
	p.Number, p.Extension, p.StreetType, p.Street = host.Number, host.Extension, host.StreetType, host.Street
	p.Complement, p.Postcode, p.Town = host.Complement, host.Postcode, host.Town
	return p
}

// hosted is a situation as that of somebody who is hosted.
func hosted(s situation) situation {
	var known situation
	for _, f := range s {
		if f.Key == "heberge" {
			f.Value = "true"
		}
		known = append(known, f)
	}
	return known
}

// hosting are the pieces of p whom host puts up, all in order.
func hosting(p, host person) []piece {
	return []piece{
		card(front(p), back(p)),
		{kind: hostStatement, files: []file{{name: "attestation.pdf", draw: statement(p, host)}}},
		{kind: hostIdentity, files: []file{
			{name: "cni-hebergeant-recto.jpg", draw: scan(oldCardFront(hostCardIssued), host, asJPEG)},
			{name: "cni-hebergeant-verso.jpg", draw: scan(oldCardBack(hostCardIssued), host, asJPEG)},
		}},
		{kind: hostResidence, files: []file{{name: "facture-hebergeant.pdf", draw: codedBill(host, usualBill)}}},
		visit(file{name: opinionFile, draw: scannedOpinion(p, 2)}),
	}
}

const hostCardIssued = "2016-02-09"

// statement draws the paper by which host says that p lives at their home,
// signed by both and scanned.
func statement(p, host person) func() ([]byte, error) {
	return scannedPDF(func() ([]canvas, error) {
		var l layout
		l.text(55, 40, 18, bold, "Attestation d’hébergement")
		lines := []string{
			"Je soussigné " + host.title() + " " + host.name() + ",",
			"date de naissance\u00a0: " + InFigures(day(host.BornOn)) + ",",
			"demeurant " + host.street() + ", " + host.Postcode + " " + host.Town + ",",
			"atteste sur l’honneur héberger à mon domicile, depuis plus de trois mois,",
			p.title() + " " + p.name() + ",",
			"date de naissance\u00a0: " + InFigures(day(p.BornOn)) + ".",
			"",
			"Fait à " + host.Town + ", le " + InWords(day(opinionDate)) + ".",
		}
		for i, line := range lines {
			l.text(25, 65+10*float64(i), 12, regular, line)
		}
		l.text(25, 165, 11, regular, "Signature de l’hébergeant")
		l.text(120, 165, 11, regular, "Signature de la personne hébergée")
		l.text(15, 282, 8, regular, "SPÉCIMEN\u00a0: dessin fait par un programme, sans aucune valeur.")
		c, err := l.draw(readDPI)
		if err != nil {
			return nil, err
		}
		c.signature(28, 185)
		c.signature(123, 188)
		return []canvas{c}, nil
	})
}
