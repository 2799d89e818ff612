"""What holds for any calendar, and agreement with a model that looks at every single minute.

The model turns UTC into local time and never the other way round: it shares no step with the code under test.
"""

from datetime import UTC, date, datetime, timedelta
from functools import cache, partial
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from people.worktime import WorkTime

MINUTE = timedelta(minutes=1)
BEFORE, AFTER = 7, 7  # days that the model sees around a change
#: Days on which a clock changes, in every way that breaks naive code, and two on which none does.
CHANGES = [
    ("Europe/Berlin", date(2026, 3, 29)),
    ("Europe/Berlin", date(2026, 10, 25)),
    ("America/New_York", date(2026, 3, 8)),
    ("America/New_York", date(2026, 11, 1)),
    ("Australia/Lord_Howe", date(2026, 4, 5)),  # half an hour
    ("Australia/Lord_Howe", date(2026, 10, 4)),
    ("Asia/Beirut", date(2026, 3, 29)),  # there is no midnight
    ("America/Havana", date(2026, 11, 1)),  # midnight comes twice
    ("Pacific/Apia", date(2011, 12, 30)),  # there is no such day
    ("America/St_Johns", date(2010, 11, 7)),  # a minute past midnight
    ("Asia/Kathmandu", date(2026, 1, 15)),
    ("UTC", date(2028, 2, 29)),
]
MODEL_START = {
    change: datetime.combine(change[1] - timedelta(days=BEFORE), datetime.min.time(), UTC)
    for change in CHANGES
}
SIZE = (BEFORE + AFTER) * 1440


@cache
def minutes_by_wall_clock(change):
    """Wall time -> the minutes of the model (numbers) at which a clock there shows it."""
    shown = {}
    for minute in range(-4 * 1440, SIZE + 4 * 1440):
        local = (
            (MODEL_START[change] + minute * MINUTE)
            .astimezone(ZoneInfo(change[0]))
            .replace(tzinfo=None, fold=0)
        )
        shown.setdefault(local, []).append(minute)
    return shown


class EveryMinute:
    """One flag for each minute around a change."""

    def __init__(self, change, weekly, off, away):
        self.start = MODEL_START[change]
        shown = minutes_by_wall_clock(change)
        self.working = bytearray(SIZE)
        for offset in range(-3, BEFORE + AFTER + 2):
            day = self.start.date() + timedelta(days=offset)
            for start, end in () if day in off else weekly[day.weekday()]:
                first, last = self.shown_at(shown, day, start)[0], self.shown_at(shown, day, end)[-1]
                for minute in range(max(first, 0), min(last, SIZE)):
                    self.working[minute] = 1
        for begin, end in away:
            for minute in range(max(begin, 0), min(end, SIZE)):
                self.working[minute] = 0

    @staticmethod
    def shown_at(shown, day, minute):
        wall = datetime.combine(day, datetime.min.time()) + minute * MINUTE
        while wall not in shown:
            wall += MINUTE
        return shown[wall]

    def add(self, minute, n):
        while n:
            if minute >= SIZE:
                return None
            n -= self.working[minute]
            minute += 1
        return minute

    def subtract(self, minute, n):
        while n:
            minute -= 1
            if minute < 0:
                return None
            n -= self.working[minute]
        return minute

    def next_opening(self, minute):
        found = self.working.find(1, minute)
        return None if found < 0 else found

    def previous_closing(self, minute):
        found = self.working.rfind(1, 0, minute)
        return None if found < 0 else found + 1


@st.composite
def ranges(draw):
    start = draw(st.integers(0, 1439) | st.sampled_from([0, 60, 120, 150, 180, 540, 1320, 1380]))
    longest = 2880 - start
    return start, start + draw(
        st.integers(1, min(180, longest)) | st.integers(1, longest) | st.just(1440 - start)
    )


weeks = st.lists(st.lists(ranges(), max_size=3).map(tuple), min_size=7, max_size=7).map(tuple)
minutes_of_model = st.integers(0, SIZE)


def enough(weekly):
    """Whether the lengths below fit into three years."""
    return any(end - start >= 70 for day in weekly for start, end in day)


@st.composite
def cases(draw):
    """A calendar near a change of the clock, what makes its model, and the zero of the model's minutes."""
    change = draw(st.sampled_from(CHANGES))
    weekly = draw(weeks.filter(enough))
    days = st.integers(-3, BEFORE + AFTER + 2).map(lambda n: MODEL_START[change].date() + timedelta(days=n))
    off = draw(st.frozensets(days, max_size=4))
    away = draw(st.lists(st.tuples(minutes_of_model, st.integers(1, 4000)), max_size=4))
    away = [(begin, begin + length) for begin, length in away]
    zero = MODEL_START[change]
    calendar = WorkTime(
        ZoneInfo(change[0]),
        weekly,
        day_off={day: "off" for day in off}.get,
        away=tuple((zero + begin * MINUTE, zero + end * MINUTE) for begin, end in away),
    )
    return calendar, partial(EveryMinute, change, weekly, off, away), zero


thorough = settings(max_examples=100, deadline=None, database=None)
lengths = st.integers(1, 5000) | st.floats(0.001, 5000)
seconds = st.integers(0, SIZE * 60)


@thorough
@given(cases(), minutes_of_model, minutes_of_model, st.integers(1, 3000))
def test_it_agrees_with_a_model_that_looks_at_every_minute(case, first, second, n):
    calendar, make_model, zero = case
    model = make_model()
    at = zero + first * MINUTE
    for verb, expected in (
        (lambda: calendar.add(at, n), model.add(first, n)),
        (lambda: calendar.subtract(at, n), model.subtract(first, n)),
        (lambda: calendar.next_opening(at), model.next_opening(first)),
        (lambda: calendar.previous_closing(at), model.previous_closing(first)),
    ):
        if expected is not None and expected < SIZE and (first < SIZE or expected < first):
            assert verb() == zero + expected * MINUTE
    if first < SIZE:
        assert calendar.is_working(at) == bool(model.working[first])
    low, high = sorted((first, second))
    counted = calendar.minutes_between(zero + low * MINUTE, zero + high * MINUTE)
    assert counted == sum(model.working[low:high])


@thorough
@given(cases(), seconds, lengths)
def test_what_is_added_lies_between(case, second, n):
    calendar, _, zero = case
    at = zero + timedelta(seconds=second)
    assert abs(calendar.minutes_between(at, calendar.add(at, n)) - n) < 1e-7
    assert abs(calendar.minutes_between(calendar.subtract(at, n), at) - n) < 1e-7


@thorough
@given(cases(), seconds, lengths)
def test_there_and_back_again_ends_where_work_was_going_on(case, second, n):
    calendar, _, zero = case
    at = zero + timedelta(seconds=second)
    assert calendar.subtract(calendar.add(at, n), n) == calendar.next_opening(at)
    assert calendar.add(calendar.subtract(at, n), n) == calendar.previous_closing(at)


@thorough
@given(cases(), seconds, st.integers(0, 4000), st.integers(0, 4000))
def test_two_additions_are_one(case, second, a, b):
    calendar, _, zero = case
    at = zero + timedelta(seconds=second)
    assert calendar.add(calendar.add(at, a), b) == calendar.add(at, a + b)
    assert calendar.subtract(calendar.subtract(at, a), b) == calendar.subtract(at, a + b)


@thorough
@given(cases(), seconds, seconds, lengths)
def test_later_or_longer_is_never_earlier(case, one, other, n):
    calendar, _, zero = case
    early, late = (zero + timedelta(seconds=second) for second in sorted((one, other)))
    assert calendar.add(early, n) <= calendar.add(late, n)
    assert calendar.subtract(early, n) <= calendar.subtract(late, n)
    assert calendar.add(early, n) < calendar.add(early, n + 1)
    assert calendar.subtract(early, n) > calendar.subtract(early, n + 1)


@thorough
@given(cases(), seconds, lengths)
def test_results_lie_in_working_time_or_at_its_edge(case, second, n):
    calendar, _, zero = case
    at = zero + timedelta(seconds=second)
    assert calendar.is_working(calendar.add(at, n) - timedelta(microseconds=1))
    assert calendar.is_working(calendar.subtract(at, n))
    assert calendar.is_working(calendar.next_opening(at))
    assert calendar.minutes_between(at, calendar.next_opening(at)) == 0
    assert calendar.minutes_between(calendar.previous_closing(at), at) == 0


@thorough
@given(cases(), seconds)
def test_an_instant_works_when_a_span_of_a_day_near_it_says_so(case, second):
    calendar, _, zero = case
    at = zero + timedelta(seconds=second)
    near = [at.astimezone(calendar.timezone).date() + timedelta(days=n) for n in (-2, -1, 0)]
    spans = [span for day in near for span in calendar.spans(day)]
    assert calendar.is_working(at) == any(start <= at < end for start, end in spans)
