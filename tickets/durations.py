"""Lengths of time as agents read them off a phone: minutes and seconds."""

import re

from django import forms

_CLOCK = re.compile(r"(?:(?P<hours>\d{1,2}):)?(?P<minutes>\d{1,4}):(?P<seconds>[0-5]\d)")


class DurationField(forms.CharField):
    """“2:05” is 125 seconds, “1:02:05” an hour more, “3” three minutes; empty is 0."""

    def __init__(self, **kwargs) -> None:
        kwargs.setdefault("required", False)
        kwargs.setdefault("max_length", 10)
        kwargs.setdefault(
            "widget",
            forms.TextInput(attrs={"inputmode": "numeric", "placeholder": "0:00", "autocomplete": "off"}),
        )
        super().__init__(**kwargs)

    def clean(self, value: str) -> int:
        """Seconds; ValidationError saying what to write when it is no such length."""
        text = super().clean(value).strip()
        if not text:
            return 0
        if text.isascii() and text.isdigit() and len(text) <= 4:
            return int(text) * 60
        found = _CLOCK.fullmatch(text)
        if not found:
            raise forms.ValidationError(
                "Write minutes and seconds, such as 2:05, or minutes alone, such as 3."
            )
        return int(found["hours"] or 0) * 3600 + int(found["minutes"]) * 60 + int(found["seconds"])
