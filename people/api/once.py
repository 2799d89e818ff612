"""`Idempotency-Key`: a POST that is sent again with its key is answered as it was the first time, and does nothing."""

import json
from collections.abc import Callable

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404
from django.utils import timezone
from rest_framework.exceptions import APIException
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from people.models import Submission
from people.once import digest, settle

LONGEST_KEY = 255


class UsedForAnother(APIException):
    status_code = 422
    default_detail = "This Idempotency-Key came with something else before. Make a new one for each request."


def answered_once(
    handler: Callable[..., Response], key: str, request: Request, *args: object, **kwargs: object
) -> Response:
    """What `handler` answers, or what it answered to this key of this caller within the last two days.

    A refusal is no answer to keep: the same key may be sent again. ValidationError for a key beyond 255 characters;
    `UsedForAnother` where the address or the body is another than it was.
    """
    if len(key) > LONGEST_KEY:
        raise ValidationError({"Idempotency-Key": f"Give at most {LONGEST_KEY} characters, such as a UUID."})
    said = digest(request.get_full_path(), request.body.decode("utf-8", "surrogateescape"))
    with transaction.atomic():
        sent, new = Submission.objects.claim(request.user, digest(key), said, timezone.now())
        if not new:
            return _again(sent, said)
        try:
            response = handler(request, *args, **kwargs)
        except (APIException, ValidationError, PermissionDenied, Http404) as refusal:
            # What was written about the refusal itself, such as a transfer beyond the cap, stays.
            settle(sent, None)
            refused = refusal
        else:
            refused = None
            settle(sent, _kept(response))
    if refused:
        raise refused
    return response


def _kept(response: Response) -> dict:
    plain = None if response.data is None else json.loads(JSONRenderer().render(response.data))
    return {"status": response.status_code, "data": plain, "location": response.headers.get("Location", "")}


def _again(sent: Submission, said: str) -> Response:
    if sent.said != said:
        raise UsedForAnother
    answer = sent.answer
    headers = {"Idempotency-Replayed": "true"} | (
        {"Location": answer["location"]} if answer["location"] else {}
    )
    return Response(answer["data"], status=answer["status"], headers=headers)
