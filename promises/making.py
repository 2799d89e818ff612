"""Making a promise, and showing beforehand what it would mean."""

from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import datetime
from functools import cached_property

from django.core.exceptions import ValidationError
from django.db import transaction

from alerts import clock
from alerts.models import Rung
from people.fields import moment, validate_timezone, zone
from people.models import Team, User
from promises import feasibility
from promises.feasibility import FeasibilityWarning
from promises.models import Promise
from promises.models.promise import KIND
from promises.window import FURTHEST, Window, window_of
from tickets.models import Event, State, Ticket

Rungs = list[tuple[Rung, datetime]]


@dataclass(frozen=True)
class Preview:
    """What a promise would be: its window, what speaks against it, and when whom it would alert."""

    window: Window
    warnings: list[FeasibilityWarning]
    _plan: Callable[[], Rungs] = field(repr=False)

    @cached_property
    def ladder(self) -> Rungs:
        """Worked out when it is asked for: whoever makes the promise has its deadline planned anyway."""
        return self._plan()


def preview(
    *,
    team: Team,
    owner: User,
    timezone: str,
    language: str,
    wording: str = "",
    due_at: datetime | None = None,
    not_before: datetime | None = None,
    said_at: datetime | None = None,
    at: datetime | None = None,
    ignore: Promise | None = None,
) -> Preview:
    """Read, check and plan a promise of `owner` for `team`, and save nothing.

    `said_at` and `at` are aware, None is now. `ignore` is the promise that this would replace.
    Raises ValidationError naming the field, as making it would.
    """
    at = moment(at)
    said_at = _said(said_at, at)
    _check_zone(timezone)
    _check_owner(owner)
    window = window_of(
        wording=wording,
        due_at=due_at,
        not_before=not_before,
        said_at=said_at,
        at=at,
        timezone=timezone,
        language=language,
        team=team,
    )
    warnings = feasibility.check(
        owner=owner,
        team=team,
        due_at=window.due_at,
        not_before=window.not_before,
        said_at=said_at,
        at=at,
        timezone=zone(timezone),
        ignore=ignore,
    )
    return Preview(window, warnings, lambda: clock.preview(team, owner, said_at, window.due_at))


@transaction.atomic
def make(
    ticket: Ticket,
    *,
    by: User,
    wording: str = "",
    due_at: datetime | None = None,
    not_before: datetime | None = None,
    kind: str = Promise.Kind.CALLBACK,
    owner: User | None = None,
    said_at: datetime | None = None,
    timezone: str = "",
    language: str = "",
    at: datetime | None = None,
) -> Promise:
    """Record a promise to the ticket's customer, and start its deadline.

    The owner is the ticket's, else who makes it. What feasibility warns of is kept with the promise: the agent
    went ahead. Raises ValidationError naming the field.
    """
    at = moment(at)
    said_at = _said(said_at, at)
    owner = owner or ticket.owner or by
    ticket.lock()
    if ticket.state == State.CLOSED:
        raise ValidationError({"ticket": "The ticket is closed. Open it again before you promise anything."})
    if kind not in Promise.Kind.values:
        raise ValidationError(
            {"kind": f"“{kind}” is not a kind of promise. Use {', '.join(Promise.Kind.values)}."}
        )
    timezone, language = timezone or ticket.customer.timezone, language or by.language
    seen = preview(
        team=ticket.team,
        owner=owner,
        timezone=timezone,
        language=language,
        wording=wording,
        due_at=due_at,
        not_before=not_before,
        said_at=said_at,
        at=at,
    )
    promise = Promise.objects.create(
        ticket=ticket,
        kind=kind,
        wording=seen.window.wording,
        understood=seen.window.understood,
        language=language,
        timezone=timezone,
        said_at=said_at,
        made_at=at,
        made_by=by,
        owner=owner,
        team=ticket.team,
        not_before=seen.window.not_before,
        due_at=seen.window.due_at,
        warnings=[plain(warning) for warning in seen.warnings],
    )
    clock.start(
        KIND, promise.pk, owner=owner, team=ticket.team, starts_at=said_at, due_at=promise.due_at, at=at
    )
    Event.objects.record(
        ticket,
        "promise_made",
        at=at,
        actor=by,
        promise=promise.pk,
        promise_kind=kind,
        wording=promise.wording,
        due_at=promise.due_at.isoformat(),
        owner=owner.name,
        warnings=[warning.code for warning in seen.warnings],
    )
    return promise


def plain(warning: FeasibilityWarning) -> dict:
    """A warning in plain JSON values."""
    suggested = warning.suggested_at
    return {**asdict(warning), "suggested_at": suggested.isoformat() if suggested else None}


def _said(said_at: datetime | None, at: datetime) -> datetime:
    said_at = moment(said_at or at, "said_at")
    if said_at > at:
        raise ValidationError(
            {"said_at": "This lies in the future: nobody has said it yet. Leave it out for now."}
        )
    if said_at < at - FURTHEST:
        raise ValidationError(
            {"said_at": "This is over a year ago. Give the time of the call, or leave it out for now."}
        )
    return said_at


def _check_zone(timezone: str) -> None:
    try:
        validate_timezone(timezone)
    except ValidationError as unknown:
        raise ValidationError({"timezone": unknown.messages}) from unknown


def _check_owner(owner: User) -> None:
    if not owner.is_active:
        raise ValidationError({"owner": f"{owner.name} has left. Choose somebody who works here."})
