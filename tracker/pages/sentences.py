"""What each kind of event says on the timeline. A kind that is not listed is shown by its name."""

from collections.abc import Callable
from string import Formatter

from django.utils.dateparse import parse_datetime
from django.utils.html import format_html
from django.utils.safestring import SafeString

from escalations.models import Cause
from recovery.showing import ICONS
from tickets.models.channel import Channel
from tracker.templatetags.clock import near_moment

Sentence = Callable[[SafeString, dict], SafeString]
CHANNELS = dict(Channel.choices) | {
    "phone": "by phone",
    "email": "by e-mail",
    "chat": "by chat",
    "web": "on the web",
    "social": "on social media",
    "in_person": "in person",
    "api": "through the API",
}


def says(pattern: str) -> Sentence:
    """A sentence with {who}, and with what the event holds; times are shown in the reader's zone."""
    names = {name for _, name, _, _ in Formatter().parse(pattern) if name} - {"who"}

    def sentence(who: SafeString, data: dict) -> SafeString:
        return format_html(pattern, who=who, **{name: _value(name, data.get(name)) for name in names})

    return sentence


def _value(name: str, value: object) -> object:
    if name.endswith("_at") and isinstance(value, str):
        at = parse_datetime(value)
        return near_moment(at) if at else value
    if name == "channel":
        return CHANNELS.get(value, value)
    return format_html("<bdi>{}</bdi>", "nobody" if value in (None, "") else value)


def either(name: str, pattern: str, otherwise: str) -> Sentence:
    """One sentence for events that hold something under `name`, another for those that do not."""
    first, second = says(pattern), says(otherwise)
    return lambda who, data: (first if data.get(name) else second)(who, data)


def _contacted(who: SafeString, data: dict) -> SafeString:
    tried = data.get("outcome") == "attempted"
    return says(
        "{who} tried to reach the customer {channel}" if tried else "{who} contacted the customer {channel}"
    )(who, data)


def _promised(who: SafeString, data: dict) -> SafeString:
    start = (
        "{who} promised “{wording}”, due {due_at}"
        if data.get("wording")
        else "{who} made a promise, due {due_at}"
    )
    return says(f"{start}, to be kept by {{owner}}" if data.get("owner") else start)(who, data)


def _acknowledged(who: SafeString, data: dict) -> SafeString:
    paused = data.get("paused_until")
    said = {"until_at": paused}
    return says("{who} has it; alerts pause until {until_at}" if paused else "{who} has it")(who, said)


def _transferred(who: SafeString, data: dict) -> SafeString:
    receiver = "{to_owner} in {to_team}" if data.get("to_owner") else "{to_team}"
    count = " (transfer {ordinal} of {allowed})" if data.get("allowed") else ""
    return says(f"{{who}} passed it on to {receiver}{count}")(who, data)


def _escalated(pattern: str) -> Sentence:
    """With the cause in words, where it was not somebody's own decision."""

    def sentence(who: SafeString, data: dict) -> SafeString:
        cause = dict(Cause.choices).get(data.get("cause"), "")
        by_hand = not cause or data["cause"] == Cause.BY_HAND
        return says(pattern if by_hand else f"{pattern}: {{because}}")(who, {**data, "because": cause})

    return sentence


# Kind of event: sign (or what finds it in the event), tone in the stylesheet, sentence.
SENTENCES: dict[str, tuple[str | Callable[[dict], str], str, Sentence]] = {
    "opened": ("ticket", "", says("{who} opened the ticket for {team}")),
    "open": ("lock-open", "", says("{who} opened it again")),
    "pending": ("circle-pause", "", says("{who} set it to pending")),
    "solved": ("circle-check", "good", says("{who} solved it")),
    "closed": ("archive", "", says("{who} closed it")),
    "assigned": ("user-check", "", says("{who} gave it to {owner}")),
    "revised": ("pencil-line", "", says("{who} changed {field}: {after}, before {before}")),
    "contact_inbound": (
        "phone-incoming",
        "said inbound",
        says("The customer contacted us {channel}; {who} took it"),
    ),
    "contact_outbound": ("phone-outgoing", "said", _contacted),
    "mood_read": (
        lambda data: ICONS.get(data.get("level"), "meh"),
        "",
        says("{who} read the customer’s mood: {level}"),
    ),
    "promise_made": ("handshake", "said", _promised),
    "promise_kept": ("check", "good", either("late", "{who} kept a promise, late", "{who} kept a promise")),
    "promise_withdrawn": ("undo-2", "", says("{who} withdrew a promise")),
    "promise_broken": ("octagon-alert", "bad", says("A promise broke")),
    "promise_renegotiated": (
        "calendar-clock",
        "warn",
        says("{who} agreed on a new time: {to_due_at} instead of {from_due_at}"),
    ),
    "promise_confirmed": ("check", "good", says("The customer confirms that a promise was kept")),
    "promise_disputed": (
        "octagon-alert",
        "bad",
        either(
            "settled_at",
            "The customer says that a promise was not kept: the settlement of {settled_at} no longer stands",
            "The customer says that a promise was not kept",
        ),
    ),
    "promise_time_asked": ("calendar-clock", "said inbound", says("The customer asks for another time")),
    "promise_stays": ("handshake", "", says("A promise stays with {owner}")),
    "hand_over_offered": ("arrow-right-left", "", says("{who} offered a promise to {to_owner}")),
    "hand_over_accepted": (
        "arrow-right-left",
        "good",
        says("{to_owner} took a promise over from {from_owner}"),
    ),
    "hand_over_declined": ("arrow-right-left", "warn", says("{to_owner} declined a promise of {from_owner}")),
    "hand_over_taken_back": ("undo-2", "", says("{who} took an offer to {to_owner} back")),
    "acknowledged": ("user-check", "", _acknowledged),
    "transferred": ("arrow-up-right", "", _transferred),
    "transfer_accepted": ("check", "good", says("{who} took it over")),
    "transfer_declined": ("undo-2", "warn", says("{who} declined the transfer")),
    "transfer_refused": (
        "circle-slash",
        "warn",
        says("A transfer by {who} was refused: the cap of {allowed} is reached"),
    ),
    "transfer_granted": ("plus", "", says("{who} allowed one more transfer")),
    "escalated": ("triangle-alert", "bad", _escalated("{who} escalated it")),
    "escalation_joined": ("triangle-alert", "bad", _escalated("{who} added to the escalation")),
    "escalation_step": ("arrow-up-right", "bad", says("{person}, {title}, is asked to take it by {due_at}")),
    "escalation_acknowledged": (
        "user-check",
        "",
        either("takes_case", "{who} has the escalation, and takes the case", "{who} has the escalation"),
    ),
    "escalation_resolved": ("circle-check", "good", says("{who} resolved the escalation")),
    "consult_asked": ("life-buoy", "", says("{who} asked {person} for help")),
    "consult_answered": ("reply", "good", says("{who} answered")),
    "consult_overdue": ("clock", "warn", says("A question was not answered in time")),
}
