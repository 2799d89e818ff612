"""A promise over REST: made in words or by time, shown with its ladder, listed by its state."""

from promises.customer.answering import dispute
from tests.api.conftest import problem_of, refused
from tests.cast import a_call, a_promise, a_ticket, an_absence, berlin


def test_a_promise_in_words_comes_back_with_its_time_and_its_ladder(amira, cast):
    ticket = a_ticket(cast, at=berlin("2026-03-02 09:30"))

    made = amira.post(f"tickets/{ticket.number}/promises/", {"wording": "I'll call you back by 16:00"})

    assert made.status_code == 201
    promise = made.json()
    assert made.headers["Location"] == f"http://testserver/api/v1/promises/{promise['id']}/"
    assert promise["state"] == "open"
    assert promise["due_at"] == "2026-03-02T15:00:00Z"
    assert promise["kind"] == "callback"
    assert promise["owner"] == "amira@kept.example"
    assert promise["team"] == "support-berlin"
    assert promise["timezone"] == "Europe/Berlin"
    assert "16:00" in promise["understood"]
    assert [(rung["rung"], rung["at"]) for rung in promise["ladder"]] == [
        ("50 %", "2026-03-02T12:00:00Z"),
        ("T-60 min", "2026-03-02T14:00:00Z"),
        ("T-15 min", "2026-03-02T14:45:00Z"),
        ("T-0", "2026-03-02T15:00:00Z"),
        ("T+60 min", "2026-03-02T16:00:00Z"),
    ]
    assert promise["next_rung"]["rung"] == "50 %"
    assert amira.follow(made.headers["Location"]).json() == promise


def test_a_promise_by_time_takes_a_window_an_owner_and_a_kind(amira, cast):
    ticket = a_ticket(cast, at=berlin("2026-03-02 09:30"))

    made = amira.post(
        f"tickets/{ticket.number}/promises/",
        {
            "due_at": "2026-03-03T12:00:00+01:00",
            "not_before": "2026-03-03T09:00:00+01:00",
            "kind": "update",
            "owner": "tom@kept.example",
            "said_at": "2026-03-02T09:45:00+01:00",
        },
    ).json()

    assert made["due_at"] == "2026-03-03T11:00:00Z"
    assert made["not_before"] == "2026-03-03T08:00:00Z"
    assert made["kind"] == "update"
    assert made["owner"] == "tom@kept.example"
    assert made["made_by"] == "amira@kept.example"
    assert made["said_at"] == "2026-03-02T08:45:00Z"


def test_a_wording_is_read_as_of_when_it_was_said_in_the_zone_that_was_named(amira, cast):
    ticket = a_ticket(cast, at=berlin("2026-03-02 09:00"))

    made = amira.post(
        f"tickets/{ticket.number}/promises/",
        {"wording": "in 2 hours", "said_at": "2026-03-02T03:30:00-05:00", "timezone": "America/New_York"},
    ).json()

    assert made["due_at"] == "2026-03-02T10:30:00Z"
    assert made["timezone"] == "America/New_York"


def test_what_speaks_against_a_promise_is_returned_and_kept_with_it(amira, cast):
    an_absence(cast.amira, berlin("2026-03-03 00:00"), berlin("2026-03-04 00:00"))
    ticket = a_ticket(cast, at=berlin("2026-03-02 09:30"))

    made = amira.post(f"tickets/{ticket.number}/promises/", {"due_at": "2026-03-03T12:00:00+01:00"}).json()

    (warning,) = [each for each in made["warnings"] if each["code"] == "owner_absent"]
    assert "Amira" in warning["message"]
    assert warning["suggested_at"] == "2026-03-02T16:30:00Z"
    assert amira.get(f"promises/{made['id']}/").json()["warnings"] == made["warnings"]


def test_a_preview_shows_all_of_it_and_saves_nothing(amira, cast):
    seen = amira.post(
        "promise-previews/",
        {
            "wording": "tomorrow morning",
            "said_at": "2026-03-02T10:00:00+01:00",
            "timezone": "Europe/Berlin",
            "language": "en",
            "team": "support-berlin",
        },
    )

    assert seen.status_code == 200
    preview = seen.json()
    assert preview["not_before"] == "2026-03-03T08:00:00Z"
    assert preview["due_at"] == "2026-03-03T11:00:00Z"
    assert "tomorrow" in preview["understood"].lower()
    assert preview["warnings"] == []
    assert [rung["rung"] for rung in preview["ladder"]] == ["50 %", "T-60 min", "T-15 min", "T-0", "T+60 min"]
    assert preview["ladder"][2]["audiences"] == ["owner", "lead"]
    assert preview["ladder"][2]["channels"] == ["in_app", "email"]
    assert amira.get("promises/").json()["results"] == []


def test_a_preview_for_somebody_else_warns_of_their_absence(amira, cast):
    an_absence(cast.tom, berlin("2026-03-03 00:00"), berlin("2026-03-04 00:00"))

    asked = {"wording": "tomorrow morning", "team": "support-berlin", "timezone": "Europe/Berlin"}
    for_tom = amira.post("promise-previews/", {**asked, "owner": "tom@kept.example"}).json()
    for_amira = amira.post("promise-previews/", asked).json()

    assert "owner_absent" in [warning["code"] for warning in for_tom["warnings"]]
    assert "owner_absent" not in [warning["code"] for warning in for_amira["warnings"]]


def test_somebody_in_no_team_must_say_for_which_team_a_preview_is(calling, cast):
    said = refused(calling(cast.omar).post("promise-previews/", {"wording": "tomorrow morning"}))

    assert said == {"team": "You are in no team: say for which one, by its slug."}


def test_promises_are_listed_by_state_owner_team_ticket_and_time(amira, cast, clock):
    first = a_ticket(cast, at=berlin("2026-03-02 09:00"))
    second = a_ticket(cast, at=berlin("2026-03-02 09:00"), team=cast.new_york, owner=cast.ben)
    soon = a_promise(first, due_at=berlin("2026-03-02 10:30"), at=berlin("2026-03-02 09:10"))
    later = a_promise(first, due_at=berlin("2026-03-03 15:00"), at=berlin("2026-03-02 09:10"))
    bens = a_promise(second, due_at=berlin("2026-03-02 18:00"), at=berlin("2026-03-02 09:10"))

    def ids(**query) -> list[int]:
        return [row["id"] for row in amira.get("promises/", **query).json()["results"]]

    assert ids() == [soon.pk, bens.pk, later.pk]
    assert ids(state="open") == [soon.pk, bens.pk, later.pk]
    assert ids(state="at_risk") == [soon.pk]
    assert ids(owner="me") == [soon.pk, later.pk]
    assert ids(owner="Ben@kept.example") == [bens.pk]
    assert ids(team="support-new-york") == [bens.pk]
    assert ids(ticket=first.number) == [soon.pk, later.pk]
    assert ids(due_before="2026-03-02T17:00:00Z") == [soon.pk]
    assert ids(due_after="2026-03-02T17:00:00Z") == [bens.pk, later.pk]
    clock.move_to(berlin("2026-03-02 11:00"))
    assert ids(state="overdue") == [soon.pk]
    assert [row["id"] for row in amira.get(f"tickets/{first.number}/promises/").json()["results"]] == [
        soon.pk,
        later.pk,
    ]


def test_a_state_that_promises_do_not_have_is_refused_by_name(amira):
    said = refused(amira.get("promises/", state="late"))

    assert list(said) == ["state"]
    assert "“late” is none of these: open, at_risk, overdue, broken, kept" in said["state"]


def test_a_promise_kept_late_is_kept_and_broken(amira, cast, clock):
    ticket = a_ticket(cast, at=berlin("2026-03-02 09:00"))
    promise = a_promise(ticket, due_at=berlin("2026-03-02 10:30"), at=berlin("2026-03-02 09:10"))
    clock.move_to(berlin("2026-03-02 11:00"))
    call = a_call(ticket, at=berlin("2026-03-02 10:55"))

    amira.post(f"promises/{promise.pk}/settlement/", {"outcome": "kept", "evidence": call.pk})

    shown = amira.get(f"promises/{promise.pk}/").json()
    assert shown["state"] == "kept"
    assert shown["is_broken"] is True
    assert shown["kept_late"] is True
    assert shown["broken_at"] == "2026-03-02T09:30:00Z"
    assert shown["settlement"]["at"] == "2026-03-02T09:55:00Z"
    assert shown["settled_at"] == "2026-03-02T10:00:00Z"
    assert [row["id"] for row in amira.get("promises/", state="broken").json()["results"]] == [promise.pk]
    assert [row["id"] for row in amira.get("promises/", state="kept_late").json()["results"]] == [promise.pk]


def test_there_is_no_promise_on_a_closed_ticket(amira, cast):
    ticket = a_ticket(cast, at=berlin("2026-03-02 09:00"))
    amira.post(f"tickets/{ticket.number}/states/", {"state": "closed"})

    said = refused(amira.post(f"tickets/{ticket.number}/promises/", {"wording": "in 2 hours"}))

    assert "closed" in said["ticket"]


def test_what_cannot_be_promised_is_refused_by_field_and_nothing_is_saved(amira, cast):
    ticket = a_ticket(cast, at=berlin("2026-03-02 09:00"))
    cast.tom.is_active = False
    cast.tom.save()
    path = f"tickets/{ticket.number}/promises/"

    for body, field, says in [
        ({}, "wording", "Say when"),
        ({"wording": "in 2 hours", "due_at": "2026-03-02T16:00:00Z"}, "wording", "not both"),
        ({"wording": "soon"}, "wording", ""),
        ({"wording": "I'll see to it"}, "wording", ""),
        ({"wording": "x" * 10_000}, "wording", "longer than 500"),
        ({"due_at": "2026-03-01T09:00:00Z"}, "due_at", "has passed"),
        ({"due_at": "2026-03-02T16:00:00"}, "due_at", "has no time zone. Add an offset"),
        ({"due_at": "yesterday"}, "due_at", "ISO 8601"),
        ({"due_at": "9999-12-31T23:59:59-11:00"}, "due_at", "between the years"),
        ({"due_at": "2036-01-01T00:00:00Z"}, "due_at", "over a year ahead"),
        ({"wording": "in 2 hours", "said_at": "2026-03-02T08:00:00"}, "said_at", "has no time zone"),
        ({"wording": "in 2 hours", "said_at": "2026-03-03T08:00:00Z"}, "said_at", "future"),
        ({"wording": "in 2 hours", "said_at": "1971-01-01T08:00:00Z"}, "said_at", "over a year ago"),
        ({"due_at": "2026-03-02T16:00:00Z", "said_at": "1971-01-01T08:00:00Z"}, "said_at", "over a year ago"),
        ({"wording": "in 2 hours", "not_before": "2026-03-02T09:30:00Z"}, "not_before", "Leave it out"),
        ({"wording": "in 2 hours", "timezone": "Europe/Atlantis"}, "timezone", "Use an IANA name"),
        ({"wording": "in 2 hours", "owner": "tom@kept.example"}, "owner", "has left"),
        ({"wording": "in 2 hours", "owner": "nobody@kept.example"}, "owner", "There is no person"),
        ({"wording": "in 2 hours", "kind": "gift"}, "kind", "none of these: callback, update, resolution"),
        ({"wording": "in 2 hours", "language": "xx"}, "language", "none of these: en, de, fr"),
        ({"wording": "in 2\0 hours"}, "wording", "Null characters"),
        ({"wording": ["in 2 hours"]}, "wording", "string"),
        (
            {"due_at": "2026-03-04T16:00:00Z", "not_before": "2026-03-05T16:00:00Z"},
            "not_before",
            "open before",
        ),
    ]:
        said = refused(amira.post(path, body))
        assert field in said, (body, said)
        assert says in said[field], (body, said)
    assert amira.get("promises/").json()["results"] == []


def test_a_ticket_that_is_not_there_is_named(amira):
    problem = problem_of(amira.post("tickets/99/promises/", {"wording": "in 2 hours"}), 404)

    assert problem["detail"] == "There is no ticket 99."
    assert problem_of(amira.get("promises/99/"), 404)["detail"] == "There is no promise 99."


def test_those_who_may_act_get_the_customers_page(calling, cast):
    promise = a_promise(a_ticket(cast, at=berlin("2026-03-02 09:30")), at=berlin("2026-03-02 09:30"))

    url = calling(cast.amira).get(f"promises/{promise.pk}/").json()["customer_url"]

    assert url.startswith(f"http://localhost:8000/p/{promise.pk}.")
    assert calling(cast.ben).get(f"promises/{promise.pk}/").json()["customer_url"] is None


def test_what_the_customer_disputes_is_listed(amira, cast):
    at = berlin("2026-03-02 09:00")
    promise = a_promise(a_ticket(cast, at=at), at=at, due_at=berlin("2026-03-02 09:30"))
    dispute(promise, at=berlin("2026-03-02 09:45"))

    (listed,) = amira.get("promises/", state="disputed").json()["results"]

    assert (listed["id"], listed["is_disputed"], listed["state"]) == (promise.pk, True, "broken")
