"""French on the customer's page."""

WORDS = {
    "weekdays": ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
    "months": (
        "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre",
        "novembre", "décembre",
    ),
    "date": "{weekday} {day} {month}",
    "date_year": "{weekday} {day} {month} {year}",
    "at": "{day} à {time}",
    "by": "Au plus tard {end}",
    "between": "{start} jusqu’à {end}",
    "zone": "heure de {place}",
    "title": "Ce que nous vous avons promis",
    "by_team": "Promis par {team}",
    "callback": {
        "will": "Nous vous rappellerons",
        "did": "Nous vous avons rappelé",
        "missed": "Nous ne vous avons pas rappelé",
        "yes": "Vous m’avez appelé",
        "no": "Vous n’avez pas appelé",
    },
    "update": {
        "will": "Nous vous écrirons",
        "did": "Nous vous avons écrit",
        "missed": "Nous ne vous avons pas écrit",
        "yes": "Vous m’avez écrit",
        "no": "Vous n’avez pas écrit",
    },
    "resolution": {
        "will": "Nous aurons résolu votre demande",
        "did": "Nous avons résolu votre demande",
        "missed": "Nous n’avons pas résolu votre demande",
        "yes": "C’est résolu",
        "no": "Ce n’est pas résolu",
    },
    "states": {
        "open": "Promis",
        "moved": "Reporté à un autre moment",
        "kept": "Tenu",
        "late": "Tenu, mais en retard",
        "missed": "Manqué",
        "withdrawn": "N’est plus prévu",
    },
    "says": {
        "open": "C’est noté, et nous en recevons un rappel avant l’échéance.",
        "moved": "Nous avons convenu d’un autre moment. Avant, c’était : {before}.",
        "kept": "C’était fait {kept}.",
        "late": "C’était fait {kept}, plus tard que promis. Nous en sommes désolés.",
        "missed": (
            "Nous sommes désolés. Nous vous l’avions promis, et cela n’a pas été fait à temps. Ce n’est "
            "pas oublié : les responsables en sont informés, et cela reste ouvert jusqu’à ce que ce soit "
            "fait."
        ),
        "withdrawn": "Ce n’est plus prévu. Si vous attendiez autre chose, dites-le à l’équipe.",
    },
    "was": "C’était promis pour :",
    "answers": {
        "disputed": (
            "Vous nous avez dit {at} que cela n’a pas été fait. Nous vous croyons : la promesse compte "
            "comme rompue, et une personne au-dessus de l’équipe a été chargée de s’en occuper."
        ),
        "disputed_early": (
            "Vous nous avez dit {at} que cela n’a pas encore été fait. C’est de nouveau ouvert, et une "
            "personne au-dessus de l’équipe a été chargée de s’en occuper."
        ),
        "confirmed": "Vous l’avez confirmé {at}. Merci.",
        "another_time": (
            "Vous avez demandé un autre moment {at}. L’équipe en conviendra avec vous ; d’ici là, le "
            "moment ci-dessus reste valable."
        ),
    },
    "your_words": "Vos mots :",
    "question": "Est-ce que c’est fait ?",
    "not_yet": "Si rien ne s’est passé d’ici là, dites-le-nous ici à partir de {due}.",
    "add_words": "Quelque chose à ajouter ? (facultatif)",
    "another": "Un autre moment vous conviendrait mieux ?",
    "another_words": "Quel moment vous conviendrait ?",
    "another_send": "Demander ce moment",
    "changed": "Quelque chose ne va pas ?",
    "calendar": "Ajouter à votre agenda",
    "empty": "Dites quel moment vous conviendrait.",
    "long": "C’est trop long : 1 000 caractères au plus.",
    "asked": "Vous avez déjà demandé, et l’équipe a votre message.",
    "colleague": "Vous êtes connecté : c’est ce que voit le client. Lui seul répond ici.",
    "gone_title": "Ce lien ne fonctionne pas",
    "gone": (
        "Il a peut-être expiré, ou il en manque une partie. Pour joindre l’équipe, répondez au dernier "
        "message que vous avez reçu de nous, ou appelez le numéro que vous connaissez."
    ),
    "busy_title": "Trop de demandes",
    "busy": "Attendez une minute, puis réessayez. Rien n’est perdu.",
    "contact": "Vous pouvez aussi nous joindre ici :",
}  # fmt: skip
