"""German."""

from typing import Any

from promises.wording.atoms import (
    DayPart,
    Joint,
    Lead,
    Offset,
    Part,
    Past,
    Portion,
    Span,
    Vague,
    Weekday,
    Which,
    Workday,
    Zone,
)
from promises.wording.de_say import SAY
from promises.wording.language import Language

_ONES = [
    "null",
    "eins",
    "zwei",
    "drei",
    "vier",
    "fünf",
    "sechs",
    "sieben",
    "acht",
    "neun",
    "zehn",
    "elf",
    "zwölf",
    "dreizehn",
    "vierzehn",
    "fünfzehn",
    "sechzehn",
    "siebzehn",
    "achtzehn",
    "neunzehn",
]
_TENS = ["zwanzig", "dreißig", "vierzig", "fünfzig", "sechzig", "siebzig", "achtzig", "neunzig"]


def _numbers() -> dict[str, float]:
    found: dict[str, float] = {word: value for value, word in enumerate(_ONES)}
    for tens, word in enumerate(_TENS, start=2):
        found[word] = tens * 10
        found |= {f"{'ein' if one == 1 else _ONES[one]}und{word}": tens * 10 + one for one in range(1, 10)}
    halves = {f"{_ONES[one]}einhalb": one + 0.5 for one in range(2, 10)}
    return (
        found
        | halves
        | {
            "ein|eine|einer|einem|einen|eines|'ner|ner": 1,
            "zwo": 2,
            "hundert": 100,
            "ein_dutzend|dutzend": 12,
            "anderthalb|anderthalben|eineinhalb|einundeinhalb": 1.5,
            "halbe|halben|halbes": 0.5,
            "einer|eine halben|halbe": 0.5,
        }
    )


def _ordinals() -> dict[str, int]:
    stems = {1: "erst", 3: "dritt", 7: "siebt", 8: "acht"}
    found = {}
    for number in range(1, 20):
        stem = stems.get(number, f"{_ONES[number]}t")
        found[f"{stem}en|{stem}er|{stem}e"] = number
    for number in range(20, 32):
        word = next(word for word, value in _numbers().items() if value == number)
        found[f"{word}sten|{word}ster|{word}ste"] = number
    return found


_WEEKDAYS = {
    "montag|montags": 0,
    "dienstag|dienstags": 1,
    "mittwoch|mittwochs": 2,
    "donnerstag|donnerstags": 3,
    "freitag|freitags": 4,
    "samstag|samstags|sonnabend": 5,
    "sonntag|sonntags": 6,
}
_MONTHS = {
    "januar|jänner|jan": 1,
    "februar|feber|feb": 2,
    "märz|mär|mrz": 3,
    "april|apr": 4,
    "mai": 5,
    "juni|jun|juno": 6,
    "juli|jul|julei": 7,
    "august|aug": 8,
    "september|sept|sep": 9,
    "oktober|okt": 10,
    "november|nov": 11,
    "dezember|dez": 12,
}
_DAY_PARTS = {
    "früh|morgen": Part.MORNING,
    "morgens": Part.MORNING,
    "vormittag|vormittags": Part.MORNING,
    "mittag|mittags": Part.NOON,
    "nachmittag|nachmittags": Part.AFTERNOON,
    "abend|abends": Part.EVENING,
    "nacht|nachts": Part.NIGHT,
}


def _compounds() -> dict[str, tuple]:
    """ "Montagnachmittag" is a day and a part of it in one word."""
    return {
        f"{day}{part}": (Weekday(number), DayPart(meaning))
        for names, number in _WEEKDAYS.items()
        for day in names.split("|")
        if not day.endswith("s")
        for parts, meaning in _DAY_PARTS.items()
        for part in parts.split("|")
    }


_LEADS = {
    "um|punkt": Lead.AT,
    "am|an|den|vom": Lead.ON,
    "bis (zum|zur|am|um|spätestens)": Lead.BY,
    "bis spätestens (um|am|zum)": Lead.BY,
    "spätestens bis (um|am|zum)": Lead.BY,
    "spätestens (um|am)": Lead.BY,
    "nicht später als": Lead.BY,
    "zum|zur": Lead.BY,
    "zwischen jetzt und": Lead.BY,
    "von jetzt bis": Lead.BY,
    "vor (dem|der)": Lead.BEFORE,
    "nach (dem|der)": Lead.AFTER,
    "kurz|gleich|direkt nach": Lead.SOON_AFTER,
    "ab|frühestens": Lead.AFTER,
    "nicht vor (dem|der)": Lead.AFTER,
    "frühestens um|am|ab": Lead.AFTER,
    "gegen|circa|ca|etwa|ungefähr|zirka|rund": Lead.AROUND,
    "um circa|ca|etwa|ungefähr": Lead.AROUND,
    "zwischen": Lead.BETWEEN,
    "von": Lead.FROM,
    "seit": Lead.OF,
    "nachricht|mail|e-mail|brief|schreiben|anruf|anfrage|meldung vom|von": Lead.OF,
    "bestellung|rechnung|lieferung|zahlung|ticket vom|von": Lead.OF,
    "termin|lieferung|gespräch am|um|vom|von": Lead.OF,
}

_DAYS = {
    "heute|heut": Offset(0),
    "noch heute": Offset(0),
    "heute noch|später": Offset(0),
    "später heute": Offset(0),
    "im laufe des heutigen tages": Offset(0),
    "am selben|gleichen tag": Offset(0),
    "morgen": Offset(1),
    "im laufe des morgigen tages": Offset(1),
    "am morgigen tag": Offset(1),
    "am nächsten|folgenden|darauffolgenden tag": Offset(1),
    "nächster|nächsten tag": Offset(1),
    "übermorgen": Offset(2),
    "überübermorgen": Offset(3),
    "(am|der|den|dem) nächsten|nächster|nächste|kommenden|folgenden werktag|arbeitstag|geschäftstag": Workday(
        1
    ),
    "im laufe des nächsten|kommenden|folgenden werktags|arbeitstages|arbeitstags|werktages": Workday(1),
    "am übernächsten werktag|arbeitstag|geschäftstag": Workday(2),
}

_THIS_WEEK = "diese|dieser|der"
_NEXT_WEEK = "nächste|nächster|nächsten|kommende|kommender|kommenden|der_nächsten|der_kommenden"
_WEEK = {
    f"(zum|am|das) (bis) ende ({_THIS_WEEK}|laufenden) (arbeits) woche": (0, Portion.END),
    "(zum|am) wochenende_der_arbeitswoche|wochenschluss|wochenausklang": (0, Portion.END),
    "innerhalb der|dieser woche": (0, Portion.END),
    "(noch|irgendwann|später) (in) diese|dieser woche (noch)": (0, Portion.LATER),
    "(noch) im (weiteren) lauf|laufe|verlauf der|dieser woche": (0, Portion.LATER),
    "(zum|am) anfang|beginn (der|dieser) woche": (0, Portion.EARLY),
    "(zur|in_der) mitte (der|dieser) woche": (0, Portion.MIDDLE),
    "(zur) wochenmitte": (0, Portion.MIDDLE),
    f"(im) (laufe|lauf) (der) (in) {_NEXT_WEEK} woche": (1, Portion.WHOLE),
    f"(bis|zum) ende (der) {_NEXT_WEEK} woche": (1, Portion.END),
    f"(zum|am) anfang|beginn|anfangs (der) {_NEXT_WEEK} woche": (1, Portion.EARLY),
    f"(zur|in_der) mitte (der) {_NEXT_WEEK} woche": (1, Portion.MIDDLE),
    f"{_NEXT_WEEK} woche anfang": (1, Portion.EARLY),
    "(zum) wochenanfang|wochenbeginn": (1, Portion.EARLY),
    "(in) (der) übernächste|übernächsten|übernächster woche": (2, Portion.WHOLE),
    "ende übernächster woche": (2, Portion.END),
    "anfang übernächster woche": (2, Portion.EARLY),
    "mitte übernächster woche": (2, Portion.MIDDLE),
}
_NEXT_MONTH = (
    "nächsten|nächster|nächste|kommenden|kommender|des_nächsten|des_kommenden|im_nächsten|im_kommenden"
)
_MONTH = {
    "(zum|am) (bis) ende (des|dieses|diesen) monats|monat": (0, Portion.END),
    "(zum|am) monatsende|ultimo": (0, Portion.END),
    "(noch|irgendwann) (im|in) diesen|diesem monat (noch)": (0, Portion.LATER),
    "im laufe des|dieses monats": (0, Portion.LATER),
    "(zur|in_der) mitte (des|dieses) monats": (0, Portion.MIDDLE),
    "(zur) monatsmitte": (0, Portion.MIDDLE),
    f"{_NEXT_MONTH} monat": (1, Portion.WHOLE),
    f"(zum) ende {_NEXT_MONTH} monats": (1, Portion.END),
    f"(zum|am) anfang|beginn {_NEXT_MONTH} monats": (1, Portion.EARLY),
    f"mitte {_NEXT_MONTH} monats": (1, Portion.MIDDLE),
    "(des) nächsten|kommenden monats": (1, Portion.WHOLE),
    "(zum) monatsanfang|monatsbeginn": (1, Portion.EARLY),
}
_SPANS = {
    **{phrase: Span("week", *value) for phrase, value in _WEEK.items()},
    **{phrase: Span("month", *value) for phrase, value in _MONTH.items()},
    "(am|übers|über_das|dieses|das|dem|kommendes) (kommende|kommenden) wochenende": Span("weekend"),
    "(am) nächstes|nächsten wochenende": Span("weekend", 1),
    "(zum) ende (des|dieses) quartals": Span("quarter", 0, Portion.END),
    "(zum) quartalsende": Span("quarter", 0, Portion.END),
    "(im) nächstes|nächsten quartal": Span("quarter", 1),
    "(zum) ende (des|dieses) jahres": Span("year", 0, Portion.END),
    "(zum) jahresende": Span("year", 0, Portion.END),
    "(noch) (in) dieses|diesem jahr (noch)": Span("year", 0, Portion.LATER),
    "(im) nächstes|nächsten jahr": Span("year", 1),
}

_CLOSING = (
    "(zum|am) feierabend",
    "(zum) dienstschluss|geschäftsschluss|büroschluss|ladenschluss|arbeitsschluss|schichtende",
    "(zum) dienstende|geschäftsende|arbeitsende|tagesende|tagesschluss|betriebsschluss|arbeitstagende",
    "(am|zum|bis) ende des|dieses|meines|unseres (heutigen) tages|arbeitstages|geschäftstages",
    "ende der geschäftszeit|bürozeit|arbeitszeit|öffnungszeit|schicht|dienstzeit|servicezeiten|geschäftszeiten",
    "(noch) im (weiteren) lauf|laufe|verlauf des tages",
    "den tag über",
    "über den tag",
    "im tagesverlauf",
    "(im) laufe des tages",
    "innerhalb des tages",
    "eod",
    "cob",
    "später am tag",
    "bevor wir schließen",
)
_PARTS: dict[str, Any] = {
    **{phrase: DayPart(Part.CLOSING) for phrase in _CLOSING},
    "als erstes": DayPart(Part.FIRST_THING),
    "(gleich|direkt|sofort) als erstes (in_der_früh)": DayPart(Part.FIRST_THING),
    "gleich|direkt in der früh": DayPart(Part.FIRST_THING),
    "gleich|direkt am morgen|vormittag": DayPart(Part.FIRST_THING),
    "(gleich|direkt) (zu) (zum) tagesbeginn|arbeitsbeginn|dienstbeginn|geschäftsbeginn|bürobeginn": DayPart(
        Part.FIRST_THING
    ),
    "(gleich|direkt) zu beginn des tages": DayPart(Part.FIRST_THING),
    "(am) frühen morgen": DayPart(Part.EARLY_MORNING, coming=True),
    "in aller frühe": DayPart(Part.EARLY_MORNING),
    "frühmorgens|frühs": DayPart(Part.EARLY_MORNING),
    "am morgen": DayPart(Part.MORNING, coming=True),
    "diesen morgen|vormittag": DayPart(Part.MORNING, this=True),
    "am|den (ganzen) vormittag": DayPart(Part.MORNING),
    "(noch) im laufe|lauf des vormittags|morgens": DayPart(Part.MORNING),
    "in der früh": DayPart(Part.MORNING, coming=True),
    "morgens|vormittags": DayPart(Part.MORNING),
    "am frühen vormittag": DayPart(Part.EARLY_MORNING),
    "am späten vormittag|morgen": DayPart(Part.LATE_MORNING),
    "(zum|gegen) ende des vormittags": DayPart(Part.LATE_MORNING),
    "mitte des vormittags": DayPart(Part.MID_MORNING),
    "heute morgen|früh|vormittag": DayPart(Part.MORNING, this=True),
    "noch heute vormittag": DayPart(Part.MORNING, this=True),
    "mittag|mittags|mittagszeit": DayPart(Part.NOON),
    "(am|zu|zum|zur|über) (den) mittag|mittagszeit": DayPart(Part.NOON),
    "in der mittagspause|mittagszeit": DayPart(Part.NOON),
    "mittagspause|mittagessen": DayPart(Part.NOON),
    "(zu|zum) (dem|der) mittagspause|mittagessen|essen": DayPart(Part.NOON),
    "12 uhr mittags": DayPart(Part.NOON),
    "zwölf uhr mittags": DayPart(Part.NOON),
    "am|den nachmittag": DayPart(Part.AFTERNOON),
    "nachmittags": DayPart(Part.AFTERNOON),
    "(noch) im laufe|lauf des nachmittags": DayPart(Part.AFTERNOON),
    "am frühen nachmittag": DayPart(Part.EARLY_AFTERNOON),
    "früh am nachmittag": DayPart(Part.EARLY_AFTERNOON),
    "am späten nachmittag": DayPart(Part.LATE_AFTERNOON),
    "spätnachmittag|spätnachmittags": DayPart(Part.LATE_AFTERNOON),
    "(am) spätnachmittag": DayPart(Part.LATE_AFTERNOON),
    "frühnachmittag|frühnachmittags": DayPart(Part.EARLY_AFTERNOON),
    "mitte des nachmittags": DayPart(Part.MID_AFTERNOON),
    "heute|noch_heute nachmittag": DayPart(Part.AFTERNOON, this=True),
    "diesen nachmittag": DayPart(Part.AFTERNOON, this=True),
    "am|den abend": DayPart(Part.EVENING),
    "abends": DayPart(Part.EVENING),
    "am frühen abend": DayPart(Part.EARLY_EVENING),
    "am späten abend": DayPart(Part.LATE_EVENING),
    "vorabend": DayPart(Part.EARLY_EVENING),
    "im laufe des abends": DayPart(Part.EVENING),
    "heute|noch_heute abend": DayPart(Part.EVENING, this=True),
    "heut abend": DayPart(Part.EVENING, this=True),
    "diesen abend": DayPart(Part.EVENING, this=True),
    "(um|zu) (die) (der) gleiche|gleichen|selbe|selben zeit|uhrzeit": DayPart(Part.SAME_TIME),
    "zur selben|gleichen zeit|uhrzeit": DayPart(Part.SAME_TIME),
    "mitternacht": DayPart(Part.MIDNIGHT),
    "heute nacht": DayPart(Part.NIGHT, this=True),
    "in der nacht": DayPart(Part.NIGHT),
    "über nacht": DayPart(Part.NIGHT),
    "nachts": DayPart(Part.NIGHT),
}
_WEAK_PARTS = {
    "früh": DayPart(Part.MORNING),
    "vormittag": DayPart(Part.MORNING),
    "nachmittag": DayPart(Part.AFTERNOON),
    "frühen|früher vormittag|morgen": DayPart(Part.EARLY_MORNING),
    "späten|später vormittag|morgen": DayPart(Part.LATE_MORNING),
    "frühen|früher nachmittag": DayPart(Part.EARLY_AFTERNOON),
    "späten|später nachmittag": DayPart(Part.LATE_AFTERNOON),
    "frühen|früher abend": DayPart(Part.EARLY_EVENING),
    "späten|später abend": DayPart(Part.LATE_EVENING),
    "abend": DayPart(Part.EVENING),
    "zeitig|frühzeitig": DayPart(Part.EARLY_MORNING),
    "(der) arbeit": DayPart(Part.CLOSING),
    "(zum) schluss": DayPart(Part.CLOSING),
    "öffnung|geschäftsöffnung": DayPart(Part.OPENING),
}

_VAGUE = (
    "bald|gleich|demnächst|zeitnah|umgehend|sofort|später|irgendwann|nachher|unverzüglich|schnellstens|baldigst",
    "baldmöglichst|schnellstmöglich|schnellstmöglichst|ehestmöglich|asap|jetzt|kurzfristig|prompt|dann|hinterher",
    "so schnell|bald|rasch|früh|zügig wie möglich|machbar|es_geht|irgend_möglich",
    "so schnell es geht|möglich",
    "so bald|schnell|rasch (wie) ich|wir kann|können|kann's|es_kann",
    "sobald ich|wir|es|möglich|wie_möglich",
    "in kürze|bälde",
    "in absehbarer|nächster zeit",
    "in naher zukunft",
    "über kurz oder lang",
    "wenn ich|wir kann|können|zeit_habe|dazu_komme|dazu_kommen|so_weit_bin|mehr_weiß|mehr_wissen",
    "(in|innerhalb|binnen) (den|der) (nächsten) ein|einer paar sekunden|minuten|stunden|tagen|wochen|monaten|tage",
    "(in|innerhalb) (den|der) (nächsten) einigen|mehreren|wenigen sekunden|minuten|stunden|tagen|wochen|tage",
    "(in|innerhalb) (den|der) (nächsten) paar|einiger|weniger sekunden|minuten|stunden|tagen|wochen|tage",
    "in den|die nächsten|kommenden minuten|stunden|tagen|wochen|monaten",
    "die tage",
    "dieser tage",
    "die nächsten tage",
    "in minuten|stunden|tagen|wochen",
    "(einen) moment|augenblick (bitte)",
    "im moment|augenblick",
    "einen kleinen moment",
    "in einem moment|augenblick",
    "eine weile",
    "in einer weile",
    "zu gegebener zeit",
    "bei (nächster) gelegenheit",
    "mal wieder",
    "früher oder später",
    "jederzeit",
    "jeden moment|augenblick",
    "bis dann|dahin|gleich|später|bald",
    "so früh wie möglich",
)
_PAST = (
    "gestern",
    "vorgestern",
    "(in) (der) letzte|letzten|letzter|vergangene|vergangenen|vorige|vorigen woche|monat|nacht|jahr|wochenende",
    "gestern abend|morgen|früh|vormittag|nachmittag|nacht|mittag",
    "heute früher",
    "vorhin",
    "eben",
    "gerade eben",
    "kürzlich",
    "neulich",
    "im letzten|vergangenen jahr|monat",
)

_ZONES = {
    "ihrer|ihre|deiner|lokaler|ortszeit|deine|dortiger zeit": Zone("customer"),
    "(nach) ihrer zeit|ortszeit": Zone("customer"),
    "ortszeit": Zone("customer"),
    "unserer|meiner|hiesiger zeit": Zone("team"),
    "utc|gmt": Zone("UTC"),
    "mez|mesz|cet|cest": Zone("Europe/Berlin"),
    "deutscher|berliner zeit": Zone("Europe/Berlin"),
    "pariser|französischer zeit": Zone("Europe/Paris"),
    "londoner|britischer zeit": Zone("Europe/London"),
    "new yorker zeit": Zone("America/New_York"),
    "est|edt": Zone("America/New_York"),
    "pst|pdt": Zone("America/Los_Angeles"),
}

_NOISE = (
    "24/7",
    "nicht heute|morgen|mehr_heute",
    "heute|morgen (leider) (noch) nicht (mehr)",
    "guten morgen|tag|abend|mittag|nachmittag",
    "schönen|schöne|gute|guten tag|abend|nacht|nachmittag|woche|mittag|feierabend",
    "schönes|gutes wochenende",
    "schönen feierabend",
    "zum|am telefon",
    "vor ort",
    "vor allem",
    "nach wie vor",
    "nach möglichkeit",
    "vor kurzem",
    "am apparat",
    "um sie|ihnen|es|das",
    "bis jetzt|heute_noch_nicht",
    "ab und zu",
    "von uns|mir|ihnen",
    "eins nach dem anderen",
    "tag und nacht",
    "tag für tag",
    "das erste|zweite mal",
    "zum ersten|zweiten mal",
    "ein mal",
    "ein erstes",
    "am ende",
    "gleich ein|eine|einen|zwei",
    "im voraus",
)
_FOLLOW = (
    "und|aber|oder|zurück|an|bei|wegen|bezüglich|für|wenn|falls|dann|bitte|pünktlich|genau|sobald|als|ist|wird|werde|"
    "werden|ich|wir|sie|ihnen|ihr|er|es|mit|dass|weil|in|spätestens|wieder|noch|nochmal|rufe|melde|rufen|melden|hat|"
    "haben|habe|kann|können|sind|bin|gerne|gern|persönlich|nach|vor|rum|herum|erneut|einen|eine|telefonisch|mich|uns|"
    "erreichbar|bescheid|fertig|da|zu|auf|sage|gebe|schicke|bekommen|erhalten|antworten|antworte|erledigt|geschehen|kommt|komme"
)

_DOES_ICH = "rufe|melde|schreibe|schicke|sende|kläre|antworte|informiere|gebe|sage|werde|erledige"
_DOES_WIR = "rufen|melden|schreiben|schicken|senden|klären|antworten|informieren|geben|sagen|werden|erledigen"
_COMMITS = (
    f"ich {_DOES_ICH}",
    f"{_DOES_ICH} ich",
    f"wir {_DOES_WIR}",
    f"{_DOES_WIR} wir",
    "sie bekommen|erhalten|hören",
    "bekommen|erhalten|hören sie",
    f"und {_DOES_ICH} sie|mich|ihnen",
    f"und {_DOES_WIR} sie|uns|ihnen",
)
_DENIALS = (
    "nicht (mehr) an|zurück|anrufen|zurückrufen|melden|schreiben|antworten|schicken|senden|informieren",
    "nicht (mehr) erledigen|klären|versprechen|zusagen|zusichern",
    "nicht (mehr) bei ihnen|dir|euch",
    "niemand ruft|schreibt|antwortet|meldet",
)

GERMAN = Language(
    code="de",
    name="Deutsch",
    half_hour=-30,
    day_first=True,
    dotted_date=True,
    umlauts=True,
    denial_last=True,
    extra={"bare_day": False, "ordinal_days": True},
    say=SAY,
    phrases={
        "count": _numbers(),
        "article": {"ein|eine|einer|einem|einen|eines|ner": True},
        "amount": {
            "(gute|guten|knappe|knappen|kleine|kleinen) halbe|halben stunde": 1800,
            "drei viertel stunden": 2700,
            "guten|gute|knappen|knappe viertelstunde": 900,
            "gute|guten|knappe|knappen stunde": 3600,
            "halbstunde": 1800,
            "viertelstunde": 900,
            "viertel stunde": 900,
            "dreiviertelstunde": 2700,
            "dreiviertel stunde": 2700,
            "drei viertel stunde": 2700,
            "drei viertelstunden": 2700,
            "halbe|halben minute": 30,
            "stündchen": 3600,
            "minütchen": 60,
            "halbes|halben stündchen": 1800,
            "viertelstündchen": 900,
        },
        "unit": {
            "sekunde|sekunden|sek|s": ("time", 1),
            "minute|minuten|min|mins|m": ("time", 60),
            "stunde|stunden|std|stdn|h": ("time", 3600),
            "tag|tage|tagen|tages|kalendertage|kalendertagen": ("time", 86400),
            "woche|wochen": ("time", 604800),
            "monat|monate|monaten|monats": ("month", 1),
            "quartal|quartalen": ("month", 3),
            "jahr|jahre|jahren": ("month", 12),
            "werktag|werktage|werktagen|werktags|werktages|arbeitstag|arbeitstage|arbeitstagen|arbeitstages": (
                "workday",
                1,
            ),
            "geschäftstag|geschäftstage|geschäftstagen|bankarbeitstage|bankarbeitstagen|geschäftstages": (
                "workday",
                1,
            ),
            "arbeitsstunde|arbeitsstunden|geschäftsstunden|geschäftsstunde|bürostunden": ("working", 3600),
        },
        "half_more": {"und eine|einer halbe|halben": 0.5, "einhalb": 0.5},
        "filler": {"weitere|weiteren|volle|vollen|weiterer|gute|guten|kurze|kurzen|ganzen|nächsten": True},
        "plus": {"und": True},
        "range": {"bis (zu|um|gegen)": True},
        "or": {"oder": True, "oder (vielleicht) (auch) (am|um)": True, "bzw|beziehungsweise": True},
        "and": {"und": True},
        "within": {
            "in (etwa|ca|circa|ungefähr|rund|gut|knapp|so|genau|spätestens|maximal|höchstens)": "in",
            "in|innerhalb|binnen|während den|der nächsten|kommenden": "next",
            "in|innerhalb der|einer nächsten": "next",
            "innerhalb|binnen (von) (etwa|ca|maximal|spätestens)": "limit",
            "innert|innerhalb": "limit",
            "innerhalb der|dieser": "next",
            "in weniger als": "limit",
            "in nicht mehr als": "limit",
            "spätestens in": "limit",
            "bis in": "limit",
            "nach (etwa|ca)": "in",
            "im laufe|lauf (der) nächsten": "next",
            "die nächste|nächsten": "next",
            "ich|wir brauche|brauchen (noch) (etwa|ca|ungefähr)": "in",
            "geben sie mir (noch) (etwa)": "in",
            "noch": "in",
            "dauert (noch) (etwa|ca|ungefähr)": "in",
            "im verlauf|laufe einer|der": "next",
            "maximal|höchstens": "limit",
            "in spätestens|höchstens|maximal": "limit",
        },
        "from_now": {"ab jetzt|heute": True, "von jetzt an": True, "von heute an": True, "später": True},
        "ago": {"her|zuvor": True, "lang": True},
        "ago_lead": {
            "vor (etwa|ca|circa|ungefähr|rund|gut|knapp|über)": "past",
            "seit (etwa|ca|über)": "past",
            "für": "noise",
            "alle|jede|jeden": "noise",
            "(in) (den|die|der) letzten|vergangenen|letzte|vergangene": "past",
            "dauerte|gewartet|wartete": "noise",
        },
        "weekday": _WEEKDAYS,
        "short_weekday": {"mo": 0, "di": 1, "mi": 2, "do": 3, "fr": 4, "sa": 5, "so": 6},
        "which": {
            "(am|den|der) übernächsten|übernächster|übernächste": Which.AFTER_NEXT,
            "(am|den|der) nächsten|nächster|nächste|nächstem|folgenden": Which.NEXT,
            "diesen|dieser|diesem": Which.THIS,
            "(am|den|der|diesen) kommenden|kommender|kommende": Which.COMING,
            "(am) letzten|letzter|letzte|vergangenen|vorigen|vergangener": Which.LAST,
        },
        "which_after": {
            "in einer woche": Which.WEEK_AFTER,
            "in acht tagen": Which.WEEK_AFTER,
            "drauf": Which.WEEK_AFTER,
        },
        "plus_weeks": {"(in) einer|eine woche ab": 1},
        "weeks_after": {
            "in einer|1 woche": 1,
            "in acht tagen": 1,
            "in zwei|2 wochen": 2,
            "in vierzehn|14 tagen": 2,
            "in 8 tagen": 1,
            "über eine woche": 1,
            "in drei|3 wochen": 3,
        },
        "month": _MONTHS,
        "ordinal": {".": True, "te|ten|ter": True},
        "ordinal_word": _ordinals(),
        "of": {"des|vom": True},
        "article_day": {"am": True, "den|dem|zum|der": True, "bis zum": True},
        "month_portion": {
            "(bis|zum|am) ende (des|im)": Portion.END,
            "(zur) mitte (des|im)": Portion.MIDDLE,
            "(zum|am) anfang|beginn|anfangs (des|im)": Portion.EARLY,
            "im (laufe|lauf|monat) (des)": Portion.WHOLE,
            "im": Portion.WHOLE,
        },
        "day": _DAYS,
        "span": _SPANS,
        "part": _PARTS,
        "weak_part": _WEAK_PARTS,
        "part_after_day": {
            "ganz früh": DayPart(Part.EARLY_MORNING),
            **{phrase: DayPart(part) for phrase, part in _DAY_PARTS.items()},
            "in der früh": DayPart(Part.MORNING),
            "gleich|direkt früh": DayPart(Part.FIRST_THING),
            "gleich|direkt in der früh": DayPart(Part.FIRST_THING),
            "nachm|nachmitt": DayPart(Part.AFTERNOON),
            "vorm": DayPart(Part.MORNING),
        },
        "pair": {
            **_compounds(),
            "(gleich|direkt) morgen früh": (Offset(1), DayPart(Part.MORNING)),
            "gleich|direkt morgen früh": (Offset(1), DayPart(Part.FIRST_THING)),
            "morgen gleich|direkt früh": (Offset(1), DayPart(Part.FIRST_THING)),
            "gleich|direkt am nächsten morgen": (Offset(1), DayPart(Part.FIRST_THING)),
            "morgen früh gleich|direkt|als_erstes": (Offset(1), DayPart(Part.FIRST_THING)),
            "am nächsten|folgenden morgen|vormittag": (Offset(1), DayPart(Part.MORNING)),
            "am nächsten nachmittag": (Offset(1), DayPart(Part.AFTERNOON)),
            "in acht tagen": (Offset(7),),
        },
        "commit": {phrase: True for phrase in _COMMITS},
        "denial": {phrase: True for phrase in _DENIALS},
        "subordinate": {"wenn|falls|sofern|sollte|sollten|weil|da|obwohl|während|dass": True},
        "contrast": {"sondern|aber|dafür|stattdessen|also": True},
        "vague": {phrase: Vague() for phrase in _VAGUE},
        "past": {phrase: Past() for phrase in _PAST},
        "joint": {
            "oder|bzw|vielleicht|beziehungsweise": Joint.OR,
            "nein|quatsch|pardon|korrektur|vielmehr|sondern": Joint.RATHER,
            "ach nein": Joint.RATHER,
            "oder besser|vielmehr|doch_lieber": Joint.RATHER,
            "besser gesagt": Joint.RATHER,
            "ich meine": Joint.RATHER,
            "spätestens": Joint.LATEST,
            "allerspätestens": Joint.LATEST,
        },
        "zone": _ZONES,
        "lead": _LEADS,
        "noise": {phrase: True for phrase in _NOISE},
        "follow": {_FOLLOW: True},
        "glue": {
            "dem|den|der|die|das|dann|bitte|so|noch|auch|gleich|schon|wohl|voraussichtlich|wahrscheinlich|am|im": True,
            "irgendwann|direkt|erst|also": True,
        },
        "half_of_day": {"am": "am", "pm": "pm"},
        "hour_mark": {"uhr": True, "h": "needs minutes"},
        "military": {"uhr|h": True},
        "minute_mark": {"minuten|minute|min": True},
        "half_hour": {"halb|halber": True},
        "quarter_of": {"viertel": -45, "dreiviertel|dreiviertl|drei_viertel": -15},
        "clock_part": {"viertel": 15, "ein viertel": 15},
        "past_or_to": {"nach": 1, "vor": -1},
        "named_hour": {"mittag": 12, "mitternacht": 24},
    },
)
