"""What has deadlines: the apps above register their kind here, for this app does not know them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from alerts.models import Acknowledgement


@dataclass(frozen=True, slots=True)
class Ask:
    """Who hears this? Asked of a kind when a rung fires."""

    subject_id: int
    owner_id: int
    team_id: int
    audiences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Recipient:
    """One who hears a rung: as what, and, for a deputy or a next in the chain, in whose place."""

    user_id: int
    audience: str
    instead_of_id: int | None = None


@dataclass(frozen=True, slots=True)
class Brief:
    """A notice for a list that has the time, the state and the button beside it: it repeats none of them."""

    heading: str
    said: str
    about: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Notice:
    """What an alert says: a title, a text of a few lines, and the path of the page where to act."""

    title: str
    body: str
    path: str
    brief: Brief | None = None


class Kind(Protocol):
    """What an app above tells about its deadlines, a batch at a time, in a constant number of queries."""

    name: str

    def recipients(self, asks: Sequence[Ask], at: datetime) -> Sequence[Sequence[Recipient]]:
        """Who hears each, in the order of `asks`, as of `at`: looked up when a rung fires, for people come and go."""

    def next_in_chain(self, owner_id: int, team_id: int, after_id: int, at: datetime) -> Recipient | None:
        """Who hears it when `after_id` cannot be reached."""

    def missed(self, subject_ids: Sequence[int], at: datetime) -> None:
        """These passed their deadline unsettled; noticed at `at`. In the sweep's transaction."""

    def acknowledged(self, subject_id: int, acknowledgement: Acknowledgement) -> None:
        """Somebody said “I have it”. In the transaction of the acknowledgement."""

    def notices(self, alert_ids: Iterable[int]) -> Mapping[int, Notice]:
        """What to tell, by alert."""


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Make a kind of deadline known; once, when its app is ready."""
    _kinds[kind.name] = kind


def kind_named(name: str) -> Kind:
    """The registered kind; KeyError for an unknown one."""
    return _kinds[name]
