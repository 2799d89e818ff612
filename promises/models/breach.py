"""A promise that was not kept when it was due."""

from django.db import models


class Breach(models.Model):
    promise = models.OneToOneField("promises.Promise", models.PROTECT, related_name="breach")
    broken_at = models.DateTimeField(help_text="The deadline, not the moment somebody noticed.")
    noticed_at = models.DateTimeField()

    class Meta:
        ordering = ["-broken_at"]
        indexes = [models.Index(fields=["noticed_at"], name="breach_noticed")]
        verbose_name_plural = "breaches"

    def __str__(self) -> str:
        return f"{self.promise_id} broken {self.broken_at:%Y-%m-%d %H:%M} UTC"
