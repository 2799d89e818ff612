from django.apps import AppConfig


class TrackerConfig(AppConfig):
    """The composition root: settings, addresses, the schedule, and the pages that join several apps."""

    name = "tracker"

    def ready(self) -> None:
        # The jobs belong to the Celery app of whoever loaded it first: it must be ours in every process.
        from tracker import celery  # noqa: F401
