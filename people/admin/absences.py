"""Who is away, and who stands in."""

from django.contrib import admin

from people.administration import SetUp
from people.models import Absence


@admin.register(Absence)
class AbsenceAdmin(SetUp):
    list_display = ("user", "starts_at", "ends_at", "deputy", "reason")
    list_select_related = ("user", "deputy")
    search_fields = ("user__name", "deputy__name", "reason")
    autocomplete_fields = ("user", "deputy")
    date_hierarchy = None
    ordering = ("-starts_at",)
    fields = ("user", "starts_at", "ends_at", "deputy", "reason")
