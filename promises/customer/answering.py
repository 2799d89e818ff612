"""What the customer says of a promise, on their page. They have no account: these verbs are theirs alone.

Each twice is the same as once. `seen` is the time (`due_at`) that they answer to, as their page showed it: Conflict
naming `due_at` where another was agreed since. All hold the ticket and the promise's deadline, as the agents' verbs do.
"""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from alerts import clock
from alerts.kinds import Recipient
from alerts.models import Deadline
from alerts.telling import tell
from escalations.escalating import escalate
from escalations.models import Cause
from people.coverage import Coverage
from people.errors import Conflict
from people.fields import moment
from promises.deadlines import PromiseDeadlines
from promises.models import Breach, CustomerAnswer, Promise, Settlement
from promises.models.promise import KIND
from promises.rungs import DISPUTED, TIME_ASKED
from promises.settling import end, note_breach
from tickets.models import Contact, Event, State

LONGEST = 1000  # characters of what a customer writes
Kind = CustomerAnswer.Kind


@transaction.atomic
def confirm(
    promise: Promise, *, words: str = "", seen: datetime | None = None, at: datetime | None = None
) -> CustomerAnswer:
    """It was kept as promised. One that nobody has settled yet is kept by that: the customer is who must know.

    Shown by the first call of ours that reached them since, else by their word. Conflict when it was withdrawn.
    """
    at = moment(at)
    words = _short(words)
    deadline = _lock(promise, seen)
    settlement = _standing(promise)
    if settlement is None:
        settlement = _kept_by_their_word(promise, deadline, at)
    answer, is_new = CustomerAnswer.objects.get_or_create(
        settlement=settlement,
        kind=Kind.CONFIRMED,
        defaults={"promise": promise, "due_at": promise.due_at, "words": words, "at": at},
    )
    if is_new:
        _record(answer, "promise_confirmed")
    return answer


@transaction.atomic
def dispute(
    promise: Promise, *, words: str = "", seen: datetime | None = None, at: datetime | None = None
) -> CustomerAnswer:
    """It was not kept: the promise is broken, owed again where somebody had settled it, and its ticket escalates.

    A settlement that is disputed stays on record with the answer and no longer stands. Disputed before it was due,
    the promise is owed again in what time is left. Raises ValidationError before it is due, where nobody has
    claimed to have kept it; Conflict when it was withdrawn.
    """
    at = moment(at)
    words = _short(words)
    deadline = _lock(promise, seen)
    settlement = _standing(promise)
    if settlement is None:
        said = promise.customer_answers.filter(kind=Kind.DISPUTED, at__gte=min(at, promise.due_at)).last()
        if said and said.due_at == promise.due_at:
            return said
        if at < promise.due_at:
            raise ValidationError({"promise": "It is not due yet: nothing is broken before that."})
        is_new_breach = deadline.missed_at is None
        note_breach(deadline, at)
    else:
        deadline = _overturn(promise, settlement, deadline, at)
        is_new_breach = at >= promise.due_at and not Breach.objects.filter(promise=promise).exists()
        if is_new_breach:
            PromiseDeadlines().missed([promise.pk], at)
    answer = CustomerAnswer.objects.create(
        promise=promise,
        kind=Kind.DISPUTED,
        words=words,
        due_at=promise.due_at,
        at=at,
        settlement=settlement,
    )
    _record(
        answer,
        "promise_disputed",
        settled_at=settlement.at.isoformat() if settlement else None,
        settled_by=settlement.by.name if settlement and settlement.by else None,
    )
    _open_ticket(promise, at)
    _escalate(answer, is_new_breach, is_early=at < promise.due_at)
    _tell_owner(promise, deadline, DISPUTED, at)
    return answer


@transaction.atomic
def ask_another_time(
    promise: Promise, *, words: str, seen: datetime | None = None, at: datetime | None = None
) -> CustomerAnswer:
    """The time does not suit; `words` say which would. The owner is told, and agrees on a new one with them.

    Once for each time that was promised. Raises ValidationError without words, Conflict when it is settled or
    other words were sent before.
    """
    at = moment(at)
    words = _short(words)
    if not words:
        raise ValidationError({"words": "Say which time would suit you."})
    deadline = _lock(promise, seen)
    if promise.settled_at is not None:
        raise Conflict({"promise": "This promise is settled: there is no time to change any more."})
    answer, is_new = CustomerAnswer.objects.get_or_create(
        promise=promise, kind=Kind.ANOTHER_TIME, due_at=promise.due_at, defaults={"words": words, "at": at}
    )
    if answer.words != words:
        raise Conflict({"words": "You have asked already, and the team has your message."})
    if is_new:
        _record(answer, "promise_time_asked")
        _open_ticket(promise, at)
        _tell_owner(promise, deadline, TIME_ASKED, at)
    return answer


def _lock(promise: Promise, seen: datetime | None) -> Deadline:
    """The promise's present deadline, or its last, locked, and the promise as it is now."""
    promise.ticket.lock()
    # Settled, it has no running one: its last one then keeps others out, and whoever waited looks again.
    last = (
        Deadline.objects.select_for_update().filter(kind=KIND, subject_id=promise.pk).order_by("-id").first()
    )
    deadline = clock.lock(KIND, promise.pk) or last
    promise.refresh_from_db(fields=["owner", "team", "due_at", "not_before", "settled_at"])
    if seen is not None and seen != promise.due_at:
        raise Conflict({"due_at": "Another time was agreed since. Look at it again, and answer to that."})
    return deadline


def _standing(promise: Promise) -> Settlement | None:
    settlement = Settlement.objects.filter(promise=promise).select_related("by").first()
    if settlement and settlement.outcome == Settlement.Outcome.WITHDRAWN:
        raise Conflict({"promise": "This promise was withdrawn: nothing is owed any more."})
    return settlement


def _kept_by_their_word(promise: Promise, deadline: Deadline, at: datetime) -> Settlement:
    reached = {"direction": Contact.Direction.OUTBOUND, "outcome": Contact.Outcome.REACHED}
    log = Contact.objects.filter(ticket=promise.ticket_id)
    since = promise.owed_since()
    call = log.filter(**reached, happened_at__gt=since, happened_at__lte=at).first()
    if call and call.happened_at > promise.due_at:
        note_breach(deadline, at)
    evidence = call or Contact.objects.create(
        ticket=promise.ticket,
        direction=Contact.Direction.INBOUND,
        channel="web",
        body="The customer confirms that the promise was kept.",
        happened_at=at,
        recorded_at=at,
    )
    # They say that it was kept as promised, not at the moment at which they say so.
    kept_at = call.happened_at if call else min(at, promise.due_at)
    settlement = Settlement(outcome="kept", at=kept_at, recorded_at=at, evidence=evidence)
    return end(deadline, promise, settlement)


def _overturn(promise: Promise, settlement: Settlement, deadline: Deadline, at: datetime) -> Deadline:
    settlement.promise = None
    settlement.save(update_fields=["promise"])
    promise.settled_at = None
    promise.save(update_fields=["settled_at"])
    return clock.resume(deadline, at=at)


def _open_ticket(promise: Promise, at: datetime) -> None:
    if promise.ticket.state != State.OPEN:
        promise.ticket.move_to(State.OPEN, by=None, at=at, reason="The customer got back to us.")


def _escalate(answer: CustomerAnswer, is_new_breach: bool, is_early: bool) -> None:
    promise = answer.promise
    said = f"“{promise.wording}”" if promise.wording else promise.get_kind_display()
    # The rule that escalates broken promises finds this breach, too, and by its key that it has been escalated.
    breach = Breach.objects.filter(promise=promise).first() if is_new_breach else None
    key = f"breach:{breach.pk}" if breach else f"customer-answer:{answer.pk}"
    if is_early:  # nothing has broken: there is time left
        cause, reason = Cause.PROMISE_DISPUTED, f"{said} had been recorded as kept, and is owed again."
    else:
        cause, reason = Cause.PROMISE_BROKEN, f"The customer says that {said} was not kept."
    escalate(promise.ticket, cause=cause, reason=reason, key=key, at=answer.at)


def _tell_owner(promise: Promise, deadline: Deadline, rung: int, at: datetime) -> None:
    there = Coverage.at(at).stand_in(promise.owner_id)
    if there is not None:
        instead_of = None if there == promise.owner_id else promise.owner_id
        tell(deadline, [Recipient(there, "owner", instead_of)], at=at, rung=rung, channels=["in_app"])


def _record(answer: CustomerAnswer, kind: str, **data: object) -> None:
    promise = answer.promise
    Event.objects.record(
        promise.ticket,
        kind,
        at=answer.at,
        promise=promise.pk,
        promise_kind=promise.kind,
        answer_id=answer.pk,
        body=answer.words,
        **data,
    )


def _short(words: str) -> str:
    words = words.strip()
    if len(words) > LONGEST:
        raise ValidationError({"words": f"This has {len(words)} characters. Use {LONGEST} at most."})
    if "\x00" in words:
        raise ValidationError({"words": "This contains a character that cannot be kept. Leave it out."})
    return words
