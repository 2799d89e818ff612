from django.apps import AppConfig


class PromisesConfig(AppConfig):
    name = "promises"

    def ready(self) -> None:
        from alerts.kinds import register
        from promises import absence, leaving, triggers  # noqa: F401
        from promises.deadlines import PromiseDeadlines

        register(PromiseDeadlines())
