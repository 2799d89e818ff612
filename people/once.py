"""Forms and calls that do what they ask for once, however often they are sent.

A form carries a key that is drawn with it (`{% once %}`), a caller of the API names one in `Idempotency-Key`. Who
presses twice, whose answer was lost on the way or whose program tries again gets the answer that there was. The key
and what it does are one transaction, so that the database decides which of two that collide goes first.
"""

from collections.abc import Callable
from functools import wraps
from hashlib import sha256

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse

from people.fields import moment
from people.models import Submission

FIELD = "once"
# Say nothing of what is asked.
BESIDES = (FIELD, "csrfmiddlewaretoken")
# How `people.answers` answers what is done: it leads on, or tells the page that the dialog is over.
DONE = (204, 302)
TOLD = ("Location", "HX-Redirect", "HX-Trigger")


def sent_once(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A form of this view that was done is not done again: the answer leads to where the first one led.

    Below `login_required`. The same form with other words in it is another one: somebody went back and wrote anew.
    """

    @wraps(view)
    def wrapped(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        drawn = request.POST.get(FIELD, "")
        if not drawn:
            return view(request, *args, **kwargs)
        said = digest(request.path, *_asked(request))
        with transaction.atomic():
            sent, new = Submission.objects.claim(request.user, digest(drawn, said), said, moment(None))
            if not new:
                return _again(request, sent.answer)
            response = view(request, *args, **kwargs)
            settle(sent, _answer(response) if response.status_code in DONE else None)
        return response

    return wrapped


def settle(sent: Submission, answer: dict | None) -> None:
    """Keep what came of it; nothing did: then it may be sent again."""
    if answer is None:
        sent.delete()
        return
    sent.answer = answer
    sent.save(update_fields=["answer"])


def digest(*parts: str) -> str:
    """64 characters that stand for these texts."""
    return sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()


def _asked(request: HttpRequest) -> list[str]:
    return [repr(item) for item in sorted(request.POST.lists()) if item[0] not in BESIDES]


def _answer(response: HttpResponse) -> dict:
    told = {name: response.headers[name] for name in TOLD if name in response.headers}
    return {"status": response.status_code, "headers": told}


def _again(request: HttpRequest, answer: dict) -> HttpResponse:
    if "HX-Trigger" not in answer["headers"]:
        messages.info(request, "This was saved before, and only once.")
    return HttpResponse(status=answer["status"], headers=answer["headers"])
