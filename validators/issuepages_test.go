package validators

// madeUpPage is a paper laid out as its kind lays them out, with made-up
// people, places and amounts. Cells are three spaces apart at least.
type madeUpPage struct {
	name   string
	issued string
	layout string
}

// tunedPages are those the labels were tuned on.
var tunedPages = []madeUpPage{
	{"électricité, facture du", "2026-09-12", `
ÉLECTRICITÉ DU VAL                              MME ANNE MARTIN
Vos contacts                                    12 RUE DU FAUBOURG
09 69 32 15 15                                  28000 CHARTRES
Titulaire du contrat : Mme Anne MARTIN
N° client : 6 012 345 678
N° de compte : 4 012 345 678 901

Facture du 12/09/2026
n° 10 123 456 789
Montant total TTC                               84,37 €
À régler avant le 28/09/2026
Électricité - Relevé du 08/09/2026
Prochaine facture le 12/11/2026
Prochain relevé vers le 08/11/2026
Contrat Tarif Bleu souscrit le 03/03/2019`},
	{"électricité, échéancier annuel", "2026-10-05", `
Votre facture d’électricité du 5 octobre 2026
N° 20 456 789 012                               M. PAUL DURAND
                                                3 IMPASSE DES LILAS
                                                45000 ORLÉANS
Période du 05/10/2025 au 04/10/2026
Solde à régler                                  35,10 €
Prélèvement le 20/10/2026
Votre nouvel échéancier de paiement
Date            Montant
20/11/2026      62,00 €
20/12/2026      62,00 €
20/01/2027      62,00 €
20/02/2027      62,00 €`},
	{"gaz, date de facture en cellule", "2026-08-31", `
ÉNERGIE DE FRANCE SERVICES
Votre facture de gaz naturel
N° de client              104 567 890
N° de facture             700 123 456 78
Date de la facture        31 août 2026
Date limite de paiement   20 septembre 2026
M. LOUIS PETIT
8 avenue du Parc
69003 LYON
Votre consommation du 28 juin 2026 au 27 août 2026
Total à payer             57,12 €
Prochain relevé : octobre 2026`},
	{"gaz, émise le", "2026-11-03", `
GAZ DE L’OUEST                                  Mme Léa ROUX
Service clients                                 14 bis rue Haute
TSA 42108                                       35000 RENNES
Facture n° 000 512 334 019
Émise le 03/11/2026
Montant à payer : 112,40 € TTC
Prélevé le 18/11/2026
Votre prochaine facture : le 03/01/2027
Date de début de contrat : 14/06/2021`},
	{"internet, facture du en haut à droite", "2026-11-08", `
boreale                                         facture du 8 novembre 2026
internet-mobile                                 n° de facture : 5098 765 432 26K8-1A23

vos références                                  Mme Jeanne MOREL
n° client : 0312345678                          5 place du Marché
n° de ligne : 02 37 00 00 00                    28000 Chartres
total du montant prélevé                        39,99 €
prélèvement à partir du 18 novembre 2026
votre abonnement du 08 novembre au 07 décembre
prochaine facture vers le 8 décembre 2026`},
	{"mobile, date d’émission", "2026-10-21", `
Votre facture mobile
Ligne : 06 00 00 00 00
Facture N° : F26-10-123456789
Date d'émission : 21/10/2026
Date limite de paiement : 04/11/2026
Titulaire : M. Hugo BLANC
Montant TTC : 15,99 €
Période de facturation : du 21/10/2026 au 20/11/2026
Engagement jusqu'au 14/03/2027`},
	{"box, facture n° du", "2026-09-02", `
LIBRE TÉLÉCOM                                   M. Karim FABRE
Facture n° 1234567890 du 02 septembre 2026      22 boulevard Carnot
Identifiant : fbx00000000                       31000 TOULOUSE
Téléphone : 05 00 00 00 00
Forfait du 01/09/2026 au 30/09/2026             29,99 €
Date de prélèvement : 05 septembre 2026
Mandat SEPA n° FR00ZZZ459654-1 signé le 12/02/2018`},
	{"box, en majuscules", "2026-08-15", `
BOUGAINVILLE TELECOM
FACTURE DU 15 AOUT 2026
NUMERO DE FACTURE 1A2B3C4D
MME INES GARNIER
7 RUE DES ECOLES
33000 BORDEAUX
MONTANT A PAYER TTC 31,98 EUR
PRELEVE LE 22 AOUT 2026
VOTRE OFFRE DU 15 AOUT AU 14 SEPTEMBRE`},
	{"eau, semestrielle", "2026-06-18", `
EAUX DE LA PLAINE
Facture n° 2026-004512 du 18/06/2026
Référence client : 098 765 4321
M. et Mme NOËL Simon
Lieu-dit Le Moulin
61000 ALENÇON
Date limite de paiement : 08/07/2026
Index relevé le 02/06/2026 : 1 245 m3
Index précédent du 01/12/2025 : 1 198 m3
Prochaine relève : décembre 2026
Abonnement du 01/07/2026 au 31/12/2026`},
	{"eau, établie le", "2026-07-09", `
SERVICE DES EAUX                                Mme ODILE RENARD
Facture intermédiaire                           1 chemin vert
établie le 9 juillet 2026                       14000 CAEN
Contrat n° 445 667 du 12 mai 2015
Montant à payer                                 66,20 €
À payer avant le 31 juillet 2026`},
	{"énergie, titres au-dessus des cellules", "2026-10-14", `
TOTALE ÉNERGIE
Date de facture      N° de facture      Date d’échéance      Montant
14/10/2026           FA-998877          04/11/2026           88,10 €
Mme Rose LAMBERT
40 rue de la Gare
59000 LILLE
Période de consommation : du 10/08/2026 au 09/10/2026
Prochaine facture le 14/12/2026`},
	{"quittance de loyer", "2026-11-02", `
AGENCE DES TILLEULS
Syndic - Gestion - Location
QUITTANCE DE LOYER
Période du 01/10/2026 au 31/10/2026
Locataire : M. Yves COLIN
Logement : 2 rue du Port, 56000 Vannes
Loyer             540,00 €
Charges            60,00 €
Bail du 01/09/2021
Fait à Vannes, le 2 novembre 2026`},
	{"avis d’échéance", "2026-10-22", `
RÉGIE DU CENTRE                                 Dijon, le 22 octobre 2026
AVIS D’ÉCHÉANCE
Loyer de novembre 2026                          M. Jules PERRIN
Échéance du 01/11/2026                          9 rue Basse
Montant dû : 612,45 €                           21000 DIJON
Paiement avant le 05/11/2026
Ceci n’est pas une quittance`},
	{"quittance, date d’émission à gauche", "2026-09-30", `
HABITAT DU LITTORAL - Office public
Avis d’échéance - Quittance
Date d’émission :         30/09/2026
Période :                 septembre 2026
Référence :               L/12345/67
Mme Nadia ROCHE
Résidence Les Pins
17000 LA ROCHELLE
À régler avant le :       10/10/2026`},
	{"avis d’impôt", "2026-07-28", `
DIRECTION GÉNÉRALE DES FINANCES PUBLIQUES
AVIS D’IMPÔT 2026
Impôt sur les revenus de l’année 2025
Numéro fiscal (déclarant 1) : 00 00 000 000 000
Référence de l’avis : 26 28 0000000 00
Date d'établissement : 28/07/2026
Date de mise en recouvrement : 31/07/2026
Date limite de paiement : 15/09/2026
Vous pouvez corriger jusqu’au 03/12/2026`},
	{"lettre sous l’expéditeur", "2026-09-12", `
COOPÉRATIVE ÉLECTRIQUE DU HAUT-PAYS
3 place de la Mairie
63000 CLERMONT-FERRAND

Le 12 septembre 2026
                                                Mme Lucie FAURE
                                                6 rue Neuve
                                                63000 CLERMONT-FERRAND
Objet : facture n° 2026/778
Montant TTC : 71,00 €, payable avant le 2 octobre 2026`},
	{"deux chiffres d’année", "2026-10-03", `
ELEC SERVICE
FACTURE N. 4456 DU 03.10.26
CLIENT 778 990
M. OSCAR HENRY
4 QUAI NORD 76000 ROUEN
ECHEANCE 25.10.26
PERIODE 01.08.26 AU 30.09.26`},
	{"points de conduite", "2026-09-21", `
FIBRE ET COMPAGNIE
Numéro de facture ........ 2026-0917
Date de facturation ....... 21/09/2026
Date d’échéance ........... 11/10/2026
M. Tom LEROUX
11 allée des Ormes
44000 NANTES`},
	{"relevé d’opérations passées", "2026-11-10", `
ÉNERGIE VERTE DU SUD
Facture du 10 novembre 2026
Mme Clara BRUN
15 cours Mirabeau
13100 AIX
Historique de vos factures
Date            Numéro        Montant
10/09/2026      F-778         61,20 €
10/07/2026      F-665         58,40 €
10/05/2026      F-512         77,00 €
À payer avant le 30/11/2026`},
	{"solde de la précédente", "2026-10-17", `
GAZ ET LUMIÈRE
Facture n° 778812 du 17/10/2026
M. Alain PICARD
Solde de la facture du 17/08/2026 : 0,00 €
Votre versement du 02/09/2026 : 64,10 €
Montant à régler : 66,90 €
Date limite : 06/11/2026`},
	{"date avant son libellé", "2026-09-05", `
AQUA SERVICES
05/09/2026      Date de facture
25/09/2026      Date limite de paiement
Mme Inès MARCHAND
2 rue des Prés
72000 LE MANS`},
	{"échéancier", "2026-11-01", `
ÉLECTRICITÉ DE LA CÔTE
Échéancier de paiement établi le 1er novembre 2026
M. Noé GIRARD
Date de prélèvement      Montant
05/12/2026               55,00 €
05/01/2027               55,00 €
05/02/2027               55,00 €`},
	{"attestation de titulaire", "2026-11-15", `
ÉNERGIE DU CENTRE
ATTESTATION DE TITULAIRE DE CONTRAT
Nous attestons que Mme Ève CARON, née le 17/04/1988,
est titulaire du contrat n° 5566 depuis le 12/03/2019
au 8 rue des Lices, 49000 ANGERS.
Fait à Angers, le 15 novembre 2026`},
	{"mentions en petits caractères", "2026-10-30", `
MOBILE POUR TOUS
Facture mobile n° 20261030-77 du 30/10/2026
M. Sacha LEBLANC
Total TTC : 9,99 €
Prélevé le 08/11/2026
Tarifs en vigueur au 01/03/2026. SA au capital de 1 000 000 €
Conditions générales du 15/01/2026 - RCS Paris 000 000 000`},
	{"électricité, libellé en colonne", "2026-09-28", `
LUMIÈRE ET FORCE
Vos références                 Votre facture
Client : 998 877               N° 55 443 322
Contrat : 112 233              du 28 septembre 2026
Mme Zoé AUBERT
17 rue du Lac
74000 ANNECY
Montant prélevé le 13 octobre 2026 : 92,15 €
Prochain relevé à partir du 20/11/2026`},
	{"gaz, facture de régularisation", "2026-08-20", `
GAZ DU NORD
Facture de régularisation du 20/08/2026
Réf. 44556677
M. Marc PREVOST
5 rue d’Arras
62000 ARRAS
Consommation du 15/08/2025 au 14/08/2026
À payer avant le 10/09/2026
Nouvelles mensualités à compter du 05/10/2026`},
	{"internet, facture de mois", "2026-10-09", `
ONDES ET RÉSEAUX
Votre facture d'octobre 2026
Facture n° 889 900 du 9 octobre 2026
Compte client : 1.1234567
Mme Alice BARBIER
10 rue Droite
06000 NICE
Prélèvement prévu le 17 octobre 2026`},
	{"mobile, tableau de références", "2026-11-12", `
Référence client     Numéro de facture     Date d'émission     Date de prélèvement
778899               C-2026-556            12 nov. 2026        22 nov. 2026
M. Adam GUERIN
3 rue des Fleurs
67000 STRASBOURG
Forfait 20 Go du 12/11 au 11/12                   12,99 €`},
	{"eau, date à droite", "2026-07-16", `
COMPAGNIE DES EAUX                              Amiens, le 16 juillet 2026
Votre facture n° 2026.07.4455
M. Luc MASSON
1 rue Delpech
80000 AMIENS
Consommation relevée le 02/07/2026
Date limite de paiement 06/08/2026
Prochaine facture : janvier 2027`},
	{"eau, émission en petites lettres", "2026-09-07", `
RÉGIE MUNICIPALE DES EAUX
facture émise le 7 septembre 2026
contrat n° 12-345 du 04/05/2012
Mme Flora MEUNIER
Quartier Haut
05000 GAP
à payer au plus tard le 28 septembre 2026`},
	{"syndic, appel", "2026-10-01", `
CABINET DUVALLON - SYNDIC
Date d'établissement de la quittance : 1er octobre 2026
Quittance de loyer du mois de septembre 2026
Locataire : Mme Sara GUILLOT
Bail en date du 15 juin 2020
Révision du loyer le 15 juin 2027`},
	{"loyer, titre et date", "2026-11-04", `
IMMOBILIÈRE DU PARC
QUITTANCE
Établie le      04/11/2026
Période         du 01/11/2026 au 30/11/2026
M. Rémi LECLERC
24 rue Longue
51100 REIMS`},
	{"avis de non-imposition", "2026-08-03", `
AVIS DE SITUATION DÉCLARATIVE
à l’impôt sur le revenu 2026
établi en 2026
Date d’établissement :     03/08/2026
Mme Lina MERCIER née le 02/02/1999
Numéro fiscal : 00 00 000 000 001`},
	{"télécom, en-tête anglais", "2026-10-26", `
TELECOM UN                                      M. Eliott CHARPENTIER
Facture N° INV-2026-10-7788                     13 rue Pasteur
Date : 26/10/2026                               25000 BESANÇON
Échéance : 15/11/2026
Total : 24,99 €`},
	{"énergie, sans accents", "2026-09-17", `
ENERGIE DIRECTE
DATE DE FACTURE 17 SEPT 2026
DATE D ECHEANCE 8 OCT 2026
MONSIEUR BASILE ROYER
9 PLACE ROYALE 64000 PAU
PERIODE DU 15 JUIL 2026 AU 14 SEPT 2026`},
	{"relance, facture ancienne", "2026-11-05", `
GAZ ET CHALEUR
Besançon, le 5 novembre 2026
Mme Maud SCHMITT
Objet : rappel
Sauf erreur, nous restons dans l’attente du règlement de votre
facture du 12/03/2026 d’un montant de 44,10 €.
Merci de payer avant le 20/11/2026.`},
	{"électricité, date sous le titre", "2026-10-11", `
VOLTS ET CIE
VOTRE FACTURE D’ÉLECTRICITÉ
du 11 octobre 2026
                                                Mme Agathe LEMAIRE
Référence client 88 77 66                       4 rue Verte
Référence facture 2026-44-5567                  80100 ABBEVILLE
Montant TTC : 73,20 €
Sera prélevé le 26 octobre 2026
Prochaine facture : décembre 2026`},
	{"gaz, ligne de références", "2026-09-24", `
PROPANE DE L’EST - Facture N° 4433221 - Date de facture : 24/09/2026 - Client : 998
M. Axel POIRIER
21 rue du Moulin
57000 METZ
Livraison du 18/09/2026
Échéance de paiement : 24/10/2026`},
	{"mobile, encadré", "2026-11-06", `
                         Ma facture
                         N° 12 3456 7890
                         Date de facturation : 6 novembre 2026
M. Gabin RIVIERE         Date de prélèvement : 16 novembre 2026
55 rue Neuve             Total à payer : 19,99 €
42000 SAINT-ÉTIENNE      Ligne 07 00 00 00 00
Abonnement du 6 novembre au 5 décembre 2026`},
	{"fixe, éditée le", "2026-10-02", `
TÉLÉPHONIE RURALE
Facture éditée le 02/10/2026
N° d’appel : 05 00 00 00 01
Mme Margot DUPUY
Le Bourg
24000 PÉRIGUEUX
À payer pour le 20/10/2026`},
	{"eau, deux colonnes", "2026-05-29", `
SYNDICAT DES EAUX                    FACTURE N° 2026/01/3321
Accueil : 02 00 00 00 00             Émise le : 29/05/2026
Urgences : 02 00 00 00 01            Payable avant le : 19/06/2026
Mme Célia LACROIX                    Période : 1er semestre 2026
Relevé du 11/05/2026                 Ancien relevé du 10/11/2025`},
	{"quittance d’un office", "2026-11-01", `
OFFICE DE L’HABITAT
QUITTANCE DE LOYER N° 2026-10-556
Mois d’octobre 2026
Reçu de Mme Lola BENARD la somme de 455,00 €
pour le logement sis 3 square Foch, 29000 QUIMPER
Délivrée à Quimper, le 1er novembre 2026`},
	{"avis d’échéance, tableau", "2026-10-25", `
FONCIÈRE DES REMPARTS
AVIS D'ÉCHÉANCE
Date d'émission     Période            À payer avant le     Montant
25/10/2026          Novembre 2026      05/11/2026           720,00 €
M. Malo GUYOT
2 rempart du Nord
35400 SAINT-MALO`},
	{"avis d’imposition, en capitales", "2026-08-05", `
AVIS D'IMPOT SUR LES REVENUS 2025
DATE D'ETABLISSEMENT 05/08/2026
DATE DE MISE EN RECOUVREMENT 31/07/2026
M OU MME BASTIEN HUMBERT
REVENU FISCAL DE REFERENCE 22 450
A PAYER AVANT LE 15/09/2026`},
	{"internet, facture en bas de page", "2026-09-19", `
RÉSEAU NET                                      Mme Élise VASSEUR
Espace client : reseaunet.example               8 rue du Bois
                                                02000 LAON
Récapitulatif
Facture n° RN 4455 66 du 19.09.2026
Total TTC 34,99 €
Paiement par prélèvement le 29.09.2026
TVA acquittée sur les débits`},
	{"électricité, lettre", "2026-10-28", `
ÉNERGIES DU LAC                                 M. Robin CLÉMENT
12 quai de la Tournette                         14 route du Col
74000 ANNECY                                    74210 FAVERGES

                                                Annecy, le 28 octobre 2026
Objet : votre facture de fin de période
Monsieur, le montant de 48,10 € sera prélevé le 15 novembre 2026.`},
	{"gaz, date ISO", "2026-09-08", `
Invoice / Facture GN-2026-0908
Date d’émission : 2026-09-08
Date d’échéance : 2026-09-28
M. Enzo BAILLY
7 rue du Stade
10000 TROYES`},
	{"mobile, mois abrégé", "2026-10-16", `
SIMPLE MOBILE
Facture du 16 oct. 2026
Prélèvement : 24 oct. 2026
Mme Romy DELMAS
30 rue Pasteur, 81000 ALBI
Forfait du 16 oct. au 15 nov. 2026`},
	{"électricité, duplicata", "2026-07-30", `
DUPLICATA
Facture d'électricité du 30/07/2026 n° 77 88 99 00
Duplicata imprimé le 18/11/2026
M. Loan JACQUET
1 rue des Forges, 70000 VESOUL
À régler avant le 16/08/2026`},
	{"eau, facture d’arrêt", "2026-10-07", `
EAU ET TERRITOIRE
Facture de résiliation n° 556 677 du 07/10/2026
Date de résiliation : 30/09/2026
M. Ilan CORDIER
Nouvelle adresse : 9 rue Belle, 39000 LONS
Date limite de paiement : 28/10/2026`},
	{"box, gros titre et filet", "2026-11-14", `
Facture
14 novembre 2026
N° 2026 11 998877
Mme Thaïs BOUCHER
61 rue de Paris, 94000 CRÉTEIL
Montant : 29,99 € prélevé le 24 novembre 2026`},
	{"syndic, appel de loyer", "2026-10-20", `
GESTION DU VIEUX-PORT                           Marseille, le mardi 20 octobre 2026
APPEL DE LOYER ET CHARGES
Locataire : M. Noa FERRAND
Terme : novembre 2026
À régler pour le 01/11/2026`},
	{"électricité, date à droite du montant", "2026-10-08", `
COURANT CLAIR
Mme Capucine HAMEL                       FACTURE N° 88 77 66 55
18 allée du Golf                         du 08/10/2026
37000 TOURS
Vous nous devez                          101,20 €
à régler avant le 24/10/2026
Estimation de votre consommation du 05/08/2026 au 04/10/2026`},
	{"gaz, références en deux colonnes", "2026-09-16", `
N° de client                       12 34 56 78
N° de facture                      G-0099-8877
Facturé le                         16/09/2026
Payable le                         01/10/2026
M. Martin LEDOUX
7 place Carrée, 58000 NEVERS`},
	{"internet, sous le logo", "2026-11-09", `
OPTIQUE TÉLÉCOM
Date : 9 novembre 2026
Numéro de facture : 26-11-4456
Mme Élodie BRETON
15 rue du Puits, 86000 POITIERS
Prélèvement le 19 novembre 2026`},
	{"mobile, tout en une ligne", "2026-10-13", `
Facture mobile n° 55443322 du 13 octobre 2026 - ligne 06 00 00 00 02
Mme Naïs BERGER
Forfait 50 Go du 13/10 au 12/11/2026
Prélevée le 23/10/2026 : 13,99 €`},
	{"eau, rectificative", "2026-08-27", `
EAUX VIVES
Facture rectificative n° 12/2026 du 27 août 2026
Annule et remplace la facture n° 11/2026 du 14 août 2026
M. Isaac TESSIER
À payer avant le 17 septembre 2026`},
	{"quittance, bas de page", "2026-10-31", `
QUITTANCE DE LOYER - OCTOBRE 2026
Bailleur : SCI DES HALLES, gérée par le Cabinet Roncier
Locataire : Mme Salomé PICHON
Loyer acquitté le 05/10/2026 : 500,00 €
Fait à Nîmes le 31/10/2026
Signature`},
	{"échéance, date d’envoi", "2026-10-19", `
LOGIS DE L’AUBE
Troyes, le 19/10/2026
Réf : L/445/2
Avis d’échéance du mois de novembre 2026
M. Côme TEXIER
Paiement au plus tard le 05/11/2026`},
	{"impôt, cellules", "2026-08-10", `
AVIS D’IMPÔT ÉTABLI EN 2026
IMPÔT SUR LE REVENU ET PRÉLÈVEMENTS SOCIAUX - REVENUS DE 2025
Date d’établissement                  10/08/2026
Date de mise en recouvrement          31/07/2026
Date limite de paiement               15/09/2026
M. Achille MALLET`},
	{"électricité, chiffres espacés", "2026-09-03", `
PETITE RÉGIE ÉLECTRIQUE
DATE FACTURE : 03 / 09 / 2026
DATE ECHEANCE : 23 / 09 / 2026
MME SOLENE BODIN
5 RUE HAUTE 48000 MENDE`},
	{"énergie, émise par", "2026-10-24", `
Facture émise par Énergie des Monts le 24 octobre 2026
Mme Mila RAYNAUD
2 chemin des Crêtes, 15000 AURILLAC
Total TTC 55,10 €, prélevé le 8 novembre 2026`},
	{"box, date du jour de facture", "2026-10-06", `
Récapitulatif de facturation
Identifiant client          778-990
Date d’édition              06/10/2026
Période facturée            06/10/2026 - 05/11/2026
Montant                     35,99 €
M. Elias MARTEL, 4 rue d’Or, 90000 BELFORT`},
	{"gaz, deux dates de facture", "2026-11-02", `
GAZ DES VALLÉES
Facture n° 77 du 2 novembre 2026
Dernière facture : n° 65 du 2 septembre 2026
Mme Ambre JOLY
Montant : 80,00 €. Échéance : 22 novembre 2026`},
}

// heldOutPages were written last. At first sight 11 of these 12 were read, as of
// the batches before them that have joined the others since (11 of 12, 14 of
// 16, 11 of 12): count on nine bills of ten that nobody has seen.
var heldOutPages = []madeUpPage{
	{"électricité, attestation de contrat", "2026-11-17", `
VOLTA ÉNERGIES                                  Nantes, le 17 novembre 2026
                                                M. Léon GAUDIN
                                                2 rue Crébillon
                                                44000 NANTES
Attestation de contrat
Votre contrat n° 5544 est actif depuis le 03/06/2022.`},
	{"électricité, références puis titre", "2026-09-25", `
Client n° 4433 2211                             Mme Fanny DUMONT
Facture n° 0099 8877 du 25 septembre 2026       9 avenue Foch
Page 1/2                                        54000 NANCY
MONTANT À PAYER                                 133,07 €
Date limite de paiement                         10 octobre 2026
Relevé réel du 18 septembre 2026`},
	{"gaz, mensuelle", "2026-11-05", `
Énergaz - Votre facture mensuelle
Date d’émission de la facture : 5 novembre 2026
Mensualité du mois de novembre                  64,00 €
Prélèvement automatique le 12 novembre 2026
M. Noam CARLIER, 3 rue du Four, 84000 AVIGNON
Fin de période d’engagement : 05/02/2027`},
	{"internet, cellules à droite", "2026-10-18", `
CÂBLE ET CIEL                    N° de compte client        778 899 001
Mme Ilona MAURY                  Facture du                 18/10/2026
27 rue Caulaincourt              Numéro                     C-889911
75018 PARIS                      À prélever le              28/10/2026
Abonnement box du 18/10 au 17/11                            39,99 €`},
	{"mobile, capitales", "2026-08-22", `
FACTURE N 887766 - 22/08/2026
TITULAIRE : M ABEL NICOLAS
TOTAL TTC 20,99 EUR
DATE DE PRELEVEMENT : 01/09/2026`},
	{"eau, rôle", "2026-06-30", `
COMMUNE DE BELLEFONTAINE - SERVICE DE L’EAU
AVIS DES SOMMES À PAYER
Titre n° 112 émis le 30/06/2026
Mme Odette RENAULT, 4 rue du Lavoir
Consommation 2025-2026, compteur relevé le 02/06/2026
À régler avant le 31/08/2026`},
	{"quittance, locataire", "2026-10-05", `
AGENCE BELLE-RIVE          QUITTANCE N° 2026/10
Quittance établie le : 05/10/2026
Pour la période du 01/10/2026 au 31/10/2026
M. Isidore VALLET, 6 quai de la Loire, 37000 TOURS
Bail signé le 14/02/2020`},
	{"appel de loyer, date d’édition", "2026-11-18", `
HABITAT COMMINGES
Avis d’échéance de décembre 2026
Date d'édition : 18/11/2026
Réf. locataire : 44/556
Mme Judith PONS
Date d’exigibilité : 01/12/2026`},
	{"avis d’impôt, lignes serrées", "2026-07-31", `
AVIS D'IMPÔT 2026 - IMPÔT SUR LES REVENUS 2025
Date d'établissement : 31/07/2026   Page 1
Vos références
Numéro fiscal : 00 00 000 000 002
À payer au plus tard le 15/09/2026`},
	{"énergie, bilingue", "2026-10-15", `
VATTENFLUX
Date de facture / Invoice date : 15/10/2026
Échéance / Due date : 30/10/2026
Mme Wendy HUET, 1 rue Longue, 59140 DUNKERQUE`},
	{"box, relance de prélèvement", "2026-11-10", `
ALPHA TÉLÉCOM
Grenoble, le 10 novembre 2026
Objet : rejet de prélèvement du 3 novembre 2026
M. Ulysse LACOMBE
Votre facture du 26 octobre 2026 reste due.`},
	{"électricité, année abrégée", "2026-09-29", `
Régie d’électricité de Montval
Facture du 29/09/26
Échéance : 19/10/26
Prochain relevé : 25/11/26
M. Zacharie PICOT, 11 Grande Rue, 71000 MÂCON`},
}
