"""Who is away, and who stands in."""

from django.contrib import admin
from django.forms import ModelForm
from django.http import HttpRequest

from people.administration import SetUp
from people.models import Absence


@admin.register(Absence)
class AbsenceAdmin(SetUp):
    list_display = ("user", "starts_at", "ends_at", "deputy", "reason", "entered_by")
    list_select_related = ("user", "deputy", "entered_by")
    search_fields = ("user__name", "deputy__name", "reason")
    autocomplete_fields = ("user", "deputy")
    date_hierarchy = None
    ordering = ("-starts_at",)
    fields = ("user", "starts_at", "ends_at", "deputy", "reason")

    def save_model(self, request: HttpRequest, obj: Absence, form: ModelForm, change: bool) -> None:
        if not change:
            obj.entered_by = request.user
        super().save_model(request, obj, form, change)
