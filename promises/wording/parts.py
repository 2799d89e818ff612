"""Parts of a day as windows of time: which hours "morning" or "end of day" are on a given day."""

from datetime import date, datetime, timedelta

from promises.wording.atoms import Lead, Part
from promises.wording.scene import Scene

HOUR = timedelta(hours=1)
Window = tuple[datetime | None, datetime]

NOON, EVENING, NIGHT, MIDNIGHT = 12 * 60, 18 * 60, 21 * 60, 24 * 60
#: Where the team's opening is no morning to the customer (03:00 in New York for Berlin, 00:00 of a night desk).
DAYBREAK, USUAL_MORNING = 6 * 60, 8 * 60

#: Minutes after the customer's midnight of the parts that need no calendar.
_FIXED = {
    Part.MID_MORNING: (10 * 60, 11 * 60),
    Part.EARLY_AFTERNOON: (NOON, 14 * 60),
    Part.MID_AFTERNOON: (14 * 60, 16 * 60),
    Part.EARLY_EVENING: (EVENING, 19 * 60),
    Part.EVENING: (EVENING, NIGHT),
    Part.LATE_EVENING: (20 * 60, NIGHT),
    Part.NIGHT: (NIGHT, MIDNIGHT + DAYBREAK),
}

#: The half of the day that a part gives to "at 8".
MORNINGS = frozenset(
    (Part.FIRST_THING, Part.OPENING, Part.EARLY_MORNING, Part.MORNING, Part.MID_MORNING, Part.LATE_MORNING)
)
AFTERNOONS = frozenset((Part.EARLY_AFTERNOON, Part.AFTERNOON, Part.MID_AFTERNOON, Part.LATE_AFTERNOON))
EVENINGS = frozenset((Part.EARLY_EVENING, Part.EVENING, Part.LATE_EVENING))


def part_window(scene: Scene, part: Part, day: date) -> Window:
    """The window of a part on the customer's `day`; a start of None marks a point that is due. May raise
    EmptyCalendar where the team's opening or closing is needed."""
    if part in _FIXED:
        start, end = _FIXED[part]
        return scene.at(day, start), scene.at(day, end)
    match part:
        case Part.NOON:
            return None, scene.at(day, NOON)
        case Part.MIDNIGHT:
            return None, scene.at(day, MIDNIGHT)
        case Part.OPENING:
            return None, scene.opening(day)
        case Part.SAME_TIME:
            said = scene.said_at.astimezone(scene.timezone)
            return None, scene.at(day, said.hour * 60 + said.minute)
        case Part.CLOSING:
            return None, scene.closing(day)
        case Part.FIRST_THING:
            start = first_hour(scene, day)
            return start, start + HOUR
        case Part.AFTERNOON | Part.LATE_AFTERNOON:
            return _afternoon(scene, part, day)
    return _morning(scene, part, day)


def first_hour(scene: Scene, day: date) -> datetime:
    """Where the first working hour begins: at opening, or at the customer's 08:00 if opening is in their night."""
    opening = scene.opening(day)
    return opening if opening >= scene.at(day, DAYBREAK) else scene.at(day, USUAL_MORNING)


def _morning(scene: Scene, part: Part, day: date) -> Window:
    noon, opening = scene.at(day, NOON), scene.opening(day)
    start = opening if scene.at(day, DAYBREAK) <= opening < noon else scene.at(day, USUAL_MORNING)
    if part is Part.EARLY_MORNING:
        return start, min(max(start + HOUR, scene.at(day, 10 * 60)), noon)
    if part is Part.LATE_MORNING:
        return max(start, scene.at(day, 10 * 60)), noon
    return start, noon


def _afternoon(scene: Scene, part: Part, day: date) -> Window:
    noon, end = scene.at(day, NOON), scene.at(day, EVENING)
    closing = scene.closing(day)
    if noon < closing < end:  # closed by noon on the customer's clock: then as said, and outside the hours
        end = closing
    if part is Part.LATE_AFTERNOON:
        return max(min(scene.at(day, 16 * 60), end - HOUR), noon), end
    return noon, end


def apply_lead(scene: Scene, window: Window, lead: Lead | None, day: date) -> Window:
    """What "by", "before" and "after" make of a window."""
    start, end = window
    if lead is Lead.BY:
        return None, end
    if lead is Lead.BEFORE:
        return None, start or end
    if lead in (Lead.AFTER, Lead.SOON_AFTER, Lead.FROM):
        return end, rest_of_day(scene, end, day)
    return window


def rest_of_day(scene: Scene, start: datetime, day: date) -> datetime:
    """Where "after 3" ends: the team's closing (21:00 at the latest), else 21:00, else midnight."""
    night = scene.at(day, NIGHT)
    ends = (min(scene.closing(day), night), night, scene.at(day, MIDNIGHT))
    return next((end for end in ends if end > start), start + HOUR)
