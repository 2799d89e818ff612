"""Saved views: filters of the tickets list under a name."""

from urllib.parse import parse_qsl, urlencode

from django.core.exceptions import ValidationError
from django.db import models

from tickets.models.shared import Shared

# The filters of the tickets list, and the order of what they leave. Anything else in an address is not part of a view.
FILTERS = ("q", "state", "team", "owner", "customer", "priority", "topic", "mood", "order")


class SavedView(Shared):
    name = models.CharField(max_length=60)
    query = models.CharField(
        max_length=600,
        blank=True,
        help_text="Such as owner=me&state=open; empty shows what is open and pending.",
    )

    class Meta(Shared.Meta):
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        if "\0" in self.name:
            raise ValidationError({"name": "This contains a character that cannot be kept. Leave it out."})
        self.query = canonical(self.query)
        if len(self.query) > 600:
            raise ValidationError({"query": "These filters are too long to be kept. Shorten the search."})

    def get_absolute_url(self) -> str:
        return f"/tickets/?{self.query}"


def canonical(query: str) -> str:
    """The filters in `query`, each once, in one order, without those left empty."""
    said = dict(parse_qsl(query.lstrip("?")))
    return urlencode([(name, said[name]) for name in FILTERS if said.get(name)])
