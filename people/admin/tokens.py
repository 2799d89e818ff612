"""API tokens: issued here and shown once; revoked, never edited."""

from django import forms
from django.contrib import admin, messages
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html

from people.administration import SetUp
from people.models import ApiToken, User


@admin.register(ApiToken)
class ApiTokenAdmin(SetUp):
    list_display = ("name", "user", "created_at", "last_used_at", "revoked_at")
    list_select_related = ("user",)
    search_fields = ("name", "user__name", "user__email")
    autocomplete_fields = ("user",)
    actions = ("revoke",)
    fields = ("user", "name")

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        # In the list it lets the action be chosen; a token itself has nothing to change.
        return obj is None and super().has_change_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def get_fields(self, request: HttpRequest, obj: Model | None = None) -> tuple:
        return (*self.fields, "created_at", "last_used_at", "revoked_at") if obj else self.fields

    def formfield_for_foreignkey(self, field, request: HttpRequest, **kwargs) -> forms.Field:
        if field.name == "user":
            kwargs["queryset"] = User.objects.active()
        return super().formfield_for_foreignkey(field, request, **kwargs)

    def save_model(self, request: HttpRequest, obj: ApiToken, form: forms.ModelForm, change: bool) -> None:
        """Issue it, and show its text this once."""
        issued, text = ApiToken.issue(obj.user, obj.name)
        obj.pk = issued.pk
        messages.warning(
            request,
            format_html(
                "The token of {} for “{}” is {} Copy it now: it is shown this once.",
                obj.user.name,
                obj.name,
                format_html("<code>{}</code>", text),
            ),
        )

    @admin.action(description="Revoke: it stops working at once")
    def revoke(self, request: HttpRequest, tokens: QuerySet[ApiToken]) -> None:
        revoked = tokens.filter(revoked_at=None).update(revoked_at=timezone.now())
        messages.success(request, f"{revoked} revoked.")
