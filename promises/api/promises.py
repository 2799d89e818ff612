"""Promises over REST: made, listed, shown, and previewed."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from people.api.endpoint import Endpoint
from people.api.fields import AwareDateTimeField, found
from promises.api.reading import promises_shown, rungs_shown, shown_with, whole_promise
from promises.api.said import NewPromiseSerializer, PreviewQuerySerializer, PromiseQuery
from promises.api.serializers import (
    PromiseSerializer,
    RungSerializer,
    WarningSerializer,
    WholePromiseSerializer,
)
from promises.making import make, preview
from promises.models.promise import PromiseQuerySet
from tickets.models import Ticket


class PromisesView(Endpoint):
    ordering = ("due_at", "id")

    @extend_schema(parameters=[PromiseQuery], responses=PromiseSerializer(many=True))
    def get(self, request: Request) -> Response:
        """Promises by due time."""
        at = timezone.now()
        promises = _asked_for(promises_shown(), self.asked(PromiseQuery), at)
        return self.listed(promises, PromiseSerializer, about=lambda rows: shown_with(rows, at))


class TicketPromisesView(Endpoint):
    ordering = ("due_at", "id")

    @extend_schema(responses=PromiseSerializer(many=True))
    def get(self, request: Request, number: int) -> Response:
        """The promises of a ticket by due time, settled ones as well."""
        at = timezone.now()
        promises = promises_shown().filter(ticket=found(Ticket.objects.all(), number=number))
        return self.listed(promises, PromiseSerializer, about=lambda rows: shown_with(rows, at))

    @extend_schema(request=NewPromiseSerializer, responses={201: WholePromiseSerializer})
    def post(self, request: Request, number: int) -> Response:
        """Promise something to the ticket's customer. What speaks against it comes back in `warnings`."""
        at = timezone.now()
        ticket = found(
            Ticket.objects.with_state().select_related("customer", "team__calendar", "owner"), number=number
        )
        made = make(ticket, by=request.user, at=at, **self.said(NewPromiseSerializer))
        promise = whole_promise(made.pk)
        return self.created(
            promise, WholePromiseSerializer, route="api:promise", key=promise.pk, **shown_with([promise], at)
        )


class PromiseView(Endpoint):
    @extend_schema(responses=WholePromiseSerializer)
    def get(self, request: Request, id: int) -> Response:
        """One promise, with its history and its ladder."""
        promise = whole_promise(id)
        return self.shown(promise, WholePromiseSerializer, **shown_with([promise], timezone.now()))


class PreviewSerializer(serializers.Serializer):
    """What a promise would be; nothing is saved."""

    due_at = AwareDateTimeField()
    not_before = AwareDateTimeField(allow_null=True)
    understood = serializers.CharField(help_text="How the wording was read; empty when a time was given.")
    warnings = WarningSerializer(many=True)
    ladder = RungSerializer(many=True)


class PreviewsView(Endpoint):
    @extend_schema(request=PreviewQuerySerializer, responses=PreviewSerializer)
    def post(self, request: Request) -> Response:
        """Read, check and plan a promise, and save nothing."""
        said = self.said(PreviewQuerySerializer)
        team = said.pop("team", None) or request.user.team
        if team is None:
            raise ValidationError({"team": "You are in no team: say for which one, by its slug."})
        seen = preview(
            team=team,
            owner=said.pop("owner", None) or request.user,
            timezone=said.pop("timezone", "") or team.calendar.timezone,
            language=said.pop("language", "") or request.user.language,
            at=timezone.now(),
            **said,
        )
        shown = {
            "due_at": seen.window.due_at,
            "not_before": seen.window.not_before,
            "understood": seen.window.understood,
            "warnings": seen.warnings,
            "ladder": rungs_shown(seen.ladder),
        }
        return self.shown(shown, PreviewSerializer)


def _asked_for(promises: PromiseQuerySet, asked: dict, at: datetime) -> PromiseQuerySet:
    if state := asked.pop("state", None):
        promises = promises.in_state(state, at)
    columns = {"due_before": "due_at__lt", "due_after": "due_at__gte"}
    return promises.filter(**{columns.get(name, name): value for name, value in asked.items()})
