"""Errors of the API as application/problem+json (RFC 9457), each naming what to do about it.

`type` is stable and may be compared; `detail` and the messages in `errors` are for people. Every error has `errors`,
empty where no field is to blame; `field` is the path of the field as it was sent, such as `customer.email`.
"""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus

from django.conf import settings
from django.core.exceptions import (
    NON_FIELD_ERRORS,
    PermissionDenied,
    RequestDataTooBig,
    SuspiciousOperation,
    ValidationError,
)
from django.core.signals import got_request_exception
from django.db import IntegrityError, OperationalError
from django.http import Http404
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.settings import api_settings
from rest_framework.views import set_rollback

from people.errors import Conflict
from promises.api.refused import TransferRefused
from promises.closing import OpenPromises

log = logging.getLogger(__name__)
MEDIA_TYPE = "application/problem+json"
WHOLE = {NON_FIELD_ERRORS, api_settings.NON_FIELD_ERRORS_KEY}

# (type, title) by status; the type is a name, not an address: urn:kept:problem:invalid.
TITLES = {
    400: ("invalid", "Some of this cannot be accepted"),
    401: ("unauthenticated", "Say who you are"),
    403: ("forbidden", "You may not do this"),
    404: ("not-found", "There is nothing here"),
    405: ("method-not-allowed", "This cannot be done here"),
    406: ("not-acceptable", "This is not spoken here"),
    409: ("conflict", "The state of things does not allow it"),
    413: ("too-large", "This is too much at once"),
    415: ("unsupported-media-type", "This kind of body is not understood here"),
    422: ("unprocessable", "This does not fit what was sent before"),
    429: ("too-many-requests", "Too many requests"),
    500: ("internal", "Something went wrong on our side"),
    503: ("unavailable", "Not possible at this moment"),
}


@dataclass(frozen=True)
class FieldError:
    """What is wrong with one field; `field` is empty when it is about the whole."""

    field: str
    message: str
    code: str


def exception_handler(exc: Exception, context: dict) -> Response:
    """Answer any exception of an API view. What nobody foresaw is logged, and told without its inside."""
    set_rollback()
    match exc:
        case OpenPromises():
            owed = [_owed(promise) for promise in exc.promises]
            return problem(409, errors=list(_of_django(exc)), kind="open-promises", promises=owed)
        case TransferRefused():
            return problem(
                409,
                errors=list(_of_django(exc)),
                kind="transfer-cap",
                refusal=exc.refusal,
                escalation=exc.escalation,
            )
        case Conflict():
            return problem(409, errors=list(_of_django(exc)))
        case ValidationError():
            return problem(400, errors=list(_of_django(exc)))
        case exceptions.ValidationError():
            return problem(400, errors=list(_of_rest(exc.detail)))
        case exceptions.ParseError():
            return problem(400, str(exc.detail), kind="malformed")
        case exceptions.APIException():
            return problem(exc.status_code, _said(exc.detail), headers=_headers(exc))
        case PermissionDenied():
            return problem(403, str(exc))
        case Http404():
            return problem(404, str(exc))
        case RequestDataTooBig():
            return problem(413, f"Send at most {settings.DATA_UPLOAD_MAX_MEMORY_SIZE:,} bytes.")
        case SuspiciousOperation():
            return problem(400, "This request looks forged.")
    return _of_ours(exc, context)


def problem(
    status: int,
    detail: str = "",
    *,
    errors: list[FieldError] | None = None,
    kind: str = "",
    headers: dict[str, str] | None = None,
    **more: object,
) -> Response:
    """The answer: `detail` is the sum of `errors` when it is not given."""
    name, title = TITLES.get(status) or (f"status-{status}", HTTPStatus(status).phrase)
    errors = [FieldError(*map(_sayable, vars(error).values())) for error in errors or []]
    body = {
        "type": f"urn:kept:problem:{kind or name}",
        "title": title,
        "status": status,
        "detail": _sayable(detail) or " ".join(_sentence(error) for error in errors) or title,
        "errors": [vars(error) for error in errors],
        **more,
    }
    return Response(body, status=status, content_type=MEDIA_TYPE, headers=headers)


def _sayable(text: str) -> str:
    """`text` in letters that an answer can carry: what was sent may hold halves of characters, and is quoted."""
    return text.encode(errors="replace").decode()


def _of_ours(exc: Exception, context: dict) -> Response:
    request = getattr(context.get("request"), "_request", None)
    where = f"{request.method} {request.path}" if request else "?"
    if isinstance(exc, IntegrityError):
        # Two at once: the constraint decided between them, as it is there for.
        log.warning("Two at once at %s", where, exc_info=exc)
        return problem(
            409, "Somebody changed this at the same moment. Look at it again, and repeat if need be."
        )
    log.error("API error at %s", where, exc_info=exc)
    got_request_exception.send(sender=type(context.get("view")), request=request)
    if isinstance(exc, OperationalError):
        return problem(503, "The database did not answer in time. Try again.", headers={"Retry-After": "2"})
    return problem(500, "It was noted with what led to it. Nothing was changed.")


def _of_django(error: ValidationError) -> Iterator[FieldError]:
    by_field = error.error_dict if hasattr(error, "error_dict") else {"": error.error_list}
    for field, errors in by_field.items():
        for each in errors:
            for message in each.messages:
                yield FieldError("" if field in WHOLE else field, message, each.code or "invalid")


def _of_rest(detail: object, path: tuple[str, ...] = ()) -> Iterator[FieldError]:
    if isinstance(detail, dict):
        for key, inside in detail.items():
            yield from _of_rest(inside, path if key in WHOLE else (*path, str(key)))
    elif isinstance(detail, list):
        for place, inside in enumerate(detail):
            nested = isinstance(inside, dict | list)
            yield from _of_rest(inside, (*path, str(place)) if nested else path)
    else:
        yield FieldError(".".join(path), str(detail), getattr(detail, "code", None) or "invalid")


def _headers(exc: exceptions.APIException) -> dict[str, str]:
    headers = {}
    if getattr(exc, "auth_header", None):
        headers["WWW-Authenticate"] = exc.auth_header
    if getattr(exc, "wait", None):
        headers["Retry-After"] = str(int(exc.wait))
    return headers


def _said(detail: object) -> str:
    return str(detail) if isinstance(detail, str) else " ".join(error.message for error in _of_rest(detail))


def _sentence(error: FieldError) -> str:
    return f"{error.field}: {error.message}" if error.field else error.message


def _owed(promise) -> dict:
    return {
        "id": promise.pk,
        "kind": promise.kind,
        "wording": promise.wording,
        "due_at": promise.due_at.isoformat().replace("+00:00", "Z"),
        "owner": promise.owner.email,
    }
