"""Form fields on the screen: label, control, hint and errors, tied together for a screen reader."""

import secrets

from django import forms, template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from people.once import FIELD

register = template.Library()


@register.inclusion_tag("forms/field.html")
def field(bound: forms.BoundField, mark: bool = True, size: str = "", **attrs: str) -> dict:
    """One field; further arguments become attributes of its control (`_` reads as `-`).

    `mark` says “optional” where it is; `size` is a class of the whole field.
    """
    said_by = [f"{bound.auto_id}-hint"] if bound.help_text else []
    if bound.errors:
        said_by.append(f"{bound.auto_id}-error")
    own = {name.replace("_", "-"): value for name, value in attrs.items()}
    if said_by:
        own["aria-describedby"] = " ".join(said_by)
    if bound.errors:
        own["aria-invalid"] = "true"
    choices = isinstance(bound.field.widget, forms.RadioSelect)
    return {
        "bound": bound,
        "choices": choices,
        "control": "" if choices else _control(bound, own),
        "optional": mark and not bound.field.required and not choices,
        "size": size,
    }


@register.simple_tag
def once() -> SafeString:
    """The key by which a view that is `sent_once` knows this form, drawn this time, when it comes again."""
    return format_html('<input type="hidden" name="{}" value="{}">', FIELD, secrets.token_urlsafe(16))


@register.inclusion_tag("forms/errors.html")
def form_errors(form: forms.BaseForm) -> dict:
    """What is wrong with the form as a whole, and with fields that it does not show."""
    hidden = [error for bound in form.hidden_fields() for error in bound.errors]
    return {"errors": [*form.non_field_errors(), *hidden]}


def _control(bound: forms.BoundField, attrs: dict[str, str]) -> SafeString:
    known = bound.field.widget.attrs.get("class", "")
    return bound.as_widget(attrs={**attrs, "class": f"input {known}".strip()})
