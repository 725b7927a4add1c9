package main

import (
	"fmt"
	"strings"
	"time"
)

// families are the ways in which the papers that prove an address place their
// issue date.
var families = []family{
	{name: "titre", from: []supplier{electricity, gas}, draw: titled},
	{name: "facture n° … du …", from: []supplier{gas, electricity, internet}, draw: numbered},
	{name: "encadré de références", from: []supplier{electricity, internet, water}, draw: referenceBox},
	{name: "libellé loin de la date", from: []supplier{internet, water, heating}, draw: farLabel},
	{name: "libellé au-dessus", from: []supplier{internet, mobile, insurer}, draw: labelAbove},
	{name: "colonne empilée", from: []supplier{electricity, mobile}, draw: stacked},
	{name: "bandeau « émise le »", from: []supplier{mobile, internet}, draw: band},
	{name: "lettre, ville et date", from: []supplier{insurer, electricity, water}, draw: letterFromTown},
	{name: "lettre, « Le … » seul", from: []supplier{insurer, gas}, draw: letterDateAlone},
	{name: "quittance de loyer", from: []supplier{landlord}, draw: rentReceipt},
	{name: "avis d’échéance de loyer", from: []supplier{landlord}, draw: rentNotice},
	{name: "échéancier", from: []supplier{electricity, gas, water}, draw: schedule},
	{name: "avis d’impôt", from: []supplier{{"Finances fictives", "impôt", "€", []string{"Impôt sur le revenu net", "Prélèvements sociaux", "Retenue à la source", "Total"}}}, draw: taxNotice},
	{name: "appel de cotisation", from: []supplier{insurer}, draw: premium},
	{name: "mobile, deux pages", from: []supplier{mobile}, draw: mobileTwoPages},
	{name: "eau, deux pages", from: []supplier{water}, draw: waterTwoPages},
	{name: "deux colonnes", from: []supplier{electricity, gas}, draw: twoColumns},
	{name: "factures passées", from: []supplier{internet, water, electricity}, draw: pastBills},
	{name: "gaz, trois pages", from: []supplier{gas, electricity}, draw: threePages},
	{name: "appel de fonds", from: []supplier{heating}, draw: fundCall},
	{name: "titre de recette", from: []supplier{water}, draw: municipal},
	{name: "duplicata", from: []supplier{electricity, internet}, draw: duplicate},
	{name: "imprimante à lignes", from: []supplier{water, gas}, draw: linePrinter, fixed: func(b *bill) {
		b.voice = voice{upper: true, plain: true}
		b.paper, b.body = newPaper(210, 297, typewrite), 9
	}},
}

// titled: « Facture du 12 septembre 2026 » large above the sums.
func titled(b *bill) {
	b.letterhead(15, 20)
	b.address(115, 50)
	b.references(15, 42, row{"N° de facture :", b.invoice()})
	title := pick(b.r, []string{"Facture du ", "Votre facture du ", "Votre facture d’" + b.from.trade + " du "})
	if strings.HasPrefix(b.from.trade, "gaz") {
		title = "Votre facture de gaz du "
	}
	b.text(15, 88, b.large(5), b.say(title+b.spell(b.issued)))
	y := b.sums(15, 96, 180)
	y = b.charges(15, y+12, 180)
	b.foot(y)
}

// foot fills what is left below y with what bills end with.
func (b *bill) foot(y float64) {
	limit := 258 - b.reserved
	if y < limit-55 && b.metered() && oneIn(b.r, 2) {
		b.bars(20, y+6, 120, 22)
		y += 36
	}
	if y < limit-40 && b.metered() && oneIn(b.r, 2) {
		y = b.meter(15, y+6, 180)
	}
	b.smallPrint(15, max(y+4, limit-6), 178)
}

// numbered: « Facture n° 10 123 du 12/09/2026 » on one line.
func numbered(b *bill) {
	b.letterhead(15, 20)
	b.address(112, 48)
	b.references(15, 44)
	form := pick(b.r, []string{"Facture n° %s du %s", "Facture N° %s du %s", "Facture n°%s en date du %s", "Facture %s du %s"})
	b.text(15, 88, b.large(3), b.say(fmt.Sprintf(form, b.invoice(), b.spell(b.issued))))
	y := b.charges(15, 100, 180)
	y = b.sums(15, y+6, 180)
	b.foot(y)
}

// referenceBox: a framed column of labels and values at the top right.
func referenceBox(b *bill) {
	b.letterhead(15, 20)
	b.frame(118, 12, 80, 34)
	rows := []row{
		{pick(b.r, []string{"Date de facture :", "Date de la facture :", "Date d’émission :", "Date de facturation :", "Date facture :"}), b.spell(b.issued)},
		{"N° de facture :", b.invoice()},
		{"Date limite de paiement :", b.other(b.due())},
		{"N° client :", b.client()},
	}
	b.r.Shuffle(len(rows), func(i, j int) { rows[i], rows[j] = rows[j], rows[i] })
	for n := range rows {
		rows[n].label = b.say(rows[n].label)
	}
	b.body = min(b.body, 8)
	b.rows(121, 20, 42, rows...)
	b.address(112, 60)
	b.text(15, 92, b.large(4), b.say("Votre facture"))
	y := b.charges(15, 102, 180)
	y = b.sums(15, y+6, 180)
	b.foot(y)
}

// farLabel: labels at the left edge, values at the right one.
func farLabel(b *bill) {
	b.letterhead(15, 20)
	b.address(112, 48)
	rows := []row{
		{"Numéro de facture", b.invoice()},
		{pick(b.r, []string{"Date de facture", "Date d’émission", "Date d’établissement", "Facture émise le"}), b.spell(b.issued)},
		{"Période facturée", b.period()},
		{"Date de prélèvement", b.other(b.due())},
		{"Montant TTC", euros(b.gross)},
	}
	y := 90.0
	dotted := oneIn(b.r, 3)
	for _, r := range rows {
		label := b.say(r.label)
		b.text(15, y, b.normal(), label)
		b.right(195, y, b.strong(), r.value)
		if dotted {
			from, to := 17+b.width(b.normal(), label), 193-b.width(b.strong(), r.value)
			b.text(from, y, b.normal(), strings.Repeat(".", int((to-from)/b.width(b.normal(), "."))))
		} else {
			b.rule(15, y+1.8, 180)
		}
		y += 7.5
	}
	y = b.charges(15, y+6, 180)
	b.foot(y)
}

// labelAbove: one row of a table, its labels above its values.
func labelAbove(b *bill) {
	b.letterhead(15, 20)
	b.address(112, 48)
	cells := []row{
		{pick(b.r, []string{"Date de facture", "Date d’émission", "Date de facturation", "Émise le"}), b.spell(b.issued)},
		{"N° de facture", b.invoice()},
		{"N° client", b.client()},
		{pick(b.r, []string{"Date limite", "Échéance", "Date de prélèvement"}), b.other(b.due())},
	}
	if oneIn(b.r, 2) {
		cells[0], cells[1] = cells[1], cells[0]
	}
	b.body = min(b.body, 9)
	b.fill(15, 84, 180, 6.5, tint(b.accent))
	b.frame(15, 84, 180, 14)
	for n, c := range cells {
		x := 17 + 45*float64(n)
		b.text(x, 88.5, b.strong(), b.say(c.label))
		b.text(x, 95.5, ink{points: min(b.body, 8)}, c.value)
	}
	y := b.charges(15, 112, 180)
	y = b.sums(15, y+6, 180)
	b.foot(y)
}

// stacked: a narrow column of small grey labels, each above its value.
func stacked(b *bill) {
	b.letterhead(15, 20)
	b.address(110, 42)
	y := 44.0
	for _, r := range []row{
		{"Référence client", b.client()},
		{"Numéro de facture", b.invoice()},
		{pick(b.r, []string{"Date de facture", "Date d’émission", "Facture émise le"}), b.spell(b.issued)},
		{"Prochaine facture", b.other(b.nextBill())},
	} {
		b.text(15, y, b.small(), b.say(r.label))
		b.text(15, y+4.4, b.strong(), r.value)
		y += 11
	}
	y = b.sums(15, y+6, 180)
	y = b.charges(15, y+10, 180)
	b.foot(y)
}

// band: white letters on a band of colour.
func band(b *bill) {
	b.fill(0, 0, 210, 26, b.accent)
	b.text(15, 13, ink{points: 18, bold: true, colour: white}, b.from.name)
	b.text(15, 20, ink{points: b.body, colour: white}, "Votre facture de "+b.from.trade)
	b.right(195, 12, ink{points: b.body + 1, bold: true, colour: white}, "Facture n° "+b.invoice())
	label := pick(b.r, []string{"Émise le ", "émise le ", "Facture émise le ", "Date d’émission : ", "Établie le "})
	b.right(195, 19, ink{points: b.body + 1, colour: white}, b.say(label+b.spell(b.issued)))
	b.address(112, 48)
	b.references(15, 40)
	y := b.sums(15, 84, 180)
	y = b.charges(15, y+10, 180)
	b.foot(y)
}

// letter draws what a covering letter says around its date line.
func (b *bill) letter(date string, x, y float64) {
	b.letterhead(15, 20)
	b.address(115, 46)
	b.text(x, y, b.normal(), b.say(date))
	b.text(15, 96, b.strong(), "Objet : "+pick(b.r, []string{"votre facture", "votre avis d’échéance", "votre facture de " + b.from.trade}))
	b.text(15, 102, b.normal(), "Contrat n° "+b.client()+" souscrit le "+b.other(b.contract()))
	y = b.lines(15, 112, b.leading(), b.normal(), "Madame, Monsieur,")
	y = b.paragraph(15, y+2, 180, b.leading(), b.normal(),
		"Nous vous prions de trouver ci-dessous le détail de la somme de "+euros(b.gross)+" pour la période "+b.period()+
			". Elle sera prélevée sur votre compte le "+b.other(b.due())+", sans autre démarche de votre part. "+
			"Par votre courrier du "+b.other(b.lastBill())+", vous nous avez confirmé votre adresse.")
	y = b.charges(15, y+6, 180)
	b.foot(y)
}

// letterFromTown: « Chartres, le 12 septembre 2026 ».
func letterFromTown(b *bill) {
	b.letter(b.holder.town+", le "+b.spell(b.issued), 115, 80)
}

// letterDateAlone: « Le 12 septembre 2026 » under the sender or the address.
func letterDateAlone(b *bill) {
	if b.spell = pick(b.r, spellings[4:7]); oneIn(b.r, 3) {
		b.spell = withWeekday
	}
	x := pick(b.r, []float64{15, 115, 140})
	b.letter("Le "+b.spell(b.issued), x, 82)
}

// rentReceipt: the date stands at the foot, « Fait à Lyon, le … ».
func rentReceipt(b *bill) {
	b.letterhead(15, 20)
	b.address(112, 46)
	b.centre(105, 88, b.large(7), b.say("Quittance de loyer"))
	first := b.issued.AddDate(0, 0, 1-b.issued.Day())
	month := strings.SplitN(padded(first), " ", 2)[1]
	b.centre(105, 95, b.normal(), "Période du "+b.other(first)+" au "+b.other(first.AddDate(0, 1, -1))+", "+month)
	y := b.paragraph(15, 108, 180, b.leading()*1.15, b.normal(),
		"Je soussignée, "+b.from.name+", propriétaire du logement désigné ci-dessous, déclare avoir reçu de "+b.holder.name()+
			" la somme de "+euros(b.gross)+" au titre du loyer et des charges, suivant bail du "+b.other(b.contract())+
			", paiement reçu le "+b.other(first.AddDate(0, 0, 3))+", et lui en donne quittance.")
	y = b.lines(15, y+4, b.leading(), b.normal(), "Adresse du logement : "+strings.Join(b.holder.postal(), ", "))
	y = b.charges(15, y+8, 180)
	b.text(120, y+14, b.normal(), b.say(pick(b.r, []string{"Fait à ", "Fait à "})+b.holder.town+", le "+b.spell(b.issued)))
	b.text(120, y+21, b.normal(), "Signature du bailleur")
	b.paragraph(15, 262-b.reserved, 180, 3.6, b.small(), "Cette quittance annule tous les reçus donnés précédemment. Prochaine échéance le "+
		b.other(first.AddDate(0, 1, 0))+". Révision du loyer le "+b.other(b.contract().AddDate(b.issued.Year()-b.contract().Year()+1, 0, 0))+".")
}

// rentNotice: what a landlord asks for before the month.
func rentNotice(b *bill) {
	b.letterhead(15, 20)
	b.address(112, 46)
	b.text(15, 84, b.large(6), b.say("Avis d’échéance"))
	b.text(15, 92, b.normal(), b.say(pick(b.r, []string{"Date d’émission : ", "Émis le ", "Avis émis le ", "Établi le "})+b.spell(b.issued)))
	first := b.issued.AddDate(0, 1, 1-b.issued.Day())
	b.text(15, 98, b.normal(), "Période du "+b.other(first)+" au "+b.other(first.AddDate(0, 1, -1)))
	b.text(15, 104, b.normal(), "À régler pour le "+b.other(first.AddDate(0, 0, 4)))
	b.references(120, 84, row{"Bail du :", b.other(b.contract())})
	y := b.charges(15, 124, 180)
	b.foot(y)
}

// schedule: a plan of debits, most of them to come.
func schedule(b *bill) {
	b.letterhead(15, 20)
	b.address(112, 46)
	b.text(15, 84, b.large(5), b.say("Votre échéancier de prélèvements"))
	label := pick(b.r, []string{"Échéancier établi le ", "Date d’émission : ", "Établi le ", "Échéancier émis le "})
	b.text(15, 92, b.normal(), b.say(label+b.spell(b.issued)))
	b.text(15, 98, b.normal(), "Contrat n° "+b.client()+" du "+b.other(b.contract()))
	b.fill(15, 106, 150, 6, tint(b.accent))
	b.text(18, 110.4, b.strong(), "Date de prélèvement")
	b.text(90, 110.4, b.strong(), "Montant")
	y := 118.0
	for n := range 10 {
		b.text(18, y, b.normal(), b.other(b.issued.AddDate(0, n+1, 5-b.issued.Day())))
		b.text(90, y, b.normal(), euros(b.gross/10))
		y += 6.6
	}
	b.text(18, y+2, b.normal(), "Facture de régularisation prévue le "+b.other(b.issued.AddDate(0, 11, 0)))
	b.foot(y + 10)
}

// taxNotice: the day it was drawn up, the day it is to be recovered.
func taxNotice(b *bill) {
	b.text(15, 20, ink{points: 13, bold: true}, b.from.name)
	b.text(15, 26, b.small(), "Centre inventé des finances, 1 place du Spécimen, 00000 Nulle-Part")
	b.text(105, 30, ink{points: 15, bold: true, colour: b.accent}, fmt.Sprintf("AVIS D’IMPÔT %d", b.issued.Year()))
	b.text(105, 36, b.normal(), fmt.Sprintf("Impôt sur les revenus de l’année %d", b.issued.Year()-1))
	b.address(112, 56)
	b.body = min(b.body, 9)
	b.rows(15, 48, 48,
		row{"Numéro fiscal :", fmt.Sprintf("30 %02d %03d %03d %03d", b.holder.number%90, b.holder.number%1000, b.holder.number%977, b.holder.number%953)},
		row{"Référence de l’avis :", fmt.Sprintf("%02d 28 %07d %02d", b.issued.Year()%100, b.holder.number%9999999, b.holder.number%89)},
		row{b.say("Date d’établissement :"), b.spell(b.issued)},
		row{"Date de mise en recouvrement :", b.other(b.issued.AddDate(0, 0, 21))},
		row{"Adresse d’imposition au", b.other(time.Date(b.issued.Year(), 1, 1, 0, 0, 0, 0, time.UTC))},
	)
	b.fill(15, 96, 180, 22, tint(b.accent))
	b.text(19, 104, ink{points: b.body + 2, bold: true}, "Montant qu’il vous reste à payer")
	b.right(191, 104, ink{points: b.body + 3, bold: true}, euros(b.gross))
	b.text(19, 112, b.normal(), "Date limite de paiement : "+b.other(b.due().AddDate(0, 1, 0)))
	b.text(15, 130, b.strong(), "Déclarant 1")
	b.text(15, 136, b.normal(), b.holder.name()+", né(e) le "+b.other(b.born()))
	y := b.charges(15, 150, 180)
	b.paragraph(15, max(y+8, 240-b.reserved), 180, 3.6, b.small(), "Vous pouvez réclamer jusqu’au "+b.other(time.Date(b.issued.Year()+2, 12, 31, 0, 0, 0, 0, time.UTC))+
		". Votre prélèvement à la source sera actualisé à partir du "+b.other(time.Date(b.issued.Year(), 9, 1, 0, 0, 0, 0, time.UTC))+". Document inventé, sans valeur.")
}

// premium: an insurer's call, dated like a letter at its foot.
func premium(b *bill) {
	b.letterhead(15, 20)
	b.address(112, 46)
	b.text(15, 84, b.large(5), b.say("Avis d’échéance, contrat habitation"))
	b.rows(15, 94, 60,
		row{"Contrat n°", b.client()},
		row{"Date d’effet du contrat", b.other(b.contract())},
		row{"Période de garantie", b.period()},
		row{"Assuré né(e) le", b.other(b.born())},
	)
	y := b.charges(15, 124, 180)
	y = b.paragraph(15, y+4, 180, b.leading(), b.normal(), "La cotisation de "+euros(b.gross)+" est à régler avant le "+b.other(b.due())+
		". Les conditions générales du "+b.other(b.contract().AddDate(0, -6, 0))+" vous ont été remises.")
	b.text(15, y+8, b.normal(), b.say("Fait à "+b.holder.town+", le "+b.spell(b.issued)))
	b.foot(y + 16)
}

// mobileTwoPages: the calls of the month, each with its day, on a second page.
func mobileTwoPages(b *bill) {
	b.fill(0, 0, 210, 18, b.accent)
	b.text(15, 12, ink{points: 16, bold: true, colour: white}, b.from.name)
	b.address(112, 46)
	b.text(15, 36, b.large(3), b.say(pick(b.r, []string{"Facture mobile du ", "Votre facture mobile du "})+b.spell(b.issued)))
	b.references(15, 46, row{"Ligne :", "06 39 98 14 02"})
	y := b.sums(15, 88, 180)
	y = b.charges(15, y+10, 180)
	b.foot(y)
	b.turn()
	b.text(15, 18, b.small(), "Facture n° "+b.invoice()+"   page 2/2")
	b.text(15, 28, b.strong(), "Détail de vos communications "+b.period())
	y = 36
	for n := range 18 {
		on := b.periodStart().AddDate(0, 0, 3*n)
		b.text(15, y, b.normal(), b.other(on))
		b.text(55, y, b.normal(), fmt.Sprintf("%02dh%02d", 8+n%12, (n*17)%60))
		b.text(80, y, b.normal(), "06 39 98 "+fmt.Sprintf("%02d %02d", n, 99-n))
		b.right(195, y, b.normal(), fmt.Sprintf("%d min", 1+n*3%14))
		y += 6
	}
}

// waterTwoPages: a meter, an analysis of the water with its own date.
func waterTwoPages(b *bill) {
	b.letterhead(15, 20)
	b.address(112, 46)
	b.text(15, 82, b.large(4), b.say("Facture d’eau n° "+b.invoice()))
	b.text(15, 90, b.normal(), b.say(pick(b.r, []string{"Émise le ", "Facture émise le ", "Date d’émission : ", "Date de facture : "})+b.spell(b.issued)))
	y := b.meter(15, 102, 180)
	y = b.charges(15, y+6, 180)
	y = b.sums(15, y+2, 180)
	b.smallPrint(15, max(y+8, 252-b.reserved), 178)
	b.turn()
	b.text(15, 20, b.strong(), "Qualité de votre eau")
	y = b.paragraph(15, 28, 180, b.leading(), b.normal(), "Analyse réalisée le "+b.other(b.periodStart())+" par l’agence régionale : eau conforme aux limites de qualité. "+
		"Le règlement de service du "+b.other(b.contract().AddDate(-2, 0, 0))+" est disponible en mairie. Le prix de l’eau est fixé par la délibération du "+b.other(b.lastBill())+".")
	b.history(15, y+10, 180)
}

// twoColumns: a sidebar in small letters beside the bill.
func twoColumns(b *bill) {
	b.fill(0, 0, 62, 297, tint(b.accent))
	i := ink{points: 7.5}
	b.lines(6, 40, 4.4, i,
		"VOS CONTACTS", "09 69 00 00 00, du lundi au vendredi", "Service clients, 00000 Nulle-Part", "",
		"VOS RÉFÉRENCES", "Client "+b.client(), "Contrat du "+b.other(b.contract()), "Point de livraison "+fmt.Sprint(b.holder.number)+"417", "",
		"LIEU DE CONSOMMATION", b.holder.street, b.holder.postcode+" "+strings.ToUpper(b.holder.town), "",
		"VOTRE PROCHAIN RELEVÉ", b.other(b.nextBill()), "", "VOTRE DERNIÈRE FACTURE", b.other(b.lastBill()), euros(b.gross-220))
	b.letterhead(72, 20)
	b.address(118, 46)
	b.body = min(b.body, 9)
	b.text(72, 82, b.large(4), b.say(pick(b.r, []string{"Facture du ", "Votre facture du "})+b.spell(b.issued)))
	b.text(72, 88, b.normal(), "n° "+b.invoice())
	y := b.sums(72, 94, 128)
	b.bars(74, y+8, 110, 22)
	y = b.charges(72, y+44, 128)
	b.smallPrint(72, max(y+6, 250-b.reserved), 124)
}

// pastBills: a table of the bills before, under the same words as this one.
func pastBills(b *bill) {
	b.letterhead(15, 20)
	b.address(112, 46)
	label := pick(b.r, []string{"Date de facture : ", "Date d’émission : ", "Facture du ", "Facture émise le "})
	b.text(15, 84, b.large(2), b.say(label+b.spell(b.issued)))
	b.text(15, 91, b.normal(), "Facture n° "+b.invoice())
	y := b.sums(15, 98, 180)
	y = b.history(15, y+10, 180)
	y = b.charges(15, y+4, 180)
	b.smallPrint(15, max(y+4, 254-b.reserved), 178)
}

// threePages: the head of the first page comes again on the others.
func threePages(b *bill) {
	head := b.say("Facture n° " + b.invoice() + " du " + b.spell(b.issued))
	b.letterhead(15, 20)
	b.address(112, 46)
	b.text(15, 86, b.large(3), head)
	y := b.sums(15, 94, 180)
	b.bars(20, y+10, 140, 30)
	b.smallPrint(15, 250-b.reserved, 178)
	for page := 2; page <= 3; page++ {
		b.turn()
		b.text(15, 15, b.small(), head)
		b.right(195, 15, b.small(), fmt.Sprintf("page %d/3", page))
		b.rule(15, 17, 180)
		if page == 2 {
			b.charges(15, 28, 180)
			b.meter(15, 90, 180)
			continue
		}
		b.history(15, 28, 180)
		b.paragraph(15, 80, 180, 4, b.small(), strings.Join(b.traps(), " "))
	}
}

// fundCall: what a building's owners are asked for each quarter.
func fundCall(b *bill) {
	b.letterhead(15, 20)
	b.address(112, 46)
	b.text(15, 82, b.large(4), b.say("Appel de fonds"))
	quarter := time.Date(b.issued.Year(), b.issued.Month()-(b.issued.Month()-1)%3+3, 1, 0, 0, 0, 0, time.UTC)
	b.text(15, 89, b.normal(), "Exercice "+b.period())
	b.text(15, 95, b.normal(), "Exigible le "+b.other(quarter))
	b.text(120, 82, b.normal(), b.say(pick(b.r, []string{"Date d’émission : ", "Émis le ", "Établi le ", "Nulle-Part, le "})+b.spell(b.issued)))
	b.text(120, 89, b.normal(), "Assemblée générale du "+b.other(b.lastBill()))
	y := b.charges(15, 108, 180)
	y = b.sums(15, y+6, 180)
	b.foot(y)
}

// municipal: what a town asks for through its treasury.
func municipal(b *bill) {
	b.text(15, 20, ink{points: 13, bold: true}, b.say("Commune de Nulle-Part"))
	b.text(15, 26, b.normal(), "Régie des eaux")
	b.centre(105, 40, b.large(5), b.say("Avis des sommes à payer"))
	b.address(112, 58)
	b.frame(15, 50, 84, 32)
	b.body = min(b.body, 9)
	b.rows(18, 58, 42,
		row{"Exercice :", fmt.Sprint(b.issued.Year())},
		row{"Titre n° :", fmt.Sprint(b.holder.number % 10000)},
		row{b.say(pick(b.r, []string{"Date d’émission :", "Émis le :", "Date d’établissement :"})), b.spell(b.issued)},
		row{"Date limite :", b.other(b.due())},
	)
	y := b.meter(15, 96, 180)
	y = b.charges(15, y+6, 180)
	y = b.sums(15, y+4, 180)
	b.smallPrint(15, max(y+6, 254-b.reserved), 178)
}

// duplicate: printed again long after, and it says so.
func duplicate(b *bill) {
	b.letterhead(15, 20)
	b.address(112, 48)
	b.references(15, 44, row{"N° de facture :", b.invoice()})
	printed := b.issued.AddDate(0, 0, 20+b.holder.number%100)
	if printed.After(reference) {
		printed = reference
	}
	b.right(195, 76, b.small(), pick(b.r, []string{"Duplicata édité le ", "DUPLICATA - imprimé le ", "Document téléchargé le "})+b.other(printed))
	b.text(15, 88, b.large(4), b.say(pick(b.r, []string{"Facture du ", "Date de facture : ", "Facture émise le "})+b.spell(b.issued)))
	y := b.sums(15, 96, 180)
	y = b.charges(15, y+10, 180)
	b.foot(y)
}

// linePrinter: capitals of one width, as the oldest billing programs print.
func linePrinter(b *bill) {
	b.lines(15, 18, 4.6, b.strong(), b.say(b.from.name), b.say("1 place du Spécimen"), "00000 NULLE-PART")
	b.address(112, 46)
	label := pick(b.r, []string{"Date facture", "Date de facture", "Date d’émission"})
	y := 78.0
	for _, r := range []row{
		{"Facture numéro", b.invoice()},
		{label, b.spell(b.issued)},
		{"Référence client", b.client()},
		{"Date limite paiement", b.other(b.due())},
		{"Période", b.period()},
	} {
		text := b.say(r.label)
		b.text(15, y, b.normal(), text+strings.Repeat(" ", 24-len([]rune(text)))+": "+b.say(r.value))
		y += 5
	}
	y = b.charges(15, y+8, 180)
	y = b.sums(15, y+6, 180)
	b.smallPrint(15, max(y+10, 250-b.reserved), 178)
}
