"""Ladders in the admin: whoever edits one makes a new one, and what runs keeps the one it started with."""

import pytest

from alerts.models import Ladder
from alerts.models.ladder import DEFAULT_RUNGS
from alerts.sweep import Sweep
from tests.admin.conftest import fields_of
from tests.cast import a_promise, a_ticket, berlin

MONDAY = berlin("2026-03-02 09:00")


def errors(response) -> str:
    return " ".join(str(error) for error in response.context["errors"])


def rungs(ladder: Ladder) -> list[tuple]:
    return [(str(rung), rung.audiences, rung.channels) for rung in ladder.rungs.order_by("position")]


@pytest.fixture
def ladder(cast) -> Ladder:
    """The ladder of Berlin, which a promise has started with."""
    return Ladder.objects.running_for(cast.berlin)


def path(ladder: Ladder) -> str:
    return f"/admin/alerts/ladder/{ladder.pk}/change/"


def test_an_edit_makes_a_new_ladder_and_running_deadlines_keep_theirs(cast, admin, ladder):
    promise = a_promise(a_ticket(cast, at=MONDAY), "in 4 hours", at=MONDAY)
    before = rungs(ladder)

    form = fields_of(admin.get(path(ladder)))
    form |= {"pause_minutes": 45, "rungs-1-minutes_before": 90, "rungs-1-audiences": ["owner", "deputy"]}
    answer = admin.post(path(ladder), form, follow=True)

    ladder.refresh_from_db()
    new = Ladder.objects.running_for(cast.berlin)
    assert new != ladder
    assert ladder.retired_at
    assert rungs(ladder) == before
    assert ladder.pause_minutes == 30
    assert promise.deadline.ladder == ladder
    assert new.pause_minutes == 45
    assert [str(rung) for rung in new.rungs.all()] == ["50 %", "T-90 min", "T-15 min", "T-0", "T+60 min"]
    assert new.rungs.get(minutes_before=90).audiences == ["owner", "deputy"]
    assert "Support Berlin has a new ladder" in answer.content.decode()
    assert a_promise(a_ticket(cast, at=MONDAY), at=MONDAY).deadline.ladder == new


def test_saving_without_a_change_keeps_every_rung(cast, admin, ladder):
    admin.post(path(ladder), fields_of(admin.get(path(ladder))))

    assert rungs(Ladder.objects.running_for(cast.berlin)) == rungs(ladder)


def test_a_rung_is_added_and_another_removed(cast, admin, ladder):
    form = fields_of(admin.get(path(ladder)))
    form |= {
        "rungs-TOTAL_FORMS": 6,
        "rungs-5-minutes_before": 5,
        "rungs-5-min_life_minutes": 0,
        "rungs-5-audiences": ["owner", "team"],
        "rungs-5-channels": ["email"],
        "rungs-0-DELETE": "on",
    }
    admin.post(path(ladder), form)

    new = Ladder.objects.running_for(cast.berlin)
    assert [str(rung) for rung in new.rungs.all()] == ["T-60 min", "T-15 min", "T-5 min", "T-0", "T+60 min"]
    assert ladder.rungs.count() == 5


def test_a_new_ladder_starts_from_the_default(cast, admin):
    form = fields_of(admin.get("/admin/alerts/ladder/add/"))
    admin.post("/admin/alerts/ladder/add/", form | {"team": cast.night_desk.pk})

    made = Ladder.objects.get(team=cast.night_desk)
    assert made.rungs.count() == len(DEFAULT_RUNGS)
    assert rungs(made)[0] == ("50 %", ["owner"], ["in_app", "email"])
    assert made.rungs.get(percent=50).min_life_minutes == 120


def test_an_added_ladder_takes_the_place_of_the_one_before(cast, admin, ladder):
    form = fields_of(admin.get("/admin/alerts/ladder/add/"))
    admin.post("/admin/alerts/ladder/add/", form | {"team": cast.berlin.pk})

    ladder.refresh_from_db()
    assert ladder.retired_at
    assert Ladder.objects.filter(team=cast.berlin, retired_at=None).count() == 1


def test_a_retired_ladder_is_only_looked_at(cast, admin, ladder):
    form = fields_of(admin.get(path(ladder)))
    Ladder.objects.replace(cast.berlin, DEFAULT_RUNGS)

    assert "rungs-0-minutes_before" not in admin.get(path(ladder)).content.decode()
    assert admin.post(path(ladder), form).status_code == 403
    assert Ladder.objects.filter(team=cast.berlin).count() == 2


def test_a_ladder_is_never_deleted(cast, admin, ladder):
    assert admin.post(f"/admin/alerts/ladder/{ladder.pk}/delete/", {"post": "yes"}).status_code == 403


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"rungs-1-percent": 30}, "either minutes before it is due, or a percentage"),
        ({"rungs-1-minutes_before": ""}, "either minutes before it is due, or a percentage"),
        ({"rungs-0-percent": 100}, "From 1 to 99"),
        ({"rungs-1-audiences": []}, "This field is required"),
        ({"rungs-1-audiences": ["everybody"]}, "everybody is not one of the available choices"),
        ({"rungs-1-channels": []}, "This field is required"),
        ({"rungs-1-minutes_before": 15}, "Two rungs lie at the same time"),
        ({f"rungs-{number}-DELETE": "on" for number in range(5)}, "Add at least one rung"),
    ],
)
def test_a_ladder_that_makes_no_sense_is_refused_and_nothing_changes(cast, admin, ladder, fields, said):
    before = rungs(ladder)
    answer = admin.post(path(ladder), fields_of(admin.get(path(ladder))) | fields)

    assert said in errors(answer)
    ladder.refresh_from_db()
    assert ladder.retired_at is None
    assert rungs(ladder) == before


def test_an_audience_set_elsewhere_survives_an_edit(cast, admin):
    made = Ladder.objects.replace(cast.berlin, [{"minutes_before": 0, "audiences": ["up:7"]}])
    admin.post(path(made), fields_of(admin.get(path(made))))

    assert Ladder.objects.running_for(cast.berlin).rungs.get().audiences == ["up:7"]


def test_an_edited_ladder_alerts_as_it_says(cast, admin, ladder):
    form = fields_of(admin.get(path(ladder))) | {"rungs-1-minutes_before": 90}
    admin.post(path(ladder), form)
    promise = a_promise(a_ticket(cast, at=MONDAY), "in 2 hours", at=MONDAY)

    assert Sweep().run(berlin("2026-03-02 09:29")).alerts == 0
    assert Sweep().run(berlin("2026-03-02 09:30")).alerts == 1
    assert promise.deadline.ladder != ladder
