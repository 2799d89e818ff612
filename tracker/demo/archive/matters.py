"""What customers come with again and again: topic, language, subject, what they say, how it ended."""

from typing import NamedTuple


class Matter(NamedTuple):
    topic: str
    language: str
    subject: str
    description: str
    ending: str


MATTERS = {
    "support-berlin": [
        Matter("deliveries", "de", "Paket nicht angekommen", "Laut Sendung zugestellt, im Haus weiß niemand davon.",
               "Der Bote hatte es zwei Häuser weiter abgegeben. Es ist jetzt da."),
        Matter("deliveries", "de", "Liefertermin verpasst", "Ich war den ganzen Tag zu Hause, niemand hat geklingelt.",
               "Neuer Termin am Samstagvormittag, mit Anruf eine halbe Stunde vorher."),
        Matter("billing", "de", "Rechnung doppelt bezahlt", "Die Überweisung und die Abbuchung gingen am selben Tag.",
               "Der doppelte Betrag ist zurück überwiesen."),
        Matter("billing", "de", "Mahnung trotz Zahlung", "Bezahlt ist seit dem 12., trotzdem kam heute eine Mahnung.",
               "Zahlung gefunden und zugeordnet, die Mahnung ist aufgehoben."),
        Matter("warranty", "de", "Kaffeemaschine zieht kein Wasser", "Drei Monate alt, pumpt hörbar, es kommt nichts.",
               "Pumpe auf Garantie getauscht, das Gerät ist wieder beim Kunden."),
        Matter("warranty", "de", "Akku hält nur noch eine Stunde", "Am Anfang waren es acht. Ein Jahr ist er alt.",
               "Neuer Akku ist unterwegs, der alte wird mit der Lieferung abgeholt."),
        Matter("refunds", "de", "Gutschrift fehlt", "Die Rücksendung ist seit drei Wochen bei Ihnen.",
               "Gutschrift gebucht; die Rücksendung war ohne Nummer im Lager."),
        Matter("contracts", "de", "Tarif wurde nicht umgestellt", "Zugesagt war der Erste, gezahlt der alte Preis.",
               "Umgestellt, und die Differenz ist gutgeschrieben."),
        Matter("accounts", "de", "Passwort lässt sich nicht zurücksetzen", "Die E-Mail mit dem Link kommt nicht an.",
               "Die Adresse hatte einen Tippfehler. Sie ist berichtigt, die Anmeldung geht."),
        Matter("accounts", "en", "Locked out after moving abroad", "The code goes to a number that I no longer have.",
               "Identity checked on the phone, the new number is on file."),
        Matter("billing", "fr", "Facture au mauvais nom", "La société a changé de nom en avril.",
               "Facture corrigée et envoyée, l’ancienne est annulée."),
        Matter("refunds", "fr", "Remboursement promis, rien reçu", "Cela fait un mois que l’article est renvoyé.",
               "Virement fait le jour même, avec nos excuses."),
    ],
    "support-new-york": [
        Matter("deliveries", "en", "Parcel left at the wrong door", "The photo shows a porch that is not ours.",
               "The driver went back for it; it arrived the same evening."),
        Matter("deliveries", "en", "Half of the order is missing", "Two boxes were due, one came.",
               "The second box had missed the truck. It came the day after."),
        Matter("warranty", "en", "Dryer stops after ten minutes", "It was fine for a year, and it is under warranty.",
               "A technician replaced the thermostat."),
        Matter("warranty", "en", "Screen flickers since the update", "It started the morning after.",
               "The update was withdrawn for that model; the screen is steady."),
        Matter("refunds", "en", "Returned, but not refunded", "The tracking says that you have had it for two weeks.",
               "Refunded in full; the return had been booked to another order."),
        Matter("billing", "en", "Charged after I cancelled", "I have the confirmation from the 3rd.",
               "Refunded, and the subscription is closed for good."),
        Matter("contracts", "en", "What am I paying for?", "The plan has a name that I never chose.",
               "Moved to the plan that was agreed, with the difference refunded."),
        Matter("accounts", "es", "No puedo entrar en mi cuenta", "Cambié de teléfono y el código no llega.",
               "New number confirmed by phone; he is in again."),
    ],
    "night-desk": [
        Matter("outages", "en", "No connection since midnight", "Every light on the box is red.",
               "A fault at the exchange, repaired at 03:40. The line is stable."),
        Matter("outages", "en", "Card reader offline in the middle of the evening", "A full house, and nobody can pay.",
               "Switched to the second line at once; the first was back by morning."),
        Matter("outages", "en", "Alarm system lost its link", "It beeps every minute, and the house is asleep.",
               "Restarted from here; the link has held for a day."),
        Matter("accounts", "en", "Travelling, and locked out", "My flight leaves in three hours.",
               "Identity checked, access restored well before boarding."),
        Matter("refunds", "ja", "返金の確認をお願いします", "先週返品した商品の返金がまだ確認できません。",
               "The refund had been sent; the bank showed it the next morning."),
        Matter("deliveries", "ar", "الطرد متأخر", "كان من المفترض أن يصل أمس.",
               "Held at customs for a signature; released and delivered."),
    ],
}  # fmt: skip
# Why a ticket goes to somebody else, and what they are told.
PASSED_ON = (
    (
        "It needs somebody who knows {topic}.",
        "The customer has sent all the papers; nothing more to ask for.",
    ),
    ("It turned out to be about {topic}.", "They have told it once in full. It is all in the first call."),
    (
        "I am off for the day, and it cannot wait.",
        "Next is a call to the supplier; the number is in the ticket.",
    ),
    ("They would rather speak to you, who helped before.", "Same matter as last time, and in a hurry."),
)
WITHDRAWN = "Settled meanwhile: the customer wrote that it is no longer needed."
GIVEN_UP = "Not reached for days; the customer has gone elsewhere."
SLIPPED = "The colleague who knows the details is out until then."
