"""What a team sets besides its rules: how often a ticket is transferred, and how long a step waits."""

from datetime import datetime

from django import forms

from escalations.models import EscalationSetting
from escalations.tuning import set_caps, set_steps
from people.models import Team, User
from tickets.models import Priority, TransferCap
from tickets.models.transfer import DEFAULT_CAP


class CapsForm(forms.Form):
    """Transfers a ticket, by priority; empty: as for any other."""

    any = forms.IntegerField(label="Any priority", min_value=0, max_value=100)

    def __init__(self, *args, team: Team, **kwargs) -> None:
        caps = dict(TransferCap.objects.filter(team=team).values_list("priority", "transfers"))
        self._team = team
        super().__init__(*args, initial={"any": caps.get("", DEFAULT_CAP), **caps}, prefix="caps", **kwargs)
        for name, label in Priority.choices:
            self.fields[name] = forms.IntegerField(label=label, min_value=0, max_value=100, required=False)

    def save(self, by: User, at: datetime) -> str:
        """Set them and say so. Raises ValidationError, PermissionDenied."""
        caps = {name: times for name, times in self.cleaned_data.items() if times is not None}
        caps[""] = caps.pop("any")
        set_caps(self._team, caps, by=by, at=at)
        return "Saved: how often a ticket is passed on."


class StepsForm(forms.Form):
    """How long each person who is asked has to answer, and how often the top is asked again."""

    step_minutes = forms.IntegerField(label="Minutes a step waits", min_value=1, max_value=10_000)
    repeats = forms.IntegerField(label="Repeats at the top", min_value=0, max_value=100)

    def __init__(self, *args, team: Team, **kwargs) -> None:
        known = EscalationSetting.objects.filter(team=team).first() or EscalationSetting(team=team)
        initial = {"step_minutes": known.step_minutes, "repeats": known.repeats}
        self._team = team
        super().__init__(*args, initial=initial, prefix="steps", **kwargs)

    def save(self, by: User, at: datetime) -> str:
        """Set them and say so. Raises ValidationError, PermissionDenied."""
        set_steps(self._team, **self.cleaned_data, by=by, at=at)
        return "Saved: how long a step waits."


TEAM_FORMS = {"caps": CapsForm, "steps": StepsForm}
