"""Absences: one's own, and, for those above and administrators, others'."""

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from escalations.absences import enter, require_may_enter, require_sees, sees, take_back
from escalations.permissions import Reach
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

    entered_by = PersonField(read_only=True, allow_null=True, help_text="null: not known.")

    class Meta:
        model = Absence
        fields = ["id", "user", "starts_at", "ends_at", "deputy", "reason", "entered_by"]
        extra_kwargs = {
            "reason": {"help_text": "In lists empty but for the person, who stands in and those above them."}
        }

    def to_representation(self, absence: Absence) -> dict:
        shown = super().to_representation(absence)
        reach = self.context.get("reach")
        return shown if reach is None or sees(reach, absence) else {**shown, "reason": ""}


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
        reach = Reach(request.user, timezone.now())
        return self.listed(absences, AbsenceSerializer, lambda rows: {"reach": reach})

    @extend_schema(request=AbsenceSerializer, responses={201: AbsenceSerializer})
    def post(self, request: Request) -> Response:
        """Enter an absence: yours, or that of somebody below you in the chain of command.

        Rungs of promises that fall into it are planned anew by the next sweep.
        """
        absence = Absence(**{"user": request.user, **self.said(AbsenceSerializer)})
        enter(absence, by=request.user, at=timezone.now())
        return self.created(absence, AbsenceSerializer, route="api:absence", key=absence.pk)


class AbsenceView(Endpoint):
    @extend_schema(responses=AbsenceSerializer)
    def get(self, request: Request, id: int) -> Response:
        """One absence: for the person, who stands in, those above them and administrators."""
        absence = found(_absences(), pk=id)
        require_sees(Reach(request.user, timezone.now()), absence)
        return self.shown(absence, AbsenceSerializer)

    @extend_schema(request=AbsenceSerializer(partial=True), responses=AbsenceSerializer)
    def patch(self, request: Request, id: int) -> Response:
        """Change when it is, or who stands in."""
        absence = found(_absences(), pk=id)
        # Not by giving it to somebody whom one may enter it for.
        require_may_enter(request.user, absence, timezone.now())
        for field, value in self.said(AbsenceSerializer, partial=True).items():
            setattr(absence, field, value)
        enter(absence, by=request.user, at=timezone.now())
        return self.shown(absence, AbsenceSerializer)

    @extend_schema(responses={204: None})
    def delete(self, request: Request, id: int) -> Response:
        """Take it back: they will be there after all."""
        take_back(found(_absences(), pk=id), by=request.user, at=timezone.now())
        return Response(status=204)


def _absences():
    return Absence.objects.select_related("user", "deputy", "entered_by")
