"""Long lists come in pages that lose and repeat nothing, at a cost that does not grow with them."""

import json
from base64 import urlsafe_b64encode
from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from alerts.sweep import Sweep
from promises.handing_over import offer
from promises.renegotiating import renegotiate
from promises.settling import withdraw
from tests.api.conftest import Caller, refused
from tests.cast import a_call, a_customer, a_promise, a_ticket, an_absence, berlin
from tickets.models import Topic


def pages_of(caller: Caller, path: str, **query) -> list[list[dict]]:
    """Every page of a list, by following `next`."""
    answer = caller.get(path, **query)
    pages = [answer.json()["results"]]
    while answer.json()["next"]:
        answer = caller.follow(answer.json()["next"])
        pages.append(answer.json()["results"])
    return pages


def test_pages_hold_every_promise_once_even_where_all_are_due_at_one_moment(amira, cast):
    ticket = a_ticket(cast, at=berlin("2026-03-02 09:00"))
    made = [
        a_promise(ticket, due_at=berlin("2026-03-02 15:00"), at=berlin("2026-03-02 09:10")) for _ in range(7)
    ]

    pages = pages_of(amira, "promises/", page_size=3, owner="me")

    assert [len(page) for page in pages] == [3, 3, 1]
    assert [row["id"] for page in pages for row in page] == [promise.pk for promise in made]


def test_pages_that_go_down_hold_every_ticket_once_while_new_ones_come_in(amira, cast):
    numbers = [a_ticket(cast, at=berlin("2026-03-02 09:00")).number for _ in range(5)]

    first = amira.get("tickets/", page_size=2).json()
    a_ticket(cast, at=berlin("2026-03-02 09:30"))
    second = amira.follow(first["next"]).json()
    third = amira.follow(second["next"]).json()

    seen = [row["number"] for page in (first, second, third) for row in page["results"]]
    assert seen == sorted(numbers, reverse=True)
    assert third["next"] is None


def test_a_page_is_never_larger_than_200_rows(amira):
    assert list(refused(amira.get("tickets/", page_size=201))) == ["page_size"]
    assert list(refused(amira.get("tickets/", page_size=0))) == ["page_size"]
    assert list(refused(amira.get("tickets/", page_size="all"))) == ["page_size"]


@pytest.mark.parametrize(
    "says",
    [
        "nonsense", [1], ["2026-03-02", 1], ["2026-03-02T09:00:00", 1], ["9999-12-31T23:59:59+00:00", 1],
        ["2026-03-02T09:00:00+00:00", 10**30], [None, None], [[], {}], {"due_at": 1},
    ],
)  # fmt: skip
def test_a_cursor_that_is_none_is_refused(amira, says):
    cursor = urlsafe_b64encode(json.dumps(says).encode()).decode()

    for path in ("promises/", "alerts/"):
        assert list(refused(amira.get(path, cursor=cursor))) == ["cursor"]
        assert list(refused(amira.get(path, cursor=cursor[:-3]))) == ["cursor"]
        assert list(refused(amira.get(path, cursor="🙂"))) == ["cursor"]
    for path in ("tickets/", "people/", "teams/"):
        assert amira.get(path, cursor=cursor).status_code in (200, 400)


class Desk:
    """A little of everything that the API lists; `grow` adds as much again."""

    def __init__(self, cast, clock) -> None:
        self.cast, self.clock = cast, clock
        self.ticket = a_ticket(cast, at=berlin("2026-03-02 09:00"))
        self.promise = self._promise(self.ticket)
        self.grow(1)

    def grow(self, times: int) -> None:
        cast = self.cast
        for _ in range(times):
            count = Topic.objects.count()
            topic = Topic.objects.create(slug=f"topic-{count}", name=f"Topic {count}")
            customer = a_customer(f"Customer {count}", f"customer-{count}@customer.example")
            ticket = a_ticket(
                cast, at=berlin("2026-03-02 09:00"), topic=topic, customer=customer, owner=cast.tom
            )
            for subject in (self.ticket, ticket):
                a_call(subject, at=berlin("2026-03-02 09:30"))
                promise = self._promise(subject)
                _renegotiate(promise, cast)
                _hand_over(promise, cast)
                _withdraw(self._promise(subject), cast)
            an_absence(cast.viktor, berlin("2026-03-02 09:00"), berlin("2026-03-03 09:00"), cast.noor)
        self.clock.move_to(berlin("2026-03-02 11:00"))
        Sweep().run()
        self.clock.move_to(berlin("2026-03-02 10:00"))

    def _promise(self, ticket):
        return a_promise(ticket, due_at=berlin("2026-03-02 12:00"), at=berlin("2026-03-02 09:10"))


def _renegotiate(promise, cast) -> None:
    at = berlin("2026-03-02 09:20")
    renegotiate(
        promise,
        by=cast.amira,
        reason="?",
        customer_told=True,
        due_at=berlin("2026-03-02 12:00").replace(minute=30),
        at=at,
    )


def _hand_over(promise, cast) -> None:
    offer(promise, to=cast.lena, by=cast.amira, at=berlin("2026-03-02 09:25"))


def _withdraw(promise, cast) -> None:
    withdraw(promise, by=cast.amira, reason="?", at=berlin("2026-03-02 09:30"))


LISTS = {
    "tickets/": lambda desk: "tickets/",
    "one ticket": lambda desk: f"tickets/{desk.ticket.number}/",
    "contacts/": lambda desk: f"tickets/{desk.ticket.number}/contacts/",
    "events/": lambda desk: f"tickets/{desk.ticket.number}/events/",
    "states/": lambda desk: f"tickets/{desk.ticket.number}/states/",
    "promises of a ticket": lambda desk: f"tickets/{desk.ticket.number}/promises/",
    "promises/": lambda desk: "promises/",
    "one promise": lambda desk: f"promises/{desk.promise.pk}/",
    "hand-overs/": lambda desk: "hand-overs/",
    "alerts/": lambda desk: "alerts/",
    "people/": lambda desk: "people/",
    "teams/": lambda desk: "teams/",
    "topics/": lambda desk: "topics/",
    "absences/": lambda desk: "absences/?ends_after=2026-03-01T00:00:00Z",
}


@pytest.fixture
def desk(cast, clock) -> Desk:
    return Desk(cast, clock)


def test_what_a_list_costs_does_not_grow_with_it(amira, desk):
    few = {name: queries_of(amira, path(desk)) for name, path in LISTS.items()}
    rows = {name: rows_of(amira, path(desk)) for name, path in LISTS.items()}

    desk.grow(3)

    many = {name: queries_of(amira, path(desk)) for name, path in LISTS.items()}
    assert many == few
    assert max(many.values()) <= 12
    grown = {name for name, path in LISTS.items() if rows_of(amira, path(desk)) > rows[name]}
    assert grown == LISTS.keys() - {"one ticket", "one promise", "states/", "people/", "teams/"}


def queries_of(caller: Caller, path: str) -> int:
    caller.get("me/")
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert caller.client.get(f"/api/v1/{path}").status_code == 200
    return len(captured)


def rows_of(caller: Caller, path: str) -> int:
    return len(caller.client.get(f"/api/v1/{path}").json().get("results", [None]))


def test_what_a_verb_costs_does_not_grow_with_what_is_there(amira, desk):
    amira.get("me/")
    few = {name: verb(amira, desk) for name, verb in VERBS.items()}
    desk.grow(3)
    many = {name: verb(amira, desk) for name, verb in VERBS.items()}

    assert many == few


def _cost(call: Callable, status: int) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert call().status_code == status
    return len(captured)


def _cost_of_withdrawing(amira: Caller, desk: Desk) -> int:
    promise = desk._promise(desk.ticket)
    body = {"outcome": "withdrawn", "reason": "?"}
    return _cost(lambda: amira.post(f"promises/{promise.pk}/settlement/", body), 201)


VERBS = {
    "log a ticket": lambda amira, desk: _cost(
        lambda: amira.post("tickets/", {"customer": {"email": "ines@customer.example"}, "subject": "S"}), 201
    ),
    "log a contact": lambda amira, desk: _cost(
        lambda: amira.post(f"tickets/{desk.ticket.number}/contacts/", {"direction": "outbound"}), 201
    ),
    "preview": lambda amira, desk: _cost(
        lambda: amira.post("promise-previews/", {"wording": "tomorrow morning"}), 200
    ),
    "promise": lambda amira, desk: _cost(
        lambda: amira.post(f"tickets/{desk.ticket.number}/promises/", {"wording": "tomorrow morning"}), 201
    ),
    "withdraw": _cost_of_withdrawing,
}
