"""The mood as a form asks for it: five faces with their words, none of them picked beforehand."""

from django import forms

from recovery.models import Mood
from recovery.showing import ICONS
from tickets.forms import ContactForm

CHOICES = [(mood.word, mood.label) for mood in Mood]
NOT_SAID = ("", "Not said")


class MoodSelect(forms.RadioSelect):
    """Radio buttons, each with the sign of its mood; `key` is the shortcut that leads to them."""

    def __init__(self, *args, key: str = "", **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.key = key

    def create_option(self, name: str, value: str, label: str, selected: bool, index: int, **kwargs) -> dict:
        option = super().create_option(name, value, label, selected, index, **kwargs)
        if self.key and index == 0:
            option["attrs"] |= {"data-key": self.key, "data-label": "Note the customer’s mood"}
        return {**option, "icon": ICONS.get(str(value), "minus")}


def mood_field() -> forms.ChoiceField:
    """For a form about something else: it may be left unsaid, and is to begin with."""
    return forms.ChoiceField(
        label="Mood of the customer",
        choices=[NOT_SAID, *CHOICES],
        required=False,
        initial="",
        widget=MoodSelect,
    )


class HeardForm(ContactForm):
    """A contact, and the mood that was read in it."""

    mood = mood_field()


class MoodForm(forms.Form):
    """How the customer is now."""

    level = forms.ChoiceField(
        label="Their mood now",
        choices=CHOICES,
        widget=MoodSelect(key="m"),
        error_messages={"required": "Choose how the customer is."},
    )
    note = forms.CharField(
        label="What it is about",
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "placeholder": "A few words, if you like"}),
    )
