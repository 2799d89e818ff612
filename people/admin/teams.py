"""Teams, and who serves them besides those at home there."""

from django.contrib import admin

from people.administration import SetUp, SetUpInline
from people.models import Membership, Team


class MemberInline(SetUpInline):
    model = Membership
    autocomplete_fields = ("user",)
    verbose_name = "member from another team"
    verbose_name_plural = "members from other teams"


@admin.register(Team)
class TeamAdmin(SetUp):
    list_display = ("name", "slug", "calendar", "promises_per_hour")
    list_select_related = ("calendar",)
    search_fields = ("name", "slug")
    prepopulated_fields = {"slug": ("name",)}
    autocomplete_fields = ("calendar",)
    inlines = (MemberInline,)
