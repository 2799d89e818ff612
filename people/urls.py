"""One's own page, log-in and passwords. Of log-in, only these pages of allauth are reachable: there is no sign-up."""

from allauth.account import views
from django.urls import path, re_path

from people import you_views as you

urlpatterns = [
    path("you/", you.you, name="you"),
    path("you/calendar/", you.renew_calendar, name="renew_calendar"),
    path("you/calendar/revoke/", you.revoke_calendar, name="revoke_calendar"),
    path("login/", views.login, name="account_login"),
    path("logout/", views.logout, name="account_logout"),
    path("login/inactive/", views.account_inactive, name="account_inactive"),
    path("password/change/", views.password_change, name="account_change_password"),
    path("password/set/", views.password_set, name="account_set_password"),
    path("password/reset/", views.password_reset, name="account_reset_password"),
    path("password/reset/sent/", views.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/reset/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        views.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/done/",
        views.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
]
