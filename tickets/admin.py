"""Set-up of topics and customers; the timeline and the contact log to look at."""

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest

from people.administration import Record, SetUp
from tickets.models import Customer, Event, SavedReply, SavedView, Topic


@admin.register(Topic)
class TopicAdmin(SetUp):
    list_display = ("name", "slug")
    search_fields = ("name", "slug")
    prepopulated_fields = {"slug": ("name",)}


@admin.register(Customer)
class CustomerAdmin(SetUp):
    list_display = ("name", "email", "phone", "language", "timezone")
    search_fields = ("name", "email", "phone")
    ordering = ("name", "id")
    show_full_result_count = False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Whoever has a ticket stays on record."""
        return super().has_delete_permission(request, obj) and not (obj and obj.tickets.exists())


@admin.register(SavedReply)
class SavedReplyAdmin(SetUp):
    list_display = ("name", "team", "owner")
    list_select_related = ("team", "owner")
    list_filter = ("team",)
    search_fields = ("name", "body")
    fields = ("name", "body", "team", "owner")


@admin.register(SavedView)
class SavedViewAdmin(SetUp):
    list_display = ("name", "team", "owner", "query")
    list_select_related = ("team", "owner")
    list_filter = ("team",)
    search_fields = ("name",)
    fields = ("name", "query", "team", "owner")


@admin.register(Event)
class EventAdmin(Record):
    list_display = ("at", "kind", "ticket", "actor")
    list_select_related = ("ticket", "actor")
    search_fields = ("=ticket__number",)
    search_help_text = "The number of a ticket"
    ordering = ("-id",)
    fields = ("ticket", "kind", "at", "actor", "data")
