"""When a recurring job last ran to its end: what tells a calm sweep from a dead one."""

from datetime import datetime, timedelta

from django.db import connection, models, transaction


class HeartbeatManager(models.Manager):
    def beat(self, name: str, at: datetime) -> None:
        """Record that `name` ran at `at`. The row is made the first time."""
        with transaction.atomic():
            if connection.vendor == "postgresql":
                # A beat that a crash loses is followed by another one: not worth a wait for the disk each second.
                connection.cursor().execute("SET LOCAL synchronous_commit TO off")
            if not self.filter(name=name).update(at=at):
                self.get_or_create(name=name, defaults={"at": at})

    def age(self, name: str, at: datetime) -> timedelta | None:
        """How long ago `name` last ran, as of `at`; None when it never did."""
        last = self.filter(name=name).values_list("at", flat=True).first()
        return at - last if last else None


class Heartbeat(models.Model):
    name = models.CharField(max_length=40, primary_key=True)
    at = models.DateTimeField()

    objects = HeartbeatManager()

    def __str__(self) -> str:
        return f"{self.name} at {self.at:%Y-%m-%d %H:%M:%S}"
