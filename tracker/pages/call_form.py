"""The form of a call: who, what about, what was said, and the promise in words."""

from django import forms
from django.core.exceptions import ValidationError

from people.fields import LANGUAGES, validate_timezone
from people.models import Team, User
from promises.forms import TimeForm
from promises.models import Promise
from recovery.forms import mood_field
from tickets.durations import DurationField
from tickets.models import Customer, Ticket
from tickets.models.channel import Channel
from tickets.models.ticket import Priority

NEW = "new"
CALL_CHANNELS = [(value, label) for value, label in Channel.choices if value != Channel.API]


class CallForm(TimeForm):
    """Reads what was typed; which customer and ticket are meant is checked here, the rest by the verbs."""

    field_order = ["who", "ticket", "subject", "channel", "direction"]

    who = forms.CharField(
        label="Customer",
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "placeholder": "Name, e-mail or phone"}),
    )
    customer = forms.CharField(required=False, max_length=20)
    name = forms.CharField(label="Name", max_length=200, required=False)
    email = forms.EmailField(label="E-mail", required=False)
    phone = forms.CharField(label="Phone", max_length=40, required=False)
    customer_timezone = forms.CharField(label="Their time zone", max_length=64, required=False)
    customer_language = forms.ChoiceField(label="Their language", choices=LANGUAGES, required=False)

    ticket = forms.CharField(required=False, max_length=20)
    subject = forms.CharField(
        label="What about",
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    team = forms.ModelChoiceField(label="Team", queryset=Team.objects.all(), required=False, empty_label=None)
    priority = forms.ChoiceField(label="Priority", choices=Priority.choices, required=False)

    channel = forms.ChoiceField(label="Channel", choices=CALL_CHANNELS, widget=forms.RadioSelect)
    direction = forms.ChoiceField(
        label="Who contacted whom",
        choices=[("inbound", "They called us"), ("outbound", "We called them")],
        widget=forms.RadioSelect,
    )
    waited_seconds = DurationField(label="Waited")
    on_hold_seconds = DurationField(label="On hold")
    body = forms.CharField(
        label="What was said", max_length=20_000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    mood = mood_field()
    happened_at = forms.DateTimeField(
        label="When it was",
        required=False,
        help_text="Empty: just now.",
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}),
    )
    kind = forms.ChoiceField(
        label="Kind", choices=Promise.Kind.choices, widget=forms.RadioSelect, required=False
    )
    owner = forms.ModelChoiceField(label="Who keeps it", queryset=User.objects.none(), required=False)

    def __init__(self, *args, reader: User, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.reader = reader
        self.fields["owner"].queryset = User.objects.active()
        self.fields["owner"].empty_label = None
        self.initial = {
            "channel": "phone",
            "direction": "inbound",
            "kind": "callback",
            "priority": "normal",
            "team": reader.team_id,
            "owner": reader.pk,
            "language": reader.language,
            "customer_language": reader.language,
            "customer_timezone": reader.timezone,
            **self.initial,
        }

    def clean_customer_timezone(self) -> str:
        """An IANA name, the reader's when nothing was said."""
        said = self.cleaned_data["customer_timezone"].strip() or self.reader.timezone
        validate_timezone(said)
        return said

    def clean(self) -> dict:
        data = super().clean()
        data["known_ticket"] = self._known_ticket(data.get("ticket", ""))
        data["known_customer"] = self._known_customer(data.get("customer", ""))
        if data["known_ticket"] is None:
            if (
                not data["known_customer"]
                and data.get("customer") != NEW
                and not self._only_contact_details(data)
            ):
                self.add_error("who", "Choose the customer from the list, or “New customer”.")
            if not (data.get("subject") or "").strip():
                self.add_error("subject", "Say in a few words what it is about.")
        return data

    def _only_contact_details(self, data: dict) -> bool:
        """An e-mail address says who it is without a list to choose from."""
        said = (data.get("who") or "").strip()
        return "@" in said and not data.get("customer")

    def _known_ticket(self, number: str) -> Ticket | None:
        if not number.isascii() or not number.isdigit():
            return None
        found = (
            Ticket.objects.filter(pk=int(number[:18]))
            .select_related("customer", "team__calendar", "owner")
            .first()
        )
        if found is None:
            self.add_error(None, "That ticket is gone. Choose another, or a new one.")
        return found

    def _known_customer(self, key: str) -> Customer | None:
        if not key.isascii() or not key.isdigit():
            return None
        found = Customer.objects.filter(pk=int(key[:18])).first()
        if found is None:
            self.add_error("who", "That customer is gone. Look for them again.")
        return found

    def customer_said(self) -> Customer | dict:
        """The customer that was chosen, or what was said of a new one. Only when the form is valid."""
        data = self.cleaned_data
        if data["known_ticket"]:
            return data["known_ticket"].customer
        if data["known_customer"]:
            return data["known_customer"]
        said = split_contact(data["who"])
        return {
            "name": data["name"].strip() or said["name"],
            "email": data["email"] or said["email"],
            "phone": data["phone"].strip() or said["phone"],
            "timezone": data["customer_timezone"],
            "language": data["customer_language"] or self.reader.language,
        }


def split_contact(said: str) -> dict[str, str]:
    """What one field holds: an e-mail address, a phone number, or else a name."""
    said = said.strip()
    digits = sum(character.isdigit() for character in said)
    kind = "email" if "@" in said else "phone" if digits >= 5 and digits * 2 >= len(said) else "name"
    return {"name": "", "email": "", "phone": "", kind: said}


def is_email(said: str) -> bool:
    """Could this be an e-mail address?"""
    try:
        forms.EmailField().clean(said)
    except ValidationError:
        return False
    return True
