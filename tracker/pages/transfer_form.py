"""The form of a transfer: to whom, warm or cold, why, and what they must know."""

from decimal import Decimal

from django import forms

from escalations.forms import Colleagues, text
from people.models import Team, User
from tickets.models import Ticket, Transfer

OTHER = "other"
CURRENCIES = [("EUR", "EUR"), ("USD", "USD"), ("GBP", "GBP"), ("CHF", "CHF")]


class AmountForm(forms.Form):
    """What the solution may cost: who has not the authority for it is not the one to pass it to."""

    amount = forms.DecimalField(
        label="It may cost", required=False, min_value=0, max_digits=10, decimal_places=2
    )
    currency = forms.ChoiceField(
        label="Currency",
        required=False,
        choices=CURRENCIES,
        widget=forms.Select(attrs={"class": "input"}),
    )

    def said(self) -> tuple[Decimal | None, str]:
        """Amount and currency; no amount where none, or none that can be read, was given."""
        self.is_valid()
        return self.cleaned_data.get("amount"), self.cleaned_data.get("currency") or "EUR"


class TransferForm(AmountForm):
    """One of those who can solve it (`to` holds their id), or somebody else, or a team."""

    to = forms.CharField(required=False, max_length=20)
    to_owner = Colleagues(label="Person", required=False, empty_label="Nobody in particular")
    to_team = forms.ModelChoiceField(
        label="Team", required=False, queryset=Team.objects.all(), empty_label="Theirs, or as it is"
    )
    kind = forms.ChoiceField(
        label="How",
        choices=[
            (Transfer.Kind.COLD.value, "Cold: they find it"),
            (Transfer.Kind.WARM.value, "Warm: I spoke to them"),
        ],
        initial=Transfer.Kind.COLD,
        widget=forms.RadioSelect,
    )
    reason = text("Why it moves")
    note = text(
        "Hand-over note", "What they must know: the customer should not have to say it again.", rows=3
    )

    def __init__(self, *args, ticket: Ticket, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        owner = self.fields["to_owner"]
        owner.queryset = owner.queryset.exclude(pk=ticket.owner_id)

    def clean(self) -> dict:
        data = super().clean()
        chosen = data.get("to", "")
        if chosen.isascii() and chosen.isdigit() and len(chosen) < 19:
            person = User.objects.active().filter(pk=int(chosen)).select_related("team").first()
            if person is None:
                self.add_error(None, "That person is not there any more. Choose somebody else.")
            data["to_owner"], data["to_team"] = person, None
        return data
