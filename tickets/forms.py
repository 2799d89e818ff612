"""Forms about one ticket: log a contact, set its state, give it an owner."""

from django import forms

from people.models import Team, User
from tickets.durations import DurationField
from tickets.models import Contact, State
from tickets.models.channel import Channel


class ContactForm(forms.Form):
    """A contact with the customer that has happened."""

    direction = forms.ChoiceField(
        label="Who contacted whom",
        choices=[("outbound", "We did"), ("inbound", "The customer did")],
        initial="outbound",
        widget=forms.RadioSelect,
    )
    channel = forms.ChoiceField(label="Channel", choices=Channel.choices, initial=Channel.PHONE)
    outcome = forms.ChoiceField(
        label="Reached?", choices=Contact.Outcome.choices, initial=Contact.Outcome.REACHED
    )
    waited_seconds = DurationField(label="Waited")
    on_hold_seconds = DurationField(label="On hold")
    body = forms.CharField(
        label="What was said", max_length=20_000, widget=forms.Textarea(attrs={"rows": 3}), required=False
    )


class StateForm(forms.Form):
    """The state that the ticket goes to, and why."""

    state = forms.ChoiceField(choices=State.choices)
    reason = forms.CharField(label="Why", required=False, max_length=2000)


class OwnerForm(forms.Form):
    """Somebody of the ticket's team, or nobody."""

    owner = forms.ModelChoiceField(
        label="Owner", queryset=User.objects.none(), required=False, empty_label="Nobody yet"
    )

    def __init__(self, *args, team: Team, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = team.people()
        self.fields["owner"].widget.attrs["class"] = "input"
