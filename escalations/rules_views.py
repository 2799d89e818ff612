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
from escalations.models.rule import NOTES, RuleSetting
from escalations.permissions import manages
from escalations.rules import Finding, dry_run, is_searched, settings_of
from escalations.team_forms import TEAM_FORMS
from escalations.tuning import set_rules
from people.answers import gone_to, refuse
from people.models import Team, User
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
    """One rule: its form, and the tickets of last week. Not `searched`: what people escalated for it."""

    trigger: str
    label: str
    form: RuleForm
    waits: bool
    tried: bool
    searched: bool
    note: str
    found: list[tuple[Finding, Ticket | None]]
    count: int


@login_required
def rules_page(request: HttpRequest, slug: str) -> HttpResponse:
    """All that a team sets of its escalations; a POST saves one part, or tries a rule on last week without saving."""
    team = get_object_or_404(Team.objects.select_related("calendar"), slug=slug)
    at = timezone.now()
    settings = settings_of([team])[team.pk]
    part = request.POST.get("trigger", "")
    team_forms = {
        name: form(request.POST if name == part else None, team=team) for name, form in TEAM_FORMS.items()
    }
    rule_form = RuleForm(request.POST, prefix=part) if part in settings else None
    form = rule_form or team_forms.get(part)
    if form is not None and form.is_valid() and "try" not in request.POST:
        try:
            return gone_to(request, _save(form, team, settings, part, request.user, at), request.path)
        except ValidationError as error:
            refuse(form, error)
        except PermissionDenied as denied:
            form.add_error(None, str(denied))
    context = {
        "team": team,
        "rules": _shown(team, settings, part, rule_form, at),
        **team_forms,
        "may_change": manages(request.user, team.pk, at),
        "teams": Team.objects.order_by("name")[:50],
        "now": at,
    }
    refused = form is not None and form.errors
    return render(request, "rules/rules.html", context, status=422 if refused else 200)


def _save(
    form: forms.Form, team: Team, settings: dict[str, RuleSetting], part: str, by: User, at: datetime
) -> str:
    if not isinstance(form, RuleForm):
        return form.save(by, at)
    set_rules(team, {**settings, part: form.setting()}, by=by, at=at)
    return f"Saved: {Cause(part).label}."


def _shown(
    team: Team, settings: dict[str, RuleSetting], trigger: str, form: RuleForm | None, at: datetime
) -> list[ShownRule]:
    tried = form.setting() if form is not None and form.is_valid() else None
    held = {name: tried if tried and name == trigger else setting for name, setting in settings.items()}
    found = {name: dry_run(team, name, setting, since=at - WEEK, until=at) for name, setting in held.items()}
    shown = {finding.ticket_id for findings in found.values() for finding in findings[:SHOWN_AT_MOST]}
    tickets = Ticket.objects.in_bulk(shown)
    return [
        ShownRule(
            trigger=name,
            label=Cause(name).label,
            form=form if form is not None and name == trigger else _form(name, setting),
            waits=name in WAITING,
            tried=tried is not None and name == trigger,
            searched=is_searched(name),
            note=NOTES.get(name, ""),
            found=[(one, tickets.get(one.ticket_id)) for one in found[name][:SHOWN_AT_MOST]],
            count=len(found[name]),
        )
        for name, setting in settings.items()
    ]


def _form(trigger: str, setting: RuleSetting) -> RuleForm:
    initial = {"enabled": setting.enabled, "minutes": setting.minutes, "kind": setting.kind}
    return RuleForm(prefix=trigger, initial=initial)
