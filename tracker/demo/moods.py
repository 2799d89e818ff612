"""How the demo's customers were, as whoever spoke to them read it: one mood a talk, in the order of the talks.

Of most talks nothing is said, as in life.
"""

MOODS: dict[str, tuple[str, ...]] = {
    "Waschmaschine kam mit gesprungener Tür an": ("annoyed", "calm"),
    "Erstattung für die Reise fehlt seit sechs Wochen": ("furious", "annoyed"),
    "Praxis ohne Telefon: Anschluss gestört": ("angry", "pleased"),
    "Zwanzig Zimmer ohne Fernsehen": ("angry", "annoyed", "pleased"),
    "Crib arrived with the wrong rails": ("annoyed", "calm"),
    "Warranty refused for a two-month-old laptop": ("annoyed", "", "calm"),
    # Solved, and then it was not: furious, and calm again by the second call. It is still open.
    "Trommel der neuen Maschine schleift": ("annoyed", "calm", "furious", "calm"),
    # Nobody called back.
    "Mahnung trotz Storno": ("annoyed", "angry"),
    "Cafetera con fuga, segunda reparación": ("calm", "annoyed"),
    # A broken promise has escalated it, and then the customer is on the line.
    "Collection letter for the refunded charge": ("angry", "furious"),
    # Today.
    "Broken delivery: the table arrived in two pieces": ("angry",),
    "Rufumleitung wieder abschalten": ("calm",),
    "The replacement parcel is damaged too": ("annoyed",),
    "Beschwerde über gebrochene Zusagen": ("angry",),
    "Compensation for the night without power": ("annoyed",),
}


def mood_in(subject: str, talk: int) -> str:
    """The mood in the talk of that number, the first is 0, on the ticket about `subject`; empty: nobody said."""
    moods = MOODS.get(subject, ())
    return moods[talk] if talk < len(moods) else ""
