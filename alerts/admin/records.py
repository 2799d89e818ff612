"""What the watch did, for those who want to know why somebody was alerted, or was not."""

from django.contrib import admin

from alerts.models import Alert, Deadline, Delivery, Heartbeat
from people.administration import Record


@admin.register(Deadline)
class DeadlineAdmin(Record):
    list_display = (
        "id",
        "kind",
        "subject_id",
        "owner",
        "team",
        "at",
        "next_rung_at",
        "missed_at",
        "settled_at",
    )
    list_select_related = ("owner", "team")
    list_filter = ("team", "kind")
    search_fields = ("=subject_id",)
    search_help_text = "The number of a promise"
    ordering = ("-id",)


@admin.register(Alert)
class AlertAdmin(Record):
    list_display = ("id", "deadline", "rung", "recipient", "audience", "raised_at", "overdue")
    list_select_related = ("deadline", "recipient")
    list_filter = ("overdue", "audience")
    search_fields = ("=deadline__subject_id", "recipient__name", "recipient__email")
    search_help_text = "The number of a promise, or who was alerted"
    ordering = ("-id",)


@admin.register(Delivery)
class DeliveryAdmin(Record):
    list_display = ("id", "alert", "channel", "outcome", "attempts", "next_try_at", "done_at", "error")
    list_select_related = ("alert__recipient", "alert__deadline")
    list_filter = ("channel", "outcome")
    search_fields = ("=alert__id", "alert__recipient__email")
    search_help_text = "The number of an alert, or an e-mail address"
    ordering = ("-id",)


@admin.register(Heartbeat)
class HeartbeatAdmin(Record):
    list_display = ("name", "at")
    ordering = ("name",)
