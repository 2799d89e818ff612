"""What the verbs of a promise ask for. The verbs themselves decide; a form only reads what was typed."""

from django import forms

from people.fields import LANGUAGES
from people.models import User
from promises.models import Promise
from tickets.models import Contact
from tickets.models.channel import Channel

NOW = "now"


def _reason(label: str, hint: str = "") -> forms.CharField:
    return forms.CharField(
        label=label, help_text=hint, max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class KeepForm(forms.Form):
    """The evidence: a contact that is logged already, or one that is logged with it."""

    evidence = forms.ChoiceField(widget=forms.RadioSelect, choices=[])
    channel = forms.ChoiceField(label="How", choices=Channel.choices, required=False)
    body = forms.CharField(
        label="What was said", max_length=20_000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    happened_at = forms.DateTimeField(
        label="When",
        required=False,
        help_text="Empty: just now.",
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}),
    )

    def __init__(self, *args, contacts: list[Contact], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.contacts = {str(contact.pk): contact for contact in contacts}
        self.fields["evidence"].choices = [(NOW, NOW), *((key, key) for key in self.contacts)]
        self.fields["evidence"].initial = next(iter(self.contacts), NOW)


class TimeForm(forms.Form):
    """A time in words, as it was said to the customer."""

    wording = forms.CharField(
        label="Promise, in words",
        max_length=500,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "placeholder": "tomorrow morning"}),
    )
    language = forms.ChoiceField(label="Said in", choices=LANGUAGES, required=False)
    # A suggested time that was chosen instead of the words: the preview shows it, not the field.
    due_at = forms.DateTimeField(required=False, widget=forms.HiddenInput)


class RenegotiateForm(TimeForm):
    reason = _reason("Why the time changes")
    customer_told = forms.BooleanField(label="The customer knows and agrees", required=False)


class WithdrawForm(forms.Form):
    reason = _reason("Why", "The customer may ask, and it stays on the timeline.")


class HandOverForm(forms.Form):
    to = forms.ModelChoiceField(label="To", queryset=User.objects.none(), empty_label="Choose a colleague")
    note = _reason("Note to them", "What they need to know to keep it.")

    def __init__(self, *args, promise: Promise, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = User.objects.active().exclude(pk=promise.owner_id).select_related("team")
        self.fields["to"].label_from_instance = lambda user: (
            f"{user.name} · {user.team.name}" if user.team else user.name
        )


class DeclineForm(forms.Form):
    reason = _reason("Why you cannot take it", "The owner has to find another way.")
