"""Which 3 o'clock: a time on the clock becomes an instant on a day."""

from datetime import date, datetime, timedelta, tzinfo

from promises.wording.atoms import Clock, Lead, Part
from promises.wording.parts import AFTERNOONS, EVENINGS, MORNINGS
from promises.wording.scene import Scene

_NIGHTFALL = timedelta(hours=12)
_DEEP_NIGHT = timedelta(hours=6)
_WAKING = range(7, 22)


def minute_of(clock: Clock) -> int:
    """Minutes from midnight."""
    return clock.hour * 60 + clock.minute


def clock_on(
    scene: Scene, clock: Clock, day: date, part: Part | None = None, zone: tzinfo | None = None
) -> datetime:
    """The instant of `clock` on the customer's `day`.

    With no half of the day said, the part of the day decides ("at 8 in the evening"); else the half in which
    the team works and the customer is awake, if that is only one; else 7 to 12 are in the morning and at
    noon, 1 to 6 in the afternoon.
    """
    if part is Part.NIGHT and minute_of(clock) < 6 * 60:
        day += timedelta(days=1)
    return scene.at(day, _halved(scene, clock, day, part, zone), zone)


def _halved(scene: Scene, clock: Clock, day: date, part: Part | None, zone: tzinfo | None) -> int:
    minute = minute_of(clock)
    if (
        part in EVENINGS | AFTERNOONS | {Part.NIGHT}
        and clock.hour < 12
        and (clock.loose or part is Part.NIGHT)
    ):
        if part is not Part.NIGHT or clock.hour >= 6:
            return minute + 720
        return minute
    if not clock.loose:
        return minute
    early, late = _halves(clock)
    if part in MORNINGS:
        return early if clock.hour < 12 else minute
    fits = [half for half in (early, late) if _plausible(scene, scene.at(day, half, zone))]
    if len(fits) == 1:
        return fits[0]
    return early if 7 * 60 <= early < 720 else late


def _halves(clock: Clock) -> tuple[int, int]:
    early = minute_of(clock) % 720
    return early, early + 720


def _plausible(scene: Scene, at: datetime) -> bool:
    """Working time that is not the customer's night; for a customer in the team's zone working time is enough."""
    local = at.astimezone(scene.timezone)
    same_zone = local.utcoffset() == at.astimezone(scene.hours.timezone).utcoffset()
    return scene.usually_works(at) and (same_zone or local.hour in _WAKING)


def clock_today(scene: Scene, clock: Clock, zone: tzinfo | None, named: bool, lead: Lead | None) -> datetime:
    """The instant of a clock with no day, or with "today" (`named`).

    It is today's. A loose hour that has passed may be its other half, if the team works in neither half. With
    no day named, a time that comes again within 12 hours is tomorrow's: at 22:00, "at 9". Anything else that
    has passed is left in the past, for the caller to refuse.
    """
    today = scene.today if zone is None else scene.said_at.astimezone(zone).date()
    found = clock_on(scene, clock, today, None, zone)
    if found > scene.said_at:
        return found
    if clock.loose:
        other = [scene.at(today, half, zone) for half in _halves(clock)]
        ahead = [at for at in other if at > scene.said_at]
        if ahead and _plausible(scene, ahead[0]) >= _plausible(scene, found):
            return ahead[0]
    return found if named else _overnight(scene, clock, today, zone) or found


def _overnight(scene: Scene, clock: Clock, today: date, zone: tzinfo | None) -> datetime | None:
    tomorrow = today + timedelta(days=1)
    halves = _halves(clock) if clock.loose else (minute_of(clock),)
    for half in halves:
        at = scene.at(tomorrow, half, zone)
        wait = at - scene.said_at
        waking = at.astimezone(scene.timezone).hour in _WAKING
        if wait <= _NIGHTFALL and (not clock.loose or waking or (wait <= _DEEP_NIGHT and scene.works(at))):
            return at
    return None


def last_of_range(scene: Scene, first: datetime, last: Clock, day: date, zone: tzinfo | None) -> datetime:
    """The end of "from 11 to 1": the first such time after the start, overnight if it must be."""
    halves = _halves(last) if last.loose else (minute_of(last),)
    for days in (0, 1):
        for half in halves:
            at = scene.at(day + timedelta(days=days), half, zone)
            if at > first:
                return at
    return first
