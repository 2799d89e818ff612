"""People: they log in with an e-mail address, and when they leave, their account is closed and not deleted."""

from allauth.account.models import EmailAddress
from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.contrib.auth.models import Group
from django.db import models
from django.db.models import Model
from django.forms import ValidationError
from django.http import HttpRequest

from people.administration import SetUp, SetUpInline
from people.models import Membership, User
from people.signals import must_hand_over

# Nobody is in a group: what somebody may do follows from their team and their position. And the one address that
# counts is the account's own.
admin.site.unregister([Group, EmailAddress])


class NewPersonForm(AdminUserCreationForm):
    """E-mail address, name and a first password."""

    class Meta:
        model = User
        fields = ("email", "name", "team", "timezone", "language")

    def clean_email(self) -> str:
        return _free_address(self.cleaned_data["email"], self.instance)


class PersonForm(UserChangeForm):
    class Meta:
        model = User
        fields = "__all__"

    def clean_email(self) -> str:
        return _free_address(self.cleaned_data["email"], self.instance)

    def clean_is_active(self) -> bool:
        """Nobody leaves before they have handed over what others wait for."""
        stays = self.cleaned_data["is_active"]
        left = must_hand_over(self.instance) if "is_active" in self.changed_data and not stays else []
        if left:
            raise ValidationError([f"{self.instance.name} must hand over first:", *left])
        return stays


def _free_address(email: str, person: User) -> str:
    """In small letters, as it is stored; ValidationError when somebody has it."""
    email = email.lower()
    if User.objects.filter(email__iexact=email).exclude(pk=person.pk).exists():
        raise ValidationError("Somebody has this e-mail address already.")
    return email


class MembershipInline(SetUpInline):
    model = Membership
    autocomplete_fields = ("team",)
    verbose_name = "other team"
    verbose_name_plural = "other teams that they serve"


@admin.register(User)
class UserAdmin(SetUp, DjangoUserAdmin):
    form = PersonForm
    add_form = NewPersonForm
    list_display = ("name", "email", "team", "timezone", "is_active", "is_staff")
    list_filter = ("is_active", "is_staff", "team")
    list_select_related = ("team",)
    search_fields = ("name", "email")
    ordering = ("name",)
    filter_horizontal = ()
    autocomplete_fields = ("team", "calendar")
    readonly_fields = ("last_login", "date_joined")
    fieldsets = (
        (None, {"fields": ("name", "email", "password")}),
        ("Where and when they work", {"fields": ("team", "calendar", "timezone", "language")}),
        ("What they may do", {"fields": ("is_active", "is_staff")}),
        ("On record", {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = (
        (None, {"fields": ("name", "email", "usable_password", "password1", "password2")}),
        ("Where and when they work", {"fields": ("team", "timezone", "language")}),
    )
    inlines = (MembershipInline,)

    def get_inlines(self, request: HttpRequest, obj: Model | None) -> tuple:
        return self.inlines if obj else ()

    def formfield_for_dbfield(self, field: models.Field, request: HttpRequest, **kwargs) -> forms.Field:
        found = super().formfield_for_dbfield(field, request, **kwargs)
        if field.name == "is_active":
            found.help_text = "Untick it when somebody leaves: their history stays, and they cannot log in."
        if field.name == "is_staff":
            found.help_text = "May set up everything here, and act on every promise."
        return found

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        # What they promised and did stays on record under their name.
        return False
