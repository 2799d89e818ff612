"""Who comes to the admin."""

import pytest
from django.test import Client


@pytest.fixture
def admin(cast, client) -> Client:
    """The browser of the administrator."""
    client.force_login(cast.admin)
    return client


def fields_of(response) -> dict[str, object]:
    """What a browser would send back if nothing were changed: the form and its inlines, as they were filled in."""
    found: dict[str, object] = {}
    forms = [response.context["adminform"].form]
    for inline in response.context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.forms]
    for form in forms:
        for bound in form:
            value = bound.value()
            if value is None or value is False:
                continue
            parts = getattr(bound.field.widget, "widgets", None)
            if parts:
                for number, part in enumerate(bound.field.widget.decompress(value)):
                    found[f"{bound.html_name}_{number}"] = part
            else:
                found[bound.html_name] = value
    return found
