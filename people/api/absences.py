"""Absences: one's own, or, for administrators, anybody's."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from people.api.endpoint import Endpoint
from people.api.fields import AwareDateTimeField, PersonField, found
from people.models import Absence, User


class AbsenceSerializer(serializers.ModelSerializer):
    user = PersonField(required=False, help_text="Who is away; you, when it is left out.")
    starts_at = AwareDateTimeField()
    ends_at = AwareDateTimeField()
    deputy = PersonField(
        queryset=User.objects.active(), required=False, allow_null=True, help_text="Who stands in."
    )

    class Meta:
        model = Absence
        fields = ["id", "user", "starts_at", "ends_at", "deputy", "reason"]


class AbsenceQuery(serializers.Serializer):
    user = PersonField(required=False, help_text="E-mail address, or `me`.")
    ends_after = AwareDateTimeField(required=False, help_text="Those that run or are to come then.")


class AbsencesView(Endpoint):
    ordering = ("starts_at", "id")

    @extend_schema(parameters=[AbsenceQuery], responses=AbsenceSerializer(many=True))
    def get(self, request: Request) -> Response:
        """Absences by their start; those that run now or are to come, unless `ends_after` says otherwise."""
        asked = self.asked(AbsenceQuery)
        absences = _absences().filter(ends_at__gt=asked.get("ends_after") or timezone.now())
        if user := asked.get("user"):
            absences = absences.filter(user=user)
        return self.listed(absences, AbsenceSerializer)

    @extend_schema(request=AbsenceSerializer, responses={201: AbsenceSerializer})
    def post(self, request: Request) -> Response:
        """Enter an absence. Rungs of promises that fall into it are planned anew by the next sweep."""
        absence = Absence(**{"user": request.user, **self.said(AbsenceSerializer)})
        _require_may_enter(request.user, absence)
        _save(absence)
        return self.created(absence, AbsenceSerializer, route="api:absence", key=absence.pk)


class AbsenceView(Endpoint):
    @extend_schema(responses=AbsenceSerializer)
    def get(self, request: Request, id: int) -> Response:
        """One absence."""
        return self.shown(found(_absences(), pk=id), AbsenceSerializer)

    @extend_schema(request=AbsenceSerializer(partial=True), responses=AbsenceSerializer)
    def patch(self, request: Request, id: int) -> Response:
        """Change when it is, or who stands in."""
        absence = self._mine(id)
        for field, value in self.said(AbsenceSerializer, partial=True).items():
            setattr(absence, field, value)
        _require_may_enter(request.user, absence)
        _save(absence)
        return self.shown(absence, AbsenceSerializer)

    @extend_schema(responses={204: None})
    def delete(self, request: Request, id: int) -> Response:
        """Take it back: they will be there after all."""
        self._mine(id).delete()
        return Response(status=204)

    def _mine(self, id: int) -> Absence:
        absence = found(_absences(), pk=id)
        _require_may_enter(self.request.user, absence)
        return absence


def _absences():
    return Absence.objects.select_related("user", "deputy")


def _require_may_enter(user: User, absence: Absence) -> None:
    if absence.user_id != user.pk and not user.is_staff:
        raise PermissionDenied(
            "Only the person themselves and administrators may enter or change an absence."
        )


@transaction.atomic
def _save(absence: Absence) -> None:
    absence.full_clean()
    absence.save()
