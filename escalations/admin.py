"""Set-up of the chain of command."""

from django import forms
from django.contrib import admin

from escalations.models import Position
from people.administration import SetUp


class PositionForm(forms.ModelForm):
    class Meta:
        model = Position
        fields = ("title", "team", "leads_team", "reports_to", "holder")

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


@admin.register(Position)
class PositionAdmin(SetUp):
    form = PositionForm
    list_display = ("title", "holder", "team", "leads_team", "reports_to")
    list_select_related = ("holder", "team", "reports_to__holder")
    search_fields = ("title", "holder__name", "team__name")
    autocomplete_fields = ("team", "reports_to", "holder")
