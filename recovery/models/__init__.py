"""Service recovery: how the customer is, and what is done to win them back."""

from recovery.models.mood_reading import Mood, MoodReading

__all__ = ["Mood", "MoodReading"]
