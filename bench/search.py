"""`python -m bench.search [--quick]`: what a search costs, by the product and by hand in turn, and in the palette.

Rare words and common ones, a name, an address, a phone number, a ticket's number, and what one types on the way. Needs
PostgreSQL as `python -m bench` does. A full run takes some minutes and writes bench/SEARCH.md; `--to` writes any
elsewhere.
"""

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from bench.entry import options, run, say

RESULTS = Path(__file__).with_name("SEARCH.md")
IN_PALETTE = 5
PALETTE_AIM, PAGE_AIM = 150, 300


@dataclass(frozen=True)
class Size:
    """How much of everything."""

    customers: int
    tickets: int
    promises: int
    teams: int
    rounds: int


FULL = Size(100_000, 300_000, 300_000, 50, 15)
QUICK = Size(400, 1_000, 1_000, 4, 3)


@dataclass(frozen=True)
class Question:
    """What is asked: as it is typed, and as the words that it comes to, each a list of pieces."""

    what: str
    typed: str
    words: list[list[str]]


@dataclass
class Cost:
    """Milliseconds of each round."""

    product: list[float] = field(default_factory=list)
    by_hand: list[float] = field(default_factory=list)
    palette: list[float] = field(default_factory=list)
    page: list[float] = field(default_factory=list)
    differ: bool = False


def main(arguments: list[str]) -> int:
    asked = options(
        "bench.search",
        __doc__,
        quick="small numbers, some seconds",
        database="kept_bench_search",
        results=RESULTS,
    ).parse_args(arguments)
    size = QUICK if asked.quick else FULL
    return run(asked, None if asked.quick else RESULTS, lambda url: _run(url, size))


def _run(url: str, size: Size) -> Callable[[float], str]:
    from django.core.management import call_command
    from django.db import connection

    from bench import library, org
    from bench.search_by_hand import ByHand

    at = datetime.now(UTC).replace(microsecond=0)
    call_command("migrate", verbosity=0)
    org.populate(at, size.teams)
    say(f"{size.tickets:,} tickets, {size.customers:,} customers, {size.promises:,} promises")
    library.populate(at, customers=size.customers, tickets=size.tickets, promises=size.promises)
    by_hand, browser, costs = ByHand(url), _browser(), {}
    for question in _questions():
        say(question.what)
        costs[question.what] = _cost(question, by_hand, browser, size.rounds)
    by_hand.close()
    connection.close()
    return lambda took: _page(size, costs, took)


def _questions() -> list[Question]:
    from tickets.models import Customer, Ticket

    somebody = Customer.objects.get(pk=24)
    number = str(Ticket.objects.order_by("number")[200].number)
    address = somebody.email.translate(str.maketrans("@.", "  ")).split()
    phone = "".join(filter(str.isdigit, somebody.phone))
    return [
        Question("a rare word", "zeppelin", [["zeppelin"]]),
        Question("a word in most tickets", "delivery", [["delivery"]]),
        Question("a word in every promise", "call", [["call"]]),
        Question("a name that many have", "petra", [["petra"]]),
        Question("a full name", somebody.name, [[part] for part in somebody.name.lower().split()]),
        Question("an e-mail address", somebody.email, [address]),
        Question("a phone number", somebody.phone, [[phone]]),
        Question("a ticket’s number", number, [[number]]),
        Question("two common words", "delivery refund", [["delivery"], ["refund"]]),
        Question("a name and a word", "petra delivery", [["petra"], ["delivery"]]),
        Question("a rare and a common word", "zeppelin delivery", [["zeppelin"], ["delivery"]]),
        Question("nothing has it", "qqxyzzy", [["qqxyzzy"]]),
        *(Question(f"typing: {part}", part, [[part]]) for part in ("d", "de", "deliv")),
    ]


def _browser() -> Callable[..., float]:
    from django.test import Client

    from people.models import User

    client = Client()
    head = User.objects.get(email="head@bench.example")
    client.force_login(head, "allauth.account.auth_backends.AuthenticationBackend")

    def asked(text: str, **headers: str) -> None:
        answer = client.get("/search/", {"q": text}, headers={"host": "localhost", **headers})
        if answer.status_code != 200:
            raise AssertionError(f"{text}: {answer.status_code}")

    return asked


def _cost(question: Question, by_hand, browser, rounds: int) -> Cost:
    from tracker.searching import KINDS, found

    cost = Cost()

    def product() -> list:
        return [list(found(kind, question.typed).values_list("pk", flat=True)[:IN_PALETTE]) for kind in KINDS]

    def hand() -> list:
        return [by_hand.found(kind, question.words, IN_PALETTE) for kind in KINDS]

    cost.differ = product() != hand()
    browser(question.typed)
    for _ in range(rounds):
        _timed(cost.product, product)
        _timed(cost.by_hand, hand)
        _timed(cost.palette, lambda: browser(question.typed, hx_request="true"))
        _timed(cost.page, lambda: browser(question.typed))
    return cost


def _timed(times: list[float], act: Callable[[], object]) -> None:
    began = time.perf_counter()
    act()
    times.append((time.perf_counter() - began) * 1000)


def _page(size: Size, costs: dict[str, Cost], took: float) -> str:
    from bench.asking import p95
    from bench.report import machine, table

    rows = [
        (
            what,
            f"{median(cost.product):.0f}",
            f"{median(cost.by_hand):.0f}",
            f"{median(cost.product) / median(cost.by_hand):.2f}",
            f"{median(cost.palette):.0f}",
            f"{p95(cost.palette):.0f}",
            f"{median(cost.page):.0f}",
            f"{p95(cost.page):.0f}",
        )
        for what, cost in costs.items()
    ]
    head = ("what", "product, ms", "by hand, ms", "ratio", "palette, ms", "95 %", "page, ms", "95 %")
    differ = [what for what, cost in costs.items() if cost.differ]
    slow = [
        what
        for what, cost in costs.items()
        if median(cost.palette) > PALETTE_AIM or median(cost.page) > PAGE_AIM
    ]
    return "\n".join(
        [
            "# What a search costs",
            "",
            f"Made by `python -m bench.search` on {datetime.now(UTC):%Y-%m-%d %H:%M} UTC, in {took:.0f} s.",
            machine(),
            f"{size.tickets:,} tickets, {size.customers:,} customers and {size.promises:,} promises. Medians of"
            f" {size.rounds}.",
            "",
            "Product and by hand look for the best five of each kind; by hand is one SQL statement a kind on the same"
            " columns and indexes. The palette and the page are whole requests, templates and all.",
            f"The answers: {'the very same' if not differ else 'NOT THE SAME: ' + ', '.join(differ)}.",
            "",
            f"Aim: the palette answers in {PALETTE_AIM} ms, the page in {PAGE_AIM} ms:"
            f" {'reached' if not slow else 'MISSED by ' + ', '.join(slow)}.",
            "",
            table(head, rows),
            "",
        ]
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
