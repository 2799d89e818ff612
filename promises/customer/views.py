"""The customer's page and its calendar file. No log-in: whoever holds the link is the customer."""

from collections.abc import Callable, Collection
from datetime import datetime
from functools import wraps

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from promises.customer.answering import LONGEST, ask_another_time, confirm, dispute
from promises.customer.limits import address_of, free_at, may_ask
from promises.customer.link import path_of, promise_behind
from promises.customer.showing import CustomersView
from promises.customer.words import LANGUAGES, accepted, tell_at
from promises.ical import customers_calendar
from promises.models import CustomerAnswer, Promise

View = Callable[..., HttpResponse]


def private(view: View) -> View:
    """Nobody keeps it, indexes it or hears its address: the link is the key."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["Cache-Control"] = "private, no-store"
        response["X-Robots-Tag"] = "noindex, nofollow"
        response["Referrer-Policy"] = "no-referrer"
        return response

    return wrapped


@private
@csrf_exempt  # The address is the secret: who forges a form for it might as well send it. And it needs no cookie.
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, token: str) -> HttpResponse:
    """What was promised; a POST is an answer to it, and changes nothing that was not asked."""
    at = timezone.now()
    if not may_ask("page", address_of(request), at):
        return _note(request, "busy", 429)
    promise = promise_behind(token, at)
    if promise is None:
        return _note(request, "gone", 404)
    if request.method != "POST":
        return _shown(request, promise, CustomersView.of(promise, at))
    if request.user.is_authenticated:
        raise PermissionDenied("Only the customer answers here. Log out first, if that is you.")
    return _answer(request, promise, at, token)


def _answer(request: HttpRequest, promise: Promise, at: datetime, token: str) -> HttpResponse:
    view = CustomersView.of(promise, at)
    # No keyboard has a NUL, and no database keeps it.
    typed = request.POST.get("words", "").replace("\0", "")
    said = {"words": typed, "seen": _seen(request), "at": at}
    kind = request.POST.get("answer")
    # What is refused for being empty costs nothing: the next try is the first.
    is_empty = kind == CustomerAnswer.Kind.ANOTHER_TIME and not typed.strip()
    if not is_empty and not may_ask("answer", str(promise.pk), at):
        return _too_often(request, promise, view, at, wrong_in=kind, typed=typed)
    try:
        match kind:
            case CustomerAnswer.Kind.CONFIRMED:
                confirm(promise, **said)
            case CustomerAnswer.Kind.DISPUTED:
                dispute(promise, **said)
            case CustomerAnswer.Kind.ANOTHER_TIME:
                ask_another_time(promise, **said)
    except ValidationError as error:
        if "due_at" in _fields(error):
            promise = promise_behind(token, at)
            view = CustomersView.of(promise, at)
        wrong = _wrong(view, error, typed)
        return _shown(request, promise, view, 422, wrong=wrong, wrong_in=kind, typed=typed)
    return HttpResponseRedirect(path_of(promise))


def _too_often(
    request: HttpRequest, promise: Promise, view: CustomersView, at: datetime, **typed: str
) -> HttpResponse:
    free = free_at("answer", at)
    wrong = view.words["often"].format(at=tell_at(view.words, free, promise.timezone, at))
    response = _shown(request, promise, view, 429, wrong=wrong, **typed)
    response["Retry-After"] = str(int((free - at).total_seconds()))
    return response


def _seen(request: HttpRequest) -> datetime | None:
    """The time that the page showed which they answer from; None where it says none."""
    try:
        return datetime.fromisoformat(request.POST.get("due", ""))
    except ValueError:
        return None


def _wrong(view: CustomersView, error: ValidationError, typed: str) -> str:
    """What a verb refused, in the customer's language."""
    if "due_at" in _fields(error):
        # It was moved while their page lay open: the page says so, and from when.
        return view.says
    if "words" not in _fields(error):
        # Not due yet, or settled meanwhile: what the page says of it now is the answer.
        return view.due or view.says
    if not typed.strip():
        return view.words["empty"]
    return view.words["long" if len(typed.strip()) > LONGEST else "asked"]


def _fields(error: ValidationError) -> Collection[str]:
    return getattr(error, "error_dict", {}).keys()


def _shown(
    request: HttpRequest, promise: Promise, view: CustomersView, status: int = 200, **refused: str
) -> HttpResponse:
    context = {
        "view": view,
        "words": view.words,
        "language": view.language,
        "calendar": f"{path_of(promise)}promise.ics",
        "longest": LONGEST,
        "due": promise.due_at.isoformat(),
        "contact": settings.CUSTOMER_CONTACT,
        **refused,
    }
    return render(request, "customer/page.html", context, status=status)


@private
@require_safe
def calendar(request: HttpRequest, token: str) -> HttpResponse:
    """The promise as a calendar file; it follows the promise when it is fetched again."""
    at = timezone.now()
    if not may_ask("page", address_of(request), at):
        return _note(request, "busy", 429)
    promise = promise_behind(token, at)
    if promise is None:
        return _note(request, "gone", 404)
    response = HttpResponse(customers_calendar(promise), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="promise.ics"'
    return response


def _note(request: HttpRequest, name: str, status: int) -> HttpResponse:
    """The same for every token that opens nothing: bad, dead or never made."""
    language = accepted(request.headers.get("Accept-Language", ""))
    words = LANGUAGES[language]
    context = {
        "language": language,
        "title": words[f"{name}_title"],
        "says": words[name],
        "words": words,
        "contact": settings.CUSTOMER_CONTACT,
    }
    return render(request, "customer/note.html", context, status=status)
