"""How a form answers: on a page of its own, or inside the dialog of the page it was opened from."""

import json
from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme

# Ids of the fields in the dialog: the page below it has forms and filters with fields of the same names.
IN_DIALOG = "sheet_%s"


def show_form(request: HttpRequest, template: str, context: dict, *, refused: bool = False) -> HttpResponse:
    """The form, as a page or, when htmx asks, as what goes into the dialog. A page that was refused is a 422."""
    in_dialog = bool(request.htmx)
    if in_dialog and "form" in context:
        context["form"].auto_id = IN_DIALOG
    layout = "fragment.html" if in_dialog else "base.html"
    # Inside the dialog a refusal is an ordinary answer: browsers report a 422 of a script as a failure.
    status = 422 if refused and not in_dialog else 200
    response = render(
        request,
        template,
        {**context, "layout": layout, "in_dialog": in_dialog},
        status=status,
    )
    response["Vary"] = "HX-Request, Cookie"
    return response


@dataclass(frozen=True)
class Over:
    """What has become of it, where a form would only be refused.

    It reads as `said`, the time and whoever it was by, with their `words` below.
    """

    heading: str
    said: str
    at: datetime | None = None
    by: str = ""
    words: str = ""


def show_over(request: HttpRequest, over: Over, *, back: str, **context) -> HttpResponse:
    """Say it in place of the form; `context` has the `ticket`, or the `promise` as it is shown."""
    return show_form(request, "over.html", {"over": over, "back": back, **context})


def done(request: HttpRequest, message: str, to: str) -> HttpResponse:
    """It is done: the dialog closes and says so, or the browser goes to `to`, which says so."""
    if request.htmx:
        return HttpResponse(
            status=204, headers={"HX-Trigger": json.dumps({"kept:done": {"message": message}})}
        )
    messages.success(request, message)
    return HttpResponseRedirect(to)


def gone_to(
    request: HttpRequest, message: str, to: str, level: int = messages.SUCCESS, undo: str = ""
) -> HttpResponse:
    """It is done, and what came of it is a page: go there, from the dialog too. A warning stays until dismissed.

    `undo` is the token that takes it back (`tracker.undoing`); it is offered beside the message.
    """
    messages.add_message(request, level, message, extra_tags=f"undo:{undo}" if undo else "")
    if request.htmx:
        return HttpResponse(status=204, headers={"HX-Redirect": to})
    return HttpResponseRedirect(to)


def back_to(request: HttpRequest, otherwise: str) -> str:
    """The page that the form names in `next`, if it is one of ours."""
    to = request.POST.get("next", "")
    return to if url_has_allowed_host_and_scheme(to, {request.get_host()}, request.is_secure()) else otherwise


def refuse(form: forms.BaseForm, error: ValidationError) -> None:
    """Put what a verb refused on the fields that it named; what the form does not show goes to its top."""
    by_field = error.error_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.error_list}
    for field, errors in by_field.items():
        shown = field if field in form.fields else None
        for each in errors:
            form.add_error(shown, each)
