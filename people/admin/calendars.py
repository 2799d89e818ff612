"""Work calendars with their hours and closures; a week that makes no sense is refused."""

from collections import defaultdict

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.forms import BaseInlineFormSet

from people.administration import SetUp, SetUpInline
from people.models import Closure, WorkCalendar, WorkHours
from people.models.calendar import WEEKDAYS

DAY, WEEK = 24 * 60, 7 * 24 * 60


class HoursOfAWeek(BaseInlineFormSet):
    """At least one range, and none that overlaps another, be it over midnight or over the weekend."""

    def clean(self) -> None:
        super().clean()
        if any(self.errors):
            return
        ranges = sorted(
            (hours.weekday * DAY + hours.range[0], hours.weekday * DAY + hours.range[1], hours)
            for hours in self._left()
        )
        if not ranges:
            raise ValidationError(
                "Add at least one range of working hours: nothing can be promised for a team that never works. "
                "Round the clock is 00:00 to 00:00 on each day."
            )
        first_of_next_week = (ranges[0][0] + WEEK, ranges[0][1] + WEEK, ranges[0][2])
        for earlier, later in zip(ranges, [*ranges[1:], first_of_next_week], strict=True):
            if later[0] < earlier[1] and (later is not first_of_next_week or len(ranges) > 1):
                raise ValidationError(f"{earlier[2]} and {later[2]} overlap. Make them one, or shorten one.")

    def _left(self) -> list[WorkHours]:
        return [
            form.instance
            for form in self.forms
            if form.cleaned_data and not form.cleaned_data.get("DELETE") and form.cleaned_data.get("opens")
        ]


class HoursInline(SetUpInline):
    model = WorkHours
    formset = HoursOfAWeek
    verbose_name = "range of working hours"
    verbose_name_plural = "working hours: several ranges a day may be given"


class ClosureInline(SetUpInline):
    model = Closure
    verbose_name_plural = "closures: days off besides the public holidays, first and last included"


@admin.register(WorkCalendar)
class WorkCalendarAdmin(SetUp):
    list_display = ("name", "timezone", "country", "subdivision", "week")
    search_fields = ("name",)
    inlines = (HoursInline, ClosureInline)

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("hours")

    @admin.display(description="working hours")
    def week(self, calendar: WorkCalendar) -> str:
        """Such as “Mon, Tue 09:00-17:30; Wed 09:00-12:00”."""
        days: dict[str, list[str]] = defaultdict(list)
        names = dict(WEEKDAYS)
        for number in range(7):
            hours = [h for h in calendar.hours.all() if h.weekday == number]
            text = ", ".join(f"{h.opens:%H:%M}-{h.closes:%H:%M}" for h in hours)
            if text:
                days[text].append(names[number][:3])
        return "; ".join(f"{_span(names)} {text}" for text, names in days.items())


def _span(days: list[str]) -> str:
    order = [name[:3] for _, name in WEEKDAYS]
    first = order.index(days[0])
    if len(days) > 2 and days == order[first : first + len(days)]:
        return f"{days[0]} to {days[-1]}"
    return ", ".join(days)
