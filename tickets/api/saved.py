"""Saved replies and saved views over REST: one's own, and those of one's teams."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from people.api.endpoint import Endpoint
from people.api.fields import PersonField, TeamField, found, number_field
from tickets.models import SavedReply, SavedView, Ticket


class _Whose(serializers.ModelSerializer):
    owner = PersonField(read_only=True, allow_null=True, help_text="Null where it is a team's.")
    team = TeamField(read_only=True, allow_null=True, help_text="Null where it is a person's.")


class SavedReplySerializer(_Whose):
    filled = serializers.SerializerMethodField(
        help_text="The body for the ticket that was asked for, else null."
    )

    class Meta:
        model = SavedReply
        fields = ["id", "name", "body", "owner", "team", "filled"]

    def get_filled(self, reply: SavedReply) -> str | None:
        ticket = self.context.get("ticket")
        return reply.filled(ticket, self.context["request"].user) if ticket else None


class SavedViewSerializer(_Whose):
    class Meta:
        model = SavedView
        fields = ["id", "name", "query", "owner", "team"]


class _ForTeam(serializers.Serializer):
    team = TeamField(
        required=False, allow_null=True, help_text="A team that you work for; yours alone without one."
    )


class SavedReplyChanges(serializers.Serializer):
    name = serializers.CharField(max_length=120)
    body = serializers.CharField(max_length=20_000, help_text=SavedReply._meta.get_field("body").help_text)


class NewSavedReply(SavedReplyChanges, _ForTeam):
    pass


class SavedViewChanges(serializers.Serializer):
    name = serializers.CharField(max_length=60)
    query = serializers.CharField(
        max_length=600, allow_blank=True, help_text=SavedView._meta.get_field("query").help_text
    )


class NewSavedView(SavedViewChanges, _ForTeam):
    pass


class SavedReplyQuery(serializers.Serializer):
    ticket = number_field(required=False, help_text="Fill them in for this ticket, by its number.")


class SavedRepliesView(Endpoint):
    ordering = ("name", "id")

    @extend_schema(parameters=[SavedReplyQuery], responses=SavedReplySerializer(many=True))
    def get(self, request: Request) -> Response:
        """Saved replies: your own and those of your teams; with `ticket`, those of its team as well."""
        number = self.asked(SavedReplyQuery).get("ticket")
        if number is None:
            usable, ticket = SavedReply.objects.usable_by(request.user), None
        else:
            ticket = found(Ticket.objects.select_related("customer", "team"), number=number)
            usable = SavedReply.objects.usable_on(ticket, request.user)
        replies = usable.select_related("owner", "team")
        return self.listed(replies, SavedReplySerializer, about=lambda rows: {"ticket": ticket})

    @extend_schema(request=NewSavedReply, responses={201: SavedReplySerializer})
    def post(self, request: Request) -> Response:
        """Save a reply, for yourself or for a team that you work for."""
        saved = SavedReply.add(by=request.user, **self.said(NewSavedReply))
        return self.created(saved, SavedReplySerializer, route="api:saved-reply", key=saved.pk)


class SavedViewsView(Endpoint):
    ordering = ("name", "id")

    @extend_schema(responses=SavedViewSerializer(many=True))
    def get(self, request: Request) -> Response:
        """Saved views of the tickets list that you can use: your own and those of your teams."""
        views = SavedView.objects.usable_by(request.user).select_related("owner", "team")
        return self.listed(views, SavedViewSerializer)

    @extend_schema(request=NewSavedView, responses={201: SavedViewSerializer})
    def post(self, request: Request) -> Response:
        """Save a view, for yourself or for a team that you work for."""
        saved = SavedView.add(by=request.user, **self.said(NewSavedView))
        return self.created(saved, SavedViewSerializer, route="api:saved-view", key=saved.pk)


class _One(Endpoint):
    model: type

    def one(self, request: Request, id: int):
        return found(self.model.objects.usable_by(request.user).select_related("owner", "team"), pk=id)

    @extend_schema(responses={204: None})
    def delete(self, request: Request, id: int) -> Response:
        """Remove it, for everybody who could use it."""
        self.one(request, id).remove(by=request.user)
        return Response(status=204)


class SavedReplyView(_One):
    model = SavedReply

    @extend_schema(responses=SavedReplySerializer)
    def get(self, request: Request, id: int) -> Response:
        """One saved reply."""
        return self.shown(self.one(request, id), SavedReplySerializer)

    @extend_schema(request=SavedReplyChanges(partial=True), responses=SavedReplySerializer)
    def patch(self, request: Request, id: int) -> Response:
        """Change its title or its words."""
        saved = self.one(request, id)
        saved.change(by=request.user, **self.said(SavedReplyChanges, partial=True))
        return self.shown(saved, SavedReplySerializer)


class SavedViewView(_One):
    model = SavedView

    @extend_schema(responses=SavedViewSerializer)
    def get(self, request: Request, id: int) -> Response:
        """One saved view."""
        return self.shown(self.one(request, id), SavedViewSerializer)

    @extend_schema(request=SavedViewChanges(partial=True), responses=SavedViewSerializer)
    def patch(self, request: Request, id: int) -> Response:
        """Change its name or its filters."""
        saved = self.one(request, id)
        saved.change(by=request.user, **self.said(SavedViewChanges, partial=True))
        return self.shown(saved, SavedViewSerializer)
