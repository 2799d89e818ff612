"""Saved replies: what is written often, with places for what differs."""

import re

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from people.models import User
from tickets.models.shared import Shared, SharedQuerySet, usable
from tickets.models.ticket import Ticket

# Nothing else is filled in: a saved reply cannot reach into what it is filled from.
PLACES = ("customer", "ticket", "subject", "agent", "team")
_PLACE = re.compile(r"\{([^{}]*)\}")


class SavedReplyQuerySet(SharedQuerySet):
    def usable_on(self, ticket: Ticket, user: User) -> "SavedReplyQuerySet":
        """Those of `user` and of their teams, and those of the ticket's team: whoever replies has its words."""
        return self.filter(usable(user) | Q(team=ticket.team_id))


class SavedReply(Shared):
    name = models.CharField("title", max_length=120)
    body = models.TextField(
        max_length=20_000, help_text="Filled in: {customer}, {ticket}, {subject}, {agent} and {team}."
    )

    objects = SavedReplyQuerySet.as_manager()

    class Meta(Shared.Meta):
        ordering = ["name", "id"]
        verbose_name_plural = "saved replies"

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        unknown = [place for place in _PLACE.findall(self.body) if place not in PLACES]
        if unknown:
            known = ", ".join(f"{{{place}}}" for place in PLACES)
            raise ValidationError(
                {"body": f"“{{{unknown[0][:40]}}}” is nothing that can be filled in. Use {known}."}
            )

    def filled(self, ticket: Ticket, agent: User) -> str:
        """The body for the customer of `ticket`, from `agent`; `customer` and `team` must be fetched."""
        said = {
            "customer": ticket.customer.name,
            "ticket": f"#{ticket.number}",
            "subject": ticket.subject,
            "agent": agent.name,
            "team": ticket.team.name,
        }
        return _PLACE.sub(lambda place: said.get(place[1], place[0]), self.body)
