"""Keeping, withdrawing and renegotiating a promise over REST."""

from django.db import transaction
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from people.api.endpoint import Endpoint
from people.api.fields import found
from promises.api.evidence import evidence_of
from promises.api.reading import promises_shown, shown_with, whole_promise
from promises.api.said import RenegotiationRequestSerializer, SettlementRequestSerializer
from promises.api.serializers import RenegotiationSerializer, SettlementSerializer, WholePromiseSerializer
from promises.models import Promise, Renegotiation, Settlement
from promises.renegotiating import renegotiate
from promises.settling import keep, withdraw


class SettlementView(Endpoint):
    @extend_schema(responses=SettlementSerializer)
    def get(self, request: Request, id: int) -> Response:
        """How the promise ended; 404 while it is open."""
        settlement = Settlement.objects.filter(promise=id).select_related("by").first()
        if settlement is None:
            raise NotFound(f"Promise {id} is not settled.")
        return self.shown(settlement, SettlementSerializer)

    @extend_schema(request=SettlementRequestSerializer, responses={201: WholePromiseSerializer})
    def post(self, request: Request, id: int) -> Response:
        """Settle it as kept, with evidence, or as withdrawn, with a reason. Once: 409 after that."""
        at, promise = timezone.now(), found(promises_shown(), pk=id)
        said = self.said(SettlementRequestSerializer)
        if said["outcome"] == Settlement.Outcome.KEPT:
            with transaction.atomic():
                evidence = evidence_of(said["evidence"], promise.ticket, "evidence", by=request.user, at=at)
                keep(promise, by=request.user, evidence=evidence, at=at)
        else:
            withdraw(promise, by=request.user, reason=said["reason"], at=at)
        promise = whole_promise(id)
        return self.created(
            promise, WholePromiseSerializer, route="api:settlement", key=id, **shown_with([promise], at)
        )


class RenegotiationsView(Endpoint):
    ordering = ("at", "id")

    @extend_schema(responses=RenegotiationSerializer(many=True))
    def get(self, request: Request, id: int) -> Response:
        """The times that were agreed anew, the first first."""
        promise = found(Promise.objects.all(), pk=id)
        return self.listed(
            Renegotiation.objects.filter(promise=promise).select_related("by"), RenegotiationSerializer
        )

    @extend_schema(request=RenegotiationRequestSerializer, responses={201: WholePromiseSerializer})
    def post(self, request: Request, id: int) -> Response:
        """Agree on a new time before the old one breaks, with the customer, for a reason. 409 once it is broken."""
        at, promise = timezone.now(), found(promises_shown(), pk=id)
        renegotiate(promise, by=request.user, at=at, **self.said(RenegotiationRequestSerializer))
        promise = whole_promise(id)
        return self.created(
            promise, WholePromiseSerializer, route="api:promise", key=id, **shown_with([promise], at)
        )
