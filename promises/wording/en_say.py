"""English for reading back and refusing."""

SAY = {
    "weekdays": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
    "months": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    "date": "{weekday} {day} {month}",
    "date_year": "{weekday} {day} {month} {year}",
    "until": "{start} to {end}",
    "by": "by {end}",
    "elsewhere": "{time} in {zone}",
    "empty": ("Nothing was said.", 'Say when, for example "tomorrow morning" or "by 17:30".'),
    "too_long": (
        "The wording has {length} characters; at most {most} are read.",
        'Give only the words that say when, for example "tomorrow morning".',
    ),
    "not_a_time": (
        "No time was found in “{wording}”.",
        'Say when, for example "tomorrow morning", "in half an hour" or "Friday 3pm".',
    ),
    "no_clock": (
        "“{matched}” is no time of day.",
        'Say a time from 00:00 to 23:59, for example "tomorrow at 15:00".',
    ),
    "no_date": (
        "“{matched}” is no day of the calendar.",
        'Say a day that there is, for example "3 December" or "next Friday".',
    ),
    "no_promise": (
        "“{wording}” says what will not be done, and promises nothing.",
        'Say what you will do and when, for example "I\'ll call you tomorrow morning".',
    ),
    "vague": (
        "“{matched}” names no time that could be kept or broken.",
        'Name one, for example "within the hour", "by end of day" or "tomorrow morning".',
    ),
    "open": (
        "“{matched}” does not say which day, or when it ends.",
        'Name the day or the latest time, for example "by Friday 5pm".',
    ),
    "past": (
        "{reading}: that is over already.",
        'Give a time that is still ahead, for example "tomorrow morning" or "in two hours".',
    ),
    "past_words": (
        "“{matched}” is about the past.",
        'Give a time that is still ahead, for example "tomorrow morning" or "in two hours".',
    ),
    "ambiguous": (
        "Two different times were heard: {first}; {second}.",
        "Say only the one that you promise.",
    ),
    "ambiguous_date": (
        "“{matched}” can be {first} or {second}.",
        'Write the month as a word, for example "{example}".',
    ),
    "contradiction": (
        "“{matched}” names two days: the date is {reading}.",
        "Say only the date or only the weekday.",
    ),
    "too_far": (
        "“{matched}” is more than two years away.",
        "Promise something nearer.",
    ),
    "no_hours": (
        "“{matched}” depends on the team's working hours, and its calendar has none.",
        'Give a time on the clock, for example "tomorrow at 3pm", or ask an administrator to fill the calendar.',
    ),
}
