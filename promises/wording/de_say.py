"""German for reading back and refusing."""

SAY = {
    "weekdays": ("Mo", "Di", "Mi", "Do", "Fr", "Sa", "So"),
    "months": (
        "Jan.",
        "Feb.",
        "März",
        "April",
        "Mai",
        "Juni",
        "Juli",
        "Aug.",
        "Sept.",
        "Okt.",
        "Nov.",
        "Dez.",
    ),
    "date": "{weekday} {day}. {month}",
    "date_year": "{weekday} {day}. {month} {year}",
    "until": "{start} bis {end}",
    "by": "bis {end}",
    "elsewhere": "{time} in {zone}",
    "empty": (
        "Es wurde nichts gesagt.",
        "Sagen Sie, wann, zum Beispiel „morgen Vormittag“ oder „bis 17:30“.",
    ),
    "too_long": (
        "Der Wortlaut hat {length} Zeichen; gelesen werden höchstens {most}.",
        "Geben Sie nur die Worte an, die sagen, wann, zum Beispiel „morgen Vormittag“.",
    ),
    "not_a_time": (
        "In „{wording}“ steht keine Zeit.",
        "Sagen Sie, wann, zum Beispiel „morgen Vormittag“, „in einer halben Stunde“ oder „Freitag 15 Uhr“.",
    ),
    "no_clock": (
        "„{matched}“ ist keine Uhrzeit.",
        "Nennen Sie eine Zeit von 00:00 bis 23:59, zum Beispiel „morgen um 15 Uhr“.",
    ),
    "no_date": (
        "„{matched}“ gibt es im Kalender nicht.",
        "Nennen Sie einen Tag, den es gibt, zum Beispiel „3. Dezember“ oder „nächsten Freitag“.",
    ),
    "no_promise": (
        "„{wording}“ sagt, was nicht geschieht, und verspricht nichts.",
        "Sagen Sie, was Sie tun und wann, zum Beispiel „Ich rufe Sie morgen Vormittag an“.",
    ),
    "vague": (
        "„{matched}“ nennt keine Zeit, die man einhalten oder brechen könnte.",
        "Nennen Sie eine, zum Beispiel „innerhalb einer Stunde“, „bis Feierabend“ oder „morgen Vormittag“.",
    ),
    "open": (
        "„{matched}“ sagt nicht, an welchem Tag oder bis wann.",
        "Nennen Sie den Tag oder die späteste Zeit, zum Beispiel „bis Freitag 17 Uhr“.",
    ),
    "past": (
        "{reading}: Das ist schon vorbei.",
        "Nennen Sie eine Zeit, die noch kommt, zum Beispiel „morgen Vormittag“ oder „in zwei Stunden“.",
    ),
    "past_words": (
        "„{matched}“ handelt von der Vergangenheit.",
        "Nennen Sie eine Zeit, die noch kommt, zum Beispiel „morgen Vormittag“ oder „in zwei Stunden“.",
    ),
    "ambiguous": (
        "Es wurden zwei verschiedene Zeiten verstanden: {first}; {second}.",
        "Sagen Sie nur die, die Sie versprechen.",
    ),
    "ambiguous_date": (
        "„{matched}“ kann {first} oder {second} sein.",
        "Schreiben Sie den Monat als Wort, zum Beispiel „{example}“.",
    ),
    "contradiction": (
        "„{matched}“ nennt zwei Tage: Das Datum ist {reading}.",
        "Sagen Sie nur das Datum oder nur den Wochentag.",
    ),
    "too_far": ("„{matched}“ ist mehr als zwei Jahre entfernt.", "Versprechen Sie etwas Näheres."),
    "no_hours": (
        "„{matched}“ richtet sich nach den Arbeitszeiten des Teams, und sein Kalender hat keine.",
        "Nennen Sie eine Uhrzeit, zum Beispiel „morgen um 15 Uhr“, oder lassen Sie den Kalender ausfüllen.",
    ),
}
