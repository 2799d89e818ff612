"""Every address of the API, below /api/v1/."""

from django.urls import path, re_path, register_converter
from django.urls.converters import IntConverter
from django.views.generic import RedirectView
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import NotFound
from rest_framework.permissions import AllowAny
from rest_framework.request import Request

from alerts.api import AcknowledgementView
from escalations.api import asking, consults, escalations, grants, positions, rules, spreadsheets, teams
from escalations.api.absences import AbsencesView, AbsenceView
from people.api.calendar import CalendarView
from people.api.endpoint import Endpoint
from people.api.people import MeView, PeopleView, PersonView, TeamsView, TeamView
from promises.api import hand_overs, promises, replies, settlements, states, transfers
from recovery.api import contacts, moods, tickets
from tickets.api import saved, timeline
from tracker.api import changes
from tracker.api.alerts import AlertsView, AlertView
from tracker.api.dashboard import DashboardView
from tracker.api.reports import PromiseReportView
from tracker.api.schema import DocsView, SchemaView
from tracker.api.search import SearchView


class NumberConverter(IntConverter):
    """A number that a column can hold; anything longer is no address."""

    regex = "[0-9]{1,18}"


register_converter(NumberConverter, "number")


class NowhereView(Endpoint):
    """Any other address."""

    authentication_classes = ()
    permission_classes = (AllowAny,)

    @extend_schema(exclude=True)
    def dispatch(self, request: Request, *args: object, **kwargs: object) -> object:
        return super().dispatch(request, *args, **kwargs)

    def initial(self, request: Request, *args: object, **kwargs: object) -> None:
        raise NotFound(f"There is no {request.path}. Addresses end in a slash; /api/v1/docs/ lists them.")


app_name = "api"
urlpatterns = [
    path("", RedirectView.as_view(pattern_name="api:docs"), name="root"),
    path("schema/", SchemaView.as_view(), name="schema"),
    path("docs/", DocsView.as_view(), name="docs"),
    path("me/", MeView.as_view(), name="me"),
    path("me/calendar/", CalendarView.as_view(), name="my-calendar"),
    path("search/", SearchView.as_view(), name="search"),
    path("people/", PeopleView.as_view(), name="people"),
    path("people/<str:email>/", PersonView.as_view(), name="person"),
    path("teams/", TeamsView.as_view(), name="teams"),
    path("teams/<slug:slug>/", TeamView.as_view(), name="team"),
    path("teams/<slug:slug>/transfer-caps/", teams.TransferCapsView.as_view(), name="transfer-caps"),
    path(
        "teams/<slug:slug>/escalation-setting/",
        teams.EscalationSettingView.as_view(),
        name="escalation-setting",
    ),
    path("teams/<slug:slug>/escalation-rules/", rules.RulesView.as_view(), name="escalation-rules"),
    path(
        "teams/<slug:slug>/escalation-rules/dry-run/", rules.DryRunView.as_view(), name="escalation-dry-run"
    ),
    path("positions/", positions.PositionsView.as_view(), name="positions"),
    path("positions/export/", spreadsheets.ExportView.as_view(), name="positions-export"),
    path("positions/import/", spreadsheets.ImportView.as_view(), name="positions-import"),
    path("positions/<number:id>/", positions.PositionView.as_view(), name="position"),
    path("absences/", AbsencesView.as_view(), name="absences"),
    path("absences/<number:id>/", AbsenceView.as_view(), name="absence"),
    path("topics/", timeline.TopicsView.as_view(), name="topics"),
    path("topics/<slug:slug>/", timeline.TopicView.as_view(), name="topic"),
    path("tickets/", tickets.TicketsView.as_view(), name="tickets"),
    path("ticket-changes/", changes.TicketChangesView.as_view(), name="ticket-changes"),
    path("undo/", changes.UndoView.as_view(), name="undo"),
    path("tickets/<number:number>/", tickets.TicketView.as_view(), name="ticket"),
    path("tickets/<number:number>/contacts/", contacts.ContactsView.as_view(), name="ticket-contacts"),
    path("tickets/<number:number>/moods/", moods.MoodsView.as_view(), name="ticket-moods"),
    path("tickets/<number:number>/events/", timeline.EventsView.as_view(), name="ticket-events"),
    path("tickets/<number:number>/states/", states.TicketStatesView.as_view(), name="ticket-states"),
    path("tickets/<number:number>/promises/", promises.TicketPromisesView.as_view(), name="ticket-promises"),
    path(
        "tickets/<number:number>/transfers/", transfers.TicketTransfersView.as_view(), name="ticket-transfers"
    ),
    path(
        "tickets/<number:number>/transfer-grants/",
        grants.TransferGrantsView.as_view(),
        name="ticket-transfer-grants",
    ),
    path(
        "tickets/<number:number>/transfer-refusals/",
        grants.TransferRefusalsView.as_view(),
        name="ticket-transfer-refusals",
    ),
    path(
        "tickets/<number:number>/escalations/",
        escalations.TicketEscalationsView.as_view(),
        name="ticket-escalations",
    ),
    path("tickets/<number:number>/consults/", consults.TicketConsultsView.as_view(), name="ticket-consults"),
    path("tickets/<number:number>/referral/", asking.ReferralView.as_view(), name="ticket-referral"),
    path("tickets/<number:number>/chain/", asking.ChainView.as_view(), name="ticket-chain"),
    path("tickets/<number:number>/replies/", replies.RepliesView.as_view(), name="ticket-replies"),
    path("saved-replies/", saved.SavedRepliesView.as_view(), name="saved-replies"),
    path("saved-replies/<number:id>/", saved.SavedReplyView.as_view(), name="saved-reply"),
    path("saved-views/", saved.SavedViewsView.as_view(), name="saved-views"),
    path("saved-views/<number:id>/", saved.SavedViewView.as_view(), name="saved-view"),
    path("transfers/", transfers.TransfersView.as_view(), name="transfers"),
    path("transfers/<number:id>/", transfers.TransferView.as_view(), name="transfer"),
    path(
        "transfers/<number:id>/acceptance/",
        transfers.TransferAcceptanceView.as_view(),
        name="transfer-acceptance",
    ),
    path(
        "transfers/<number:id>/rejection/",
        transfers.TransferRejectionView.as_view(),
        name="transfer-rejection",
    ),
    path("escalations/", escalations.EscalationsView.as_view(), name="escalations"),
    path("escalations/<number:id>/", escalations.EscalationView.as_view(), name="escalation"),
    path(
        "escalations/<number:id>/acknowledgement/",
        escalations.EscalationAcknowledgementView.as_view(),
        name="escalation-acknowledgement",
    ),
    path("escalations/<number:id>/resolution/", escalations.ResolutionView.as_view(), name="resolution"),
    path("consults/", consults.ConsultsView.as_view(), name="consults"),
    path("consults/<number:id>/", consults.ConsultView.as_view(), name="consult"),
    path("consults/<number:id>/answer/", consults.ConsultAnswerView.as_view(), name="consult-answer"),
    path("contacts/<number:id>/", contacts.ContactView.as_view(), name="contact"),
    path("promises/", promises.PromisesView.as_view(), name="promises"),
    path("promises/<number:id>/", promises.PromiseView.as_view(), name="promise"),
    path("promises/<number:id>/settlement/", settlements.SettlementView.as_view(), name="settlement"),
    path(
        "promises/<number:id>/renegotiations/",
        settlements.RenegotiationsView.as_view(),
        name="renegotiations",
    ),
    path(
        "promises/<number:id>/hand-overs/",
        hand_overs.PromiseHandOversView.as_view(),
        name="promise-hand-overs",
    ),
    path("promises/<number:id>/cover/", hand_overs.CoverView.as_view(), name="cover"),
    path("promise-previews/", promises.PreviewsView.as_view(), name="promise-previews"),
    path("hand-overs/", hand_overs.HandOversView.as_view(), name="hand-overs"),
    path("hand-overs/<number:id>/", hand_overs.HandOverView.as_view(), name="hand-over"),
    path("hand-overs/<number:id>/acceptance/", hand_overs.AcceptanceView.as_view(), name="acceptance"),
    path("hand-overs/<number:id>/refusal/", hand_overs.RefusalView.as_view(), name="refusal"),
    path("hand-overs/<number:id>/withdrawal/", hand_overs.WithdrawalView.as_view(), name="withdrawal"),
    path("alerts/", AlertsView.as_view(), name="alerts"),
    path("alerts/<number:id>/", AlertView.as_view(), name="alert"),
    path("alerts/<number:id>/acknowledgement/", AcknowledgementView.as_view(), name="acknowledgement"),
    path("dashboard/", DashboardView.as_view(), name="dashboard"),
    path("reports/promises/", PromiseReportView.as_view(), name="report-promises"),
    re_path("", NowhereView.as_view(), name="nowhere"),
]
