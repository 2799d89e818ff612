"""What is asked of the figures over time: a period, and what narrows it."""

from datetime import datetime
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from escalations.permissions import below
from people.models import Team, User
from promises.feasibility.record import WORDS
from promises.reports import DAYS, DIMENSIONS, Asked
from tickets.models import Topic
from tickets.models.channel import Channel

# No slug can be this: it has a space.
NO_TOPIC = "no topic"


class AskedForm(forms.Form):
    """The period and what narrows it. Anything unknown is passed over, so that an old bookmark still opens."""

    days = forms.TypedChoiceField(
        label="Period", required=False, coerce=int, empty_value=30, choices=[(n, f"{n} days") for n in DAYS]
    )
    team = forms.ModelChoiceField(
        required=False, queryset=Team.objects.all(), to_field_name="slug", empty_label="All teams"
    )
    topic = forms.ChoiceField(required=False)
    channel = forms.ChoiceField(required=False, choices=[("", "All channels"), *Channel.choices])
    notice = forms.TypedChoiceField(
        label="Notice given",
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", "Any notice"), *enumerate(WORDS)],
    )
    owner = forms.ChoiceField(label="Whose", required=False)
    by = forms.ChoiceField(required=False, choices=DIMENSIONS.items(), widget=forms.HiddenInput)

    def __init__(self, data: object, reader: User, at: datetime) -> None:
        # Bound without a period, a select would show its first one, and not the one that is meant.
        super().__init__({"days": "30", **{name: data.get(name, "") for name in data}})
        for field in self.fields.values():
            field.widget.attrs["class"] = "input"
        self.reader = reader
        self.topics = {one.slug: one for one in Topic.objects.all()}
        named = [(slug, one.name) for slug, one in self.topics.items()]
        self.fields["topic"].choices = [("", "All topics"), *named, (NO_TOPIC, "No topic")]
        self.people = {str(one.pk): one for one in below(reader, at)}
        self.fields["owner"].choices = [
            ("", "Everybody"),
            ("me", "Me"),
            *((key, one.name) for key, one in self.people.items()),
        ]

    def asked(self, at: datetime) -> Asked:
        """What was asked for, as of `at`. PermissionDenied for the figures of somebody who is none of theirs."""
        self.is_valid()
        said = {name: self.cleaned_data.get(name) for name in self.fields}
        whose = self.data.get("owner", "")
        owner = self.reader if whose == "me" else self.people.get(whose)
        if whose and owner is None:
            raise PermissionDenied("A person's figures are for themselves and for those above them.")
        return Asked(
            at=at,
            zone=timezone.get_current_timezone(),
            days=said["days"] or 30,
            team=said["team"],
            topic=self.topics.get(said["topic"]),
            no_topic=said["topic"] == NO_TOPIC,
            channel=said["channel"] or "",
            notice=said["notice"],
            owner=owner,
        )

    def query(self, **changed: object) -> str:
        """The address of what is asked for, with something else in it."""
        said = {name: self.data.get(name, "") for name in self.fields}
        return urlencode(
            {name: value for name, value in {**said, **changed}.items() if value not in ("", None)}
        )
