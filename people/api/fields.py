"""What the API's input and output are made of: aware times, people by e-mail, teams by slug."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import NoReturn

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import QuerySet
from django.utils.timezone import is_naive
from rest_framework import serializers
from rest_framework.exceptions import NotFound

from people.fields import OUT_OF_YEARS, can_be_kept
from people.models import Team, User

# A plus sign that was not quoted in an address arrives as a space: 2026-03-02T09:00:00 01:00.
_LOST_PLUS = re.compile(r"(T\S+) (\d\d:?\d\d)$")
# The largest number that a column of ours holds.
LARGEST_ID = 2**63 - 1


class AwareDateTimeField(serializers.DateTimeField):
    """A time with an offset; without one it is refused, for it would mean another moment to each reader."""

    default_error_messages = {
        "invalid": "This is not a time. Write it as ISO 8601 with an offset, such as 2026-03-02T09:00:00+01:00.",
        "naive": "{value} has no time zone. Add an offset, such as {value}+01:00, or Z for UTC.",
        "range": OUT_OF_YEARS,
    }

    def __init__(self, **kwargs) -> None:
        super().__init__(default_timezone=UTC, **kwargs)

    def to_internal_value(self, value: object) -> datetime:
        if isinstance(value, str):
            value = _LOST_PLUS.sub(r"\1+\2", value.strip())
        return super().to_internal_value(value)

    def to_representation(self, value: datetime | str | None) -> str | None:
        # From a JSON column it comes as a text.
        return super().to_representation(datetime.fromisoformat(value) if isinstance(value, str) else value)

    def enforce_timezone(self, value: datetime) -> datetime:
        if is_naive(value):
            self.fail("naive", value=value.isoformat())
        if not can_be_kept(value):
            self.fail("range")
        return super().enforce_timezone(value)


class ChoiceField(serializers.ChoiceField):
    """One of a few words; another is refused with those that there are."""

    def fail(self, key: str, **kwargs) -> NoReturn:
        if key == "invalid_choice":
            words = ", ".join(map(str, self.choices))
            raise serializers.ValidationError(
                f"“{str(kwargs['input'])[:100]}” is none of these: {words}.", code=key
            )
        super().fail(key, **kwargs)


class ByField(serializers.SlugRelatedField):
    """A row by the value of one of its columns, in and out."""

    what = "row"
    default_error_messages = {
        "does_not_exist": "There is no {what} “{value}”. {remedy}",
        "invalid": "Give the {slug} of the {what}, as a text.",
    }
    remedy = ""

    def to_internal_value(self, data: object) -> object:
        if not isinstance(data, str) or not is_storable(data):
            self.fail("invalid", what=self.what, slug=self.slug_field)
        found = self.get_queryset().filter(**{self.slug_field: self.normalise(data)}).first()
        if found is None:
            self.fail("does_not_exist", what=self.what, value=data[:100], remedy=self.remedy)
        return found

    def normalise(self, text: str) -> str:
        return text.strip()


class PersonField(ByField):
    """Somebody who works here, or did, by e-mail; `me` is who asks."""

    what = "person"
    remedy = "Give the e-mail address of somebody who works here."

    def __init__(self, **kwargs) -> None:
        if not kwargs.get("read_only"):
            kwargs.setdefault("queryset", User.objects.all())
        super().__init__(slug_field="email", **kwargs)

    def to_internal_value(self, data: object) -> User:
        if data == "me" and "request" in self.context:
            return self.context["request"].user
        return super().to_internal_value(data)

    def normalise(self, text: str) -> str:
        return text.strip().lower()


class TeamField(ByField):
    """A team, by slug."""

    what = "team"
    remedy = "GET /api/v1/teams/ lists them."

    def __init__(self, **kwargs) -> None:
        if not kwargs.get("read_only"):
            kwargs.setdefault("queryset", Team.objects.select_related("calendar"))
        super().__init__(slug_field="slug", **kwargs)


def number_field(**kwargs) -> serializers.IntegerField:
    """A number that names a row: positive, and no larger than a column holds."""
    return serializers.IntegerField(min_value=1, max_value=LARGEST_ID, **kwargs)


def is_storable(text: str) -> bool:
    """Is it a text that a database can be asked for? Not with NUL characters or halves of characters in it."""
    return "\0" not in text and not any("\ud800" <= letter <= "\udfff" for letter in text)


@contextmanager
def errors_under(name: str) -> Iterator[None]:
    """Put `name.` before the fields that a verb refuses inside, as the client nested them."""
    try:
        yield
    except ValidationError as error:
        by_field = error.error_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.error_list}
        raise ValidationError({_under(name, field): errors for field, errors in by_field.items()}) from error


def _under(name: str, field: str) -> str:
    return name if field in (name, NON_FIELD_ERRORS) else f"{name}.{field}"


def found(queryset: QuerySet, **lookup) -> object:
    """The row, or NotFound saying in words what there is none of."""
    storable = all(is_storable(value) for value in lookup.values() if isinstance(value, str))
    row = queryset.filter(**lookup).first() if storable else None
    if row is None:
        name = queryset.model._meta.verbose_name
        raise NotFound(f"There is no {name} {next(iter(lookup.values()))}.")
    return row
