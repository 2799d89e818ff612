"""Promises to look at: they are made, kept and withdrawn by their verbs alone."""

from django.contrib import admin

from people.administration import Record
from promises.models import Promise


@admin.register(Promise)
class PromiseAdmin(Record):
    list_display = ("id", "ticket", "kind", "owner", "team", "due_at", "settled_at")
    list_select_related = ("ticket", "owner", "team")
    list_filter = ("team", "kind")
    search_fields = ("=id", "=ticket__number")
    search_help_text = "The number of a promise or of its ticket"
    ordering = ("-id",)
