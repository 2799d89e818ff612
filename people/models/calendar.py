"""Work calendars: weekly hours, public holidays by country, own closures."""

from datetime import date, time
from functools import lru_cache

import holidays
from django.core.exceptions import ValidationError
from django.db import models

from people.fields import OUT_OF_YEARS, YEARS, TimeZoneField, zone
from people.worktime import WorkTime

WEEKDAYS = list(enumerate(["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]))
DAY_MINUTES = 24 * 60


@lru_cache(maxsize=256)
def public_holidays(country: str, subdivision: str) -> holidays.HolidayBase:
    """The public holidays of a country, by date, with their names in English where they are known.

    One object a country is kept for the life of the process: it works out a year when first asked for it.
    """
    found = holidays.country_holidays(country, subdiv=subdivision or None)
    if "en_US" in found.supported_languages:
        return holidays.country_holidays(country, subdiv=subdivision or None, language="en_US")
    return found


class WorkCalendar(models.Model):
    name = models.CharField(max_length=120, unique=True)
    timezone = TimeZoneField("time zone")
    country = models.CharField(
        max_length=2, blank=True, help_text="Two letters, such as DE: its public holidays are days off."
    )
    subdivision = models.CharField(max_length=8, blank=True, help_text="State or province, such as BE.")

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        if not self.country:
            return
        try:
            public_holidays(self.country, self.subdivision)
        except NotImplementedError as unknown:
            raise ValidationError(
                {"country": f"No public holidays are known for this: {unknown}"}
            ) from unknown

    def worktime(self) -> WorkTime:
        """This calendar as a value, for arithmetic; reads `hours` and `closures`, prefetched or not."""
        days: list[list[tuple[int, int]]] = [[] for _ in range(7)]
        for hours in self.hours.all():
            days[hours.weekday].append(hours.range)
        closures = tuple((c.starts_on, c.ends_on, c.name) for c in self.closures.all())
        return _worktime(
            self.timezone,
            tuple(tuple(sorted(day)) for day in days),
            DaysOff(self.country, self.subdivision, closures),
        )


@lru_cache(maxsize=512)
def _worktime(timezone: str, weekly: tuple, day_off: "DaysOff") -> WorkTime:
    # A WorkTime remembers the days it has worked out: equal calendars share one.
    return WorkTime(timezone=zone(timezone), weekly=weekly, day_off=day_off)


class DaysOff:
    """Says why a day is off, or None. Compared by value, so that equal calendars share one cache."""

    def __init__(self, country: str, subdivision: str, closures: tuple[tuple[date, date, str], ...]) -> None:
        self._key = (country, subdivision, closures)

    def __call__(self, day: date) -> str | None:
        country, subdivision, closures = self._key
        for starts_on, ends_on, name in closures:
            if starts_on <= day <= ends_on:
                return name
        return public_holidays(country, subdivision).get(day) if country else None

    def __eq__(self, other: object) -> bool:
        return isinstance(other, DaysOff) and self._key == other._key

    def __hash__(self) -> int:
        return hash(self._key)


class WorkHours(models.Model):
    """A range of working hours on a weekday.

    A range that closes at or before it opens runs into the next day.
    """

    calendar = models.ForeignKey(WorkCalendar, models.CASCADE, related_name="hours")
    weekday = models.PositiveSmallIntegerField(choices=WEEKDAYS)
    opens = models.TimeField()
    closes = models.TimeField(help_text="00:00 is midnight at the end of the day.")

    class Meta:
        ordering = ["weekday", "opens"]
        verbose_name_plural = "work hours"
        constraints = [
            models.UniqueConstraint(fields=["calendar", "weekday", "opens"], name="work_hours_once"),
            models.CheckConstraint(condition=models.Q(weekday__lte=6), name="work_hours_weekday"),
        ]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.opens:%H:%M}-{self.closes:%H:%M}"

    @property
    def range(self) -> tuple[int, int]:
        """Minutes from local midnight, as `WorkTime.weekly` takes them."""
        opens, closes = _minutes(self.opens), _minutes(self.closes)
        return (opens, closes if closes > opens else closes + DAY_MINUTES)


def _minutes(clock: time) -> int:
    return clock.hour * 60 + clock.minute


class Closure(models.Model):
    """Days on which the team does not work, first and last included: a company holiday, an inventory."""

    calendar = models.ForeignKey(WorkCalendar, models.CASCADE, related_name="closures")
    starts_on = models.DateField()
    ends_on = models.DateField()
    name = models.CharField(max_length=120)

    class Meta:
        ordering = ["starts_on"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")), name="closure_in_order"
            )
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.starts_on} to {self.ends_on}"

    def clean(self) -> None:
        super().clean()
        days = {"starts_on": self.starts_on, "ends_on": self.ends_on}
        if beyond := {field: OUT_OF_YEARS for field, day in days.items() if day and day.year not in YEARS}:
            raise ValidationError(beyond)
