"""The rungs of a ladder as a form: boxes to tick in place of lists to type."""

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BaseInlineFormSet

from alerts.models import Rung
from alerts.models.ladder import AUDIENCES, CHANNELS, default_channels

LEVELS = {f"up:{level}": f"{level} levels up the chain" for level in range(3, 6)}
FIELDS = ("minutes_before", "percent", "min_life_minutes", "audiences", "channels")


class RungForm(forms.ModelForm):
    audiences = forms.MultipleChoiceField(
        choices=[*AUDIENCES.items(), *LEVELS.items()],
        widget=forms.CheckboxSelectMultiple,
        label="Who hears it",
    )
    channels = forms.MultipleChoiceField(
        choices=list(CHANNELS.items()),
        widget=forms.CheckboxSelectMultiple,
        initial=default_channels,
        label="Over which channels",
    )

    class Meta:
        model = Rung
        fields = FIELDS

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        # An audience that no box stands for (up:7) was set elsewhere, and must not get lost by saving.
        field = self.fields["audiences"]
        known = {value for value, _ in field.choices}
        held = self.instance.audiences or self.initial.get("audiences") or []
        field.choices = [*field.choices, *((value, value) for value in held if value not in known)]

    def clean(self) -> dict:
        data = super().clean()
        minutes, percent = data.get("minutes_before"), data.get("percent")
        if self.errors.keys() & {"minutes_before", "percent"}:
            return data
        if (minutes is None) == (percent is None):
            self.add_error("minutes_before", "Give either minutes before it is due, or a percentage.")
        elif percent is not None and not 1 <= percent <= 99:
            self.add_error("percent", "From 1 to 99: at 0 it is only just promised, and at 100 it is due.")
        return data


class RungsOfALadder(BaseInlineFormSet):
    """At least one rung, and no two at the same time."""

    def clean(self) -> None:
        super().clean()
        if any(self.errors):
            return
        rungs = in_order(self)
        if not rungs:
            raise ValidationError("Add at least one rung: without one nobody would ever be alerted.")
        times = [(rung["minutes_before"], rung["percent"], rung["min_life_minutes"]) for rung in rungs]
        if len(set(times)) < len(times):
            raise ValidationError(
                "Two rungs lie at the same time. Make them one, with the audiences of both."
            )


def in_order(formset: BaseInlineFormSet) -> list[dict]:
    """The fields of the rungs that were filled in, as `Ladder.objects.replace` takes them, in order of time.

    Percentages come first: whoever missed several rungs in an outage hears the last of them.
    """
    rungs = [
        {name: form.cleaned_data[name] for name in FIELDS}
        for form in formset.forms
        if form.cleaned_data and not form.cleaned_data.get("DELETE") and "audiences" in form.cleaned_data
    ]
    return sorted(rungs, key=lambda r: (r["percent"] is None, r["percent"] or -(r["minutes_before"] or 0)))
