"""The lists behind the dashboard's numbers, from which a manager reassigns, covers and renegotiates."""

from datetime import datetime

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from escalations.answering import may_answer_each
from escalations.permissions import Reach
from escalations.showing import ShownEscalation, open_escalations
from escalations.standing import Standing
from escalations.unanswered import at_the_cap, unanswered
from people.answers import done, refuse, show_form, show_over
from people.live import live_part
from people.models import User
from people.paging import Page
from people.spreadsheets import wants_csv
from promises.covering import cover
from promises.models import Promise
from promises.outlook import counted
from promises.over import for_verb
from promises.risk import Reason, owed
from promises.showing import Shown, shown_in_order
from tracker.pages.dashboard import TeamForm
from tracker.pages.dashboard_csv import escalations_csv, promises_csv, tickets_csv
from tracker.pages.hands import Meter

SHOWN = {
    "open": "All that is owed",
    "overdue": "Overdue",
    "soon": "Due within the hour",
    "risk": "At risk, for any reason",
    **{why.value: f"At risk: {why.label[0].lower()}{why.label[1:]}" for why in Reason},
}


class Filters(TeamForm):
    """Team and person. Anything unknown is passed over."""

    owner = forms.ChoiceField(required=False, widget=forms.Select(attrs={"class": "input"}))
    field_order = ("show", "team", "owner")

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        people = [(str(pk), name) for pk, name in User.objects.active().values_list("pk", "name")]
        self.fields["owner"].choices = [("", "Everybody"), ("me", "Me"), *people]

    def of(self, name: str) -> object:
        return self.cleaned_data.get(name)

    def person(self, reader: User) -> int | None:
        """The person asked for, by their id."""
        self.is_valid()
        said = self.of("owner")
        return reader.pk if said == "me" else int(said) if said else None


class PromiseFilters(Filters):
    show = forms.ChoiceField(
        required=False, choices=SHOWN.items(), widget=forms.Select(attrs={"class": "input"})
    )


@login_required
def promises(request: HttpRequest) -> HttpResponseBase:
    """Promises that are owed, those of one of the dashboard's numbers, the most urgent first."""
    at = timezone.now()
    filters = PromiseFilters(request.GET)
    person, team = filters.person(request.user), filters.chosen
    show = filters.of("show") or "open"
    rows = [one for one in owed(at, team) if show in counted(one) and person in (None, one.owner_id)]
    if wants_csv(request):
        return promises_csv(rows)
    page = Page.of(rows, request)
    reasons = {one.id: [Reason(why).label for why in one.reasons] for one in page.rows}
    context = {
        "title": SHOWN[show],
        "rows": [
            {"promise": one, "reasons": reasons[one.id]}
            for one in shown_in_order(list(reasons), at, Reach(request.user, at))
        ],
    }
    return _answer(request, "promises", filters, page, context, at)


@login_required
def escalations(request: HttpRequest) -> HttpResponseBase:
    """Open escalations that nobody has, with who is asked, the longest open first."""
    at = timezone.now()
    filters = Filters(request.GET)
    person, team = filters.person(request.user), filters.chosen
    steps = unanswered().order_by("escalation__opened_at", "escalation_id")
    if person:
        steps = steps.filter(person=person)
    if team:
        steps = steps.filter(escalation__ticket__team=team)
    if wants_csv(request):
        return escalations_csv(steps)
    page = Page.of(steps.values_list("escalation_id", flat=True), request)
    found = {one.pk: one for one in open_escalations().filter(pk__in=page.rows)}
    standing = Standing.of(found.values(), at)
    may = may_answer_each(request.user, found.values())
    rows = [
        {"escalation": ShownEscalation.of(found[key], standing, at), "may": may[key]}
        for key in page.rows
        if key in found
    ]
    context = {"title": "Escalations that nobody has acknowledged", "rows": rows}
    return _answer(request, "escalations", filters, page, context, at)


@login_required
def tickets(request: HttpRequest) -> HttpResponseBase:
    """Open and pending tickets that were transferred as often as they may be."""
    filters = Filters(request.GET)
    person, team = filters.person(request.user), filters.chosen
    found = at_the_cap().with_state().select_related("customer", "owner", "team").order_by("-number")
    if person:
        found = found.filter(owner=person)
    if team:
        found = found.filter(team=team)
    if wants_csv(request):
        return tickets_csv(found)
    page = Page.of(found, request)
    reach = Reach(request.user, timezone.now())
    rows = [
        {
            "ticket": one,
            "meter": Meter(one.transfer_count, one.transfers_allowed, one.returns),
            "may_grant": reach.manages(one.team_id),
        }
        for one in page.rows
    ]
    context = {"title": "Tickets transferred as often as they may be", "rows": rows}
    return _answer(request, "tickets", filters, page, context, reach.at)


def _answer(
    request: HttpRequest, kind: str, filters: Filters, page: Page, context: dict, at: datetime
) -> HttpResponse:
    context |= {
        "kind": kind,
        "row": f"dashboard/{kind}_row.html",
        "filters": filters,
        "page": page,
        "now": at,
    }
    if request.htmx:
        return live_part(request, "dashboard/rows.html", context)
    return render(request, "dashboard/list.html", context)


@login_required
def cover_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a promise over oneself."""
    found = Promise.objects.with_facts().select_related("owner", "team", "ticket__customer", "settlement__by")
    promise = get_object_or_404(found, pk=pk)
    at = timezone.now()
    if request.method != "POST" and (ended := for_verb(promise, request.user, at)):
        shown = Shown.of(promise, at)
        return show_over(request, ended, back=promise.get_absolute_url(), promise=shown)
    form = forms.Form(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            cover(promise, by=request.user)
            return done(request, "It is yours now.", promise.get_absolute_url())
        except ValidationError as error:
            refuse(form, error)
        except PermissionDenied as denied:
            form.add_error(None, str(denied))
    shown = Shown.of(promise, timezone.now())
    context = {"form": form, "promise": shown, "action": request.path}
    return show_form(request, "dashboard/cover.html", context, refused=request.method == "POST")
