"""A promise as its customer sees it: in their words and on their clock, and nothing of the house."""

from dataclasses import dataclass, replace
from datetime import datetime

from people.fields import place
from promises.customer.words import LANGUAGES, Words, language_of, tell_at, tell_window
from promises.models import CustomerAnswer, Promise

Kind = CustomerAnswer.Kind
ICONS = {
    "open": "clock",
    "moved": "calendar-clock",
    "kept": "check",
    "late": "octagon-alert",
    "missed": "octagon-alert",
    "withdrawn": "circle-slash",
}


@dataclass(frozen=True)
class Answered:
    """What the customer has said before: our sentence about it, and their words."""

    kind: str
    said: str
    words: str


@dataclass(frozen=True)
class CustomersView:
    """All that the page says. Every text is in `language`; times are told in the customer's zone."""

    language: str
    words: Words
    state: str
    icon: str
    label: str
    heading: str
    when: str
    when_is_past: bool
    zone: str
    team: str
    says: str
    answers: tuple[Answered, ...]
    due: str  # from when on they can say that it was not kept; empty: from now on
    yes: str  # the words on the button; empty: not asked
    no: str
    asks_time: bool
    second_thoughts: bool  # confirmed already: the other answer is there, but out of the way

    @classmethod
    def of(cls, promise: Promise, at: datetime) -> "CustomersView":
        """As of `at`; needs what `promise_behind` fetches. Runs no query."""
        language = language_of(promise.ticket.customer.language)
        words = LANGUAGES[language]
        state = state_of(promise, at)
        given = {answer.kind: answer for answer in _standing_answers(promise, at)}
        view = cls(
            language=language,
            words=words,
            state=state,
            icon=ICONS[state],
            label=words["states"][state],
            heading=heading_of(promise, words, state),
            when=tell_window(words, promise.not_before, promise.due_at, promise.timezone, at),
            when_is_past=state in ("kept", "late", "missed"),
            zone=words["zone"].format(place=place(promise.timezone)),
            team=words["by_team"].format(team=promise.team.name),
            says=_says(promise, words, state, at),
            answers=tuple(_answered(answer, promise, words, at) for answer in given.values()),
            due=_due(promise, words, at),
            yes="",
            no="",
            asks_time=promise.settled_at is None and Kind.ANOTHER_TIME not in given,
            second_thoughts=False,
        )
        return _with_questions(view, words[promise.kind], given)


def state_of(promise: Promise, at: datetime) -> str:
    """open, moved, kept, late, missed or withdrawn. Past its time it is missed, noted yet or not."""
    if promise.state == "withdrawn":
        return "withdrawn"
    if promise.settled_at is not None:
        return "late" if promise.is_kept_late else "kept"
    if promise.is_overdue(at):
        return "missed"
    return "moved" if promise.slips else "open"


def heading_of(promise: Promise, words: Words, state: str) -> str:
    """What was promised, or what became of it, in a few words."""
    if state == "withdrawn":
        return words["states"]["withdrawn"]
    tense = {"kept": "did", "late": "did", "missed": "missed"}.get(state, "will")
    return words[promise.kind][tense]


def _standing_answers(promise: Promise, at: datetime) -> list[CustomerAnswer]:
    """Those that are about the promise as it stands; what a later answer or a new time has overtaken is left out."""
    settlement = getattr(promise, "settlement", None)

    def stands(answer: CustomerAnswer) -> bool:
        if answer.kind == Kind.CONFIRMED:
            return settlement is not None and answer.settlement_id == settlement.pk
        return settlement is None and answer.due_at == promise.due_at

    return [answer for answer in promise.customer_answers.all() if stands(answer)]


def _says(promise: Promise, words: Words, state: str, at: datetime) -> str:
    moved = list(promise.renegotiations.all())
    settlement = getattr(promise, "settlement", None)
    times = {
        "before": moved[-1].from_due_at if moved else promise.due_at,
        "kept": settlement.at if settlement else promise.due_at,
    }
    told = {name: tell_at(words, time, promise.timezone, at) for name, time in times.items()}
    return words["says"][state].format(**told)


def _due(promise: Promise, words: Words, at: datetime) -> str:
    if promise.settled_at is not None or promise.is_overdue(at):
        return ""
    return words["not_yet"].format(due=tell_at(words, promise.due_at, promise.timezone, at))


def _answered(answer: CustomerAnswer, promise: Promise, words: Words, at: datetime) -> Answered:
    name = answer.kind
    if name == Kind.DISPUTED and at < promise.due_at:
        name = "disputed_early"
    if name == Kind.ANOTHER_TIME and promise.is_overdue(at):
        name = "another_time_late"
    sentence = words["answers"][name]
    return Answered(
        answer.kind, sentence.format(at=tell_at(words, answer.at, promise.timezone, at)), answer.words
    )


def _with_questions(view: CustomersView, kind: Words, given: dict[str, CustomerAnswer]) -> CustomersView:
    match view.state:
        case "withdrawn":
            return view
        case "kept" | "late" if Kind.CONFIRMED in given:
            return replace(view, no=kind["no"], second_thoughts=True)
        case "kept" | "late":
            return replace(view, yes=kind["yes"], no=kind["no"])
        case "missed" if Kind.DISPUTED not in given:
            return replace(view, yes=kind["yes"], no=kind["no"])
        case _:
            return replace(view, yes=kind["yes"])
