"""Moods to look at: they are read by their verb alone."""

from django.contrib import admin

from people.administration import Record
from recovery.models import MoodReading


@admin.register(MoodReading)
class MoodReadingAdmin(Record):
    list_display = ("at", "level", "ticket", "by")
    list_select_related = ("ticket", "by")
    list_filter = ("level",)
    search_fields = ("=ticket__number",)
    search_help_text = "The number of a ticket"
    ordering = ("-id",)
    fields = ("ticket", "level", "note", "contact", "at", "recorded_at", "by")
