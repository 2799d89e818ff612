"""Alerts over REST: who was told what about which promise, and “I have it”."""

import pytest

from alerts.sweep import Sweep
from tests.api.conftest import problem_of, refused
from tests.cast import a_promise, a_ticket, berlin


@pytest.fixture
def promise(cast):
    ticket = a_ticket(cast, at=berlin("2026-03-02 09:00"))
    return a_promise(ticket, due_at=berlin("2026-03-02 12:00"), at=berlin("2026-03-02 09:10"))


def sweep(clock, text: str) -> None:
    """The sweep comes by when clocks in Berlin show `text`."""
    clock.move_to(berlin(text))
    Sweep().run()


def test_an_alert_says_who_was_told_what_and_when(amira, promise, clock):
    sweep(clock, "2026-03-02 11:00:04")

    (alert,) = amira.get("alerts/", promise=promise.pk).json()["results"]

    assert alert == {
        "id": alert["id"],
        "url": f"http://testserver/api/v1/alerts/{alert['id']}/",
        "recipient": "amira@kept.example",
        "instead_of": None,
        "audience": "owner",
        "rung": "T-60 min",
        "position": 2,
        "rung_at": "2026-03-02T10:00:00Z",
        "raised_at": "2026-03-02T10:00:04Z",
        "late_seconds": 4.0,
        "overdue": False,
        "deadline_at": "2026-03-02T11:00:00Z",
        "deliveries": [
            {
                "channel": "in_app",
                "state": "sent",
                "attempts": 1,
                "done_at": "2026-03-02T10:00:04Z",
                "error": "",
            },
            {"channel": "email", "state": "waiting", "attempts": 0, "done_at": None, "error": ""},
        ],
        "acknowledgement": None,
        "promise": promise.pk,
        "escalation": None,
        "consult": None,
        "ticket": promise.ticket_id,
    }
    assert amira.get(f"alerts/{alert['id']}/").json() == alert


def test_alerts_are_found_by_promise_ticket_recipient_and_acknowledgement(
    amira, calling, cast, promise, clock
):
    a_promise(
        a_ticket(cast, at=berlin("2026-03-02 09:00"), owner=cast.tom),
        due_at=berlin("2026-03-02 12:00"),
        at=berlin("2026-03-02 09:10"),
    )
    sweep(clock, "2026-03-02 11:45")
    lena = calling(cast.lena)

    def told(by=amira, **query) -> list[tuple[str, int]]:
        return sorted(
            (row["recipient"], row["promise"]) for row in by.get("alerts/", **query).json()["results"]
        )

    amiras, lenas = ("amira@kept.example", promise.pk), ("lena@kept.example", promise.pk)
    assert told(promise=promise.pk) == [amiras, lenas]
    assert told(ticket=promise.ticket_id) == [amiras, lenas]
    assert told(recipient="me") == [amiras]
    assert len(told(lena, recipient="lena@kept.example")) == 2
    assert told() == [amiras]
    assert len(told(lena)) == 4

    mine = amira.get("alerts/", recipient="me").json()["results"][0]["id"]
    amira.post(f"alerts/{mine}/acknowledgement/")

    assert told(acknowledged="true") == [amiras]
    assert amiras not in told(lena, acknowledged="false")
    assert len(lena.get("alerts/", recipient="me", acknowledged="false").json()["results"]) == 2


def test_what_somebody_was_alerted_about_is_for_them_and_those_above(calling, cast, promise, clock):
    sweep(clock, "2026-03-02 11:45")

    def told(by, **query) -> int:
        return len(calling(by).get("alerts/", **query).json()["results"])

    for above in (cast.lena, cast.omar, cast.admin):
        assert told(above, recipient="amira@kept.example") == 1
        assert told(above) == 2
    for other in (cast.tom, cast.ben, cast.grace):
        answer = calling(other).get("alerts/", recipient="amira@kept.example")
        assert "for themselves and for those above them" in problem_of(answer, 403)["detail"]
        assert told(other) == 0
        # Whom the ladder told about a promise is on its record, as on its ticket's timeline.
        assert told(other, promise=promise.pk, recipient="amira@kept.example") == 1
    problem_of(calling(cast.amira).get("alerts/", recipient="lena@kept.example"), 403)


def test_acknowledging_pauses_the_ladder_and_is_remembered_once(amira, promise, clock):
    sweep(clock, "2026-03-02 11:00")
    (alert,) = amira.get("alerts/", promise=promise.pk).json()["results"]
    path = f"alerts/{alert['id']}/acknowledgement/"
    problem_of(amira.get(path), 404)

    first = amira.post(path)
    clock.move_to(berlin("2026-03-02 11:10"))
    second = amira.post(path)

    assert first.status_code == 201
    assert first.json() == {
        "by": "amira@kept.example",
        "at": "2026-03-02T10:00:00Z",
        "paused_until": "2026-03-02T10:30:00Z",
    }
    assert second.json() == first.json()
    assert amira.follow(first.headers["Location"]).json() == first.json()
    assert amira.get(f"promises/{promise.pk}/").json()["next_rung"]["rung"] == "T-15 min"


def test_only_who_was_alerted_or_an_administrator_may_acknowledge(amira, calling, cast, promise, clock):
    sweep(clock, "2026-03-02 11:00")
    (alert,) = amira.get("alerts/", promise=promise.pk).json()["results"]

    for other in (cast.tom, cast.lena, cast.ben):
        problem_of(calling(other).post(f"alerts/{alert['id']}/acknowledgement/"), 403)
    assert amira.get(f"alerts/{alert['id']}/").json()["acknowledgement"] is None
    assert calling(cast.admin).post(f"alerts/{alert['id']}/acknowledgement/").status_code == 201


def test_a_broken_promise_is_told_to_lead_and_manager(amira, promise, clock):
    sweep(clock, "2026-03-02 12:00")

    alerts = amira.get("alerts/", promise=promise.pk).json()["results"]

    assert {
        (a["recipient"], a["audience"], a["rung"], a["overdue"]) for a in alerts if a["rung"] == "T-0"
    } == {
        ("lena@kept.example", "lead", "T-0", True),
        ("omar@kept.example", "manager", "T-0", True),
    }
    shown = amira.get(f"promises/{promise.pk}/").json()
    assert (shown["state"], shown["is_broken"], shown["broken_at"]) == (
        "broken",
        True,
        "2026-03-02T11:00:00Z",
    )


def test_questions_that_make_no_sense_are_refused_by_field(amira):
    assert list(refused(amira.get("alerts/", promise="one"))) == ["promise"]
    assert list(refused(amira.get("alerts/", ticket=10**30))) == ["ticket"]
    assert list(refused(amira.get("alerts/", acknowledged="perhaps"))) == ["acknowledged"]
    assert list(refused(amira.get("alerts/", recipient="nobody@kept.example"))) == ["recipient"]
    problem_of(amira.get("alerts/99/"), 404)
    problem_of(amira.post("alerts/99/acknowledgement/"), 404)


def test_alerts_about_steps_and_consults_name_their_escalation_and_ticket(amira, calling, cast, promise):
    lena, tom, number = calling(cast.lena), calling(cast.tom), promise.ticket_id
    escalation = amira.post(f"tickets/{number}/escalations/", {"reason": "He threatens to leave."}).json()
    consult = amira.post(
        f"tickets/{number}/consults/", {"person": "tom@kept.example", "question": "Which form?"}
    ).json()
    other = a_ticket(cast, at=berlin("2026-03-02 09:00"))
    amira.post(f"tickets/{other.number}/escalations/", {"reason": "?"})

    (told,) = lena.get("alerts/", recipient="me", ticket=number).json()["results"]
    (asked,) = tom.get("alerts/", recipient="me").json()["results"]

    assert (told["escalation"], told["consult"], told["promise"]) == (escalation["id"], None, None)
    assert (asked["escalation"], asked["consult"], asked["promise"]) == (None, consult["id"], None)
    assert told["ticket"] == asked["ticket"] == number
    assert [row["id"] for row in lena.get("alerts/", escalation=escalation["id"]).json()["results"]] == [
        told["id"]
    ]
    assert {row["id"] for row in lena.get("alerts/", ticket=number).json()["results"]} == {
        told["id"],
        asked["id"],
    }


def test_acknowledging_the_alert_of_a_step_is_acknowledging_the_escalation(amira, calling, cast, promise):
    lena = calling(cast.lena)
    escalation = amira.post(f"tickets/{promise.ticket_id}/escalations/", {"reason": "?"}).json()
    (told,) = lena.get("alerts/", recipient="me").json()["results"]

    lena.post(f"alerts/{told['id']}/acknowledgement/")

    shown = amira.get(f"escalations/{escalation['id']}/").json()
    assert (shown["state"], shown["has"]["person"]) == ("acknowledged", "lena@kept.example")
