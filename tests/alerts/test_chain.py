"""Who hears a rung, and who comes next when somebody cannot be reached."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from alerts.kinds import Ask
from escalations.chain import Chain
from escalations.models import Position
from people.models import Absence, Membership, User
from tests.cast import Cast, berlin

NOW = berlin("2026-03-02 10:00")
TODAY = berlin("2026-03-02 00:00"), berlin("2026-03-03 00:00")


def away(person, deputy=None):
    Absence.objects.create(user=person, starts_at=TODAY[0], ends_at=TODAY[1], deputy=deputy)


def heard(cast: Cast, *audiences: str, owner=None, team=None) -> list[str]:
    """First names in the order of the ladder's audiences, as whom, and in whose place."""
    names = {person.pk: person.get_short_name() for person in vars(cast).values() if isinstance(person, User)}
    owner, team = owner or cast.amira, team or cast.berlin
    return [
        f"{names[one.user_id]} as {one.audience}"
        + (f" for {names[one.instead_of_id]}" if one.instead_of_id else "")
        for one in Chain.at(NOW).recipients(Ask(1, owner.pk, team.pk, audiences))
    ]


@pytest.mark.parametrize(
    ("audience", "who"),
    [
        ("owner", ["Amira as owner"]),
        ("lead", ["Lena as lead"]),
        ("manager", ["Omar as manager"]),
        ("up:1", ["Lena as up:1"]),
        ("up:2", ["Omar as up:2"]),
        ("up:9", ["Omar as up:9"]),
        ("team", ["Amira as team", "Tom as team", "Lena as team"]),
    ],
)
def test_each_audience_names_its_people(cast, audience, who):
    assert heard(cast, audience) == who


def test_nobody_hears_one_rung_twice(cast):
    assert heard(cast, "owner", "team") == ["Amira as owner", "Tom as team", "Lena as team"]
    assert heard(cast, "lead", "up:1") == ["Lena as lead"]


def test_the_promise_of_a_lead_goes_to_whom_the_lead_reports_to(cast):
    assert heard(cast, "lead", owner=cast.lena) == ["Omar as lead"]


def test_who_owns_a_promise_of_another_team_answers_to_that_teams_lead(cast):
    assert heard(cast, "lead", owner=cast.ben) == ["Lena as lead"]


def test_who_serves_a_team_besides_is_among_its_people(cast):
    Membership.objects.create(user=cast.noor, team=cast.berlin)
    assert "Noor as team" in heard(cast, "team")


def test_a_deputy_is_told_as_such_only_while_somebody_is_away(cast):
    assert heard(cast, "owner", "deputy") == ["Amira as owner"]
    away(cast.amira, deputy=cast.tom)
    assert heard(cast, "deputy") == ["Tom as deputy"]


def test_a_vacant_position_is_passed_over(cast):
    Position.objects.filter(holder=cast.lena).update(holder=None)
    assert heard(cast, "lead") == ["Omar as lead"]


def test_a_lead_who_is_away_without_a_deputy_is_stood_in_for_by_whoever_is_above(cast):
    away(cast.lena)
    assert heard(cast, "lead") == ["Omar as next for Lena"]


def test_deputies_who_lead_in_a_circle_are_nobody(cast):
    """The form refuses it; two absences entered apart may overlap all the same."""
    away(cast.amira, deputy=cast.tom)
    away(cast.tom, deputy=cast.amira)
    assert heard(cast, "owner") == ["Lena as next for Amira"]


def test_a_line_of_command_that_runs_in_a_circle_ends(cast):
    head = Position.objects.get(holder=cast.omar)
    head.reports_to = Position.objects.get(holder=cast.lena)
    head.save()
    assert heard(cast, "up:9") == ["Omar as up:9"]


def test_without_any_chain_the_team_hears_what_was_meant_for_its_lead(cast):
    Position.objects.update(reports_to=None)
    Position.objects.all().delete()
    assert heard(cast, "lead") == ["Amira as team", "Tom as team", "Lena as team"]


@pytest.mark.parametrize(
    ("after", "heir"),
    [("amira", "lena"), ("tom", "lena"), ("lena", "omar"), ("omar", None), ("noor", "lena")],
)
def test_who_comes_next(cast, after, heir):
    found = Chain.at(NOW).next_after(cast.amira.pk, cast.berlin.pk, getattr(cast, after).pk)
    assert (found and found.user_id) == (heir and getattr(cast, heir).pk)


def test_who_comes_next_is_there(cast):
    away(cast.lena, deputy=cast.tom)
    assert Chain.at(NOW).next_after(cast.amira.pk, cast.berlin.pk, cast.amira.pk).user_id == cast.tom.pk
    # And after the one who stands in for Lena comes whoever is above Lena.
    assert Chain.at(NOW).next_after(cast.amira.pk, cast.berlin.pk, cast.tom.pk).user_id == cast.omar.pk


def test_it_asks_the_same_number_of_questions_whatever_is_asked_of_it(cast):
    def queries(asks):
        with CaptureQueriesContext(connection) as captured:
            chain = Chain.at(NOW)
            for owner, team in asks:
                chain.recipients(Ask(1, owner.pk, team.pk, ("owner", "lead", "manager", "team")))
        return len(captured)

    one = queries([(cast.amira, cast.berlin)])
    assert one <= 5
    assert (
        queries([(cast.amira, cast.berlin), (cast.ben, cast.new_york), (cast.noor, cast.night_desk)]) == one
    )
