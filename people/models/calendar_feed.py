"""The secret address of a person's calendar. Only its digest is stored, as of a token of the API."""

import secrets
from datetime import datetime

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

from people.fields import moment
from people.models.token import digest_of
from people.models.user import User


class CalendarFeed(models.Model):
    user = models.ForeignKey(User, models.CASCADE, related_name="calendar_feeds")
    digest = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(fields=["user"], condition=Q(revoked_at=None), name="one_calendar_feed")
        ]

    def __str__(self) -> str:
        return f"Calendar of {self.user}"

    @classmethod
    @transaction.atomic
    def renew(cls, user: User, *, at: datetime | None = None) -> str:
        """A new secret, which is told this once and cannot be read again; the one before stops working."""
        at = moment(at)
        cls.revoke(user, at=at)
        text = secrets.token_urlsafe(32)
        cls.objects.create(user=user, digest=digest_of(text), created_at=at)
        return text

    @classmethod
    @transaction.atomic
    def revoke(cls, user: User, *, at: datetime | None = None) -> None:
        """The secret stops working; without one nothing changes."""
        at = moment(at)
        # Two at once would each find the same one to replace.
        User.objects.select_for_update(no_key=True).only("pk").get(pk=user.pk)
        cls.objects.filter(user=user, revoked_at=None).update(revoked_at=at)

    @staticmethod
    def address_of(text: str) -> str:
        """Where the calendar with this secret is subscribed to."""
        return f"{settings.SITE_URL}/calendar/{text}.ics"

    @classmethod
    def holder(cls, text: str) -> User | None:
        """Whose live secret this is; None for another, a revoked one, or that of somebody who has left."""
        live = cls.objects.filter(digest=digest_of(text), revoked_at=None, user__is_active=True)
        feed = live.select_related("user").first()
        return feed.user if feed else None
