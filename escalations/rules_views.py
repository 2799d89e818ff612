"""When a team's tickets escalate by themselves: each rule, and what it would have done last week."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from escalations.models import Cause, Escalation
from escalations.models.rule import RuleSetting
from escalations.permissions import manages
from escalations.rules import Finding, dry_run, is_searched, settings_of
from escalations.tuning import set_rules
from people.answers import gone_to, refuse
from people.models import Team
from tickets.models import Ticket

WEEK = timedelta(days=7)
SHOWN_AT_MOST = 20
# Those that wait for something for so many working minutes; the others act at once.
WAITING = (Cause.ALERT_UNACKNOWLEDGED, Cause.NO_OWNER, Cause.NO_CONTACT)


class RuleForm(forms.Form):
    enabled = forms.BooleanField(label="On", required=False)
    minutes = forms.IntegerField(
        label="After working minutes", min_value=0, max_value=1_000_000, required=False
    )
    kind = forms.ChoiceField(label="To whom", choices=Escalation.Kind.choices)

    def setting(self) -> RuleSetting:
        """What was said. Only when the form is valid."""
        data = self.cleaned_data
        return RuleSetting(data["enabled"], data["minutes"] or 0, data["kind"])


@dataclass(frozen=True)
class ShownRule:
    """One rule: its form, and the tickets of last week; `found` None where nothing is searched for."""

    trigger: str
    label: str
    form: RuleForm
    waits: bool
    tried: bool
    found: list[tuple[Finding, Ticket | None]] | None
    count: int


@login_required
def rules_page(request: HttpRequest, slug: str) -> HttpResponse:
    """All rules of a team; a POST saves one, or tries it on last week without saving."""
    team = get_object_or_404(Team.objects.select_related("calendar"), slug=slug)
    at = timezone.now()
    settings = settings_of([team])[team.pk]
    trigger = request.POST.get("trigger", "")
    form = RuleForm(request.POST, prefix=trigger) if trigger in settings else None
    if form is not None and form.is_valid() and "try" not in request.POST:
        try:
            set_rules(team, {**settings, trigger: form.setting()}, by=request.user)
            return gone_to(request, f"Saved: {Cause(trigger).label}.", request.path)
        except ValidationError as error:
            refuse(form, error)
        except PermissionDenied as denied:
            form.add_error(None, str(denied))
    context = {
        "team": team,
        "rules": _shown(team, settings, trigger, form, at),
        "may_change": manages(request.user, team.pk, at),
        "teams": Team.objects.order_by("name")[:50],
        "now": at,
    }
    return render(
        request, "rules/rules.html", context, status=422 if form is not None and form.errors else 200
    )


def _shown(
    team: Team, settings: dict[str, RuleSetting], trigger: str, form: RuleForm | None, at: datetime
) -> list[ShownRule]:
    tried = form.setting() if form is not None and form.is_valid() else None
    held = {name: tried if tried and name == trigger else setting for name, setting in settings.items()}
    found = {
        name: dry_run(team, name, setting, since=at - WEEK, until=at)
        for name, setting in held.items()
        if is_searched(name)
    }
    shown = {finding.ticket_id for findings in found.values() for finding in findings[:SHOWN_AT_MOST]}
    tickets = Ticket.objects.in_bulk(shown)
    return [
        ShownRule(
            trigger=name,
            label=Cause(name).label,
            form=form if form is not None and name == trigger else _form(name, setting),
            waits=name in WAITING,
            tried=tried is not None and name == trigger,
            found=None
            if name not in found
            else [(one, tickets.get(one.ticket_id)) for one in found[name][:SHOWN_AT_MOST]],
            count=len(found.get(name, ())),
        )
        for name, setting in settings.items()
    ]


def _form(trigger: str, setting: RuleSetting) -> RuleForm:
    initial = {"enabled": setting.enabled, "minutes": setting.minutes, "kind": setting.kind}
    return RuleForm(prefix=trigger, initial=initial)
