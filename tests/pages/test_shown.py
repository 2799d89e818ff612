"""What the pages show: hostile text, times in two zones, alerts, the heartbeat, and 304 where nothing changed."""

import re
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from django.utils.html import strip_tags

from alerts.models import Acknowledgement, Alert, Heartbeat
from alerts.sweep import Sweep
from promises.models import Promise
from tests.cast import a_customer, a_promise, a_ticket
from tests.pages.conftest import HTMX
from tickets.models import Ticket
from tracker.templatetags.clock import countdown_words, duration, span_words

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(1)> \u202e" + "W" * 120


@pytest.fixture
def promise(cast) -> Promise:
    at = timezone.now() - timedelta(hours=1)
    return a_promise(a_ticket(cast, at=at), at=at)


@pytest.mark.django_db
def test_markup_in_every_field_is_shown_as_text(amira, cast):
    at = timezone.now() - timedelta(hours=5)
    cast.tom.name = HOSTILE[:200]
    cast.tom.save()
    customer = a_customer(HOSTILE, "x@customer.example", "Asia/Jerusalem")
    ticket = a_ticket(cast, at=at, customer=customer, subject=HOSTILE, description=HOSTILE)
    ticket.log_contact(direction="inbound", by=cast.tom, at=at, channel="phone", body=HOSTILE)
    promise = a_promise(ticket, at=at, wording=f"in 4 hours, {HOSTILE}", owner=cast.amira, by=cast.tom)
    Sweep().run(promise.due_at)
    for path in (
        "/",
        "/tickets/",
        f"/tickets/{ticket.number}/",
        "/alerts/",
        f"/promises/{promise.pk}/keep/",
        "/customers/matches/?who=script",
    ):
        html = amira.get(path).content.decode()
        assert "&lt;script&gt;alert(1)" in html, path
        assert "<script>alert" not in html, path
        assert "<img src=x" not in html, path


@pytest.mark.django_db
def test_the_policy_allows_nothing_inline_and_no_other_host(amira):
    policy = amira.get("/")["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy


@pytest.mark.django_db
def test_no_page_carries_anything_inline(amira, cast, promise):
    Sweep().run(promise.due_at)
    for path in (
        "/",
        "/tickets/",
        promise.ticket.get_absolute_url(),
        "/alerts/",
        "/calls/new/",
        f"/promises/{promise.pk}/renegotiate/",
    ):
        html = amira.get(path).content.decode()
        for inline in (" style=", "<style", "onclick=", "onsubmit=", "javascript:", "<script>"):
            assert inline not in html, (path, inline)


@pytest.mark.django_db
def test_a_time_is_shown_in_the_readers_zone_with_the_customers_beside_it(browse, cast):
    at = timezone.now()
    lisbon = a_customer("Rui", "rui@customer.example", "America/Los_Angeles")
    promise = a_promise(a_ticket(cast, at=at, customer=lisbon), at=at, due_at=at + timedelta(days=3))
    html = browse(cast.amira).get("/").content.decode()
    here = promise.due_at.astimezone(ZoneInfo("Europe/Berlin"))
    there = promise.due_at.astimezone(ZoneInfo("America/Los_Angeles"))
    # Across the turn of the year it says which year.
    assert re.search(f"{here:%a} {here.day} {here:%b}( {here:%Y})?, {here:%H:%M}", html)
    assert f"{there:%H:%M}</time> in Los Angeles" in html


@pytest.mark.django_db
def test_a_list_that_did_not_change_costs_a_304(amira, promise):
    first = amira.get("/", **HTMX)
    same = amira.get("/", **HTMX, HTTP_IF_NONE_MATCH=first["ETag"])
    assert (same.status_code, same.content) == (304, b"")
    amira.post(f"/promises/{promise.pk}/withdraw/", {"reason": "She found the parcel."})
    assert amira.get("/", **HTMX, HTTP_IF_NONE_MATCH=first["ETag"]).status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("said", ["W/{}", '"other", {}', 'W/"other",W/{}'])
def test_what_a_reader_has_is_recognised_however_a_proxy_says_it(amira, promise, said):
    etag = amira.get("/", **HTMX)["ETag"]
    assert amira.get("/", **HTMX, HTTP_IF_NONE_MATCH=said.format(etag)).status_code == 304


@pytest.mark.django_db
def test_who_logs_in_again_gets_forms_that_can_be_sent(amira, cast, promise):
    path = f"/tickets/{promise.ticket_id}/?part=promises"
    amira.get("/")  # brings the cookie
    etag = amira.get(path, **HTMX)["ETag"]
    assert amira.get(path, **HTMX, HTTP_IF_NONE_MATCH=etag).status_code == 304
    amira.cookies["csrftoken"] = "x" * 32
    assert amira.get(path, **HTMX, HTTP_IF_NONE_MATCH=etag).status_code == 200


@pytest.mark.django_db
def test_the_inbox_counts_what_waits_until_it_is_acknowledged(browse, cast, promise):
    Sweep().run(promise.due_at)
    lena = browse(cast.lena)
    waiting = Alert.objects.filter(recipient=cast.lena).count()
    assert waiting
    assert f'<span class="tally loud">{waiting}<' in lena.get("/pulse/", **HTMX).content.decode()
    for alert in Alert.objects.filter(recipient=cast.lena):
        lena.post(f"/alerts/{alert.pk}/acknowledge/")
    assert Acknowledgement.objects.filter(by=cast.lena).count() == waiting
    assert "tally loud" not in lena.get("/pulse/", **HTMX).content.decode()
    assert "Nothing waits for you" in lena.get("/alerts/").content.decode()
    assert "I have it" not in lena.get("/alerts/?show=all").content.decode()


@pytest.mark.django_db
def test_of_each_promise_the_last_alert_waits_and_who_has_it_has_it(amira, cast, promise):
    for minutes in (60, 15, 0):
        Sweep().run(promise.due_at - timedelta(minutes=minutes))
    first, *_, last = Alert.objects.filter(recipient=cast.amira).order_by("raised_at", "pk")
    assert first != last
    page = amira.get("/alerts/").content.decode()
    assert page.count("I have it") == 1
    assert f'id="acknowledge-{last.pk}"' in page
    assert '<span class="tally loud">1<' in page

    amira.post(f"/alerts/{last.pk}/acknowledge/")

    assert "Nothing waits for you" in amira.get("/alerts/").content.decode()
    assert "I have it" not in amira.get("/alerts/?show=all").content.decode()


@pytest.mark.django_db
def test_the_inbox_says_each_thing_once(browse, cast, promise):
    Sweep().run(promise.due_at)
    page = strip_tags(browse(cast.lena).get("/alerts/").content.decode())
    assert "Broken: Call back for Inês Duarte" in page
    assert f"#{promise.ticket_id} " in page
    for repeated in ("was due", "Promised:", "Owner:", "(Europe/Berlin)"):
        assert repeated not in page


@pytest.mark.django_db
def test_after_acknowledging_one_comes_back_only_to_pages_of_ours(browse, cast, promise):
    Sweep().run(promise.due_at)
    alert = Alert.objects.filter(recipient=cast.lena).first()
    url = f"/alerts/{alert.pk}/acknowledge/"
    assert browse(cast.lena).post(url, {"next": "https://evil.example/"})["Location"] == "/alerts/"


@pytest.mark.django_db
def test_a_sweep_that_has_stopped_is_said_on_every_page(amira):
    Heartbeat.objects.beat("sweep", timezone.now())
    assert "The watch has stopped" not in amira.get("/").content.decode()
    Heartbeat.objects.beat("sweep", timezone.now() - timedelta(minutes=5))
    for path in ("/", "/tickets/", "/alerts/"):
        assert "The watch has stopped" in amira.get(path).content.decode()


@pytest.mark.django_db
def test_tickets_are_filtered_and_paged(amira, cast):
    at = timezone.now() - timedelta(days=1)
    for number in range(35):
        a_ticket(cast, at=at, subject=f"Parcel {number}", owner=cast.tom if number % 2 else cast.amira)
    first = amira.get("/tickets/").content.decode()
    assert "Parcel 34" in first
    assert "Parcel 2<" not in first
    assert "Parcel 2<" in amira.get("/tickets/?page=2").content.decode()
    mine = amira.get("/tickets/?owner=me&q=parcel").content.decode()
    assert "Parcel 34" in mine
    assert "Parcel 33" not in mine
    found = amira.get(f"/tickets/?q=%23{Ticket.objects.first().number}").content.decode()
    assert found.count('class="ticket-row"') == 1
    assert "No ticket found" in amira.get("/tickets/?state=closed").content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "query",
    [
        "page=0",
        "page=-1",
        "page=x",
        "page=99999999999",
        "owner=nobody",
        "owner=99",
        "team=none",
        "state=odd",
        "q=%00",
        "q=" + "9" * 40,
    ],
)
def test_an_odd_address_still_opens_the_list(amira, query):
    assert amira.get(f"/tickets/?{query}").status_code == 200


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (30, "due now"), (-59, "due now"), (60, "in 1 min"), (-61, "1 min late"), (3600, "in 1 h"),
        (3660, "in 1 h 1 min"),
        (-11_400, "3 h 10 min late"), (86_400, "in 1 d"), (187_200, "in 2 d 4 h"), (700_000, "in 8 days"),
    ],
)  # fmt: skip
def test_a_countdown_in_words(seconds, words):
    assert countdown_words(seconds) == words


def test_lengths_of_time_in_words():
    assert span_words(59 * 60) == "59 min"
    assert duration(95) == "1:35"
    assert duration(None) == "0:00"


@pytest.mark.django_db
def test_the_timeline_tells_every_kind_of_event(cast, promise):
    from tickets.models import Event
    from tracker.pages.sentences import SENTENCES
    from tracker.pages.timeline import told

    at = timezone.now()
    for kind in [*SENTENCES, "something_new"]:
        Event.objects.record(
            promise.ticket, kind, at=at, actor=cast.tom, person="Lena <Vogt>", note="A note."
        )
    entries = told(Event.objects.filter(ticket=promise.ticket, at=at).select_related("actor"))
    assert len(entries) == len(SENTENCES) + 1
    assert entries[-1].title == "Something new"
    assert all(entry.title and "{" not in entry.title for entry in entries)
    assert not any("<Vogt>" in entry.title for entry in entries)
    assert {entry.note for entry in entries} == {"A note."}
