"""Teams and people, to look up whom a promise can be given to; and who I am."""

from datetime import datetime

from django.db.models import Q
from django.utils import timezone
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from people.api.endpoint import Endpoint
from people.api.fields import AwareDateTimeField, ChoiceField, PersonField, TeamField, found
from people.fields import validate_timezone
from people.models import Absence, Team, User


class TeamSerializer(serializers.ModelSerializer):
    timezone = serializers.CharField(source="calendar.timezone", read_only=True)

    class Meta:
        model = Team
        fields = ["slug", "name", "timezone", "promises_per_hour"]


class AwaySerializer(serializers.ModelSerializer):
    until = AwareDateTimeField(source="ends_at")
    deputy = PersonField(read_only=True)

    class Meta:
        model = Absence
        fields = ["until", "deputy"]


class PersonSerializer(serializers.ModelSerializer):
    team = TeamField(read_only=True)
    is_administrator = serializers.BooleanField(source="is_staff", read_only=True)
    away = serializers.SerializerMethodField(help_text="Until when they are away now, and who stands in.")

    class Meta:
        model = User
        fields = ["email", "name", "team", "timezone", "language", "is_active", "is_administrator", "away"]

    @extend_schema_field(AwaySerializer(allow_null=True))
    def get_away(self, user: User) -> dict | None:
        absence = self.context["away"].get(user.pk)
        return AwaySerializer(absence).data if absence else None


class MeSerializer(serializers.Serializer):
    """What people may change of themselves."""

    name = serializers.CharField(max_length=200, required=False)
    timezone = serializers.CharField(max_length=64, validators=[validate_timezone], required=False)
    language = ChoiceField(choices=User._meta.get_field("language").choices, required=False)


class PeopleQuery(serializers.Serializer):
    team = TeamField(required=False, help_text="Slug of their home team, or of one they serve, too.")
    search = serializers.CharField(max_length=200, required=False, help_text="In name or e-mail address.")
    active = serializers.BooleanField(required=False, default=True, help_text="false: those who have left.")


class TeamsView(Endpoint):
    ordering = ("slug",)

    @extend_schema(responses=TeamSerializer(many=True))
    def get(self, request: Request) -> Response:
        """All teams."""
        return self.listed(Team.objects.select_related("calendar"), TeamSerializer)


class TeamView(Endpoint):
    @extend_schema(responses=TeamSerializer)
    def get(self, request: Request, slug: str) -> Response:
        """One team."""
        return self.shown(found(Team.objects.select_related("calendar"), slug=slug), TeamSerializer)


class PeopleView(Endpoint):
    ordering = ("name", "id")

    @extend_schema(parameters=[PeopleQuery], responses=PersonSerializer(many=True))
    def get(self, request: Request) -> Response:
        """People by name, with who is away now."""
        asked = self.asked(PeopleQuery)
        people = User.objects.filter(is_active=asked["active"]).select_related("team")
        if team := asked.get("team"):
            people = people.filter(Q(team=team) | Q(pk__in=team.memberships.values("user")))
        if text := asked.get("search"):
            people = people.filter(Q(name__icontains=text) | Q(email__icontains=text))
        return self.listed(people, PersonSerializer, about=lambda rows: {"away": away_at(timezone.now())})


class PersonView(Endpoint):
    @extend_schema(responses=PersonSerializer)
    def get(self, request: Request, email: str) -> Response:
        """One person, by e-mail address."""
        person = found(User.objects.select_related("team"), email=email.lower())
        return self.shown(person, PersonSerializer, away=away_at(timezone.now()))


class MeView(Endpoint):
    @extend_schema(responses=PersonSerializer)
    def get(self, request: Request) -> Response:
        """Whose token this is."""
        return self._me(request)

    @extend_schema(request=MeSerializer, responses=PersonSerializer)
    def patch(self, request: Request) -> Response:
        """Change one's own name, time zone or language."""
        said = self.said(MeSerializer)
        for field, value in said.items():
            setattr(request.user, field, value)
        request.user.full_clean()
        request.user.save(update_fields=list(said))
        return self._me(request)

    def _me(self, request: Request) -> Response:
        return self.shown(request.user, PersonSerializer, away=away_at(timezone.now()))


def away_at(at: datetime) -> dict[int, Absence]:
    """Everybody's running absence, by user id; the one that names a deputy first. One query."""
    running = Absence.objects.filter(starts_at__lte=at, ends_at__gt=at).select_related("deputy")
    return {absence.user_id: absence for absence in sorted(running, key=lambda a: a.deputy_id is not None)}
