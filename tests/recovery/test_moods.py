"""Reading a customer's mood: what is written, once, by whom, and what it is refused for."""

from datetime import datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from people.errors import Conflict
from recovery.models import Mood, MoodReading
from recovery.moods import log_contact, read_mood
from recovery.showing import course_of, heated_on
from tests.cast import a_call, a_customer, a_ticket, berlin
from tickets.models import Contact, Event

MONDAY = berlin("2026-03-02 09:00")


def at(text: str) -> datetime:
    return berlin(f"2026-03-02 {text}")


@pytest.fixture
def ticket(cast):
    return a_ticket(cast, at=MONDAY)


def test_a_reading_is_a_row_and_an_event(cast, ticket):
    read = read_mood(ticket, by=cast.amira, level="annoyed", note="  Third call. ", at=at("10:00"))

    assert (read.level, read.note, read.at, read.recorded_at, read.by) == (
        Mood.ANNOYED, "Third call.", at("10:00"), at("10:00"), cast.amira,
    )  # fmt: skip
    event = Event.objects.get(kind="mood_read")
    assert (event.at, event.actor) == (at("10:00"), cast.amira)
    assert event.data == {
        "mood_reading": read.pk, "level": "annoyed", "contact": None, "note": "Third call.",
    }  # fmt: skip


def test_in_a_contact_it_dates_from_the_contact(cast, ticket):
    call = a_call(ticket, at=at("11:00"), happened_at=at("09:30"))
    read_mood(ticket, by=cast.amira, level="calm", at=at("10:30"))

    read = read_mood(ticket, by=cast.amira, level="furious", contact=call, at=at("11:00"))

    assert (read.at, read.recorded_at) == (at("09:30"), at("11:00"))
    assert course_of(ticket).now.word == "calm"  # what came later holds, whenever it was written


def test_a_correction_is_another_reading_and_the_last_one_counts(cast, ticket):
    read_mood(ticket, by=cast.amira, level="furious", at=at("10:00"))
    read_mood(ticket, by=cast.amira, level="calm", at=at("10:01"))
    read_mood(ticket, by=cast.amira, level="furious", at=at("10:01"))
    read_mood(ticket, by=cast.amira, level="pleased", at=at("10:01"))

    assert MoodReading.objects.count() == 4
    assert MoodReading.objects.latest_of([ticket.pk])[ticket.pk].mood == Mood.PLEASED
    assert MoodReading.objects.current().count() == 1


def test_told_twice_it_is_one_reading(cast, ticket):
    call = a_call(ticket, at=at("10:00"))

    first = read_mood(ticket, by=cast.amira, level="angry", contact=call, at=at("10:00"))
    assert read_mood(ticket, by=cast.tom, level="angry", contact=call, at=at("18:00")) == first
    assert read_mood(ticket, by=cast.amira, level="angry", at=at("10:14")) == first

    others = [
        read_mood(ticket, by=cast.amira, level="angry", note="She shouts.", at=at("10:14")),
        read_mood(ticket, by=cast.tom, level="angry", at=at("10:14")),
        read_mood(ticket, by=cast.tom, level="angry", at=at("10:29")),
    ]
    assert len({first, *others}) == MoodReading.objects.count() == 4
    assert Event.objects.filter(kind="mood_read").count() == 4


def test_one_contact_has_one_mood(cast, ticket):
    call = a_call(ticket, at=at("10:00"))
    read_mood(ticket, by=cast.amira, level="angry", contact=call, at=at("10:00"))

    with pytest.raises(Conflict, match="read as angry"):
        read_mood(ticket, by=cast.amira, level="calm", contact=call, at=at("10:01"))
    with pytest.raises(Conflict, match="has its note"):
        read_mood(ticket, by=cast.amira, level="angry", contact=call, note="Still.", at=at("10:01"))
    with pytest.raises(IntegrityError), transaction.atomic():
        MoodReading.objects.create(
            ticket=ticket, by=cast.amira, level=2, contact=call, at=MONDAY, recorded_at=MONDAY
        )


@pytest.mark.parametrize("level", ["", "Angry", "livid", "4", None])
def test_what_is_no_mood_is_refused_with_those_that_are(cast, ticket, level):
    with pytest.raises(ValidationError, match="Use pleased, calm, annoyed, angry, furious") as refused:
        read_mood(ticket, by=cast.amira, level=level)
    assert list(refused.value.error_dict) == ["level"]


def test_a_naive_time_a_contact_of_another_and_a_long_note_are_refused(cast, ticket):
    def refused(**said) -> list[str]:
        with pytest.raises(ValidationError) as error:
            read_mood(ticket, by=cast.amira, level="calm", **said)
        return list(error.value.error_dict)

    other = a_call(a_ticket(cast, at=MONDAY), at=at("10:00"))
    assert refused(at=datetime(2026, 3, 2, 10)) == ["at"]  # noqa: DTZ001
    assert refused(contact=other) == ["contact"]
    assert refused(note="W" * 201) == ["note"]
    assert not MoodReading.objects.exists()


@pytest.mark.parametrize("who", ["tom", "ben", "noor", "omar", "admin"])
def test_whoever_works_here_reads_it_on_any_ticket(cast, ticket, who):
    assert read_mood(ticket, by=getattr(cast, who), level="calm", at=at("10:00"))


def test_who_has_left_reads_nothing(cast, ticket):
    cast.tom.is_active = False
    with pytest.raises(PermissionDenied, match="Only those who work here"):
        read_mood(ticket, by=cast.tom, level="calm")
    assert not Event.objects.filter(kind="mood_read").exists()


@pytest.mark.parametrize(("level", "recorded_at"), [(0, MONDAY), (6, MONDAY), (2, MONDAY - timedelta(1))])
def test_the_database_refuses_nonsense(cast, ticket, level, recorded_at):
    with pytest.raises(IntegrityError), transaction.atomic():
        MoodReading.objects.create(
            ticket=ticket, by=cast.amira, level=level, at=MONDAY, recorded_at=recorded_at
        )


def test_a_contact_is_logged_with_its_mood_or_not_at_all(cast, ticket):
    with pytest.raises(ValidationError):
        log_contact(ticket, by=cast.amira, mood="livid", direction="inbound", at=at("10:00"))
    assert not Contact.objects.exists()

    heard = log_contact(ticket, by=cast.amira, mood="angry", direction="inbound", at=at("10:00"))
    unsaid = log_contact(ticket, by=cast.amira, mood="", direction="inbound", at=at("10:05"))
    assert heard.mood_reading.mood == Mood.ANGRY
    assert not MoodReading.objects.filter(contact=unsaid).exists()


class TestTheCourse:
    def test_moods_in_turn_and_since_when(self, cast, ticket):
        for clock, level, who in [
            ("10:00", "furious", cast.lena),
            ("10:20", "annoyed", cast.amira),
            ("10:40", "annoyed", cast.tom),
            ("11:00", "calm", cast.amira),
            ("11:20", "calm", cast.tom),
        ]:
            read_mood(ticket, by=who, level=level, at=at(clock))

        course = course_of(ticket)

        assert [step.word for step in course.steps] == ["furious", "annoyed", "calm"]
        assert (course.now.by, course.now.at, course.since) == ("Tom Berger", at("11:20"), at("11:00"))
        assert course.elsewhere is None

    def test_a_later_reading_on_another_ticket_of_theirs_is_told(self, cast, ticket):
        other = a_ticket(cast, at=MONDAY)
        stranger = a_ticket(cast, at=MONDAY, customer=a_customer("Ana Sousa", "ana@customer.example"))
        read_mood(other, by=cast.amira, level="angry", at=at("10:00"))
        read_mood(stranger, by=cast.amira, level="furious", at=at("10:30"))

        assert course_of(ticket).now is None
        assert (course_of(ticket).elsewhere.ticket, course_of(ticket).elsewhere.word) == (other.pk, "angry")
        read_mood(ticket, by=cast.amira, level="calm", at=at("11:00"))
        assert course_of(ticket).elsewhere is None
        assert course_of(other).elsewhere.word == "calm"

    def test_a_list_asks_once_and_tells_of_anger_alone(self, cast):
        tickets = [a_ticket(cast, at=MONDAY) for _ in range(4)]
        for ticket, level in zip(tickets, ["angry", "annoyed", "furious"], strict=False):
            read_mood(ticket, by=cast.amira, level="furious", at=at("10:00"))
            read_mood(ticket, by=cast.amira, level=level, at=at("11:00"))

        with CaptureQueriesContext(connection) as captured:
            heated = heated_on(ticket.pk for ticket in tickets)

        assert {number: mood.word for number, mood in heated.items()} == {
            tickets[0].pk: "angry", tickets[2].pk: "furious",
        }  # fmt: skip
        assert len(captured) == 1
