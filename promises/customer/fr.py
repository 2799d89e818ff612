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
    "first": "1er",
    "by": "Au plus tard le {end}",
    "between": "du {start} au {end}",
    "hours": "{day}, de {start} à {end}",
    "quotes": ("«\N{NO-BREAK SPACE}", "\N{NO-BREAK SPACE}»"),
    "zone": "heure locale : {place}",
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
        "will": "Nous aurons traité votre demande",
        "did": "Nous avons traité votre demande",
        "missed": "Nous n’avons pas traité votre demande",
        "yes": "C’est résolu",
        "no": "Ce n’est pas résolu",
    },
    "states": {
        "open": "Promis",
        "moved": "Reporté à un autre moment",
        "kept": "Tenu",
        "late": "Tenu, mais en retard",
        "missed": "Non tenu",
        "withdrawn": "Ce n’est plus prévu",
    },
    "says": {
        "open": "C’est noté, et un rappel nous parviendra avant l’échéance.",
        "moved": "Nous avons convenu d’un autre moment. Auparavant, c’était le {before}.",
        "kept": "Cela a été fait le {kept}.",
        "late": "Cela a été fait le {kept}, plus tard que promis. Nous en sommes désolés.",
        "missed": (
            "Nous sommes désolés. Nous vous l’avions promis, et cela n’a pas été fait à temps. Ce n’est "
            "pas oublié : les responsables en sont informés, et cela reste ouvert jusqu’à ce que ce soit "
            "fait."
        ),
        "withdrawn": "Ce n’est plus prévu. Si vous attendiez autre chose, dites-le à l’équipe.",
    },
    "was": "Le moment que nous avions promis :",
    "answers": {
        "disputed": (
            "Vous nous avez dit le {at} que cela n’avait pas été fait. Nous vous croyons : la promesse compte "
            "comme non tenue, et un responsable de l’équipe a été prié de s’en occuper."
        ),
        "disputed_early": (
            "Vous nous avez dit le {at} que cela n’avait pas encore été fait. La promesse est de nouveau à "
            "tenir, et un responsable de l’équipe a été prié de s’en occuper."
        ),
        "confirmed": "Vous l’avez confirmé le {at}. Merci.",
        "another_time": (
            "Le {at}, vous avez demandé un autre moment. L’équipe en conviendra avec vous ; d’ici là, celui "
            "qui est indiqué ci-dessus reste valable."
        ),
        "another_time_late": (
            "Le {at}, vous avez demandé un autre moment. L’équipe en conviendra avec vous. Celui qui est "
            "indiqué ci-dessus est passé, et reste noté comme non tenu."
        ),
    },
    "your_words": "Vos mots :",
    "question": "Est-ce que c’est fait ?",
    "not_yet": "Si rien ne s’est passé d’ici là, dites-le-nous ici à partir du {due}.",
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
    "often": (
        "Ce n’est pas enregistré : il y a eu trop de réponses en une heure. Renvoyez-le à partir du {at}."
    ),
    "contact": "Vous pouvez aussi nous joindre ici :",
}  # fmt: skip
