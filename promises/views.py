"""The verbs of a promise as pages: each a form of its own that also opens in the dialog."""

from collections.abc import Callable

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from people.answers import Over, done, refuse, show_form, show_over
from promises import handing_over, over
from promises.forms import DeclineForm, HandOverForm, KeepForm, RenegotiateForm, WithdrawForm
from promises.keeping import evidence_for, keep_with
from promises.models import HandOver, Promise
from promises.renegotiating import renegotiate
from promises.settling import withdraw
from promises.showing import Shown
from promises.understanding import Understanding, local_time, read_said_at, understand


def _promise(pk: int) -> Promise:
    found = Promise.objects.with_facts().select_related(
        "owner", "team__calendar", "ticket__customer", "ticket__owner", "settlement__by"
    )
    return get_object_or_404(found, pk=pk)


def _offer(pk: int) -> HandOver:
    return get_object_or_404(
        HandOver.objects.select_related("from_owner", "to_owner", "promise__ticket"), pk=pk
    )


def _answer(
    request: HttpRequest,
    form: forms.Form,
    template: str,
    promise: Promise,
    act: Callable[[dict], str],
    *,
    ended: Over | None,
    **context,
) -> HttpResponse:
    """Show the form, or do what it asks: `act` calls the verb and says what was done.

    What is `ended` is said in place of the form; what was typed before it was so is refused by the verb.
    """
    refused = False
    if ended and request.method != "POST":
        shown = Shown.of(promise, timezone.now())
        return show_over(request, ended, back=promise.get_absolute_url(), promise=shown)
    if request.method == "POST":
        if form.is_valid():
            try:
                return done(request, act(form.cleaned_data), promise.get_absolute_url())
            except ValidationError as error:
                refuse(form, error)
            except PermissionDenied as denied:
                form.add_error(None, str(denied))
        refused = True
    shown = Shown.of(promise, timezone.now())
    return show_form(
        request,
        template,
        {"form": form, "promise": shown, "action": request.path, **context},
        refused=refused,
    )


@login_required
def keep_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Kept, with the contact that shows it."""
    promise = _promise(pk)
    contacts = evidence_for(promise)
    form = KeepForm(
        request.POST or None,
        contacts=contacts,
        initial={"channel": "phone" if promise.kind == "callback" else "email"},
    )

    def act(data: dict) -> str:
        settlement = keep_with(
            promise, by=request.user, evidence=form.contacts.get(data["evidence"]), **_contact(data)
        )
        return (
            "Kept, but late: it stays on record as broken."
            if settlement.at > promise.due_at
            else "Kept. Well done."
        )

    ended = over.for_verb(promise, request.user, timezone.now())
    return _answer(request, form, "promises/keep.html", promise, act, ended=ended, contacts=contacts)


def _contact(data: dict) -> dict:
    return {"channel": data["channel"] or "phone", "body": data["body"], "happened_at": data["happened_at"]}


@login_required
def renegotiate_page(request: HttpRequest, pk: int) -> HttpResponse:
    """A new time, agreed with the customer, shown as understood before it is saved."""
    promise = _promise(pk)
    form = RenegotiateForm(request.POST or None, initial={"language": request.user.language})
    seen = _understood(request, promise) if request.method == "POST" else None
    if seen and form.is_valid() and not _confirmed(request, seen):
        return show_form(
            request,
            "promises/renegotiate.html",
            _asked(request, form, promise, seen, confirm=not seen.error),
            refused=bool(seen.error),
        )

    def act(data: dict) -> str:
        due_at = data["due_at"]
        renegotiated = renegotiate(
            promise,
            by=request.user,
            reason=data["reason"],
            customer_told=data["customer_told"],
            wording="" if due_at else data["wording"],
            due_at=due_at,
            said_at=seen.said_at,
            language=data["language"],
        )
        return f"Renegotiated: due {local_time(renegotiated.to_due_at, request.user.timezone)}."

    at = timezone.now()
    return _answer(
        request,
        form,
        "promises/renegotiate.html",
        promise,
        act,
        ended=over.for_verb(promise, request.user, at) or over.too_late(promise, at),
        seen=seen,
        chosen=_chosen(form),
    )


def _asked(
    request: HttpRequest, form: RenegotiateForm, promise: Promise, seen: Understanding, confirm: bool
) -> dict:
    shown = Shown.of(promise, timezone.now())
    return {
        "form": form,
        "promise": shown,
        "action": request.path,
        "seen": seen,
        "confirm": confirm,
        "autofocus": not confirm,
        "chosen": _chosen(form),
    }


def _chosen(form: RenegotiateForm):
    return form.cleaned_data.get("due_at") if form.is_bound and form.is_valid() else None


def _confirmed(request: HttpRequest, seen: Understanding) -> bool:
    return bool(seen.seen) and request.POST.get("seen") == seen.seen


@login_required
@require_POST
def renegotiate_preview(request: HttpRequest, pk: int) -> HttpResponse:
    """What the words typed so far would mean for this promise; saves nothing."""
    return render(request, "promises/preview.html", {"seen": _understood(request, _promise(pk), fresh=True)})


def _understood(request: HttpRequest, promise: Promise, fresh: bool = False) -> Understanding:
    at = timezone.now()
    said_at = None if fresh else read_said_at(request.POST.get("read_at", ""), at)
    language = request.POST.get("language")
    return understand(
        words=request.POST.get("wording", "")[:10_000],
        team=promise.team,
        owner=promise.owner,
        timezone=promise.timezone,
        language=language if language in ("en", "de", "fr") else request.user.language,
        said_at=said_at,
        replaces=promise,
        at=at,
    )


@login_required
def withdraw_page(request: HttpRequest, pk: int) -> HttpResponse:
    """No longer owed, for a reason."""
    promise = _promise(pk)

    def act(data: dict) -> str:
        withdraw(promise, by=request.user, reason=data["reason"])
        return "Withdrawn."

    ended = over.for_verb(promise, request.user, timezone.now())
    form = WithdrawForm(request.POST or None)
    return _answer(request, form, "promises/withdraw.html", promise, act, ended=ended)


@login_required
def hand_over_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Offer it to a colleague; until they accept, the owner answers for it."""
    promise = _promise(pk)

    def act(data: dict) -> str:
        handing_over.offer(promise, to=data["to"], by=request.user, note=data["note"])
        return f"Offered to {data['to'].name}. Until they accept, {promise.owner.name} answers for it."

    ended = over.for_verb(promise, request.user, timezone.now())
    form = HandOverForm(request.POST or None, promise=promise)
    return _answer(request, form, "promises/hand_over.html", promise, act, ended=ended)


@login_required
def accept_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Take over what was offered."""
    offer = _offer(pk)

    def act(data: dict) -> str:
        handing_over.accept(offer, by=request.user)
        return "It is yours now. You are alerted before it is due."

    form = forms.Form(request.POST if request.method == "POST" else None)
    promise, ended = _promise(offer.promise_id), over.for_answer(offer, request.user)
    return _answer(request, form, "promises/accept.html", promise, act, ended=ended, offer=offer)


@login_required
def decline_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Refuse what was offered, for a reason."""
    offer = _offer(pk)

    def act(data: dict) -> str:
        handing_over.decline(offer, by=request.user, reason=data["reason"])
        return f"Declined. {offer.from_owner.name} still answers for it."

    return _answer(
        request,
        DeclineForm(request.POST or None),
        "promises/decline.html",
        _promise(offer.promise_id),
        act,
        ended=over.for_answer(offer, request.user),
        offer=offer,
    )


@login_required
def take_back_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Withdraw an offer that nobody has answered."""
    offer = _offer(pk)

    def act(data: dict) -> str:
        handing_over.take_back(offer, by=request.user)
        return f"Taken back. {offer.from_owner.name} answers for it, as before."

    form = forms.Form(request.POST if request.method == "POST" else None)
    promise = _promise(offer.promise_id)
    ended = over.answered(offer) or over.for_verb(promise, request.user, timezone.now())
    return _answer(request, form, "promises/take_back.html", promise, act, ended=ended, offer=offer)
