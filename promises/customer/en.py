"""English on the customer's page."""

WORDS = {
    "weekdays": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "months": (
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
        "November", "December",
    ),
    "date": "{weekday} {day} {month}",
    "date_year": "{weekday} {day} {month} {year}",
    "at": "{day}, {time}",
    "by": "By {end}",
    "first": "1",
    "between": "{start} to {end}",
    "hours": "{day}, {start} to {end}",
    "quotes": ("“", "”"),
    "zone": "{place} time",
    "title": "What we promised you",
    "by_team": "Promised by {team}",
    "callback": {
        "will": "We will call you back",
        "did": "We called you back",
        "missed": "We have not called you back",
        "yes": "You called me",
        "no": "You didn’t call",
    },
    "update": {
        "will": "We will write to you",
        "did": "We wrote to you",
        "missed": "We have not written to you",
        "yes": "You wrote to me",
        "no": "You didn’t write",
    },
    "resolution": {
        "will": "We will have it solved",
        "did": "We solved it",
        "missed": "We have not solved it",
        "yes": "It is solved",
        "no": "It isn’t solved",
    },
    "states": {
        "open": "Promised",
        "moved": "Moved to a new time",
        "kept": "Kept",
        "late": "Kept, but late",
        "missed": "Missed",
        "withdrawn": "No longer planned",
    },
    "says": {
        "open": "This is on record, and we are reminded before it is due.",
        "moved": "We agreed on a new time. Before, it was {before}.",
        "kept": "It was done on {kept}.",
        "late": "It was done on {kept}, later than we had promised. We are sorry.",
        "missed": (
            "We are sorry. You were promised this, and it did not happen in time. It is not forgotten: "
            "the people responsible are told, and it stays open until it is done."
        ),
        "withdrawn": "This is no longer planned. If you expected something else, please tell the team.",
    },
    "was": "The time that we promised:",
    "answers": {
        "disputed": (
            "You told us on {at} that this did not happen. We take your word for it: it counts as broken,"
            " and someone senior to the team has been asked to see to it."
        ),
        "disputed_early": (
            "You told us on {at} that this has not happened yet. It is open again, and someone senior"
            " to the team has been asked to see to it."
        ),
        "confirmed": "You confirmed this on {at}. Thank you.",
        "another_time": (
            "You asked for another time on {at}. The team will agree on one with you; until then the time"
            " above holds."
        ),
        "another_time_late": (
            "You asked for another time on {at}. The team will agree on one with you. The time above has "
            "passed, and stays on record as missed."
        ),
    },
    "your_words": "Your words:",
    "question": "Did it happen?",
    "not_yet": "If nothing has happened by then, tell us here from {due} on.",
    "add_words": "Anything to add? (optional)",
    "another": "Need another time?",
    "another_words": "Which time would suit you?",
    "another_send": "Ask for this time",
    "changed": "Something not right?",
    "calendar": "Add to your calendar",
    "empty": "Say which time would suit you.",
    "long": "This is too long. Use 1,000 characters at most.",
    "asked": "You have asked already, and the team has your message.",
    "colleague": "You are logged in: this is what the customer sees. Only the customer answers here.",
    "gone_title": "This link does not work",
    "gone": (
        "It may have expired, or part of it is missing. To reach the team, answer the last message that "
        "you had from us, or call the number that you know."
    ),
    "busy_title": "Too many requests",
    "busy": "Please wait a minute, and try again. Nothing is lost.",
    "often": (
        "This was not saved: there were too many answers within an hour. Please send it again, from {at} on."
    ),
    "contact": "You can also reach us here:",
}  # fmt: skip
