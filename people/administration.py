"""What every page of the admin shares: only administrators come in, by the site's own log-in.

The admin is for set-up. What happened (tickets, promises, alerts) can be looked at there and never changed: the verbs
that change it keep the timeline, the deadlines and the alerts in step.
"""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest

admin.site.site_header = "Kept: set-up"
admin.site.site_title = "Kept"
admin.site.index_title = "Set-up"
# One way in: with its limit on tries, and with whatever the site's log-in asks for besides a password.
admin.site.login = secure_admin_login(admin.site.login)


def is_administrator(request: HttpRequest) -> bool:
    """Somebody who has not left, and whose account says administrator."""
    return request.user.is_active and request.user.is_staff


class _ByAdministrators:
    """Django's permissions a model are not used: whoever sets Kept up sets up all of it."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return is_administrator(request)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return is_administrator(request)

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return is_administrator(request)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return is_administrator(request)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return is_administrator(request)


class SetUp(_ByAdministrators, admin.ModelAdmin):
    """Something that an administrator sets up."""

    list_per_page = 50


class SetUpInline(_ByAdministrators, admin.TabularInline):
    """Rows that belong to something that is set up."""

    extra = 0


class Record(_ByAdministrators, admin.ModelAdmin):
    """Something that happened: to be looked at, never changed."""

    list_per_page = 50
    # There may be millions: counting all of them for each search would take longer than the search.
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False
