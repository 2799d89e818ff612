"""The list of tickets, each with the promise that is due next."""

from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.contrib.auth.decorators import login_required
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from escalations.permissions import Reach
from people.live import live_part
from people.models import Team, User
from people.paging import Page
from promises.models import next_due
from recovery.models import MoodReading
from recovery.showing import ShownMood, heated_on
from tickets.models import Customer, Priority, State, Ticket, Topic
from tickets.models.saved_view import FILTERS, canonical
from tracker.pages.bulk import choices
from tracker.pages.views import views_for

# By a ticket's number in the end: one order, however many promises are due at the same time.
ORDERS = {"": ["-number"], "due": [F("next_due_at").asc(nulls_last=True), "-number"]}


class Filters(forms.Form):
    """What to look for. Anything unknown is passed over, so that an old bookmark still opens."""

    q = forms.CharField(
        label="Search",
        required=False,
        max_length=200,
        widget=forms.TextInput(
            attrs={
                "type": "search",
                "placeholder": "Search tickets",
                "data-key": "/",
                "data-label": "Search the tickets",
                "autocomplete": "off",
            }
        ),
    )
    state = forms.ChoiceField(
        required=False,
        choices=[("", "Open and pending"), *State.choices, ("all", "All")],
    )
    team = forms.ModelChoiceField(
        required=False, queryset=Team.objects.all(), to_field_name="slug", empty_label="All teams"
    )
    owner = forms.ChoiceField(required=False)
    priority = forms.ChoiceField(required=False, choices=[("", "Any priority"), *Priority.choices])
    topic = forms.ModelChoiceField(
        required=False, queryset=Topic.objects.all(), to_field_name="slug", empty_label="Any topic"
    )
    mood = forms.ChoiceField(required=False, choices=[("", "Any mood"), ("heated", "Angry or furious now")])
    order = forms.ChoiceField(required=False, choices=[("", "Newest first"), ("due", "Next due first")])
    # Of one customer: the search leads here.
    customer = forms.ModelChoiceField(
        required=False, queryset=Customer.objects.all(), widget=forms.HiddenInput
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs["class"] = "input"
        people = [(str(pk), name) for pk, name in User.objects.active().values_list("pk", "name")]
        self.fields["owner"].choices = [("", "Everybody"), ("me", "Me"), ("nobody", "Nobody"), *people]


@dataclass(frozen=True)
class Row:
    """A ticket as the list shows it."""

    number: int
    subject: str
    customer: str
    state: str
    state_name: str
    priority: str
    priority_name: str
    owner: str
    team: str
    next_due_at: datetime | None
    due: str
    may_act: bool  # the reader: then it can be picked
    mood: ShownMood | None  # only where the customer is angry or furious


@login_required
def tickets(request: HttpRequest) -> HttpResponse:
    """Newest or next due first, filtered; a constant number of queries. The rows alone when htmx asks for them."""
    at = timezone.now()
    filters = Filters(request.GET)
    filters.is_valid()
    wanted = {name: filters.cleaned_data.get(name) for name in FILTERS}
    page = Page.of(_matching(wanted, request.user), request)
    reach = Reach(request.user, at)
    heated = heated_on(ticket.pk for ticket in page.rows)
    context = {
        "filters": filters,
        "rows": [_row(ticket, reach, heated.get(ticket.pk)) for ticket in page.rows],
        "now": at,
        "page": page,
        "query": canonical(request.GET.urlencode()),
        "filtered": any(wanted[name] for name in FILTERS if name != "order"),
        "by_due": wanted["order"] == "due",
        "customer": wanted["customer"],
    }
    if request.htmx:
        return live_part(request, "tickets/rows.html", context)
    context |= {"bulk": choices(request.user), **views_for(request.user, context["query"])}
    return render(request, "tickets/list.html", context)


def _matching(wanted: dict, reader: User):
    found = Ticket.objects.all()
    if wanted["q"]:
        found = found.matching(wanted["q"])
    if wanted["state"] != "all":
        states = [wanted["state"]] if wanted["state"] else [State.OPEN, State.PENDING]
        found = found.in_state(*states)
    if wanted["customer"]:
        found = found.filter(customer=wanted["customer"])
    if wanted["priority"]:
        found = found.filter(priority=wanted["priority"])
    if wanted["topic"]:
        found = found.filter(topic=wanted["topic"])
    if wanted["mood"]:
        found = found.filter(pk__in=MoodReading.objects.heated_tickets())
    if wanted["team"]:
        found = found.filter(team=wanted["team"])
    if wanted["owner"] == "nobody":
        found = found.filter(owner=None)
    elif wanted["owner"]:
        found = found.filter(owner=reader.pk if wanted["owner"] == "me" else int(wanted["owner"]))
    return (
        found.with_state()
        .annotate(next_due_at=next_due())
        .select_related("customer", "owner", "team")
        .order_by(*ORDERS[wanted["order"] or ""])
    )


def _row(ticket: Ticket, reach: Reach, mood: ShownMood | None) -> Row:
    due_at = ticket.next_due_at
    left = (due_at - reach.at).total_seconds() if due_at else None
    return Row(
        number=ticket.number,
        subject=ticket.subject,
        customer=ticket.customer.name,
        state=ticket.state,
        state_name=State(ticket.state).label,
        priority=ticket.priority,
        priority_name=ticket.get_priority_display(),
        owner=str(ticket.owner) if ticket.owner else "",
        team=ticket.team.name,
        next_due_at=due_at,
        due="" if left is None else "overdue" if left <= 0 else "soon" if left <= 3600 else "later",
        may_act=reach.acts_on(ticket),
        mood=mood,
    )
