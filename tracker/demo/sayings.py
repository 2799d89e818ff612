"""What agents say on the telephone, in three languages, with the day that fits the moment it is said."""

from datetime import datetime

from people.worktime import WorkTime

SENTENCES = {
    "en": {
        "callback": "I’ll call you back {when}",
        "update": "I’ll write to you {when}",
        "resolution": "It will be settled {when}",
    },
    "de": {
        "callback": "Ich rufe Sie {when} zurück",
        "update": "Ich schreibe Ihnen {when}",
        "resolution": "Das ist {when} erledigt",
    },
    "fr": {
        "callback": "Je vous rappelle {when}",
        "update": "Je vous écris {when}",
        "resolution": "Ce sera réglé {when}",
    },
}
# With {day}: what is said when the next working day is not tomorrow.
WHEN = {
    "half an hour": {"en": "in half an hour", "de": "in einer halben Stunde", "fr": "dans une demi-heure"},
    "within the hour": {"en": "within the hour", "de": "innerhalb einer Stunde", "fr": "dans l’heure"},
    "two hours": {"en": "in 2 hours", "de": "in zwei Stunden", "fr": "dans deux heures"},
    "three hours": {"en": "in three hours", "de": "in drei Stunden", "fr": "dans trois heures"},
    "before lunch": {"en": "before lunch", "de": "bis Mittag", "fr": "avant midi"},
    "this afternoon": {"en": "this afternoon", "de": "heute Nachmittag", "fr": "cet après-midi"},
    "half past four": {"en": "by 16:30", "de": "bis 16:30 Uhr", "fr": "avant 16h30"},
    "end of day": {"en": "by end of day", "de": "bis Feierabend", "fr": "avant la fin de la journée"},
    "two days": {"en": "in 2 business days", "de": "in zwei Arbeitstagen", "fr": "dans deux jours ouvrés"},
    "five days": {"en": "in 5 business days", "de": "in fünf Arbeitstagen", "fr": "dans cinq jours ouvrés"},
    "eight days": {"en": "in 8 business days", "de": "in acht Arbeitstagen", "fr": "dans huit jours ouvrés"},
}
NEXT_DAY = {
    "first thing": {
        "en": ("first thing tomorrow", "first thing on {day}"),
        "de": ("gleich morgen früh", "gleich am {day}morgen"),
        "fr": ("demain à la première heure", "{day} à la première heure"),
    },
    "next morning": {
        "en": ("tomorrow morning", "on {day} morning"),
        "de": ("morgen früh", "am {day}vormittag"),
        "fr": ("demain matin", "{day} matin"),
    },
    "next afternoon": {
        "en": ("tomorrow afternoon", "on {day} afternoon"),
        "de": ("morgen Nachmittag", "am {day}nachmittag"),
        "fr": ("demain après-midi", "{day} après-midi"),
    },
}
DAYS = {
    "en": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
    "de": ["Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"],
    "fr": ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"],
}


def in_words(saying: str, kind: str, language: str, said_at: datetime, hours: WorkTime) -> str:
    """The sentence for `saying`, such as “next morning”, said at `said_at` by a team with these hours."""
    language = language if language in SENTENCES else "en"
    return SENTENCES[language][kind].format(when=_when(saying, language, said_at, hours))


def _when(saying: str, language: str, said_at: datetime, hours: WorkTime) -> str:
    if saying in WHEN:
        return WHEN[saying][language]
    today = said_at.astimezone(hours.timezone).date()
    workday = hours.next_workday(today)
    tomorrow, other = NEXT_DAY[saying][language]
    return tomorrow if (workday - today).days == 1 else other.format(day=DAYS[language][workday.weekday()])
