"""The chain of command over REST: everybody reads it, administrators change it."""

from collections.abc import Iterable

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from escalations.models import Position
from escalations.organising import remove_position, save_position
from people.api.endpoint import Endpoint
from people.api.fields import PersonField, TeamField, found, number_field
from people.coverage import Coverage
from people.models import User
from tickets.models import Topic


@extend_schema_field(OpenApiTypes.INT)
class PositionField(serializers.RelatedField):
    """A position, by id."""

    default_error_messages = {
        "does_not_exist": "There is no position {value}. GET /api/v1/positions/ lists them."
    }

    def use_pk_only_optimization(self) -> bool:
        return True

    def to_internal_value(self, data: object) -> Position:
        position_id = number_field().run_validation(data)
        position = self.get_queryset().filter(pk=position_id).first()
        if position is None:
            self.fail("does_not_exist", value=position_id)
        return position

    def to_representation(self, value: Position) -> int:
        return value.pk


class PositionSerializer(serializers.ModelSerializer):
    """A position in the chain of command. Needs `coverage` and `people` in its context."""

    url = serializers.HyperlinkedIdentityField(
        view_name="api:position", lookup_field="pk", lookup_url_kwarg="id"
    )
    team = TeamField(read_only=True, allow_null=True)
    reports_to = PositionField(read_only=True, allow_null=True)
    holder = PersonField(read_only=True, allow_null=True, help_text="null: vacant.")
    person = serializers.SerializerMethodField(
        help_text="Who is there for it now: the holder, or who stands in; null: nobody."
    )
    is_away = serializers.SerializerMethodField(help_text="Is the holder away, or has left?")
    topics = serializers.SerializerMethodField(help_text="What its holder can solve, by slug.")
    languages = serializers.ListField(
        child=serializers.CharField(), help_text="Spoken besides the holder's own."
    )
    may_waive = serializers.ListField(child=serializers.CharField(), help_text="Policies, by short name.")

    class Meta:
        model = Position
        fields = [
            "id", "url", "title", "team", "leads_team", "reports_to", "holder", "person", "is_away", "topics",
            "languages", "goodwill_limit", "goodwill_currency", "may_waive",
        ]  # fmt: skip

    @extend_schema_field(serializers.EmailField(allow_null=True))
    def get_person(self, position: Position) -> str | None:
        there = position.holder_id and self.context["coverage"].stand_in(position.holder_id)
        return self.context["people"][there].email if there else None

    @extend_schema_field(serializers.BooleanField())
    def get_is_away(self, position: Position) -> bool:
        return position.holder_id is not None and self.context["coverage"].is_away(position.holder_id)

    @extend_schema_field(serializers.ListField(child=serializers.SlugField()))
    def get_topics(self, position: Position) -> list[str]:
        return sorted(topic.slug for topic in position.topics.all())


class PositionChangesSerializer(serializers.ModelSerializer):
    title = serializers.CharField(max_length=120)
    team = TeamField(required=False, allow_null=True)
    leads_team = serializers.BooleanField(required=False, help_text="The lead of `team`.")
    reports_to = PositionField(
        queryset=Position.objects.all(), required=False, allow_null=True, help_text="An id; null: the top."
    )
    holder = PersonField(required=False, allow_null=True)
    topics = serializers.ListField(
        child=serializers.CharField(max_length=50), max_length=200, required=False, help_text="By slug."
    )
    languages = serializers.ListField(
        child=serializers.CharField(max_length=8), max_length=50, required=False
    )
    may_waive = serializers.ListField(
        child=serializers.CharField(max_length=64), max_length=200, required=False
    )

    class Meta:
        model = Position
        fields = [
            "title", "team", "leads_team", "reports_to", "holder", "topics", "languages", "goodwill_limit",
            "goodwill_currency", "may_waive",
        ]  # fmt: skip
        # The verb says these in words.
        validators = []

    def validate_topics(self, slugs: list[str]) -> list[Topic]:
        topics = list(Topic.objects.filter(slug__in=slugs))
        unknown = sorted(set(slugs) - {topic.slug for topic in topics})
        if unknown:
            raise serializers.ValidationError(
                f"There is no topic “{unknown[0]}”. GET /api/v1/topics/ lists them."
            )
        return topics


class PositionQuery(serializers.Serializer):
    team = TeamField(required=False)
    holder = PersonField(required=False, help_text="E-mail address, or `me`.")
    vacant = serializers.BooleanField(required=False)


class PositionsView(Endpoint):
    ordering = ("title", "id")

    @extend_schema(parameters=[PositionQuery], responses=PositionSerializer(many=True))
    def get(self, request: Request) -> Response:
        """Positions by title, with who is there for each now."""
        asked = self.asked(PositionQuery)
        rows = positions_shown()
        if "vacant" in asked:
            rows = rows.filter(holder__isnull=asked.pop("vacant"))
        return self.listed(rows.filter(**asked), PositionSerializer, about=shown_now)

    @extend_schema(request=PositionChangesSerializer, responses={201: PositionSerializer})
    def post(self, request: Request) -> Response:
        """Add a position. For administrators."""
        said = self.said(PositionChangesSerializer)
        topics = said.pop("topics", None)
        position = save_position(Position(**said), by=request.user, topics=topics)
        return self.created(
            position, PositionSerializer, route="api:position", key=position.pk, **shown_now([position])
        )


class PositionView(Endpoint):
    @extend_schema(responses=PositionSerializer)
    def get(self, request: Request, id: int) -> Response:
        """One position."""
        return self._one(id)

    @extend_schema(request=PositionChangesSerializer(partial=True), responses=PositionSerializer)
    def patch(self, request: Request, id: int) -> Response:
        """Change it. For administrators."""
        position = found(positions_shown(), pk=id)
        said = self.said(PositionChangesSerializer, partial=True)
        topics = said.pop("topics", None)
        for field, value in said.items():
            setattr(position, field, value)
        save_position(position, by=request.user, topics=topics)
        return self._one(id)

    @extend_schema(responses={204: None})
    def delete(self, request: Request, id: int) -> Response:
        """Do away with it. For administrators. 409 while another position reports to it."""
        remove_position(found(Position.objects.all(), pk=id), by=request.user)
        return Response(status=204)

    def _one(self, id: int) -> Response:
        position = found(positions_shown(), pk=id)
        return self.shown(position, PositionSerializer, **shown_now([position]))


def positions_shown() -> QuerySet[Position]:
    """Positions with all that is shown of one but who is there, in two queries."""
    return Position.objects.select_related("team", "holder").prefetch_related("topics")


def shown_now(positions: Iterable[Position]) -> dict:
    """The context of PositionSerializer, as of now; three queries."""
    coverage = Coverage.at(timezone.now())
    holders = {position.holder_id for position in positions} - {None}
    there = {coverage.stand_in(holder) for holder in holders} - {None}
    return {"coverage": coverage, "people": User.objects.in_bulk(there)}
