"""Reading back in the reader's language: weekday, date, times and zone, without the locale module."""

from datetime import date, datetime, tzinfo
from typing import Any

from promises.wording.scene import Scene

Say = dict[str, Any]


def tell_day(say: Say, day: date, today: date) -> str:
    """ "Tue 24 Nov", with the year where it is not this one."""
    form = say["date"] if day.year == today.year else say["date_year"]
    return form.format(
        weekday=say["weekdays"][day.weekday()], day=day.day, month=say["months"][day.month - 1], year=day.year
    )


def tell_window(say: Say, scene: Scene, start: datetime | None, due: datetime) -> str:
    """ "Tue 24 Nov, 09:00 to 12:00 (Europe/Berlin)", with the team's clock where it shows another time."""
    end = due.astimezone(scene.timezone)
    last = f"{tell_day(say, end.date(), scene.today)}, {_time(end)}"
    if start is None:
        text = last
    else:
        begin = start.astimezone(scene.timezone)
        first = f"{tell_day(say, begin.date(), scene.today)}, {_time(begin)}"
        text = say["until"].format(start=first, end=_time(end) if begin.date() == end.date() else last)
    return f"{text} ({_zones(say, scene, due)})"


def _zones(say: Say, scene: Scene, due: datetime) -> str:
    here, there = due.astimezone(scene.timezone), due.astimezone(scene.hours.timezone)
    if here.utcoffset() == there.utcoffset():
        return name(scene.timezone)
    when = _time(there)
    if here.date() != there.date():
        when = f"{tell_day(say, there.date(), scene.today)}, {when}"
    return f"{name(scene.timezone)}; {say['elsewhere'].format(time=when, zone=name(scene.hours.timezone))}"


def name(timezone: tzinfo) -> str:
    """The IANA name, or whatever the zone calls itself."""
    return str(timezone)


def _time(at: datetime) -> str:
    return f"{at:%H:%M}"
