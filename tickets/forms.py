"""Forms about one ticket: log a contact, set its state, give it an owner."""

from django import forms

from people.models import Team, User
from tickets.durations import DurationField
from tickets.models import Contact, Priority, State, Topic
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
    """Whose it is (somebody of the ticket's team, or nobody), how urgent, what about. What is not sent stays.

    A page carries along what it showed, so that what its reader left alone stays as others have set it since.
    """

    owner = forms.ModelChoiceField(
        label="Owner", queryset=User.objects.none(), required=False, empty_label="Nobody yet"
    )

    priority = forms.ChoiceField(label="Priority", choices=Priority.choices, required=False)
    topic = forms.ModelChoiceField(
        label="Topic", queryset=Topic.objects.all(), required=False, empty_label="No topic"
    )

    def __init__(self, *args, team: Team, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = team.people()
        for field in self.fields.values():
            field.widget.attrs["class"] = "input"
            field.show_hidden_initial = True

    def said(self) -> dict[str, object]:
        """What its reader asked for, by field; call it on a valid form."""
        return {name: self.cleaned_data[name] for name in self.fields if self._is_asked(name)}

    def _is_asked(self, name: str) -> bool:
        if name not in self.data or (name == "priority" and not self.data[name]):
            return False
        return self[name].html_initial_name not in self.data or name in self.changed_data
