"""What the API needs to show promises, however many, in a constant number of queries."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db.models import OuterRef, Prefetch, Subquery
from django.db.models.functions import Coalesce

from alerts.clock import REPEATS_FROM
from alerts.models import Deadline, Rung
from alerts.planning import pending
from people.api.fields import found
from promises.models import HandOver, Promise, Renegotiation
from promises.models.promise import KIND, PromiseQuerySet


@dataclass(frozen=True)
class Clocks:
    """The running deadlines of some promises, or the last ones of those that are settled. Three queries."""

    deadlines: dict[int, Deadline]

    @classmethod
    def of(cls, promises: Iterable[Promise]) -> "Clocks":
        found = Deadline.objects.filter(kind=KIND, subject_id__in=[promise.pk for promise in promises])
        # The last one of a promise is the present one: it replaces those before it.
        return cls({d.subject_id: d for d in found.order_by("id").prefetch_related("ladder__rungs")})

    def ladder(self, promise_id: int) -> list[dict]:
        """All rungs, in order of time."""
        deadline = self.deadlines.get(promise_id)
        return [_shown(deadline, entry) for entry in deadline.plan] if deadline else []

    def next_rung(self, promise_id: int) -> dict | None:
        """The rung that is raised next; an acknowledgement holds it back until its pause is over."""
        deadline = self.deadlines.get(promise_id)
        if deadline is None or deadline.settled_at:
            return None
        ahead = pending(deadline.plan, deadline.raised_until)
        if not ahead:
            return None
        rung = _shown(deadline, ahead[0])
        return {**rung, "at": max(rung["at"], deadline.paused_until or rung["at"])}


def rungs_shown(planned: Sequence[tuple[Rung, datetime]]) -> list[dict]:
    """The ladder of a preview, in order of time."""
    return [_rung(rung, rung.position, at) for rung, at in planned]


def _shown(deadline: Deadline, entry: list[int]) -> dict:
    at, position = entry
    rungs = {rung.position: rung for rung in deadline.ladder.rungs.all()}
    # Past the top of the ladder its last rung is told again.
    rung = rungs[max(rungs)] if position >= REPEATS_FROM else rungs[position]
    return _rung(rung, position, datetime.fromtimestamp(at, UTC))


def _rung(rung: Rung, position: int, at: datetime) -> dict:
    return {
        "rung": str(rung),
        "position": position,
        "at": at,
        "audiences": rung.audiences,
        "channels": rung.channels,
    }


def promises_shown() -> PromiseQuerySet:
    """Promises with all that a list shows of one but their clocks, in one query."""
    first = Renegotiation.objects.filter(promise=OuterRef("pk")).order_by("id").values("from_due_at")[:1]
    return (
        Promise.objects.with_facts()
        .select_related(
            "owner", "team__calendar", "made_by", "settlement__by", "ticket__customer", "ticket__owner"
        )
        .annotate(first_due_at=Coalesce(Subquery(first), "due_at"))
    )


def whole_promise(promise_id: int) -> Promise:
    """One promise with its history; NotFound when there is none."""
    open_offers = HandOver.objects.filter(answered_at=None).select_related(
        "promise", "from_owner", "to_owner", "offered_by"
    )
    whole = promises_shown().prefetch_related(
        "renegotiations__by", Prefetch("hand_overs", open_offers, to_attr="offers")
    )
    return found(whole, pk=promise_id)


def shown_with(promises: Iterable[Promise], at: datetime) -> dict:
    """The context of PromiseSerializer, as of `at`."""
    return {"at": at, "clocks": Clocks.of(promises)}
