"""Transfers: counted, capped, refused at the cap, returned when declined."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from escalations.granting import grant_transfer
from escalations.models import Escalation, Position, TransferRefusal
from people.errors import Conflict
from people.models import Membership
from promises.transferring import accept_transfer, decline_transfer, transfer
from tests.cast import a_ticket, berlin
from tickets.models import Priority, Transfer, TransferCap, TransferGrant

MONDAY = berlin("2026-03-02 09:00")
SAID = {"kind": "cold", "reason": "Not ours.", "note": "She wants the invoice reissued to the new company."}


@pytest.fixture
def ticket(cast):
    return a_ticket(cast, at=MONDAY)


def passed(ticket, by, **fields):
    return transfer(ticket, by=by, at=MONDAY, **SAID | fields)


def at_the_cap(cast, ticket):
    """Twice transferred, and now with Ben in New York."""
    passed(ticket, cast.amira, to_owner=cast.tom)
    passed(ticket, cast.tom, to_owner=cast.ben)
    return ticket


def test_a_transfer_moves_the_ticket_and_is_counted(cast, ticket):
    moved = passed(ticket, cast.amira, to_owner=cast.ben)

    assert (moved.ordinal, moved.allowed, moved.from_owner, moved.from_team) == (
        1,
        2,
        cast.amira,
        cast.berlin,
    )
    assert (ticket.team, ticket.owner, ticket.transfer_count) == (cast.new_york, cast.ben, 1)
    event = ticket.events.get(kind="transferred")
    assert event.data["note"].startswith("She wants the invoice")


def test_to_a_team_alone_the_ticket_has_no_owner(cast, ticket):
    passed(ticket, cast.amira, to_team=cast.new_york)

    assert (ticket.team, ticket.owner) == (cast.new_york, None)


def test_somebody_who_also_serves_the_team_takes_it_within_the_team(cast, ticket):
    Membership.objects.create(user=cast.noor, team=cast.berlin)

    passed(ticket, cast.amira, to_owner=cast.noor)

    assert (ticket.team, ticket.owner) == (cast.berlin, cast.noor)


def test_somebody_above_all_teams_takes_it_within_the_team(cast, ticket):
    passed(ticket, cast.amira, to_owner=cast.omar)

    assert (ticket.team, ticket.owner) == (cast.berlin, cast.omar)


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"reason": "  "}, "reason"),
        ({"note": ""}, "note"),
        ({"kind": "lukewarm"}, "kind"),
        ({"to_owner": None}, "to_owner"),
        ({"to_owner": None, "to_team": "berlin", "kind": "warm"}, "to_owner"),
        ({"to_owner": "amira"}, "to_owner"),
        ({"to_owner": "gone"}, "to_owner"),
        ({"to_owner": "ben", "to_team": "berlin"}, "to_owner"),
    ],
)
def test_what_is_missing_or_impossible_is_named_and_nothing_moves(cast, ticket, fields, field):
    cast.viktor.is_active = False
    cast.viktor.save()
    named = {"gone": cast.viktor, "amira": cast.amira, "ben": cast.ben, "berlin": cast.berlin}
    fields = {name: named.get(value, value) for name, value in fields.items()}

    with pytest.raises(ValidationError) as refused:
        passed(ticket, cast.amira, **{"to_owner": cast.tom} | fields)

    assert list(refused.value.message_dict) == [field]
    ticket.refresh_from_db()
    assert (ticket.owner, ticket.transfer_count) == (cast.amira, 0)
    assert not ticket.events.filter(kind="transferred").exists()


def test_a_closed_ticket_is_not_passed_on(cast, ticket):
    ticket.move_to("closed", by=cast.amira, at=MONDAY)

    with pytest.raises(ValidationError, match="Open it again"):
        passed(ticket, cast.amira, to_owner=cast.ben)


@pytest.mark.parametrize(
    ("who", "may"),
    [("tom", True), ("lena", True), ("omar", True), ("admin", True), ("ben", False), ("grace", False)],
)
def test_the_team_and_those_above_it_transfer(cast, ticket, who, may):
    if may:
        assert passed(ticket, getattr(cast, who), to_owner=cast.noor).ordinal == 1
    else:
        with pytest.raises(PermissionDenied, match="team and those above"):
            passed(ticket, getattr(cast, who), to_owner=cast.noor)


def test_at_the_cap_it_is_refused_and_escalates_in_its_place(cast, ticket):
    at_the_cap(cast, ticket)

    refusal = passed(ticket, cast.ben, to_owner=cast.noor)

    assert isinstance(refusal, TransferRefusal)
    assert (refusal.allowed, refusal.to_owner, refusal.by) == (2, cast.noor, cast.ben)
    assert refusal.escalation == Escalation.objects.get()
    ticket.refresh_from_db()
    assert (ticket.owner, ticket.transfer_count) == (cast.ben, 2)
    assert ticket.events.filter(kind="transfer_refused").exists()


def test_a_second_refusal_joins_the_open_escalation(cast, ticket):
    at_the_cap(cast, ticket)

    first = passed(ticket, cast.ben, to_owner=cast.noor)
    second = passed(ticket, cast.ben, to_owner=cast.tom)

    assert first.escalation == second.escalation
    assert first.escalation.causes.count() == TransferRefusal.objects.count() == 2


def test_the_refusals_escalation_takes_the_kind_that_the_team_has_set(cast, ticket):
    cast.new_york.escalation_rules.create(trigger="cap_reached", kind="functional")
    at_the_cap(cast, ticket)

    assert passed(ticket, cast.ben, to_owner=cast.noor).escalation.kind == "functional"


def test_escalating_spends_no_transfer(cast, ticket):
    at_the_cap(cast, ticket)
    passed(ticket, cast.ben, to_owner=cast.noor)

    assert Transfer.objects.count() == 2


def test_a_manager_grants_exactly_one_more(cast, ticket):
    at_the_cap(cast, ticket)
    grant_transfer(ticket, by=cast.omar, reason="Only the night desk can reach her.", at=MONDAY)

    moved = passed(ticket, cast.ben, to_owner=cast.noor)
    assert (moved.ordinal, moved.allowed) == (3, 3)
    assert isinstance(passed(ticket, cast.noor, to_owner=cast.tom), TransferRefusal)


@pytest.mark.parametrize("who", ["ben", "grace", "amira", "lena"])
def test_neither_agents_nor_the_lead_grant(cast, ticket, who):
    at_the_cap(cast, ticket)

    with pytest.raises(PermissionDenied, match="manager"):
        grant_transfer(ticket, by=getattr(cast, who), reason="Please.", at=MONDAY)
    assert not TransferGrant.objects.exists()


def test_a_manager_who_leads_a_team_of_their_own_grants(cast, ticket):
    Position.objects.filter(holder=cast.omar).update(team=cast.night_desk, leads_team=False)
    Position.objects.filter(holder=cast.viktor).update(leads_team=False)
    Position.objects.filter(holder=cast.omar).update(leads_team=True)

    assert grant_transfer(ticket, by=cast.omar, reason="Once more.", at=MONDAY)


def test_a_grant_needs_a_reason(cast, ticket):
    with pytest.raises(ValidationError, match="Say why"):
        grant_transfer(ticket, by=cast.omar, reason=" ", at=MONDAY)


def test_the_cap_is_set_a_team_and_a_priority(cast, ticket):
    TransferCap.objects.create(team=cast.berlin, transfers=1)
    TransferCap.objects.create(team=cast.berlin, priority=Priority.URGENT, transfers=0)
    urgent = a_ticket(cast, at=MONDAY, priority=Priority.URGENT)

    assert isinstance(passed(urgent, cast.amira, to_owner=cast.tom), TransferRefusal)
    assert isinstance(passed(ticket, cast.amira, to_owner=cast.tom), Transfer)
    assert isinstance(passed(ticket, cast.tom, to_owner=cast.amira), TransferRefusal)


def test_the_database_itself_refuses_one_past_the_cap(cast, ticket):
    with pytest.raises(IntegrityError), transaction.atomic():
        Transfer.objects.create(
            ticket=ticket, ordinal=3, allowed=2, from_team=cast.berlin, to_team=cast.new_york,
            by=cast.amira, at=MONDAY, **SAID,
        )  # fmt: skip


def test_going_back_to_somebody_who_had_it_is_a_return(cast, ticket):
    there = passed(ticket, cast.amira, to_owner=cast.tom)
    back = passed(ticket, cast.tom, to_owner=cast.amira)

    assert (there.is_return, back.is_return) == (False, True)
    assert ticket.transfers.filter(is_return=True).count() == 1


def test_going_back_to_a_team_that_had_it_is_a_return(cast, ticket):
    passed(ticket, cast.amira, to_team=cast.new_york)

    assert passed(ticket, cast.ben, to_team=cast.berlin).is_return


def test_mirrored_transfers_are_counted_past_the_cap_and_may_say_nothing(cast, ticket):
    at_the_cap(cast, ticket)

    moved = Transfer.objects.record(
        ticket, to_team=cast.berlin, to_owner=None, kind="warm", reason="", note="", by=None, at=MONDAY,
        mirrored=True,
    )  # fmt: skip

    ticket.refresh_from_db()
    assert (moved.ordinal, moved.allowed, ticket.transfer_count, ticket.team) == (3, 2, 3, cast.berlin)


class TestWarm:
    @pytest.fixture
    def moved(self, cast, ticket):
        return passed(ticket, cast.amira, to_owner=cast.ben, kind="warm")

    def test_the_receiver_accepts(self, cast, ticket, moved):
        accept_transfer(moved, by=cast.ben, at=MONDAY)
        accept_transfer(moved, by=cast.ben, at=berlin("2026-03-02 10:00"))

        assert Transfer.objects.get().accepted_at == MONDAY
        assert ticket.events.filter(kind="transfer_accepted").count() == 1

    def test_declined_it_goes_back_and_the_count_stays(self, cast, ticket, moved):
        decline_transfer(moved, by=cast.ben, reason="I never said yes.", at=MONDAY)

        ticket.refresh_from_db()
        assert (ticket.team, ticket.owner, ticket.transfer_count) == (cast.berlin, cast.amira, 1)
        assert ticket.events.get(kind="transfer_declined").data["reason"] == "I never said yes."
        assert passed(ticket, cast.amira, to_owner=cast.tom).ordinal == 2

    def test_declined_it_goes_to_the_team_when_its_owner_has_left(self, cast, ticket, moved):
        cast.amira.is_active = False
        cast.amira.save()

        decline_transfer(moved, by=cast.ben, reason="I never said yes.", at=MONDAY)

        ticket.refresh_from_db()
        assert (ticket.team, ticket.owner) == (cast.berlin, None)

    @pytest.mark.parametrize("who", ["amira", "grace", "omar"])
    def test_nobody_else_answers(self, cast, moved, who):
        with pytest.raises(PermissionDenied):
            accept_transfer(moved, by=getattr(cast, who), at=MONDAY)
        with pytest.raises(PermissionDenied):
            decline_transfer(moved, by=getattr(cast, who), reason="No.", at=MONDAY)

    def test_it_is_answered_once(self, cast, moved):
        accept_transfer(moved, by=cast.ben, at=MONDAY)
        with pytest.raises(Conflict, match="accepted"):
            decline_transfer(moved, by=cast.ben, reason="No.", at=MONDAY)

    def test_declined_it_is_not_accepted_any_more(self, cast, moved):
        decline_transfer(moved, by=cast.ben, reason="No.", at=MONDAY)
        with pytest.raises(Conflict, match="declined"):
            accept_transfer(moved, by=cast.ben, at=MONDAY)

    def test_declining_needs_a_reason(self, cast, moved):
        with pytest.raises(ValidationError, match="Say why"):
            decline_transfer(moved, by=cast.ben, reason=" ", at=MONDAY)

    def test_a_ticket_that_moved_on_is_not_declined_back(self, cast, ticket, moved):
        passed(ticket, cast.ben, to_owner=cast.noor)
        with pytest.raises(Conflict, match="moved on"):
            decline_transfer(moved, by=cast.ben, reason="No.", at=MONDAY)

    def test_a_cold_one_is_not_answered(self, cast, ticket):
        moved = passed(ticket, cast.amira, to_owner=cast.ben)
        with pytest.raises(ValidationError, match="cold"):
            accept_transfer(moved, by=cast.ben, at=MONDAY)
