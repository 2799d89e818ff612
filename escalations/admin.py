"""Set-up of the chain of command, and of when a team's tickets escalate."""

from django.contrib import admin

from escalations.models import EscalationRule, EscalationSetting, Position
from escalations.position_form import LeadForm
from people.administration import SetUp
from tickets.models import TransferCap


class PositionForm(LeadForm):
    class Meta:
        model = Position
        fields = ("title", "team", "leads_team", "reports_to", "holder")


@admin.register(Position)
class PositionAdmin(SetUp):
    form = PositionForm
    list_display = ("title", "holder", "team", "leads_team", "reports_to")
    list_select_related = ("holder", "team", "reports_to__holder")
    search_fields = ("title", "holder__name", "team__name")
    autocomplete_fields = ("team", "reports_to", "holder")


class OfATeam(SetUp):
    """What is set a team. What is not set is as by default."""

    list_select_related = ("team",)
    list_filter = ("team",)
    search_fields = ("team__name",)
    autocomplete_fields = ("team",)


@admin.register(EscalationRule)
class EscalationRuleAdmin(OfATeam):
    list_display = ("team", "trigger", "enabled", "minutes", "kind")


@admin.register(EscalationSetting)
class EscalationSettingAdmin(OfATeam):
    list_display = ("team", "step_minutes", "repeats")


@admin.register(TransferCap)
class TransferCapAdmin(OfATeam):
    list_display = ("team", "priority", "transfers")
