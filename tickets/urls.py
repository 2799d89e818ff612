"""Pages about tickets alone."""

from django.urls import path

from tickets import saved_replies

urlpatterns = [
    path("replies/", saved_replies.saved_replies, name="saved_replies"),
    path("replies/new/", saved_replies.new_reply, name="new_reply"),
    path("replies/<int:pk>/", saved_replies.change_reply, name="change_reply"),
    path("replies/<int:pk>/remove/", saved_replies.remove_reply, name="remove_reply"),
]
