"""Absences: one's own and, for who stands above them, others'; and what would be left behind."""

from datetime import datetime

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from escalations.absences import enter, may_enter, require_sees, sees
from escalations.absences import take_back as undo
from escalations.forms import Colleagues
from escalations.permissions import Reach, below
from people.answers import gone_to, refuse
from people.models import Absence, User
from promises.absence import falls_into
from promises.models import Promise
from promises.showing import Shown, shown_in_order

SHOWN_AT_MOST = 100


class AbsenceForm(forms.Form):
    """An absence; `user` is asked for where the reader may enter one for others, too."""

    user = Colleagues(label="Who is away", required=False, empty_label="You")
    starts_at = forms.DateTimeField(
        label="From", widget=forms.DateTimeInput(attrs={"type": "datetime-local"})
    )
    ends_at = forms.DateTimeField(label="Until", widget=forms.DateTimeInput(attrs={"type": "datetime-local"}))
    deputy = Colleagues(label="Who stands in", required=False, empty_label="Nobody")
    reason = forms.CharField(label="Why", required=False, max_length=200)

    def __init__(self, *args, others: list[User], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = self.fields["user"].queryset.filter(pk__in=[one.pk for one in others])
        self.fields["user"].error_messages["invalid_choice"] = (
            "You may enter an absence for yourself and for those below you. Choose one of them."
        )
        # Asked for all the same where somebody was named: it would pass for the reader's own.
        if not others and not self.data.get("user"):
            del self.fields["user"]


@login_required
def absences(request: HttpRequest) -> HttpResponse:
    """Those that run or come, and the form to enter one; saved, it shows what falls into it."""
    at = timezone.now()
    form = AbsenceForm(request.POST or None, others=below(request.user, at))
    if request.method == "POST" and form.is_valid():
        absence = Absence(**{**form.cleaned_data, "user": form.cleaned_data.get("user") or request.user})
        try:
            enter(absence, by=request.user, at=at)
            return gone_to(request, "Entered. This is what falls into it.", f"/absences/{absence.pk}/")
        except ValidationError as error:
            refuse(form, error)
    coming = (
        Absence.objects.filter(ends_at__gt=at).select_related("user", "deputy").order_by("starts_at", "id")
    )
    context = {
        "form": form,
        "mine": coming.filter(user=request.user)[:SHOWN_AT_MOST],
        "theirs": _of_others(request.user, coming, at),
        "now": at,
    }
    return render(request, "absences/list.html", context, status=422 if form.errors else 200)


@login_required
def absence(request: HttpRequest, pk: int) -> HttpResponse:
    """What falls into it: promises to hand over or renegotiate, escalations and tickets that would wait."""
    found = _visible(request.user, pk)
    at = timezone.now()
    left = falls_into(found)
    reach = Reach(request.user, at)
    tickets = left.tickets.select_related("customer").order_by("-number")[:SHOWN_AT_MOST]
    context = {
        "absence": found,
        "may_take_back": may_enter(request.user, found, at),
        "promises": _shown(left.promises, reach),
        "steps": left.steps.select_related("escalation__ticket").order_by("due_at", "id")[:SHOWN_AT_MOST],
        "tickets": [(one, reach.acts_on(one)) for one in tickets],
        "now": at,
        "running": found.starts_at <= at,
    }
    return render(request, "absences/absence.html", context)


@login_required
@require_POST
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """They will be there after all."""
    undo(_visible(request.user, pk), by=request.user, at=timezone.now())
    return gone_to(request, "Taken back. Promises that were handed over stay there.", "/absences/")


def _visible(reader: User, pk: int) -> Absence:
    found = get_object_or_404(Absence.objects.select_related("user", "deputy", "entered_by"), pk=pk)
    require_sees(Reach(reader, timezone.now()), found)
    return found


def _of_others(reader: User, coming: QuerySet[Absence], at: datetime) -> list[Absence]:
    """The absences of those whom `reader` stands above, and those in which they stand in."""
    reach = Reach(reader, at)
    shown = [one for one in coming.exclude(user=reader)[: SHOWN_AT_MOST * 5] if sees(reach, one)]
    return shown[:SHOWN_AT_MOST]


def _shown(promises: QuerySet[Promise], reach: Reach) -> list[Shown]:
    """At most a hundred, in the order of time, each with its open offer."""
    keys = list(promises.order_by("due_at", "id").values_list("pk", flat=True)[:SHOWN_AT_MOST])
    return shown_in_order(keys, reach.at, reach)
