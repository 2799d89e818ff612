"""The address of a customer's page: signed, so that nobody can guess another's, and dying with its matter."""

from datetime import datetime, timedelta

from django.conf import settings
from django.core.signing import BadSignature, Signer

from promises.models import Promise

# A signature for one purpose is none for another. Keys are rotated as Django's are: SECRET_KEY_FALLBACKS.
_signer = {"salt": "promises.customer.page", "sep": "."}


def token_of(promise: Promise) -> str:
    """What names the promise in addresses; always the same, for whoever copies it twice."""
    return Signer(**_signer).sign(promise.pk)


def path_of(promise: Promise) -> str:
    """The path of its page."""
    return f"/p/{token_of(promise)}/"


def url_of(promise: Promise) -> str:
    """The whole address, to be sent to the customer."""
    return f"{settings.SITE_URL}{path_of(promise)}"


def dies_at(promise: Promise) -> datetime:
    """When the link stops working: some days after it was settled, some weeks after it was due if it never is."""
    if promise.settled_at is not None:
        return promise.settled_at + timedelta(days=settings.CUSTOMER_LINK_DAYS_SETTLED)
    return promise.due_at + timedelta(days=settings.CUSTOMER_LINK_DAYS)


def promise_behind(token: str, at: datetime) -> Promise | None:
    """The promise that a token names, with all that its page shows; None for one that is bad, or dead as of `at`."""
    try:
        key = Signer(**_signer).unsign(token)
    except BadSignature:
        return None
    promise = (
        Promise.objects.with_facts()
        .select_related("team", "owner", "ticket__customer")
        .prefetch_related("renegotiations", "customer_answers")
        .filter(pk=key)
        .first()
    )
    return promise if promise and at < dies_at(promise) else None
