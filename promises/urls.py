"""The verbs of a promise and of its hand-over, a page each."""

from django.urls import path

from promises import views
from promises.customer import views as customer
from promises.customer.sharing_views import share_page
from promises.feed_views import feed

urlpatterns = [
    path("promises/<int:pk>/customers-page/", share_page, name="share"),
    path("calendar/<str:token>.ics", feed, name="calendar_feed"),
    path("p/<str:token>/", customer.page, name="customers_page"),
    path("p/<str:token>/promise.ics", customer.calendar, name="customers_calendar"),
    path("promises/<int:pk>/keep/", views.keep_page, name="keep"),
    path("promises/<int:pk>/renegotiate/", views.renegotiate_page, name="renegotiate"),
    path("promises/<int:pk>/renegotiate/preview/", views.renegotiate_preview, name="renegotiate_preview"),
    path("promises/<int:pk>/withdraw/", views.withdraw_page, name="withdraw"),
    path("promises/<int:pk>/hand-over/", views.hand_over_page, name="hand_over"),
    path("hand-overs/<int:pk>/accept/", views.accept_page, name="accept"),
    path("hand-overs/<int:pk>/decline/", views.decline_page, name="decline"),
    path("hand-overs/<int:pk>/take-back/", views.take_back_page, name="take_back"),
]
