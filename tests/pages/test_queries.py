"""A page costs as many queries with twenty rows as with two."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from alerts.sweep import Sweep
from escalations.consulting import consult
from escalations.escalating import escalate
from escalations.models import Position
from promises import handing_over
from recovery.moods import read_mood
from tests.cast import a_call, a_customer, a_promise, a_ticket, an_absence
from tickets.models import Ticket

PAGES = [
    "/",
    "/?who=team",
    "/tickets/",
    "/tickets/?q=invoice&state=all&owner=me&team=support-berlin",
    "/tickets/?mood=heated",
    "/tickets/?order=due",
    "/search/?q=invoice",
    "/replies/",
    "/tickets/{number}/",
    "/tickets/{number}/state/?to=solved",
    "/tickets/{number}/transfers/new/",
    "/tickets/{number}/referral/?amount=300",
    "/tickets/{number}/escalations/new/",
    "/tickets/{number}/consults/new/",
    "/escalations/{escalation}/acknowledge/",
    "/alerts/",
    "/alerts/?show=all",
    "/calls/new/",
    "/calls/new/?ticket={number}",
    "/customers/matches/?who=duarte",
    "/customers/tickets/?customer={customer}",
    "/promises/{promise}/keep/",
    "/promises/{promise}/renegotiate/",
    "/promises/{promise}/hand-over/",
    "/pulse/",
    "/chart/",
    "/absences/",
    "/absences/{absence}/",
    "/shift/",
    "/teams/support-berlin/rules/",
    "/dashboard/",
    "/dashboard/?team=support-berlin",
    "/dashboard/promises/?show=risk",
    "/dashboard/escalations/",
    "/dashboard/tickets/",
    "/wall/",
]


def fill(cast, count: int) -> dict:
    """`count` promises on one ticket and on tickets of their own, with contacts, offers and alerts."""
    at = timezone.now() - timedelta(hours=3)
    ticket = Ticket.objects.filter(subject="The full one").first() or a_ticket(
        cast, at=at, subject="The full one, about an invoice"
    )
    for number in range(count):
        customer = a_customer(f"Duarte {number} {count}", f"{number}.{count}@customer.example")
        other = a_ticket(cast, at=at, customer=customer, subject=f"Invoice {number}")
        for each in (ticket, other):
            promise = a_promise(each, at=at, due_at=at + timedelta(hours=2 + number), by=cast.amira)
            handing_over.offer(promise, to=cast.tom, by=cast.amira, at=at)
            mine = a_promise(
                each, at=at, due_at=at + timedelta(hours=4 + number), by=cast.tom, owner=cast.tom
            )
            handing_over.offer(mine, to=cast.amira, by=cast.tom, at=at)
        Position.objects.create(title=f"Deputy {number}", reports_to=Position.objects.get(holder=cast.omar))
        away = at + timedelta(days=30 + number)
        absence = an_absence(cast.tom, away, away + timedelta(days=9), deputy=cast.amira)
        escalate(a_ticket(cast, at=at, owner=cast.lena), cause="by_hand", reason="Mine.", by=cast.lena, at=at)
        call = a_call(ticket, at=at + timedelta(minutes=number + 1))
        read_mood(ticket, by=cast.amira, level="angry", contact=call, at=call.happened_at)
        read_mood(other, by=cast.amira, level="furious", at=at)
        escalate(other, cause="by_hand", reason="Needs a decision.", by=cast.amira, at=at)
        escalation = escalate(ticket, cause="by_hand", reason=f"Again: {number}.", by=cast.amira, at=at)
        consult(ticket, person=cast.tom, question="Do we swap it?", by=cast.amira, at=at)
        consult(ticket, person=cast.amira, question="Did you swap it?", by=cast.tom, at=at)
    Sweep().run(timezone.now())
    return {
        "absence": absence.pk,
        "escalation": escalation.pk,
        "number": ticket.number,
        "promise": promise.pk,
        "customer": ticket.customer_id,
    }


def queries(client, path: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        response = client.get(path)
    assert response.status_code == 200, path
    return len(captured)


@pytest.mark.django_db
def test_no_page_asks_more_often_when_there_is_more_to_show(amira, cast):
    few = fill(cast, 2)
    amira.get("/wall/")  # the first of a day saves the session anew
    with_few = {page: queries(amira, page.format(**few)) for page in PAGES}
    many = fill(cast, 8)
    with_many = {page: queries(amira, page.format(**many)) for page in PAGES}
    assert with_many == with_few


@pytest.mark.django_db
def test_no_page_asks_more_than_42_times(amira, cast):
    filled = fill(cast, 2)
    counts = {page: queries(amira, page.format(**filled)) for page in PAGES}
    assert max(counts.values()) <= 42, counts


@pytest.mark.django_db
def test_who_may_only_read_asks_no_more_often_either(browse, cast):
    counts = []
    for more in (1, 4):
        filled = fill(cast, more)
        ben = browse(cast.ben)
        pages = ("/tickets/", "/tickets/{number}/", "/dashboard/promises/", "/dashboard/escalations/")
        counts.append([queries(ben, page.format(**filled)) for page in pages])
    assert counts[0] == counts[1]


@pytest.mark.django_db
def test_a_desk_with_many_escalations_asks_no_more_often(browse, cast):
    counts = []
    for more in (1, 4):
        fill(cast, more)
        counts.append(queries(browse(cast.omar), "/"))
    assert counts[0] == counts[1]
