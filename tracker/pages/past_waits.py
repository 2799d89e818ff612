"""What the times to acknowledge are made of: alerts and escalations that somebody took, as lists and as CSV."""

from collections.abc import Iterable, Iterator

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase

from alerts.models import Acknowledgement
from alerts.waits import WAIT_WORDS
from escalations.models import StepAcknowledgement
from people.paging import Page
from people.spreadsheets import AT_ONCE, csv_answer, in_turns, wants_csv
from promises.acknowledged import alerts_acknowledged, escalations_taken
from promises.models import Promise
from tracker.pages.past import asked_of, place_of, show_list


@login_required
def escalations(request: HttpRequest) -> HttpResponseBase:
    """Escalations that somebody took in the period, the last first; those that waited so long."""
    at, asked, form = asked_of(request)
    found, group = _waited(request, escalations_taken(asked))
    found = found.select_related("step__escalation__ticket__team")
    if wants_csv(request):
        head = ("ticket", "team", "opened at", "acknowledged at", "waited")
        return csv_answer("escalations", head, map(_escalation_row, found.iterator(chunk_size=AT_ONCE)))
    page = Page.of(found, request)
    rows = [
        {
            "ticket": one.step.escalation.ticket,
            "opened_at": one.step.escalation.opened_at,
            "at": one.at,
            "team": one.step.escalation.ticket.team,
        }
        for one in page.rows
    ]
    return show_list(request, "waits", "Escalations that somebody took", group, rows, page, at, form)


def _escalation_row(one: StepAcknowledgement) -> tuple:
    climbed = one.step.escalation
    times = climbed.opened_at.isoformat(), one.at.isoformat()
    return climbed.ticket_id, climbed.ticket.team.name, *times, WAIT_WORDS[one.wait]


@login_required
def alerts(request: HttpRequest) -> HttpResponseBase:
    """Alerts about promises that somebody acknowledged in the period, the last first; those that waited so long."""
    at, asked, form = asked_of(request)
    found, group = _waited(request, alerts_acknowledged(asked))
    found = found.select_related("alert__deadline")
    if wants_csv(request):
        head = ("ticket", "promise", "team", "due at", "alerted at", "acknowledged at", "waited")
        return csv_answer("alerts", head, _alert_rows(found))
    page = Page.of(found, request)
    promises = _promises_of(page.rows)
    rows = [_alert(one, promises[one.alert.deadline.subject_id]) for one in page.rows]
    return show_list(request, "waits", "Alerts that somebody acknowledged", group, rows, page, at, form)


def _alert(one: Acknowledgement, promise: Promise) -> dict:
    return {"ticket": promise.ticket, "alerted_at": one.alert.raised_at, "at": one.at, "team": promise.team}


def _alert_rows(found: QuerySet[Acknowledgement]) -> Iterator[tuple]:
    # No name: a spreadsheet of who answered how fast would be the ranking that there is not to be.
    for some in in_turns(found.iterator(chunk_size=AT_ONCE)):
        promises = _promises_of(some)
        for one in some:
            alert, promise = one.alert, promises[one.alert.deadline.subject_id]
            times = (alert.deadline.at, alert.raised_at, one.at)
            about = promise.ticket_id, promise.pk, promise.team.name
            yield *about, *(time.isoformat() for time in times), WAIT_WORDS[one.wait]


def _promises_of(acknowledgements: Iterable[Acknowledgement]) -> dict[int, Promise]:
    """What these alerts are about, by number. One query."""
    keys = {one.alert.deadline.subject_id for one in acknowledgements}
    return Promise.objects.select_related("ticket", "team").in_bulk(keys)


def _waited(request: HttpRequest, found: QuerySet) -> tuple[QuerySet, str]:
    """Those that waited as long as the address says, the last first; and what that group is called."""
    found, group = found.order_by("-at", "-id"), place_of(request, WAIT_WORDS)
    return (found, "") if group is None else (found.filter(wait=group), WAIT_WORDS[group])
