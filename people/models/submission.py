"""What somebody has sent, by a key of the sender's own, and what came of it: sent again, it does nothing new."""

from datetime import datetime, timedelta

from django.db import models

from people.models.user import User

KEPT_FOR = timedelta(days=2)


class SubmissionManager(models.Manager):
    def claim(self, user: User, key: str, said: str, at: datetime) -> tuple["Submission", bool]:
        """The submission of `user` with this key (64 characters), and whether it is new.

        Call it in the transaction of the write. Another with the same key waits here until that is over: then it finds
        what came of it, or, where nothing did, is the new one itself. Those older than two days are forgotten.
        """
        self.filter(user=user, at__lt=at - KEPT_FOR).delete()
        return self.get_or_create(user=user, key=key, defaults={"said": said, "at": at})


class Submission(models.Model):
    user = models.ForeignKey(User, models.CASCADE, related_name="+", db_index=False)
    key = models.CharField(max_length=64)
    said = models.CharField(max_length=64, help_text="A digest of what was sent.")
    at = models.DateTimeField()
    answer = models.JSONField(default=dict, help_text="What came of it, as it was answered.")

    objects = SubmissionManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="one_submission")]
        indexes = [models.Index(fields=["user", "at"], name="submission_by_age")]

    def __str__(self) -> str:
        return f"Sent by {self.user} at {self.at:%Y-%m-%d %H:%M} UTC"
