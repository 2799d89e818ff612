"""What can be done with a ticket from its page: log a contact, give it an owner, set its state."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST
from django_htmx.http import trigger_client_event

from people.answers import gone_to, refuse, show_form
from people.once import sent_once
from promises.closing import ENDS, Fate, move
from promises.keeping import evidence_for
from promises.models import Promise
from promises.showing import Shown
from recovery.forms import HeardForm, MoodForm
from recovery.models import Mood
from recovery.moods import log_contact as log_heard
from recovery.moods import read_mood
from tickets.forms import OwnerForm, StateForm
from tickets.models import Contact, State, Ticket
from tracker.pages.ticket import context_of, found_ticket
from tracker.undoing import Changed, change_what_was_said, token


@login_required
@require_POST
@sent_once
def log_contact(request: HttpRequest, number: int) -> HttpResponse:
    """Log what was said; refused, the page comes back with what was typed."""
    ticket = found_ticket(number)
    form = HeardForm(request.POST)
    if form.is_valid():
        try:
            log_heard(ticket, by=request.user, **form.cleaned_data)
            return gone_to(request, "Contact logged.", ticket.get_absolute_url())
        except ValidationError as error:
            refuse(form, error)
    context = context_of(ticket, request.user, timezone.now(), contact_form=form)
    return render(request, "tickets/ticket.html", context, status=422)


@login_required
@require_POST
def set_mood(request: HttpRequest, number: int) -> HttpResponse:
    """Note how the customer is now. To htmx the form comes back, empty or with what is wrong with it."""
    ticket = found_ticket(number)
    form = MoodForm(request.POST, auto_id="mood_%s")
    if form.is_valid():
        read = read_mood(ticket, by=request.user, **form.cleaned_data)
        words = f"Mood noted: {Mood(read.level).word}."
        if not request.htmx:
            return gone_to(request, words, ticket.get_absolute_url())
        fresh = {"ticket": ticket, "mood_form": MoodForm(auto_id="mood_%s")}
        response = render(request, "tickets/mood_form.html", fresh)
        return trigger_client_event(response, "kept:done", {"message": words})
    if request.htmx:
        return render(request, "tickets/mood_form.html", {"ticket": ticket, "mood_form": form})
    context = context_of(ticket, request.user, timezone.now(), mood_form=form)
    return render(request, "tickets/ticket.html", context, status=422)


@login_required
@require_POST
def set_owner(request: HttpRequest, number: int) -> HttpResponse:
    """Give it to somebody of its team, or to nobody; set priority and topic. Promises stay where they are."""
    ticket = found_ticket(number)
    form = OwnerForm(request.POST, team=ticket.team)
    if form.is_valid():
        try:
            made = change_what_was_said(ticket, form.said(), by=request.user)
            words = _said([each.field for each in made])
            return gone_to(request, words, ticket.get_absolute_url(), undo=token(made, request.user))
        except ValidationError as error:
            refuse(form, error)
        except PermissionDenied as denied:
            form.add_error("owner", str(denied))
    context = context_of(found_ticket(number), request.user, timezone.now(), owner_form=form)
    return render(request, "tickets/ticket.html", context, status=422)


def _said(fields: list[str]) -> str:
    if not fields:
        return "Nothing has changed."
    stays = " Promises stay with those who made them." if "owner" in fields else ""
    return f"{', '.join(fields).capitalize()} set.{stays}"


@login_required
def set_state(request: HttpRequest, number: int) -> HttpResponse:
    """Solve, close, set to pending or open again. What ends it asks what becomes of each open promise."""
    ticket = found_ticket(number)
    to = request.POST.get("state") or request.GET.get("to", "")
    to = to if to in State.values else State.SOLVED
    owed = _owed(ticket) if to in ENDS else []
    form = StateForm(request.POST or None, initial={"state": to})
    fates, problems = _fates(request, owed)
    if request.method == "POST" and form.is_valid() and not problems:
        before = ticket.state
        try:
            move(ticket, to, by=request.user, reason=form.cleaned_data["reason"], fates=fates)
            # What became of a promise is not taken back, so neither is the state that it came with.
            undoable = [Changed(number, "state", before, to)] if not owed and before != to else []
            words = f"#{ticket.number} is {State(to).label.lower()}."
            return gone_to(request, words, ticket.get_absolute_url(), undo=token(undoable, request.user))
        except ValidationError as error:
            refuse(form, error)
        except PermissionDenied as denied:
            form.add_error(None, str(denied))
    at = timezone.now()
    context = {
        "form": form,
        "ticket": ticket,
        "to": to,
        "asked": [_asked(request, promise, contacts, problems, at) for promise, contacts in owed],
        "action": request.path,
    }
    return show_form(request, "tickets/set_state.html", context, refused=request.method == "POST")


def _owed(ticket: Ticket) -> list[tuple[Promise, list[Contact]]]:
    """Open promises, each with the contacts that can show it was kept. A query for all contacts, not one a promise."""
    promises = list(
        Promise.objects.unsettled()
        .with_facts()
        .filter(ticket=ticket)
        .select_related("owner", "ticket__customer")
        .prefetch_related("renegotiations", "customer_answers")
    )
    if not promises:
        return []
    contacts = evidence_for(min(promises, key=Promise.owed_since))
    return [(p, [c for c in contacts if c.happened_at > p.owed_since()]) for p in promises]


def _fates(request: HttpRequest, owed: list) -> tuple[dict[int, Fate], dict[int, str]]:
    """What was said of each promise, and what is wrong with it."""
    fates, problems = {}, {}
    if request.method != "POST":
        return fates, problems
    for promise, contacts in owed:
        said = request.POST.get(f"fate-{promise.pk}", "")
        reason = request.POST.get(f"reason-{promise.pk}", "").strip()
        evidence = {f"keep-{contact.pk}": contact for contact in contacts}.get(said)
        if evidence:
            fates[promise.pk] = Fate("keep", evidence=evidence)
        elif said == "withdraw" and reason:
            fates[promise.pk] = Fate("withdraw", reason=reason)
        elif said == "withdraw":
            problems[promise.pk] = "Say why it is withdrawn: the customer may ask."
        elif said == "leave":
            fates[promise.pk] = Fate("leave")
        else:
            problems[promise.pk] = "Say what becomes of this promise."
    return fates, problems


def _asked(
    request: HttpRequest, promise: Promise, contacts: list[Contact], problems: dict[int, str], at
) -> dict:
    said = request.POST.get(f"fate-{promise.pk}", "")
    return {
        "promise": Shown.of(promise, at),
        "contacts": contacts,
        "said": said,
        "said_contact": next((c.pk for c in contacts if said == f"keep-{c.pk}"), None),
        "reason": request.POST.get(f"reason-{promise.pk}", ""),
        "problem": problems.get(promise.pk, ""),
    }
