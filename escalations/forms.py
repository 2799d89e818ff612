"""What the verbs of escalations ask for. The verbs decide; a form only reads what was typed."""

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from escalations.models import Cause, Escalation
from people.models import User

SELECTED = mark_safe(" selected")
BY_HAND = [
    (Cause.BY_HAND.value, "I need a decision or help"),
    (Cause.CUSTOMER_ASKS.value, "The customer asks for it"),
    (Cause.ANGRY_CUSTOMER.value, "The customer is angry"),
]


def text(label: str, hint: str = "", rows: int = 2, **options) -> forms.CharField:
    """Some sentences; what is missing is the verb's to say."""
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": rows}),
        **options,
    )


class LongSelect(forms.Select):
    """A select of thousands: Django would render a template for each option, which takes half a second."""

    def render(self, name, value, attrs=None, renderer=None) -> SafeString:
        chosen = set(self.format_value(value))
        options = format_html_join(
            "",
            '<option value="{}"{}>{}</option>',
            ((key, SELECTED if str(key) in chosen else "", label) for key, label in self.choices),
        )
        attributes = flatatt(self.build_attrs(self.attrs, {**(attrs or {}), "name": name}))
        return format_html("<select{}>{}</select>", attributes, options)


class Colleagues(forms.ModelChoiceField):
    """Somebody who works here, with their team."""

    widget = LongSelect

    def __init__(self, **options) -> None:
        people = User.objects.active().select_related("team").only("name", "email", "team__name")
        super().__init__(people, **options)

    def label_from_instance(self, user: User) -> str:
        return f"{user.name} · {user.team.name}" if user.team else user.name


class EscalateForm(forms.Form):
    cause = forms.ChoiceField(
        label="Because", choices=BY_HAND, initial=Cause.BY_HAND, widget=forms.RadioSelect
    )
    kind = forms.ChoiceField(
        label="To whom",
        choices=[
            (Escalation.Kind.HIERARCHICAL.value, "Up the chain of command"),
            (Escalation.Kind.FUNCTIONAL.value, "First to who has the skill"),
        ],
        initial=Escalation.Kind.HIERARCHICAL,
        required=False,
        widget=forms.RadioSelect,
    )
    reason = text("Why", "Whoever takes it starts from here.", rows=3)

    def clean_kind(self) -> str:
        """Not asked for where the cause joins an open escalation."""
        return self.cleaned_data["kind"] or Escalation.Kind.HIERARCHICAL


class AcknowledgeForm(forms.Form):
    takes_case = forms.TypedChoiceField(
        label="How",
        choices=[("", "beside"), ("yes", "takes")],
        required=False,
        coerce=lambda said: said == "yes",
        empty_value=False,
        widget=forms.RadioSelect,
    )


class ResolveForm(forms.Form):
    done = text("What was done", "The next time begins with it.", rows=3)


class ConsultForm(forms.Form):
    person = Colleagues(label="Whom", empty_label="Choose a colleague")
    question = text("What do you need to know?", rows=3)
    due_at = forms.DateTimeField(
        label="Answer needed by",
        required=False,
        help_text="Empty: two of their working hours.",
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}),
    )

    def __init__(self, *args, asker: User, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = self.fields["person"].queryset.exclude(pk=asker.pk)


class AnswerForm(forms.Form):
    text = text("Your answer", rows=4)
