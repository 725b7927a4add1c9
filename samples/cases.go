package samples

import "slices"

// cases lists every sample in the order of their names. Adding one is one
// entry in a list below and one line in README.md.
func cases() []dossier {
	all := slices.Concat(limitCases(), fileCases(), readCases())
	for i := range all {
		all[i].Date = ReferenceDate
	}
	return all
}

const depositForm = "formulaire-depot.pdf"

// limitCases are whole dossiers, and those on either side of a limit.
func limitCases() []dossier {
	return []dossier{
		{
			Sample: Sample{
				Name: "01-complet", Verdict: Passes,
				Title: "Dossier complet, photo numérique\u00a0: rien à redire",
			},
			applicant: segolene, photo: digital, situation: firstInvalidation,
			pieces: usual(segolene),
		},
		{
			Sample: Sample{
				Name: "02-photo-par-courrier", Verdict: Passes,
				Title:   "Dossier complet, photo par courrier\u00a0: le formulaire de dépôt est imprimé",
				Outputs: []string{depositForm},
			},
			applicant: jeanBaptiste, photo: posted, situation: shortAnnulation,
			pieces: usual(jeanBaptiste),
		},
		{
			Sample: Sample{
				Name: "03-facture-de-six-mois", Verdict: Refused,
				Title:    "Facture de six mois jour pour jour\u00a0: trop ancienne",
				Findings: []Finding{{residence, billFile, "date.ancienne", Blocking}},
			},
			applicant: helene, photo: digital, situation: secondInvalidation,
			pieces: usual(helene, proof("", file{name: billFile, draw: bill(helene, "2026-05-21")})),
		},
		{
			Sample: Sample{
				Name: "04-facture-un-jour-plus-jeune", Verdict: Passes,
				Title: "Facture de six mois moins un jour\u00a0: encore acceptée",
			},
			applicant: joaquim, photo: digital, situation: longAnnulation,
			pieces: usual(joaquim, proof("", file{name: billFile, draw: bill(joaquim, "2026-05-22")})),
		},
		{
			Sample: Sample{
				Name: "05-fichier-trop-lourd", Verdict: Refused,
				Title:    "Avis médical numérisé en BMP couleur\u00a0: plus de 11\u00a0Mo",
				Findings: []Finding{{medical, "avis-medical.bmp", "taille.depassee", Blocking}},
				Repairs:  []string{"converti"},
			},
			applicant: francoisXavier, photo: digital, situation: recentLicence,
			pieces: usual(francoisXavier,
				visit(file{name: "avis-medical.bmp", draw: opinion(francoisXavier, officeDPI, asBMP)})),
		},
		{
			Sample: Sample{
				Name: "06-identite-trois-pages", Verdict: Refused,
				Title:    "Pièce d’identité de trois pages\u00a0: un PDF de deux pages et une photo",
				Findings: []Finding{{identity, "", "pages.depassees", Blocking}},
				Repairs:  []string{"deux_cotes_une_page"},
			},
			applicant: maelys, photo: digital, situation: longAnnulation,
			pieces: usual(maelys, card(file{name: "cni.pdf", draw: cardPDF(maelys)}, back(maelys))),
		},
		{
			Sample: Sample{
				Name: "07-avis-medical-manquant", Verdict: Refused,
				Title:    "Avis médical oublié",
				Findings: []Finding{{"", "", "piece.manquante", Blocking}},
			},
			applicant: joaquim, photo: digital, situation: alreadyHandedIn,
			pieces: usual(joaquim)[:2],
		},
		{
			Sample: Sample{
				Name: "08-code-photo-incomplet", Verdict: Refused,
				Title:    "Code photo de 21 caractères au lieu de 22",
				Findings: []Finding{{"", "", "code_photo.invalide", Blocking}},
			},
			applicant: theophile, photo: photo{Mode: "numerique", Code: "4071 8823 5190 6642 3378 1"}, situation: longAnnulation,
			pieces: usual(theophile),
		},
	}
}

// fileCases are about one file: its variant, its state, its name.
func fileCases() []dossier {
	return []dossier{
		{
			Sample: Sample{
				Name: "09-heic-renomme", Verdict: Refused,
				Title:    "Photo HEIC de téléphone renommée en .jpg",
				Findings: []Finding{{identity, frontFile, "format.refuse", Blocking}},
				Repairs:  []string{"converti"},
			},
			applicant: gaelle, photo: digital, situation: firstInvalidation,
			pieces: usual(gaelle, card(file{name: frontFile, draw: phonePhoto}, back(gaelle))),
		},
		{
			Sample: Sample{
				Name: "10-pdf-verrouille", Verdict: Refused,
				Title:    "Facture protégée par un mot de passe",
				Findings: []Finding{{residence, billFile, "pdf.protege", Blocking}},
			},
			applicant: theophile, photo: digital, situation: alreadyHandedIn,
			pieces: usual(theophile, proof(usualBill, file{name: billFile, draw: bill(theophile, usualBill, locked)})),
		},
		{
			Sample: Sample{
				Name: "11-pdf-restreint", Verdict: Passes,
				Title:   "Facture qui interdit l’impression mais s’ouvre sans mot de passe\u00a0: acceptée",
				Repairs: []string{"deverrouille"},
			},
			applicant: ines, photo: digital, situation: shortAnnulation,
			pieces: usual(ines, proof("", file{name: billFile, draw: bill(ines, usualBill, restricted)})),
		},
		{
			Sample: Sample{
				Name: "12-tiff-plusieurs-pages", Verdict: Passes,
				Title:   "Avis médical de trois pages dans un seul TIFF\u00a0: accepté",
				Repairs: []string{"converti"},
			},
			applicant: segolene, photo: digital, situation: secondInvalidation,
			pieces: usual(segolene, visit(file{name: "avis-medical.tif", draw: officeOpinion(segolene)})),
		},
		{
			Sample: Sample{
				Name: "13-bmp", Verdict: Passes,
				Title:   "Pièce d’identité en BMP, dont un comprimé (RLE)\u00a0: acceptée",
				Repairs: []string{"converti"},
			},
			applicant: jeanBaptiste, photo: digital, situation: recentLicence,
			pieces: usual(jeanBaptiste, card(
				file{name: "cni-recto.bmp", draw: scan(cardFront, jeanBaptiste, asBMP)},
				file{name: "cni-verso.bmp", draw: scan(cardBack, jeanBaptiste, asGreyRLE8)})),
		},
		{
			Sample: Sample{
				Name: "14-fichier-abime", Verdict: Refused,
				Title:    "Avis médical dont le fichier est abîmé",
				Findings: []Finding{{medical, opinionFile, "fichier.illisible", Blocking}},
			},
			applicant: helene, photo: digital, situation: shortAnnulation,
			pieces: usual(helene, visit(file{name: opinionFile, draw: wreck})),
		},
		{
			Sample: Sample{
				Name: "15-noms-de-telephone", Verdict: Passes,
				Title:   "Accents décomposés, espaces, extensions en majuscules, dossier.yaml de Windows\u00a0: acceptés",
				Outputs: []string{depositForm},
			},
			applicant: francoisXavier, photo: posted, situation: firstInvalidation, asWindows: true,
			pieces: []piece{
				card(
					file{name: "Pièce d’identité (côté 1).JPG", draw: scan(cardFront, francoisXavier, asJPEG), decomposed: true},
					file{name: "Pièce d’identité (côté 2).JPEG", draw: scan(cardBack, francoisXavier, asJPEG), decomposed: true}),
				proof("", file{name: "Électricité à Noël.PDF", draw: bill(francoisXavier, usualBill), decomposed: true}),
				visit(file{name: "Avis médical signé.Png", draw: opinion(francoisXavier, readDPI, asPNG)}),
			},
		},
		{
			Sample: Sample{
				Name: "16-png-renomme", Verdict: Doubt,
				Title:    "Image PNG renommée en .jpg",
				Findings: []Finding{{identity, frontFile, "format.extension", Warning}},
				Repairs:  []string{"renomme"},
			},
			applicant: gaelle, photo: digital, situation: longAnnulation,
			pieces: usual(gaelle, card(file{name: frontFile, draw: scan(cardFront, gaelle, asPNG)}, back(gaelle))),
		},
		{
			Sample: Sample{
				Name: "17-fichier-en-double", Verdict: Doubt,
				Title:    "La même facture jointe deux fois",
				Findings: []Finding{{residence, "facture (1).pdf", "fichier.en_double", Warning}},
			},
			applicant: maelys, photo: digital, situation: recentLicence,
			pieces: usual(maelys, proof("",
				file{name: billFile, draw: bill(maelys, usualBill)},
				file{name: "facture (1).pdf", draw: bill(maelys, usualBill)})),
		},
		{
			Sample: Sample{
				Name: "18-pdf-avec-script", Verdict: Doubt,
				Title:    "Facture qui contient un programme (JavaScript)",
				Findings: []Finding{{residence, billFile, "pdf.actif", Warning}},
				Repairs:  []string{"contenu_actif_retire"},
			},
			applicant: ines, photo: digital, situation: secondInvalidation,
			pieces: usual(ines, proof("", file{name: billFile, draw: bill(ines, usualBill, scripted)})),
		},
	}
}

// readCases are about what the pages say.
func readCases() []dossier {
	return []dossier{
		{
			Sample: Sample{
				Name: "19-facture-photographiee", Verdict: Passes,
				Title:    "Facture récente photographiée sur une table\u00a0: sa date est lue dans l’image",
				Readings: []Reading{{residence, photoFile, usualBill, "ocr"}}, NeedsOCR: true,
			},
			applicant: segolene, photo: digital, situation: firstInvalidation,
			pieces: usual(segolene, proof("", file{name: photoFile, draw: photograph(billLayout(segolene, usualBill), 19, 0)})),
		},
		{
			Sample: Sample{
				Name: "20-facture-2d-doc", Verdict: Refused,
				Title:    "Facture de sept mois, datée par son code 2D-Doc\u00a0: trop ancienne",
				Findings: []Finding{{residence, billFile, "date.ancienne", Blocking}},
				Readings: []Reading{{residence, billFile, "2026-04-20", "2d-doc"}},
			},
			applicant: jeanBaptiste, photo: digital, situation: longAnnulation,
			pieces: usual(jeanBaptiste, proof("", file{name: billFile, draw: codedBill(jeanBaptiste, "2026-04-20")})),
		},
		{
			Sample: Sample{
				Name: "21-identite-perimee", Verdict: Refused,
				Title:    "Carte d’identité délivrée en 2005, périmée depuis plus de cinq ans",
				Findings: []Finding{{identity, frontFile, "identite.expiree", Blocking}}, NeedsOCR: true,
			},
			applicant: helene, photo: digital, situation: shortAnnulation,
			pieces: usual(helene, card(oldCard(helene, "2005-06-14")...)),
		},
		{
			Sample: Sample{
				Name: "22-identite-prolongee", Verdict: Passes,
				Title: "Carte d’identité de 2012, prolongée jusqu’en 2027\u00a0: encore acceptée",
				Notes: []Finding{{identity, frontFile, "identite.prolongee", Note}}, NeedsOCR: true,
			},
			applicant: ines, photo: digital, situation: firstInvalidation,
			pieces: usual(ines, card(oldCard(ines, "2012-03-14")...)),
		},
		{
			Sample: Sample{
				Name: "23-identite-sans-verso", Verdict: Doubt,
				Title:    "Recto de la carte d’identité, sans le verso",
				Findings: []Finding{{identity, frontFile, "identite.verso_absent", Warning}}, NeedsOCR: true,
			},
			applicant: francoisXavier, photo: digital, situation: recentLicence,
			pieces: usual(francoisXavier, card(oldCard(francoisXavier, "2015-05-18")[0])),
		},
		{
			Sample: Sample{
				Name: "24-facture-de-l-hebergeant", Verdict: Doubt,
				Title: "Facture au nom de la personne qui héberge, sans les pièces d’hébergement",
				Findings: []Finding{
					{residence, billFile, "titulaire.different", Warning},
					{"", "", "hebergement.incomplet", Warning},
				},
			},
			applicant: maelys.at(theophile), photo: digital, situation: alreadyHandedIn,
			pieces: usual(maelys.at(theophile), proof("", file{name: billFile, draw: codedBill(theophile, usualBill)})),
		},
		{
			Sample: Sample{
				Name: "25-heberge", Verdict: Passes,
				Title:    "Personne hébergée\u00a0: attestation, pièce d’identité et facture de l’hébergeant, qui concordent",
				Readings: []Reading{{hostResidence, "facture-hebergeant.pdf", usualBill, "2d-doc"}}, NeedsOCR: true,
			},
			applicant: gaelle.at(joaquim), photo: digital, situation: hosted(secondInvalidation),
			pieces: hosting(gaelle.at(joaquim), joaquim),
		},
		{
			Sample: Sample{
				Name: "26-photo-floue", Verdict: Doubt,
				Title:    "Photo floue d’une facture dont la date est déclarée",
				Findings: []Finding{{residence, photoFile, "lisibilite.floue", Warning}},
			},
			applicant: theophile, photo: digital, situation: longAnnulation,
			pieces: usual(theophile, proof(usualBill, file{name: photoFile, draw: photograph(billLayout(theophile, usualBill), 26, 6)})),
		},
		{
			Sample: Sample{
				Name: "27-releve-bancaire", Verdict: Doubt,
				Title: "Relevé d’identité bancaire à la place du justificatif de domicile",
				Findings: []Finding{
					{residence, "rib.pdf", "justificatif.non_admis", Warning},
				},
			},
			applicant: joaquim, photo: digital, situation: shortAnnulation,
			pieces: usual(joaquim, proof("", file{name: "rib.pdf", draw: bankDetails(joaquim)})),
		},
	}
}
