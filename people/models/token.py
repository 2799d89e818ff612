"""A bearer token of the REST API. Only its digest is stored: who reads the database cannot call the API."""

import hashlib
import secrets
from datetime import datetime

from django.db import models
from django.utils import timezone

from people.models.user import User

PREFIX = "kept_"


def digest_of(token: str) -> str:
    """A token has 256 random bits, so that a plain SHA-256 is enough: there is nothing to guess."""
    return hashlib.sha256(token.encode()).hexdigest()


class ApiToken(models.Model):
    user = models.ForeignKey(User, models.CASCADE, related_name="api_tokens")
    name = models.CharField(max_length=120, help_text="What uses it, such as “Zendesk”.")
    digest = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    last_used_at = models.DateTimeField(null=True, editable=False)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at"]
        verbose_name = "API token"

    def __str__(self) -> str:
        return f"{self.name} ({self.user})"

    @classmethod
    def issue(cls, user: User, name: str) -> tuple["ApiToken", str]:
        """A new token and its text, which is shown this once and cannot be read again."""
        text = PREFIX + secrets.token_urlsafe(32)
        return cls.objects.create(user=user, name=name, digest=digest_of(text)), text

    @classmethod
    def holder(cls, text: str, at: datetime) -> "ApiToken | None":
        """The live token with this text, of somebody who has not left."""
        token = (
            cls.objects.select_related("user")
            .filter(digest=digest_of(text), revoked_at=None, user__is_active=True)
            .first()
        )
        # Once a minute is enough to tell which token is in use, and spares a write a request.
        if token and (token.last_used_at is None or (at - token.last_used_at).total_seconds() > 60):
            cls.objects.filter(pk=token.pk).update(last_used_at=at)
        return token
