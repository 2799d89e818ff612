"""Errors that mean the same in every app."""

from django.core.exceptions import ValidationError


class Conflict(ValidationError):
    """What was asked for was right once, and the state of things no longer allows it."""
