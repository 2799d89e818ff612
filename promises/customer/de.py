"""German on the customer's page."""

WORDS = {
    "weekdays": ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"),
    "months": (
        "Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober",
        "November", "Dezember",
    ),
    "date": "{weekday}, {day}. {month}",
    "date_year": "{weekday}, {day}. {month} {year}",
    "at": "{day}, {time} Uhr",
    "by": "Bis {end}",
    "first": "1",
    "between": "{start} bis {end}",
    "hours": "{day}, {start} bis {end} Uhr",
    "quotes": ("„", "“"),
    "zone": "Ortszeit {place}",
    "title": "Was wir Ihnen versprochen haben",
    "by_team": "Versprochen von {team}",
    "callback": {
        "will": "Wir rufen Sie zurück",
        "did": "Wir haben Sie zurückgerufen",
        "missed": "Wir haben Sie nicht zurückgerufen",
        "yes": "Sie haben angerufen",
        "no": "Es kam kein Anruf",
    },
    "update": {
        "will": "Wir schreiben Ihnen",
        "did": "Wir haben Ihnen geschrieben",
        "missed": "Wir haben Ihnen nicht geschrieben",
        "yes": "Sie haben geschrieben",
        "no": "Es kam keine Nachricht",
    },
    "resolution": {
        "will": "Wir lösen Ihr Anliegen",
        "did": "Wir haben Ihr Anliegen gelöst",
        "missed": "Wir haben Ihr Anliegen nicht gelöst",
        "yes": "Es ist gelöst",
        "no": "Es ist nicht gelöst",
    },
    "states": {
        "open": "Versprochen",
        "moved": "Verschoben",
        "kept": "Eingehalten",
        "late": "Eingehalten, aber zu spät",
        "missed": "Nicht eingehalten",
        "withdrawn": "Nicht mehr vorgesehen",
    },
    "says": {
        "open": "Das ist festgehalten, und wir werden vorher daran erinnert.",
        "moved": "Wir haben eine neue Zeit vereinbart. Die frühere war {before}.",
        "kept": "Es ist am {kept} geschehen.",
        "late": "Es ist am {kept} geschehen, später als versprochen. Das tut uns leid.",
        "missed": (
            "Es tut uns leid. Wir haben es Ihnen versprochen, und es ist nicht rechtzeitig geschehen. "
            "Vergessen ist es nicht: Die Verantwortlichen erfahren davon, und es bleibt offen, bis es "
            "getan ist."
        ),
        "withdrawn": (
            "Das ist nicht mehr vorgesehen. Falls Sie etwas anderes erwartet haben, sagen Sie es bitte "
            "dem Team."
        ),
    },
    "was": "Die Zeit, die wir versprochen haben:",
    "answers": {
        "disputed": (
            "Sie haben uns am {at} gesagt, dass das nicht geschehen ist. Ihr Wort gilt: Es zählt als "
            "nicht eingehalten, und jemand, dem das Team untersteht, wurde gebeten, sich darum zu kümmern."
        ),
        "disputed_early": (
            "Sie haben uns am {at} gesagt, dass das noch nicht geschehen ist. Es ist wieder offen, und "
            "jemand, dem das Team untersteht, wurde gebeten, sich darum zu kümmern."
        ),
        "confirmed": "Sie haben das am {at} bestätigt. Vielen Dank.",
        "another_time": (
            "Sie haben am {at} um eine andere Zeit gebeten. Das Team vereinbart eine mit Ihnen; bis dahin"
            " gilt die Zeit oben."
        ),
        "another_time_late": (
            "Sie haben am {at} um eine andere Zeit gebeten. Das Team vereinbart eine mit Ihnen. Die Zeit "
            "oben ist vorbei und bleibt als nicht eingehalten vermerkt."
        ),
    },
    "your_words": "Ihre Worte:",
    "question": "Ist es geschehen?",
    "not_yet": "Falls bis dahin nichts geschieht, sagen Sie es uns hier ab {due}.",
    "add_words": "Möchten Sie etwas dazu sagen? (freiwillig)",
    "another": "Brauchen Sie eine andere Zeit?",
    "another_words": "Welche Zeit würde Ihnen passen?",
    "another_send": "Um diese Zeit bitten",
    "changed": "Stimmt etwas nicht?",
    "calendar": "In den Kalender eintragen",
    "empty": "Sagen Sie, welche Zeit Ihnen passen würde.",
    "long": "Das ist zu lang. Höchstens 1.000 Zeichen.",
    "asked": "Sie haben schon gefragt, und das Team hat Ihre Nachricht.",
    "colleague": "Sie sind angemeldet: So sieht es die Kundin oder der Kunde. Nur sie antworten hier.",
    "gone_title": "Dieser Link funktioniert nicht",
    "gone": (
        "Er ist vielleicht abgelaufen, oder ein Teil davon fehlt. Das Team erreichen Sie, wenn Sie auf "
        "die letzte Nachricht von uns antworten oder die Nummer anrufen, die Sie kennen."
    ),
    "busy_title": "Zu viele Anfragen",
    "busy": "Bitte warten Sie eine Minute und versuchen Sie es noch einmal. Es geht nichts verloren.",
    "often": (
        "Das wurde nicht gespeichert: Es waren zu viele Antworten in einer Stunde. Bitte senden Sie es "
        "noch einmal, ab {at}."
    ),
    "contact": "Sie erreichen uns auch hier:",
}  # fmt: skip
