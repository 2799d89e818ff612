"""The mood of a customer, as somebody read it. A reading is never changed: who reads it anew adds another."""

from collections.abc import Iterable

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from tickets.models import Contact, Ticket


class Mood(models.IntegerChoices):
    """From content to beside themselves; the number is for the order alone, people and the API use the word."""

    PLEASED = 1, "Pleased"
    CALM = 2, "Calm"
    ANNOYED = 3, "Annoyed"
    ANGRY = 4, "Angry"
    FURIOUS = 5, "Furious"

    @property
    def word(self) -> str:
        """As the API, the forms and the timeline name it: “angry”."""
        return self.name.lower()

    @classmethod
    def named(cls, word: str) -> "Mood":
        """The mood of that word; ValidationError naming `level` for another."""
        for mood in cls:
            if mood.word == word:
                return mood
        raise ValidationError({"level": f"“{str(word)[:100]}” is not a mood. Use {', '.join(WORDS)}."})


WORDS = [mood.word for mood in Mood]


class MoodReadingQuerySet(models.QuerySet):
    def current(self) -> "MoodReadingQuerySet":
        """The last reading of each ticket."""
        later = Q(at__gt=OuterRef("at")) | Q(at=OuterRef("at"), pk__gt=OuterRef("pk"))
        return self.filter(~Exists(MoodReading.objects.filter(later, ticket=OuterRef("ticket"))))

    def heated(self) -> "MoodReadingQuerySet":
        """Angry, or worse."""
        return self.filter(level__gte=Mood.ANGRY)

    def heated_tickets(self) -> models.QuerySet:
        """The numbers of the tickets whose last reading is angry, or worse; a subquery."""
        return self.heated().current().order_by().values("ticket")

    def latest_of(self, tickets: Iterable[int]) -> dict[int, "MoodReading"]:
        """By ticket number, the last reading of each that has one, with who read it. One query."""
        latest = self.current().filter(ticket__in=list(tickets)).select_related("by")
        return {reading.ticket_id: reading for reading in latest}


class MoodReading(models.Model):
    # `mood_of_ticket` begins with it.
    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="mood_readings", db_index=False)
    level = models.PositiveSmallIntegerField(choices=Mood.choices)
    # The contact that it was read in, where it was read in one: at most one reading each.
    contact = models.OneToOneField(
        Contact, models.PROTECT, null=True, blank=True, related_name="mood_reading"
    )
    note = models.CharField(max_length=200, blank=True)
    # When the customer was so, and when we learnt of it: a call may be logged the day after.
    at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)

    objects = MoodReadingQuerySet.as_manager()

    class Meta:
        ordering = ["at", "id"]
        indexes = [
            # The last of a ticket; those of a customer are found through their tickets.
            models.Index(fields=["ticket", "at", "id"], name="mood_of_ticket"),
            # Who was angry within some minutes.
            models.Index(fields=["recorded_at"], name="mood_heated", condition=Q(level__gte=4)),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(level__gte=1, level__lte=5), name="mood_level_known"),
            models.CheckConstraint(condition=Q(at__lte=F("recorded_at")), name="mood_read_before_recorded"),
        ]

    def __str__(self) -> str:
        return f"{self.get_level_display()} on #{self.ticket_id}"

    @property
    def mood(self) -> Mood:
        return Mood(self.level)
