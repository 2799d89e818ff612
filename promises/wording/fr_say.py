"""French for reading back and refusing."""

SAY = {
    "weekdays": ("lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim."),
    "months": (
        "janv.", "févr.", "mars", "avril", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc.",
    ),
    "date": "{weekday} {day} {month}",
    "date_year": "{weekday} {day} {month} {year}",
    "until": "{start} à {end}",
    "by": "avant {end}",
    "elsewhere": "{time} à {zone}",
    "empty": ("Rien n'a été dit.", "Dites quand, par exemple « demain matin » ou « avant 17h30 »."),
    "too_long": (
        "La formulation a {length} caractères ; {most} au plus sont lus.",
        "Ne donnez que les mots qui disent quand, par exemple « demain matin ».",
    ),
    "not_a_time": (
        "Aucune heure dans « {wording} ».",
        "Dites quand, par exemple « demain matin », « dans une demi-heure » ou « vendredi 15h ».",
    ),
    "no_clock": (
        "« {matched} » n'est pas une heure.",
        "Donnez une heure de 00:00 à 23:59, par exemple « demain à 15h ».",
    ),
    "no_date": (
        "« {matched} » n'existe pas dans le calendrier.",
        "Donnez un jour qui existe, par exemple « le 3 décembre » ou « vendredi prochain ».",
    ),
    "no_promise": (
        "« {wording} » dit ce qui ne sera pas fait, et ne promet rien.",
        "Dites ce que vous ferez et quand, par exemple « je vous rappelle demain matin ».",
    ),
    "vague": (
        "« {matched} » ne nomme pas de moment que l'on puisse tenir ou manquer.",
        "Nommez-en un, par exemple « dans l'heure », « d'ici la fin de la journée » ou « demain matin ».",
    ),
    "open": (
        "« {matched} » ne dit pas quel jour, ni jusqu'à quand.",
        "Nommez le jour ou l'heure limite, par exemple « d'ici vendredi 17h ».",
    ),
    "past": (
        "{reading} : c'est déjà passé.",
        "Donnez un moment à venir, par exemple « demain matin » ou « dans deux heures ».",
    ),
    "past_words": (
        "« {matched} » parle du passé.",
        "Donnez un moment à venir, par exemple « demain matin » ou « dans deux heures ».",
    ),
    "ambiguous": (
        "Deux moments différents ont été compris : {first} ; {second}.",
        "Ne dites que celui que vous promettez.",
    ),
    "ambiguous_date": (
        "« {matched} » peut être le {first} ou le {second}.",
        "Écrivez le mois en lettres, par exemple « {example} ».",
    ),
    "contradiction": (
        "« {matched} » nomme deux jours : la date est {reading}.",
        "Dites seulement la date ou seulement le jour de la semaine.",
    ),
    "too_far": ("« {matched} » est à plus de deux ans.", "Promettez quelque chose de plus proche."),
    "no_hours": (
        "« {matched} » dépend des heures de travail de l'équipe, et son calendrier n'en a pas.",
        "Donnez une heure, par exemple « demain à 15h », ou faites remplir le calendrier.",
    ),
}  # fmt: skip
