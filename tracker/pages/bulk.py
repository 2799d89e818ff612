"""Several tickets at once: who has them, how urgent they are, what about, open or pending. And taking that back."""

from collections.abc import Mapping

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST

from people.answers import back_to
from people.models import User
from tickets.models import Priority, State, Topic
from tracker import undoing
from tracker.changing_many import AT_MOST, change_many

LIST = "/tickets/"


@login_required
@require_POST
def change_picked(request: HttpRequest) -> HttpResponse:
    """Do one thing to each ticket that was picked; what is refused of one leaves the others."""
    back = back_to(request, LIST)
    numbers = [int(each) for each in request.POST.getlist("tickets")[:AT_MOST] if _is_key(each)]
    what = _meant(request.POST.get("do", ""), request.user)
    if not numbers or what is None:
        messages.warning(
            request, "Pick tickets, and what to do with them." if not numbers else "Choose what to do."
        )
        return HttpResponseRedirect(back)
    field, value, words = what
    outcome = change_many(numbers, field, value, by=request.user)
    if outcome.changed:
        token = undoing.token(outcome.changed, request.user)
        messages.success(request, f"{_tickets(len(outcome.changed))}: {words}.", extra_tags=f"undo:{token}")
    elif not outcome.refused:
        messages.info(request, f"Nothing to change: {words} already.")
    _say_refused(request, outcome.refused, "not changed")
    return HttpResponseRedirect(back)


@login_required
@require_POST
def undo(request: HttpRequest) -> HttpResponse:
    """Take back what the toast said was done."""
    try:
        count, refused = undoing.undo(request.POST.get("token", "")[:20_000], by=request.user)
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
        return HttpResponseRedirect(back_to(request, LIST))
    if count:
        messages.success(request, f"Undone: {_tickets(count)}.")
    _say_refused(request, refused, "not put back")
    return HttpResponseRedirect(back_to(request, LIST))


def choices(reader: User) -> list[tuple[str, list[tuple[str, str]]]]:
    """What can be done to many, in groups. Two queries."""
    team = reader.team.people().order_by("name") if reader.team_id else User.objects.none()
    others = [(f"owner={each.pk}", each.name) for each in team if each.pk != reader.pk]
    return [
        ("Owner", [("owner=me", "Take them"), *others, ("owner=", "Nobody")]),
        ("Priority", [(f"priority={value}", label) for value, label in Priority.choices]),
        ("State", [("state=open", "Open"), ("state=pending", "Pending")]),
        (
            "Topic",
            [*((f"topic={each.pk}", each.name) for each in Topic.objects.all()), ("topic=", "No topic")],
        ),
    ]


def _meant(said: str, reader: User) -> tuple[str, object, str] | None:
    """Field, plain value, and words for what came of it; None for what is not offered."""
    field, equals, value = said.partition("=")
    if not equals or not undoing.is_known(field, value):
        return None
    if field == "priority" and value in Priority.values:
        return field, value, f"priority {Priority(value).label.lower()}"
    if field == "state":
        return field, value, f"now {State(value).label.lower()}"
    if field == "owner" and value == "me":
        return field, reader.pk, "yours now"
    if field in ("owner", "topic") and (value == "" or _is_key(value)):
        names = {"owner": "owner", "topic": "topic"}
        return field, int(value) if value else None, f"{names[field]} {'set' if value else 'taken off'}"
    return None


def _is_key(said: str) -> bool:
    return said.isascii() and said.isdigit() and len(said) < 19


def _tickets(count: int) -> str:
    return f"{count} ticket{'' if count == 1 else 's'}"


def _say_refused(request: HttpRequest, refused: Mapping[int, str], what: str) -> None:
    by_reason: dict[str, list[int]] = {}
    for number, why in refused.items():
        by_reason.setdefault(why, []).append(number)
    told = [f"{', '.join(f'#{each}' for each in numbers)}: {why}" for why, numbers in by_reason.items()]
    if told:
        messages.warning(request, f"{_tickets(len(refused))} {what}. {' '.join(told)}")
