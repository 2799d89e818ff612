"""Whatever is sent to whichever address: the answer is never an error of ours."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from escalations.consulting import consult
from escalations.escalating import escalate
from escalations.models import Position
from escalations.spreadsheet import COLUMNS
from promises.transferring import transfer
from tests.api.conftest import Caller
from tests.cast import a_call, a_promise, a_ticket, an_absence, berlin

TEXTS = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        [
            "", " ", "\0", "\ud800", "x" * 10_000, "🙂", "שלום", "‮abc", "amira@kept.example", "me", "support-berlin",
            "tomorrow morning", "in 99999999999 hours", "on 31 February", "in -3 hours", "0", "1", "9" * 400, "NaN",
            "2026-03-02T12:00:00", "2026-03-02T12:00:00Z", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00",
            "2026-03-29T02:30:00", "2026-13-45T99:99:99Z", "24:00", "Europe/Berlin", "../../etc/passwd", "kept",
            "withdrawn", "keep", "leave", "solved", "outbound", "inbound", "callback", "en", "%s", "{0}", "' OR 1=1 --",
            "warm", "cold", "functional", "no_owner", "customer_asks", "EUR", "acknowledged", "1e400", "#1",
        ]
    ),
)  # fmt: skip
NUMBERS = st.one_of(
    st.integers(-3, 3), st.sampled_from([2**31, 2**63, -(2**63), 10**40, 1e308, -0.0, 0.5, 2**53 + 1])
)
PLAIN = st.one_of(st.none(), st.booleans(), NUMBERS, TEXTS)
FIELDS = st.sampled_from(
    [
        "customer", "name", "email", "phone", "language", "timezone", "subject", "description", "team", "owner",
        "topic", "channel", "priority", "direction", "outcome", "body", "waited_seconds", "on_hold_seconds",
        "happened_at", "wording", "due_at", "not_before", "said_at", "kind", "evidence", "reason",
        "customer_told", "to", "note", "state", "promises", "id", "starts_at", "ends_at", "deputy", "user", "slug",
        "to_team", "to_owner", "mirrored", "at", "cause", "takes_case", "done", "person", "question", "text", "title",
        "leads_team", "reports_to", "holder", "topics", "languages", "goodwill_limit", "goodwill_currency",
        "may_waive", "any", "urgent", "step_minutes", "repeats", "rules", "trigger", "minutes", "enabled", "since",
        "until", "mood", "level", "contact",
    ]
)  # fmt: skip
JUNK = st.recursive(
    PLAIN,
    lambda inside: st.one_of(st.lists(inside, max_size=3), st.dictionaries(FIELDS, inside, max_size=4)),
    max_leaves=8,
)
BODIES = st.dictionaries(FIELDS, JUNK, max_size=8)
# What each address wants at least, so that junk in one field comes as far as the verb.
WANTED = {
    "tickets/": {"customer": {"email": "x@customer.example"}, "subject": "S"},
    "tickets/{ticket}/contacts/": {"direction": "outbound"},
    "tickets/{ticket}/moods/": {"level": "angry"},
    "tickets/{ticket}/promises/": {"wording": "in 2 hours"},
    "tickets/{ticket}/states/": {"state": "pending"},
    "promise-previews/": {"wording": "tomorrow morning"},
    "promises/{promise}/settlement/": {"outcome": "kept", "evidence": {}},
    "promises/{promise}/renegotiations/": {"wording": "by 17:00", "reason": "?", "customer_told": True},
    "promises/{promise}/hand-overs/": {"to": "tom@kept.example"},
    "absences/": {"starts_at": "2026-03-09T00:00:00Z", "ends_at": "2026-03-10T00:00:00Z"},
    "topics/": {"slug": "junk", "name": "Junk"},
    "hand-overs/{promise}/acceptance/": {},
    "hand-overs/{promise}/refusal/": {"reason": "?"},
    "hand-overs/{promise}/withdrawal/": {},
    "alerts/{promise}/acknowledgement/": {},
    "tickets/{ticket}/transfers/": {"to_team": "night-desk", "kind": "cold", "reason": "?", "note": "?"},
    "tickets/{ticket}/transfer-grants/": {"reason": "?"},
    "tickets/{ticket}/escalations/": {"reason": "?"},
    "tickets/{ticket}/consults/": {"person": "tom@kept.example", "question": "?"},
    "transfers/{transfer}/acceptance/": {},
    "transfers/{transfer}/rejection/": {"reason": "?"},
    "escalations/{escalation}/acknowledgement/": {},
    "escalations/{escalation}/resolution/": {"done": "?"},
    "consults/{consult}/answer/": {"text": "?"},
    "positions/": {"title": "Specialist"},
    "teams/support-berlin/escalation-rules/dry-run/": {"trigger": "no_owner"},
}
SET = {
    "teams/support-berlin/transfer-caps/": {"any": 2},
    "teams/support-berlin/escalation-setting/": {"step_minutes": 30, "repeats": 3},
    "teams/support-berlin/escalation-rules/": {"rules": [{"trigger": "no_owner"}]},
}
CHANGED = {
    "tickets/{ticket}/": {}, "me/": {}, "absences/{absence}/": {}, "topics/billing/": {}, "positions/{position}/": {},
}  # fmt: skip
SOUGHT = [
    "tickets/",
    "promises/",
    "alerts/",
    "hand-overs/",
    "people/",
    "absences/",
    "teams/",
    "topics/",
    "me/",
    "transfers/",
    "escalations/",
    "consults/",
    "positions/",
    "tickets/{ticket}/transfers/",
    "tickets/{ticket}/moods/",
    "tickets/{ticket}/referral/",
    "tickets/{ticket}/chain/",
]
QUESTIONS = st.dictionaries(
    st.sampled_from(
        [
            "state", "owner", "team", "ticket", "promise", "kind", "due_before", "due_after", "recipient", "to", "user",
            "acknowledged", "customer", "search", "cursor", "page_size", "active", "ends_after", "format", "person",
            "resolved", "asked_by", "waiting", "holder", "vacant", "amount", "currency", "limit", "at",
        ]
    ),
    TEXTS.filter(lambda text: "\ud800" not in text),  # no address can carry half a character
    max_size=4,
)  # fmt: skip
ENOUGH = settings(
    max_examples=100,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def addresses(cast) -> dict[str, int]:
    ticket = a_ticket(cast, at=berlin("2026-03-02 09:00"))
    promise = a_promise(ticket, at=berlin("2026-03-02 09:10"))
    a_call(ticket, at=berlin("2026-03-02 09:20"))
    absence = an_absence(cast.admin, berlin("2026-03-03 09:00"), berlin("2026-03-04 09:00"))
    at = berlin("2026-03-02 09:30")
    warm = {"to_owner": cast.admin, "kind": "warm", "reason": "?", "note": "?"}
    return {
        "ticket": ticket.number,
        "promise": promise.pk,
        "absence": absence.pk,
        "escalation": escalate(ticket, cause="by_hand", reason="?", by=cast.amira, at=at).pk,
        "consult": consult(ticket, person=cast.admin, question="?", by=cast.amira, at=at).pk,
        "transfer": transfer(ticket, by=cast.amira, at=at, **warm).pk,
        "position": Position.objects.get(holder=cast.lena).pk,
    }


def test_junk_in_a_body_is_never_an_error_of_ours(calling, cast):
    admin, there = calling(cast.admin), addresses(cast)

    @ENOUGH
    @given(st.sampled_from([*WANTED, *SET, *CHANGED]), BODIES, st.booleans())
    def holds(path: str, body: dict, on_top: bool) -> None:
        wanted = WANTED.get(path, SET.get(path, {}))
        send = admin.post if path in WANTED else admin.put if path in SET else admin.patch
        answer = send(path.format(**there), {**wanted, **body} if on_top else {**body, **wanted})
        _is_in_order(answer)

    holds()


def test_junk_in_a_question_is_never_an_error_of_ours(calling, cast):
    admin: Caller = calling(cast.admin)
    there = addresses(cast)

    @ENOUGH
    @given(st.sampled_from(SOUGHT), QUESTIONS)
    def holds(path: str, query: dict) -> None:
        _is_in_order(admin.get(path.format(**there), **query))

    holds()


def test_junk_in_a_spreadsheet_is_never_an_error_of_ours(calling, cast):
    admin = calling(cast.admin)
    columns = st.lists(
        st.sampled_from([*COLUMNS, "position", "Reports to", "x", ""]), min_size=1, max_size=12
    )
    lines = st.lists(st.lists(TEXTS.filter(lambda text: "\ud800" not in text), max_size=12), max_size=5)

    @ENOUGH
    @given(columns, lines, st.sampled_from([",", ";", "\t", "\0"]), st.binary(max_size=20))
    def holds(columns: list[str], lines: list[list[str]], delimiter: str, junk: bytes) -> None:
        text = "\n".join(delimiter.join(line) for line in [columns, *lines])
        body = text.encode() if len(junk) % 2 else text.encode() + junk
        _is_in_order(admin.client.post("/api/v1/positions/import/", body, content_type="text/csv"))

    holds()


def _is_in_order(answer) -> None:
    assert answer.status_code < 500, answer.content
    if answer.status_code >= 400:
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert answer.json()["detail"]
