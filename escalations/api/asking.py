"""Whom to ask about a ticket, over REST: its chain of command, and who can solve it."""

from decimal import Decimal

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from escalations.links import chain_for
from escalations.referral import who_can_solve
from people.api.endpoint import Endpoint
from people.api.fields import AwareDateTimeField, found
from tickets.models import Ticket

LARGEST_AMOUNT = Decimal("99999999.99")
MOST_CANDIDATES = 50
# ISO 4217, as positions name it.
CURRENCY = r"^[A-Z]{3}$"


class ReferralQuery(serializers.Serializer):
    amount = serializers.DecimalField(
        max_digits=10,
        decimal_places=2,
        min_value=Decimal(0),
        max_value=LARGEST_AMOUNT,
        required=False,
        help_text="What the solution may cost, such as a refund of 300.",
    )
    currency = serializers.RegexField(
        CURRENCY,
        required=False,
        default="EUR",
        error_messages={"invalid": "This is no currency. Give three capital letters, such as EUR."},
    )
    limit = serializers.IntegerField(min_value=1, max_value=MOST_CANDIDATES, required=False, default=10)


class CandidateSerializer(serializers.Serializer):
    """Somebody who can solve it, and why."""

    person = serializers.EmailField(source="person.email")
    name = serializers.CharField(source="person.name")
    title = serializers.CharField()
    has_topic = serializers.BooleanField()
    speaks = serializers.BooleanField(help_text="The customer's language.")
    has_authority = serializers.BooleanField(help_text="For the amount.")
    goodwill_limit = serializers.DecimalField(max_digits=10, decimal_places=2)
    goodwill_currency = serializers.CharField()
    works_now = serializers.BooleanField()
    works_from = AwareDateTimeField(allow_null=True)
    open_tickets = serializers.IntegerField()
    reasons = serializers.ListField(child=serializers.CharField())


class ReferralSerializer(serializers.Serializer):
    candidates = CandidateSerializer(many=True)


class ChainQuery(serializers.Serializer):
    at = AwareDateTimeField(required=False, help_text="Who is there at this time; now when it is left out.")


class LinkSerializer(serializers.Serializer):
    """A position above the ticket, its holder, and who is there for it."""

    position = serializers.IntegerField(source="position_id")
    title = serializers.CharField()
    holder = serializers.EmailField(source="holder.email", allow_null=True, help_text="null: vacant.")
    person = serializers.EmailField(
        source="person.email",
        allow_null=True,
        help_text="The holder, or who stands in; null: nobody is there.",
    )
    is_away = serializers.BooleanField(help_text="Is the holder away?")
    works_now = serializers.BooleanField(help_text="Is it working time of `person`?")
    works_from = AwareDateTimeField(allow_null=True)


class ChainSerializer(serializers.Serializer):
    at = AwareDateTimeField()
    chain = LinkSerializer(many=True)


class ReferralView(Endpoint):
    @extend_schema(parameters=[ReferralQuery], responses=ReferralSerializer)
    def get(self, request: Request, number: int) -> Response:
        """Who can solve this, best first, with reasons. Its owner and whoever is away are not among them."""
        asked = self.asked(ReferralQuery)
        found_people = who_can_solve(_ticket(number), at=timezone.now(), **asked)
        return self.shown({"candidates": found_people}, ReferralSerializer)


class ChainView(Endpoint):
    @extend_schema(parameters=[ChainQuery], responses=ChainSerializer)
    def get(self, request: Request, number: int) -> Response:
        """The chain of command of the ticket, from its owner's position to the top."""
        at = self.asked(ChainQuery).get("at") or timezone.now()
        return self.shown({"at": at, "chain": chain_for(_ticket(number), at)}, ChainSerializer)


def _ticket(number: int) -> Ticket:
    return found(Ticket.objects.select_related("team", "customer", "topic"), number=number)
