"""Passing a ticket on: who can solve it, what becomes of its promises, and what happens at the cap."""

from datetime import datetime

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from escalations.chain import Chain
from escalations.forms import text
from escalations.granting import grant_transfer
from escalations.models import TransferRefusal
from escalations.referral import who_can_solve
from escalations.showing import ShownEscalation, open_escalations
from escalations.standing import Standing
from escalations.views import ask, ticket_named
from people.answers import Over, gone_to
from people.models import User
from promises.models import Promise
from promises.showing import Shown
from promises.transferring import accept_transfer, decline_transfer, transfer
from promises.understanding import local_time
from tickets.models import Ticket, Transfer
from tracker.pages.hands import meter_of
from tracker.pages.transfer_form import OTHER, AmountForm, TransferForm

CANDIDATES = 5


class ReasonForm(forms.Form):
    """A reason, which the verb asks for."""

    reason = text("Why")


@login_required
def transfer_page(request: HttpRequest, number: int) -> HttpResponse:
    """Choose who can solve it. At the cap the page says beforehand that it escalates instead."""
    ticket, at = ticket_named(number), timezone.now()
    form = TransferForm(request.POST or None, ticket=ticket)

    def act(data: dict) -> HttpResponse:
        said = {name: data[name] for name in ("to_owner", "to_team", "kind", "reason", "note")}
        moved = transfer(ticket, by=request.user, **said)
        if isinstance(moved, TransferRefusal):
            return gone_to(request, _refused(moved, request.user), back, messages.WARNING)
        return gone_to(request, _moved(moved), back)

    back = ticket.get_absolute_url()
    amount, currency = form.said() if form.is_bound else (None, "EUR")
    return ask(
        request,
        form,
        "transfers/new.html",
        act,
        back=back,
        ticket=ticket,
        meter=meter_of(ticket),
        promises=_owed(ticket, at),
        instead=_asked_instead(ticket, at),
        **_referral(ticket, at, amount, currency, form["to"].value() or ""),
    )


@login_required
def referral(request: HttpRequest, number: int) -> HttpResponse:
    """Who can solve this, for an amount; the list alone, for the dialog."""
    ticket = ticket_named(number)
    amount, currency = AmountForm(request.GET).said()
    context = _referral(ticket, timezone.now(), amount, currency, request.GET.get("to", ""))
    return render(request, "transfers/candidates.html", {"ticket": ticket, **context})


@login_required
def grant_page(request: HttpRequest, number: int) -> HttpResponse:
    """One transfer more than the cap, by a manager, for a reason."""
    ticket = ticket_named(number)

    def act(data: dict) -> str:
        grant_transfer(ticket, by=request.user, reason=data["reason"])
        return "One more transfer is allowed."

    form = ReasonForm(request.POST or None)
    back = ticket.get_absolute_url()
    return ask(request, form, "transfers/grant.html", act, back=back, ticket=ticket, meter=meter_of(ticket))


@login_required
def accept_page(request: HttpRequest, pk: int) -> HttpResponse:
    """The receiver of a warm transfer takes the ticket."""
    moved = _transfer(pk)

    def act(data: dict) -> HttpResponse:
        accept_transfer(moved, by=request.user)
        return gone_to(request, "You have taken it over. Its promises are yours to accept one by one.", back)

    form = forms.Form(request.POST if request.method == "POST" else None)
    back = moved.ticket.get_absolute_url()
    said = {"ticket": moved.ticket, "moved": moved, "ended": _answered(moved, request.user)}
    return ask(request, form, "transfers/accept.html", act, back=back, **said)


@login_required
def decline_page(request: HttpRequest, pk: int) -> HttpResponse:
    """The receiver of a warm transfer says no, for a reason: the ticket goes back."""
    moved = _transfer(pk)

    def act(data: dict) -> HttpResponse:
        decline_transfer(moved, by=request.user, reason=data["reason"])
        return gone_to(
            request, f"Declined. The ticket is back with {moved.from_owner or moved.from_team}.", back
        )

    form = ReasonForm(request.POST or None)
    back = moved.ticket.get_absolute_url()
    said = {"ticket": moved.ticket, "moved": moved, "ended": _answered(moved, request.user)}
    return ask(request, form, "transfers/decline.html", act, back=back, **said)


def _transfer(pk: int) -> Transfer:
    found = Transfer.objects.select_related(
        "ticket__customer", "ticket__team", "ticket__owner", "from_owner", "from_team", "to_owner", "by"
    )
    return get_object_or_404(found, pk=pk)


def _answered(moved: Transfer, reader: User) -> Over | None:
    """Why the reader has no word to say to it: it is answered, or was made to another."""
    to = str(moved.to_owner or "")
    if moved.declined_at:
        return Over("This transfer is answered", "Declined", moved.declined_at, to, moved.decline_reason)
    if moved.accepted_at:
        return Over("This transfer is answered", "Accepted", moved.accepted_at, to)
    if reader.pk == moved.to_owner_id or reader.is_staff:
        return None
    return Over("You cannot answer this transfer", "Only the person who was spoken to can answer it")


def _referral(ticket: Ticket, at: datetime, amount, currency: str, chosen: str) -> dict:
    found = who_can_solve(ticket, at=at, amount=amount, currency=currency, limit=CANDIDATES)
    keys = [str(one.person.pk) for one in found]
    return {
        "candidates": found,
        "chosen": chosen if chosen in (*keys, OTHER) else (keys or [OTHER])[0],
        "amount": amount,
        "currency": currency,
    }


def _owed(ticket: Ticket, at: datetime) -> list[Shown]:
    promises = Promise.objects.unsettled().with_facts().filter(ticket=ticket).order_by("due_at", "id")
    return [Shown.of(one, at) for one in promises.select_related("owner", "ticket__customer")]


def _asked_instead(ticket: Ticket, at: datetime) -> dict:
    """Whom a transfer past the cap would ask: who has the open escalation, else the first above who is there."""
    known = open_escalations().filter(ticket=ticket).first()
    if known:
        return {"known": ShownEscalation.of(known, Standing.of([known], at), at), "person": None}
    chain = Chain.at(at)
    there = (chain.stands_for(seat) for seat in chain.above(ticket.owner_id, ticket.team_id))
    first = next((person for person in there if person), None)
    return {"known": None, "person": User.objects.filter(pk=first).first() if first else None}


def _moved(moved: Transfer) -> str:
    said = f"Passed on to {moved.to_owner or moved.to_team}: transfer {moved.ordinal} of {moved.allowed}."
    return f"{said} They answer whether they take it." if moved.kind == Transfer.Kind.WARM else said


def _refused(refusal: TransferRefusal, reader: User) -> str:
    at = timezone.now()
    said = f"Not passed on: all {refusal.allowed} transfers are used. It is escalated instead: "
    escalation = open_escalations().filter(pk=refusal.escalation_id).first()
    if escalation is None:
        # Somebody was quicker than this answer.
        return f"{said}that is resolved already, see the timeline."
    shown = ShownEscalation.of(escalation, Standing.of([escalation], at), at)
    if shown.acknowledged:
        return f"{said}{shown.has} has it."
    after = f", then {shown.next_person}" if shown.next_person else ""
    return f"{said}{shown.has} has it until {local_time(shown.due_at, reader.timezone)}{after}."
