"""How an alert leaves the house. A channel is one small file here, and one line in `CHANNELS`."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Protocol

from django.utils.module_loading import import_string

from people.models import User


@dataclass(frozen=True, slots=True)
class Message:
    """One message to one person: about one alert, or a digest of many."""

    key: str  # the same at every attempt: an idempotency key
    recipient: User
    title: str
    body: str
    path: str  # where to act, below the site's address


@dataclass(frozen=True, slots=True)
class Sent:
    """It was handed over."""


@dataclass(frozen=True, slots=True)
class Retry:
    """It may work later."""

    error: str


@dataclass(frozen=True, slots=True)
class Failed:
    """It will never work: an address that does not exist."""

    error: str


Result = Sent | Retry | Failed


class Channel(Protocol):
    """Sends messages outside any transaction. It may be given a message again, with the same key."""

    def send(self, messages: Iterable[Message], done: Callable[[Message, Result], None]) -> None:
        """Try each message once, and call `done` right after each: what is not recorded is sent again.

        `messages` ends early when the time is up, so take one only when it is its turn.
        """


# The in-app inbox is not here: an alert is in it from the moment it is raised.
CHANNELS = {"email": "alerts.channels.email.EmailChannel"}


@dataclass
class Channels:
    """The channels of one sender, made when first used."""

    _made: dict[str, Channel] = field(default_factory=dict)

    def named(self, name: str) -> Channel:
        """The channel; KeyError for an unknown one."""
        if name not in self._made:
            self._made[name] = import_string(CHANNELS[name])()
        return self._made[name]
