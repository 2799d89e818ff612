"""The form of a position: its place in the chain of command, its holder, and how far their authority goes."""

import re

from django import forms

from escalations.forms import Colleagues
from escalations.models import Position
from people.fields import LANGUAGES
from tickets.models import Topic

SLUG = re.compile(r"[\w-]{1,60}")
CURRENCY = re.compile(r"[A-Z]{3}")


class Words(forms.CharField):
    """A list of short words, with commas or spaces between them."""

    def prepare_value(self, value: object) -> object:
        return ", ".join(value) if isinstance(value, list) else value

    def clean(self, value: str) -> list[str]:
        words = [word for word in re.split(r"[,;\s]+", super().clean(value).strip()) if word]
        wrong = [word for word in words if not SLUG.fullmatch(word)]
        if wrong or len(words) > 50:
            raise forms.ValidationError("Write short words with commas between them, such as return-window.")
        return list(dict.fromkeys(words))


class PositionForm(forms.ModelForm):
    """What a position is. That the line of command runs in no circle is the model's own rule."""

    holder = Colleagues(label="Held by", required=False, empty_label="Vacant")
    topics = forms.ModelMultipleChoiceField(
        Topic.objects.all(),
        required=False,
        help_text="What its holder can solve.",
        widget=forms.CheckboxSelectMultiple,
    )
    languages = forms.MultipleChoiceField(
        choices=LANGUAGES,
        required=False,
        help_text="Besides the holder's own.",
        widget=forms.CheckboxSelectMultiple,
    )
    may_waive = Words(
        label="May waive", required=False, help_text="Policies, such as return-window.", max_length=1000
    )

    class Meta:
        model = Position
        fields = [
            "title", "holder", "reports_to", "team", "leads_team", "topics", "languages", "goodwill_limit",
            "goodwill_currency", "may_waive",
        ]  # fmt: skip
        labels = {
            "leads_team": "Leads this team",
            "goodwill_limit": "Goodwill limit",
            "goodwill_currency": "Currency",
        }
        help_texts = {"goodwill_limit": "The largest gesture without asking.", "leads_team": ""}

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        # What a spreadsheet brought in, and is in no list of ours, is not lost by editing something else.
        more = [(code, code) for code in self.instance.languages if code not in dict(LANGUAGES)]
        self.fields["languages"].choices = [*LANGUAGES, *more]
        others = Position.objects.select_related("holder").exclude(pk=self.instance.pk)
        self.fields["reports_to"].queryset = others
        self.fields["reports_to"].empty_label = "Nobody: the top"
        self.fields["team"].empty_label = "No team"

    def clean_goodwill_limit(self):
        limit = self.cleaned_data["goodwill_limit"]
        if limit is not None and limit < 0:
            raise forms.ValidationError("Zero or more.")
        return limit

    def clean_goodwill_currency(self) -> str:
        code = self.cleaned_data["goodwill_currency"].upper()
        if not CURRENCY.fullmatch(code):
            raise forms.ValidationError("Three letters, such as EUR.")
        return code

    def clean(self) -> dict:
        data = super().clean()
        team = data.get("team")
        if not data.get("leads_team"):
            return data
        if team is None:
            self.add_error("team", "Choose the team that this position leads.")
        else:
            lead = Position.objects.filter(team=team, leads_team=True).exclude(pk=self.instance.pk).first()
            if lead:
                self.add_error("leads_team", f"{team} is led by {lead} already. A team has one lead.")
        return data
