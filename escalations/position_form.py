"""The form of a position: its place in the chain of command, its holder, and how far their authority goes."""

import re

from django import forms

from escalations.forms import Colleagues, LongSelect
from escalations.models import Position
from people.fields import LANGUAGES, language_name
from tickets.models import Topic


class Words(forms.CharField):
    """A list of short words, with commas or spaces between them."""

    def prepare_value(self, value: object) -> object:
        return ", ".join(value) if isinstance(value, list) else value

    def clean(self, value: str) -> list[str]:
        return list(dict.fromkeys(re.findall(r"[^\s,;]+", super().clean(value))))


class LeadForm(forms.ModelForm):
    """A form of a position that says in words that a team has one lead, before the database says so in fewer."""

    def clean(self) -> dict:
        data = super().clean()
        lead = Position(pk=self.instance.pk, team=data.get("team"), leads_team=bool(data.get("leads_team")))
        try:
            lead.check_lead()
        except forms.ValidationError as error:
            self.add_error(None, error)
        return data


class PositionForm(LeadForm):
    """What a position is. What it may be is the model's own rule, and said by it."""

    holder = Colleagues(label="Held by", required=False, empty_label="Vacant")
    topics = forms.ModelMultipleChoiceField(
        Topic.objects.all(),
        required=False,
        help_text="What its holder can solve.",
        widget=forms.CheckboxSelectMultiple,
    )
    languages = forms.MultipleChoiceField(
        choices=[(code, language_name(code)) for code, _ in LANGUAGES],
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
        widgets = {"reports_to": LongSelect}
        help_texts = {"goodwill_limit": "The largest gesture without asking.", "leads_team": ""}

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        # What a spreadsheet brought in, and is in no list of ours, is not lost by editing something else.
        languages = self.fields["languages"]
        more = [code for code in self.instance.languages if code not in dict(languages.choices)]
        languages.choices = [*languages.choices, *((code, language_name(code)) for code in more)]
        others = Position.objects.select_related("holder").exclude(pk=self.instance.pk)
        self.fields["reports_to"].queryset = others
        self.fields["reports_to"].empty_label = "Nobody: the top"
        self.fields["team"].empty_label = "No team"

    def clean_goodwill_currency(self) -> str:
        return self.cleaned_data["goodwill_currency"].upper()
