"""Escalating a ticket, answering an escalation, and asking a colleague: each a form that also opens in the dialog."""

from collections.abc import Callable

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone

from escalations import answering, consulting
from escalations.escalating import escalate
from escalations.forms import AcknowledgeForm, AnswerForm, ConsultForm, EscalateForm, ResolveForm
from escalations.links import chain_for
from escalations.models import Consult, Escalation
from escalations.showing import ShownConsult, ShownEscalation, consults, open_escalations
from escalations.standing import Standing
from people.answers import Over, done, refuse, show_form, show_over
from people.models import User
from people.once import sent_once
from tickets.models import Ticket


def ask(
    request: HttpRequest,
    form: forms.Form,
    template: str,
    act: Callable[[dict], str | HttpResponse],
    *,
    back: str,
    ended: Over | None = None,
    **context,
) -> HttpResponse:
    """Show the form, or do what it asks. `act` calls the verb and says what was done; `back` is the page it is of.

    What is `ended` is said in place of the form, about the `ticket` of the context; what was typed before it was so
    is refused by the verb.
    """
    if ended and request.method != "POST":
        return show_over(request, ended, back=back, ticket=context["ticket"])
    refused = False
    if request.method == "POST":
        if form.is_valid():
            try:
                said = act(form.cleaned_data)
            except ValidationError as error:
                refuse(form, error)
            except PermissionDenied as denied:
                form.add_error(None, str(denied))
            else:
                return done(request, said, back) if isinstance(said, str) else said
        refused = True
    context = {"form": form, "action": request.path, "back": back, **context}
    return show_form(request, template, context, refused=refused)


def ticket_named(number: int) -> Ticket:
    """The ticket with its people; Http404 when there is none."""
    tickets = Ticket.objects.select_related("customer", "owner", "team__calendar", "topic")
    # A number beyond the column's range is a database error on SQLite, and no ticket anywhere.
    found = tickets.filter(pk=number).first() if number < 2**63 else None
    if found is None:
        raise Http404("There is no such ticket.")
    return found


@login_required
def escalate_page(request: HttpRequest, number: int) -> HttpResponse:
    """Why, and to whom; those who would be asked are shown beforehand."""
    ticket, at = ticket_named(number), timezone.now()
    known = open_escalations().filter(ticket=ticket).first()

    def act(data: dict) -> str:
        opened = escalate(ticket, by=request.user, **data)
        escalation = open_escalations().filter(pk=opened.pk).first()
        if escalation is None:
            # Somebody was quicker than this answer.
            return "Escalated, and resolved already: see the timeline."
        shown = ShownEscalation.of(escalation, Standing.of([escalation], at), at)
        if known:
            return f"Added to the open escalation, which {shown.has} has."
        return f"Escalated: {shown.has} is asked." + (
            f" Then {shown.next_person}." if shown.next_person else ""
        )

    return ask(
        request,
        EscalateForm(request.POST or None),
        "escalations/escalate.html",
        act,
        back=ticket.get_absolute_url(),
        ticket=ticket,
        known=ShownEscalation.of(known, Standing.of([known], at), at) if known else None,
        links=[link for link in chain_for(ticket, at) if link.holder and link.holder.pk != ticket.owner_id],
    )


def _escalation(pk: int) -> tuple[Escalation, ShownEscalation | None]:
    """The escalation, and how it is shown while it is open."""
    found = get_object_or_404(Escalation.objects.select_related("ticket__customer", "ticket__owner"), pk=pk)
    at = timezone.now()
    known = open_escalations().filter(pk=pk).first()
    return found, ShownEscalation.of(known, Standing.of([known], at), at) if known else None


def _ended(user: User, escalation: Escalation, shown: ShownEscalation | None) -> Over | None:
    """Why `user` can neither take nor resolve it: it is resolved, or they are not in its chain."""
    if shown is None:
        end = escalation.resolution
        return Over("This escalation is resolved", "Resolved", end.at, str(end.by), end.done)
    if any(answering.may_answer(user, escalation)):
        return None
    return Over("You cannot answer this escalation", answering.NOT_THEIRS)


def _taken(user: User, escalation: Escalation, shown: ShownEscalation) -> Over | None:
    """Why `user` cannot say that they have it: somebody does, or they may only resolve it."""
    if shown.acknowledged:
        return Over("This escalation is taken", f"{shown.has} has it since", shown.since)
    if answering.may_answer(user, escalation).acknowledge:
        return None
    return Over("You cannot answer this escalation", answering.NOT_THEIRS)


@login_required
def acknowledge_page(request: HttpRequest, pk: int) -> HttpResponse:
    """“I have it”: take the case, or stay beside its owner."""
    escalation, shown = _escalation(pk)

    def act(data: dict) -> str:
        known = answering.acknowledge(escalation, by=request.user, takes_case=data["takes_case"])
        return (
            "You have it, and the ticket is yours." if known.takes_case else "You have it. The climb stops."
        )

    return ask(
        request,
        AcknowledgeForm(request.POST if request.method == "POST" else None),
        "escalations/acknowledge.html",
        act,
        back=escalation.ticket.get_absolute_url(),
        ticket=escalation.ticket,
        ended=_ended(request.user, escalation, shown) or _taken(request.user, escalation, shown),
        escalation=shown,
    )


@login_required
def resolve_page(request: HttpRequest, pk: int) -> HttpResponse:
    """What was done about it."""
    escalation, shown = _escalation(pk)

    def act(data: dict) -> str:
        answering.resolve(escalation, by=request.user, done=data["done"])
        return "Resolved. What was done is on the timeline."

    return ask(
        request,
        ResolveForm(request.POST or None),
        "escalations/resolve.html",
        act,
        back=escalation.ticket.get_absolute_url(),
        ticket=escalation.ticket,
        ended=_ended(request.user, escalation, shown),
        escalation=shown,
    )


@login_required
@sent_once
def consult_page(request: HttpRequest, number: int) -> HttpResponse:
    """Ask a colleague; the ticket and its owner stay."""
    ticket = ticket_named(number)

    def act(data: dict) -> str:
        asked = consulting.consult(ticket, by=request.user, **data)
        return f"{asked.person.name} is asked. The ticket stays where it is."

    return ask(
        request,
        ConsultForm(request.POST or None, asker=request.user),
        "escalations/consult.html",
        act,
        back=ticket.get_absolute_url(),
        ticket=ticket,
    )


@login_required
def answer_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer a question that a colleague asked."""
    asked: Consult = get_object_or_404(consults(), pk=pk)

    def act(data: dict) -> str:
        consulting.answer(asked, by=request.user, text=data["text"])
        return f"Answered. {asked.asked_by.name} sees it on the ticket."

    return ask(
        request,
        AnswerForm(request.POST or None),
        "escalations/answer.html",
        act,
        back=asked.ticket.get_absolute_url(),
        ticket=asked.ticket,
        ended=_answered(request.user, asked),
        consult=ShownConsult.of(asked, timezone.now()),
    )


def _answered(user: User, asked: Consult) -> Over | None:
    """Why `user` cannot answer it: somebody has, or another was asked."""
    if reply := getattr(asked, "reply", None):
        return Over("This question is answered", "Answered", reply.at, str(reply.by), reply.text)
    if user.pk == asked.person_id or user.is_staff:
        return None
    return Over("You cannot answer this question", f"{asked.person} was asked. Ask them, or log a note")
