"""Wordings told as rules: what is refused and how, whose clock counts, and what the reader is shown."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from people.worktime import NaiveDatetime, WorkTime
from promises.wording import LONGEST, Reading, Unreadable, languages, read

BERLIN = ZoneInfo("Europe/Berlin")
OFFICE = WorkTime(BERLIN, (((540, 1050),),) * 5 + ((), ()))
NIGHT_DESK = WorkTime.always(ZoneInfo("UTC"))
MONDAY_AT_TEN = datetime(2026, 11, 23, 10, tzinfo=BERLIN)


def understand(
    wording, *, said_at=MONDAY_AT_TEN, timezone="Europe/Berlin", language="en", hours=OFFICE
) -> Reading:
    return read(wording, said_at=said_at, timezone=timezone, language=language, hours=hours)


def refuse(wording, **given) -> Unreadable:
    with pytest.raises(Unreadable) as refusal:
        understand(wording, **given)
    return refusal.value


def berlin(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=BERLIN)


class TestWhatTheReaderIsShown:
    def test_the_words_that_carried_the_time_the_day_the_hours_and_the_zone(self):
        found = understand("I'll call you back tomorrow morning, promised")
        assert found.matched == "tomorrow morning"
        assert found.understood == "tomorrow morning: Tue 24 Nov, 09:00 to 12:00 (Europe/Berlin)"

    @pytest.mark.parametrize(
        ("language", "shown"),
        [
            ("en", "tomorrow morning: Tue 24 Nov, 09:00 to 12:00 (Europe/Berlin)"),
            ("de", "tomorrow morning: Di 24. Nov., 09:00 bis 12:00 (Europe/Berlin)"),
            ("fr", "tomorrow morning: mar. 24 nov., 09:00 à 12:00 (Europe/Berlin)"),
        ],
    )
    def test_in_the_readers_language_whatever_was_spoken(self, language, shown):
        assert understand("tomorrow morning", language=language).understood == shown

    def test_the_teams_clock_beside_the_customers_where_they_differ(self):
        found = understand("Friday 9am", timezone="America/New_York")
        assert found.understood == "Friday 9am: Fri 27 Nov, 09:00 (America/New_York; 15:00 in Europe/Berlin)"

    def test_the_year_only_where_it_is_another(self):
        assert "2027" in understand("3 January").understood
        assert "2026" not in understand("3 December").understood

    def test_words_between_are_left_out(self):
        assert understand("Tomorrow I will ring you at 9").matched == "Tomorrow … at 9"


class TestRefusals:
    @pytest.mark.parametrize(
        ("wording", "code"),
        [
            ("", "empty"),
            (" \n\t ", "empty"),
            ("soon", "vague"),
            ("as soon as possible", "vague"),
            ("call me", "not_a_time"),
            ("yesterday", "past"),
            ("by 9:30", "past"),
            ("on 3/12", "ambiguous"),
            ("at 3 on Tuesday and at 4 on Wednesday", "ambiguous"),
            ("Friday 3 December", "contradiction"),
            ("tomorrow at 25:00", "no_clock"),
            ("I can't call you tomorrow", "no_promise"),
            ("after Monday", "open"),
            ("next week at 3", "open"),
            ("in 30 years", "too_far"),
            ("in 999999999 hours", "too_far"),
            ("3 December 2099", "too_far"),
            ("x" * 10_000, "too_long"),
        ],
    )
    @pytest.mark.parametrize("language", ["en", "de", "fr"])
    def test_each_says_how_it_was_read_and_what_would_do(self, wording, code, language):
        refusal = refuse(wording, language=language)
        assert refusal.code == code
        assert refusal.understood
        assert refusal.remedy
        assert "{" not in str(refusal)

    def test_what_is_no_time_of_day_is_named_with_the_times_that_there_are(self):
        refusal = refuse("tomorrow at 25:00")
        assert refusal.understood == "“25:00” is no time of day."
        assert "00:00 to 23:59" in refusal.remedy
        assert "25 Uhr" in refuse("morgen um 25 Uhr").understood

    def test_a_part_of_the_day_and_an_hour_that_is_not_in_it_are_read_back_on_the_same_day(self):
        refusal = refuse("tomorrow morning at 3pm")
        assert "Tue 24 Nov, 09:00 to 12:00" in refusal.understood
        assert "Tue 24 Nov, 15:00" in refusal.understood

    def test_what_has_been_is_named_beside_what_is_ahead(self):
        assert "yesterday; tomorrow: Tue 24 Nov" in refuse("yesterday or tomorrow").understood

    def test_what_has_passed_is_read_back(self):
        refusal = refuse("this afternoon", said_at=berlin(23, 18))
        assert refusal.code == "past"
        assert "Mon 23 Nov, 12:00 to 17:30" in refusal.understood

    def test_two_times_are_both_read_back(self):
        refusal = refuse("I'll check it today at 4 and call you tomorrow at 9")
        assert "Mon 23 Nov, 16:00" in refusal.understood
        assert "Tue 24 Nov, 09:00" in refusal.understood

    def test_a_date_with_two_readings_names_both_and_a_spelling_that_has_one(self):
        refusal = refuse("on 3/12")
        assert "3 Dec" in refusal.understood
        assert "12 Mar" in refusal.understood
        assert understand("3 Dec").due_at.date() == date(2026, 12, 3)

    def test_a_remedy_can_be_followed(self):
        for wording in (
            "tomorrow morning",
            "in half an hour",
            "Friday 3pm",
            "within the hour",
            "by end of day",
        ):
            assert understand(wording).due_at > MONDAY_AT_TEN
        for wording in ("morgen Vormittag", "in einer halben Stunde", "Freitag 15 Uhr", "bis Feierabend"):
            assert understand(wording, language="de").due_at > MONDAY_AT_TEN
        for wording in ("demain matin", "dans une demi-heure", "vendredi 15h", "d'ici vendredi 17h"):
            assert understand(wording, language="fr").due_at > MONDAY_AT_TEN

    def test_exactly_the_longest_is_still_read(self):
        wording = "tomorrow morning".ljust(LONGEST)
        assert understand(wording).matched == "tomorrow morning"
        assert refuse(wording + " ").code == "too_long"

    def test_a_calendar_without_hours_is_named_and_a_clock_time_needs_none(self):
        empty = WorkTime(BERLIN, ((),) * 7)
        for wording in (
            "by end of day",
            "tomorrow morning",
            "in 2 business days",
            "Friday",
            "end of the week",
        ):
            assert refuse(wording, hours=empty).code == "no_hours"
        assert understand("tomorrow at 15:00", hours=empty).due_at == berlin(24, 15)
        assert understand("in 2 hours", hours=empty).due_at == berlin(23, 12)


class TestWhatIsAskedOfTheCaller:
    def test_a_naive_said_at_is_refused_by_name(self):
        with pytest.raises(NaiveDatetime, match="said_at"):
            understand("tomorrow", said_at=MONDAY_AT_TEN.replace(tzinfo=None))

    @pytest.mark.parametrize("timezone", ["Mars/Olympus", "", "../etc/passwd"])
    def test_an_unknown_zone_is_refused_by_name(self, timezone):
        with pytest.raises(ValueError, match="timezone"):
            understand("tomorrow", timezone=timezone)

    def test_an_unknown_language_reads_as_english(self):
        assert understand("tomorrow morning", language="xx").understood.endswith(
            "09:00 to 12:00 (Europe/Berlin)"
        )

    def test_a_regional_code_is_its_language(self):
        assert "Di 24. Nov." in understand("morgen früh", language="de-AT").understood

    def test_the_languages_are_listed(self):
        assert languages() == {"en": "English", "de": "Deutsch", "fr": "Français"}


class TestLanguages:
    @pytest.mark.parametrize("reader", ["en", "de", "fr"])
    @pytest.mark.parametrize(
        ("wording", "due"),
        [
            ("in half an hour", berlin(23, 10, 30)),
            ("in einer halben Stunde", berlin(23, 10, 30)),
            ("dans une demi-heure", berlin(23, 10, 30)),
            ("um 15:30 Uhr am Freitag", berlin(27, 15, 30)),
            ("vendredi à 15h30", berlin(27, 15, 30)),
            ("half past three on Friday", berlin(27, 15, 30)),
        ],
    )
    def test_the_language_that_explains_most_words_wins(self, reader, wording, due):
        assert understand(wording, language=reader).due_at == due

    def test_half_three_is_later_in_english_than_halb_drei_in_german(self):
        assert understand("half three").due_at == berlin(23, 15, 30)
        assert understand("halb drei", language="de").due_at == berlin(23, 14, 30)

    @pytest.mark.parametrize("typed", ["übermorgen", "uebermorgen", "UBERMORGEN", "U\u0308bermorgen"])
    def test_umlauts_may_be_typed_in_any_way(self, typed):
        assert understand(typed, language="de").due_at == berlin(25, 17, 30)

    @pytest.mark.parametrize("typed", ["d'ici une heure", "d’ici une heure", "D ICI\u00a0UNE\u202fHEURE"])
    def test_apostrophes_and_spaces_may_be_typographic(self, typed):
        assert understand(typed, language="fr").due_at == berlin(23, 11)


class TestWhatIsNoTime:
    @pytest.mark.parametrize(
        ("sentence", "due"),
        [
            ("I may call you on Monday about your 2 invoices", berlin(30, 17, 30)),
            ("order 1730 will be checked by Friday", berlin(27, 17, 30)),
            ("I sat in the sun, I will write on Tuesday", berlin(24, 17, 30)),
            ("call me at 0171 1234567, I'm in until Friday", berlin(27, 17, 30)),
            ("On the 3rd floor something broke, a technician comes on Thursday", berlin(26, 17, 30)),
            ("Good morning, I'll ring you this afternoon", berlin(23, 17, 30)),
            ("You called yesterday at 3, I'll call back tomorrow at 4", berlin(24, 16)),
            ("Ihre Nachricht vom Montag beantworte ich bis Donnerstag", berlin(26, 17, 30)),
            ("votre message du 3 novembre sera traité d'ici mercredi", berlin(25, 17, 30)),
            ("We are here 24/7 and call you in 20 minutes", berlin(23, 10, 20)),
        ],
    )
    def test_other_numbers_and_words_are_left_alone(self, sentence, due):
        assert understand(sentence).due_at == due


class TestTwoTimesInOneSentence:
    def test_a_correction_replaces_what_came_before(self):
        assert understand("at 3, no, at 4").due_at == berlin(23, 16)

    def test_alternatives_are_one_window_that_ends_with_the_last(self):
        found = understand("at 3 or at 4")
        assert (found.not_before, found.due_at) == (berlin(23, 15), berlin(23, 16))

    def test_at_the_latest_is_the_one_that_binds(self):
        assert understand("in an hour, by 4 at the latest").due_at == berlin(23, 16)

    def test_a_vague_word_beside_a_time_does_not_matter(self):
        assert understand("as soon as possible, by Friday noon").due_at == berlin(27, 12)

    def test_a_frame_gives_way_to_the_time_in_it(self):
        assert understand("today, within two hours").due_at == berlin(23, 12)


class TestOutsideTheHours:
    def test_the_closing_itself_is_inside(self):
        assert not understand("by end of day").outside_hours
        assert understand("by 17:31").outside_hours

    def test_a_day_off_ends_when_the_team_usually_closes(self):
        found = understand("on Saturday")
        assert (found.due_at, found.outside_hours) == (berlin(28, 17, 30), True)

    def test_nobody_is_called_at_night_by_a_desk_that_never_closes(self):
        found = understand("tomorrow morning", hours=NIGHT_DESK, timezone="UTC")
        assert found.not_before == datetime(2026, 11, 24, 8, tzinfo=UTC)


class TestClockChanges:
    def test_a_duration_is_elapsed_time(self):
        said = berlin(24, 10, month=10)
        assert understand("in 24 hours", said_at=said).due_at - said.astimezone(UTC) == timedelta(hours=24)

    def test_a_time_that_spring_skips_moves_to_the_end_of_the_gap(self):
        said = datetime(2026, 3, 28, 22, tzinfo=BERLIN)
        assert understand("at 02:30", said_at=said).due_at == datetime(2026, 3, 29, 1, tzinfo=UTC)

    def test_a_time_that_autumn_shows_twice_is_the_first(self):
        assert understand("at 02:30", said_at=berlin(24, 22, month=10)).due_at == datetime(
            2026, 10, 25, 0, 30, tzinfo=UTC
        )

    def test_unless_the_first_has_passed(self):
        said = datetime(2026, 10, 25, 0, 45, tzinfo=UTC)
        assert understand("at 02:30", said_at=said).due_at == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
