"""Handing promises over by REST: offered, accepted, refused, taken back."""

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from people.api.endpoint import Endpoint
from people.api.fields import found
from promises import handing_over
from promises.api.reading import promises_shown
from promises.api.said import HandOverQuery, HandOverRequestSerializer, RefusalSerializer
from promises.api.serializers import HandOverSerializer
from promises.covering import cover
from promises.models import HandOver, Promise


class HandOversView(Endpoint):
    ordering = ("id",)

    @extend_schema(parameters=[HandOverQuery], responses=HandOverSerializer(many=True))
    def get(self, request: Request) -> Response:
        """Promises on offer; `?to=me` are those that wait for your answer."""
        asked = self.asked(HandOverQuery)
        offers = hand_overs().filter(answered_at__isnull=asked["state"] == "open")
        if to := asked.get("to"):
            offers = offers.filter(to_owner=to)
        if promise := asked.get("promise"):
            offers = offers.filter(promise=promise)
        return self.listed(offers, HandOverSerializer)


class PromiseHandOversView(Endpoint):
    ordering = ("id",)

    @extend_schema(responses=HandOverSerializer(many=True))
    def get(self, request: Request, id: int) -> Response:
        """To whom the promise was offered, the first first."""
        return self.listed(
            hand_overs().filter(promise=found(Promise.objects.all(), pk=id)), HandOverSerializer
        )

    @extend_schema(request=HandOverRequestSerializer, responses={201: HandOverSerializer})
    def post(self, request: Request, id: int) -> Response:
        """Offer the promise to somebody. Until they accept, its owner answers for it."""
        promise = found(promises_shown(), pk=id)
        offered = handing_over.offer(
            promise, by=request.user, at=timezone.now(), **self.said(HandOverRequestSerializer)
        )
        return self.created(offered, HandOverSerializer, route="api:hand-over", key=offered.pk)


class CoverView(Endpoint):
    @extend_schema(request=None, responses={201: HandOverSerializer})
    def post(self, request: Request, id: int) -> Response:
        """Take the promise over yourself, at once: what others were offered is taken back. 409 once it is yours."""
        covered = cover(found(promises_shown(), pk=id), by=request.user, at=timezone.now())
        return self.created(covered, HandOverSerializer, route="api:hand-over", key=covered.pk)


class HandOverView(Endpoint):
    @extend_schema(responses=HandOverSerializer)
    def get(self, request: Request, id: int) -> Response:
        """One offer."""
        return self.shown(found(hand_overs(), pk=id), HandOverSerializer)


class AcceptanceView(Endpoint):
    @extend_schema(request=None, responses={201: HandOverSerializer})
    def post(self, request: Request, id: int) -> Response:
        """Take the promise over: from now on you owe it. Only who it was offered to can. 409 once answered."""
        accepted = handing_over.accept(found(hand_overs(), pk=id), by=request.user, at=timezone.now())
        return self.created(accepted, HandOverSerializer, route="api:hand-over", key=id)


class RefusalView(Endpoint):
    @extend_schema(request=RefusalSerializer, responses={201: HandOverSerializer})
    def post(self, request: Request, id: int) -> Response:
        """Decline it, for a reason: its owner still owes it. 409 once answered."""
        declined = handing_over.decline(
            found(hand_overs(), pk=id), by=request.user, at=timezone.now(), **self.said(RefusalSerializer)
        )
        return self.created(declined, HandOverSerializer, route="api:hand-over", key=id)


class WithdrawalView(Endpoint):
    @extend_schema(request=None, responses={201: HandOverSerializer})
    def post(self, request: Request, id: int) -> Response:
        """Take the offer back. 409 once answered."""
        taken_back = handing_over.take_back(found(hand_overs(), pk=id), by=request.user, at=timezone.now())
        return self.created(taken_back, HandOverSerializer, route="api:hand-over", key=id)


def hand_overs():
    """Offers with all that is shown of one, and what answering needs."""
    return HandOver.objects.select_related(
        "promise__ticket__team", "promise__ticket__owner", "promise__team", "promise__owner",
        "from_owner", "to_owner", "offered_by",
    )  # fmt: skip
