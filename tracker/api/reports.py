"""The figures over time over REST: the same as on the dashboard, with the same parameters."""

from dataclasses import asdict

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from alerts.waits import Waits
from escalations.figures import transfers
from people.api.endpoint import Endpoint
from people.api.fields import AwareDateTimeField, ChoiceField, PersonField, TeamField
from people.models import Team
from promises.acknowledged import Acknowledged, acknowledging
from promises.feasibility.record import WORDS
from promises.permissions import require_may_see_figures_of
from promises.reports import DAYS, DIMENSIONS, Asked, Figures, report, tickets_solved
from tickets.api.serializers import TopicField
from tickets.models import Topic
from tickets.models.channel import Channel


class ReportQuery(serializers.Serializer):
    days = ChoiceField(
        choices=[(n, str(n)) for n in DAYS], required=False, default=30, help_text="Up to today."
    )
    by = ChoiceField(choices=list(DIMENSIONS.items()), required=False, default="team")
    team = TeamField(required=False, help_text="A team's slug.")
    topic = TopicField(required=False, help_text="A topic's slug.")
    channel = ChoiceField(choices=Channel.choices, required=False, help_text="How the ticket came.")
    notice = serializers.IntegerField(
        min_value=0,
        max_value=len(WORDS) - 1,
        required=False,
        help_text="; ".join(f"{place}: {words}" for place, words in enumerate(WORDS)),
    )
    owner = PersonField(required=False, help_text="Yourself, or somebody below you, by e-mail address.")


class FiguresSerializer(serializers.Serializer):
    """How many came to which end. The rate is of those kept, late or broken; null where there are none."""

    kept = serializers.IntegerField(help_text="Kept in time.")
    late = serializers.IntegerField(help_text="Kept late.")
    broken = serializers.IntegerField(help_text="Overdue, or withdrawn after they broke.")
    withdrawn = serializers.IntegerField(help_text="Withdrawn in time: in no rate.")
    renegotiated = serializers.IntegerField(help_text="With a new time; in one of the others as well.")
    kept_percent = serializers.FloatField(allow_null=True)


class DayFiguresSerializer(FiguresSerializer):
    day = serializers.DateField()


class GroupFiguresSerializer(FiguresSerializer):
    key = serializers.CharField(allow_null=True, help_text="A slug, a channel, or a number of `notice`.")
    label = serializers.CharField()


class CountSerializer(serializers.Serializer):
    label = serializers.CharField()
    count = serializers.IntegerField()


class WaitsSerializer(serializers.Serializer):
    """Elapsed time from the alert, or from the opening of the escalation, until somebody said “I have it”."""

    count = serializers.IntegerField(help_text="How many somebody acknowledged in the period.")
    median_minutes = serializers.IntegerField(
        allow_null=True, help_text="Half of them within so many minutes."
    )
    p90_minutes = serializers.IntegerField(allow_null=True, help_text="Nine in ten within so many minutes.")


class BothWaitsSerializer(serializers.Serializer):
    alerts = WaitsSerializer(help_text="Alerts about promises.")
    escalations = WaitsSerializer()


class GroupWaitsSerializer(BothWaitsSerializer):
    key = serializers.CharField(
        allow_null=True, help_text="As in `groups`. Escalations are in none of `notice`."
    )
    label = serializers.CharField()


class ReportSerializer(serializers.Serializer):
    """What became of the promises that were due in the period, and of the tickets and escalations of that time."""

    since = AwareDateTimeField()
    until = AwareDateTimeField()
    total = FiguresSerializer()
    groups = GroupFiguresSerializer(many=True, help_text="By what `by` says.")
    days = DayFiguresSerializer(many=True)
    lateness = CountSerializer(many=True, help_text="How late those kept late were.")
    transfers = CountSerializer(many=True, help_text="How often solved tickets were passed on.")
    alerts = CountSerializer(many=True, help_text="How long alerts about promises waited for “I have it”.")
    acknowledgement = CountSerializer(many=True, help_text="How long escalations waited for somebody.")
    waits = BothWaitsSerializer()
    waits_by = GroupWaitsSerializer(many=True, help_text="By what `by` says.")


class PromiseReportView(Endpoint):
    @extend_schema(parameters=[ReportQuery], responses=ReportSerializer)
    def get(self, request: Request) -> Response:
        """What became of the promises that were due in the last days. A person's figures only to those above them."""
        at = timezone.now()
        said = self.asked(ReportQuery)
        by = said.pop("by")
        if owner := said.get("owner"):
            require_may_see_figures_of(request.user, owner, at)
        asked = Asked(at=at, zone=request.user.zone, **said)
        found = report(asked)
        waits, waits_by = acknowledging(asked, by)
        slugs = _slugs(by)
        shown = {
            "since": asked.since,
            "until": at,
            "total": _shown(found.total),
            "groups": [
                {"key": slugs.get(key) if slugs else key, "label": label, **_shown(figures)}
                for key, label, figures in found.by[by]
            ],
            "days": [{"day": day, **_shown(figures)} for day, figures in found.days],
            "lateness": _counts(found.lateness),
            "transfers": _counts(transfers(tickets_solved(asked))),
            "alerts": _counts(waits.alerts.groups()),
            "acknowledgement": _counts(waits.escalations.groups()),
            "waits": _both(waits),
            "waits_by": [
                {"key": slugs.get(key) if slugs else key, "label": label, **_both(both)}
                for key, label, both in waits_by
            ],
        }
        return self.shown(shown, ReportSerializer)


def _shown(figures: Figures) -> dict:
    rate = figures.kept_percent
    return {**asdict(figures), "kept_percent": None if rate is None else round(rate, 1)}


def _both(both: Acknowledged) -> dict:
    return {"alerts": _waited(both.alerts), "escalations": _waited(both.escalations)}


def _waited(waits: Waits) -> dict:
    return {"count": waits.number, "median_minutes": waits.median, "p90_minutes": waits.nine_in_ten}


def _counts(rows: list[tuple[str, int]]) -> list[dict]:
    return [{"label": label, "count": count} for label, count in rows]


def _slugs(by: str) -> dict[object, str]:
    models = {"team": Team, "topic": Topic}
    return dict(models[by].objects.values_list("pk", "slug")) if by in models else {}
