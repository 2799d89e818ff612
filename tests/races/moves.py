"""What a contestant does in a race. Runs in a process of its own, so all that goes in and out is plain data."""

import os
import random
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import asdict
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import OperationalError
from django.test import override_settings

from alerts.acknowledging import acknowledge as acknowledge_alert
from alerts.channels import Channels, Sent
from alerts.models import Alert
from alerts.outbox import Outbox
from alerts.sweep import LostClaim, Sweep
from escalations.changing import change as change_ticket
from people.errors import Conflict
from people.models import User
from promises import closing
from promises.customer.answering import dispute as dispute_promise
from promises.handing_over import accept as accept_hand_over
from promises.making import make as make_promise
from promises.models import HandOver, Promise
from promises.renegotiating import renegotiate as renegotiate_promise
from promises.settling import keep as keep_promise
from promises.settling import withdraw as withdraw_promise
from tickets.models import Contact, Ticket


def sweep(at: datetime, batch: int = 7) -> dict[str, int]:
    """Sweep until nothing is due; small batches, so that there are many occasions to collide."""
    lost, mine = 0, Sweep(batch=batch)
    total: Counter[str] = Counter()
    while True:
        try:
            done = asdict(mine.run(at))
        except LostClaim:
            lost += 1
            continue
        done.pop("at")
        total.update(done)
        if not done["claimed"]:
            return dict(total) | {"lost": lost}


def _each(ids: Iterable[int], seed: int | None, act: Callable[[int], object]) -> dict[int, str]:
    """Do it to each, in an order of one's own (as given, without a `seed`); what came of each."""
    ids = list(ids)
    if seed is not None:
        random.Random(seed).shuffle(ids)
    came: dict[int, str] = {}
    for one in ids:
        try:
            act(one)
            came[one] = "done"
        except closing.OpenPromises:
            came[one] = "asked"
        except Conflict as conflict:
            came[one] = f"conflict: {conflict.messages[0]}"
        except ValidationError as refused:
            came[one] = f"refused: {refused.messages[0]}"
        except OperationalError as error:
            came[one] = f"database: {error}"
    return came


def keep(ids: list[int], evidence: int, by: int, at: datetime, seed: int | None = 0) -> dict[int, str]:
    contact, person = Contact.objects.get(pk=evidence), User.objects.get(pk=by)
    return _each(ids, seed, lambda pk: keep_promise(_promise(pk), by=person, evidence=contact, at=at))


def withdraw(ids: list[int], by: int, at: datetime, seed: int | None = 0) -> dict[int, str]:
    person = User.objects.get(pk=by)
    return _each(ids, seed, lambda pk: withdraw_promise(_promise(pk), by=person, reason="Not needed.", at=at))


def renegotiate(
    ids: list[int], by: int, due_at: datetime, at: datetime, seed: int | None = 0
) -> dict[int, str]:
    person = User.objects.get(pk=by)
    return _each(
        ids,
        seed,
        lambda pk: renegotiate_promise(
            _promise(pk), by=person, reason="Not ready.", customer_told=True, due_at=due_at, at=at
        ),
    )


def accept(ids: list[int], by: int, at: datetime, seed: int | None = 0) -> dict[int, str]:
    person = User.objects.get(pk=by)
    return _each(ids, seed, lambda pk: accept_hand_over(HandOver.objects.get(pk=pk), by=person, at=at))


def acknowledge(ids: list[int], by: int, at: datetime, seed: int | None = 0) -> dict[int, str]:
    person = User.objects.get(pk=by)
    return _each(ids, seed, lambda pk: acknowledge_alert(Alert.objects.get(pk=pk), by=person, at=at))


def close(ids: list[int], by: int, at: datetime, seed: int | None = 0) -> dict[int, str]:
    person = User.objects.get(pk=by)
    return _each(ids, seed, lambda pk: closing.move(Ticket.objects.get(pk=pk), "closed", by=person, at=at))


def change(ids: list[int], by: int, at: datetime, seed: int | None = None, **said: str) -> dict[int, str]:
    person = User.objects.get(pk=by)
    return _each(ids, seed, lambda pk: change_ticket(Ticket.objects.get(pk=pk), by=person, at=at, **said))


def move_to(ids: list[int], by: int, state: str, at: datetime, seed: int | None = 0) -> dict[int, str]:
    person = User.objects.get(pk=by)
    return _each(ids, seed, lambda pk: Ticket.objects.get(pk=pk).move_to(state, by=person, at=at))


def make(ids: list[int], by: int, due_at: datetime, at: datetime, seed: int | None = 0) -> dict[int, str]:
    person = User.objects.get(pk=by)
    return _each(
        ids, seed, lambda pk: make_promise(Ticket.objects.get(pk=pk), by=person, due_at=due_at, at=at)
    )


def send(at: datetime, log: str, batch: int = 7, digest_over: int = 1_000_000) -> int:
    """Send until nothing waits, and write the key of every message that goes out to the file `log`."""
    with override_settings(DIGEST_OVER=digest_over):
        mine, total = Outbox(batch=batch, channels=Logged(log)), 0
        while sent := mine.run(at).sent:
            total += sent
        return total


class Logged(Channels):
    """Each channel writes what it sends to one file, which many processes may append to."""

    def __init__(self, log: str) -> None:
        super().__init__()
        self.log = log

    def named(self, name: str) -> "Logged":
        return self

    def send(self, messages, done) -> None:
        for message in messages:
            file = os.open(self.log, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
            os.write(file, f"{message.key}\n".encode())
            os.close(file)
            done(message, Sent())


def _promise(pk: int) -> Promise:
    return Promise.objects.select_related("ticket", "owner").get(pk=pk)


def dispute(ids: Iterable[int], at: datetime, seed: int | None = None) -> dict[int, str]:
    """The customer says of each that it was not kept."""
    return _each(ids, seed, lambda pk: dispute_promise(_promise(pk), at=at))
