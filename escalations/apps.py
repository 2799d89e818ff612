from django.apps import AppConfig


class EscalationsConfig(AppConfig):
    name = "escalations"

    def ready(self) -> None:
        from alerts.kinds import register
        from escalations import triggers  # noqa: F401
        from escalations.consulting import ConsultDeadlines
        from escalations.deadlines import StepDeadlines

        register(StepDeadlines())
        register(ConsultDeadlines())
