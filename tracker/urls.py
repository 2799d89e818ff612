"""Every address of the site."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("people.urls")),
    path("", include("alerts.urls")),
    path("", include("tickets.urls")),
    path("", include("escalations.urls")),
    path("", include("promises.urls")),
    path("", include("tracker.pages.urls")),
    path("api/v1/", include("tracker.api.urls")),
    path("admin/", admin.site.urls),
]
