"""Reply on a ticket: log what was written, with a promise in it and the promises that it keeps."""

from datetime import datetime

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from people.answers import gone_to, refuse
from people.models import User
from people.once import sent_once
from promises.models import Promise
from promises.replying import Replied, reply
from promises.showing import Shown
from promises.understanding import Understanding, local_time, read_said_at, understand
from tickets.models import SavedReply, Ticket
from tracker.pages.reply_form import ReplyForm
from tracker.pages.ticket import context_of, found_ticket, reply_form_of


@login_required
@require_POST
@sent_once
def log_reply(request: HttpRequest, number: int) -> HttpResponse:
    """Log it; a promise in it only when what was understood had been shown. Refused, what was typed comes back."""
    at = timezone.now()
    ticket = found_ticket(number)
    owed = Promise.objects.unsettled().with_facts().filter(ticket=ticket)
    rows = [
        Shown.of(each, at) for each in owed.select_related("owner", "ticket__customer").order_by("due_at")
    ]
    form = reply_form_of(ticket, request.user, rows, request.POST)
    seen = _seen(request, ticket, at)
    confirm = bool(seen and not seen.error and request.POST.get("seen") != seen.seen)
    if form.is_valid() and not confirm and not (seen and seen.error):
        try:
            replied = _log(form, ticket, seen, request.user)
            return gone_to(request, _said(replied, request.user), ticket.get_absolute_url())
        except ValidationError as error:
            refuse(form, error)
        except PermissionDenied as denied:
            form.add_error(None, str(denied))
    context = context_of(ticket, request.user, at, reply_form=form, seen=seen, confirm=confirm)
    context["chosen"] = form.cleaned_data.get("due_at")
    return render(request, "tickets/ticket.html", context, status=422)


@login_required
@require_POST
def reply_preview(request: HttpRequest, number: int) -> HttpResponse:
    """What the words typed so far would promise; saves nothing."""
    seen = _seen(request, found_ticket(number), timezone.now(), fresh=True)
    return render(request, "promises/preview.html", {"seen": seen})


@login_required
def filled_reply(request: HttpRequest, number: int, pk: int) -> HttpResponse:
    """A saved reply with the particulars of this ticket filled in, as plain text."""
    ticket = found_ticket(number)
    saved = get_object_or_404(SavedReply.objects.usable_on(ticket, request.user), pk=pk)
    return HttpResponse(saved.filled(ticket, request.user), content_type="text/plain; charset=utf-8")


def _log(form: ReplyForm, ticket: Ticket, seen: Understanding | None, by: User) -> Replied:
    data, promise = form.cleaned_data, None
    if seen:
        due_at = data["due_at"]
        promise = {
            "wording": "" if due_at else data["wording"],
            "due_at": due_at,
            "kind": data["kind"] or "update",
            "owner": by,
            "said_at": seen.said_at,
            "language": data["language"] or by.language,
        }
    keeps = Promise.objects.filter(pk__in=data["keeps"], ticket=ticket).select_related("ticket", "owner")
    return reply(
        ticket, by=by, body=data["body"], channel=data["channel"], keeps=keeps.order_by("pk"), promise=promise
    )


def _seen(request: HttpRequest, ticket: Ticket, at: datetime, fresh: bool = False) -> Understanding | None:
    words, language = request.POST.get("wording", "").strip()[:10_000], request.POST.get("language")
    if not words:
        return None
    return understand(
        words=words,
        team=ticket.team,
        owner=request.user,
        timezone=ticket.customer.timezone,
        language=language if language in ("en", "de", "fr") else request.user.language,
        said_at=None if fresh else read_said_at(request.POST.get("read_at", ""), at),
        at=at,
    )


def _said(replied: Replied, reader: User) -> str:
    said = ["Reply logged."]
    if replied.kept:
        said.append("One promise kept." if len(replied.kept) == 1 else f"{len(replied.kept)} promises kept.")
    if replied.promise:
        said.append(
            f"The new promise is due {local_time(replied.promise.due_at, reader.timezone)} your time."
        )
    return " ".join(said)
