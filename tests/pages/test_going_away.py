"""Absences and the end of a shift: what is shown, handed over, and refused."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from people.models import Absence
from promises.models import HandOver
from tests.cast import a_promise, a_ticket, an_absence

pytestmark = pytest.mark.django_db


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


def local(at: datetime) -> str:
    from zoneinfo import ZoneInfo

    return at.astimezone(ZoneInfo("Europe/Berlin")).strftime("%Y-%m-%dT%H:%M")


@pytest.fixture
def promise(cast):
    at = timezone.now()
    return a_promise(a_ticket(cast, at=at), at=at, due_at=at + timedelta(days=2))


def test_entering_an_absence_shows_what_falls_into_it(amira, cast, promise):
    at = timezone.now()
    data = {"starts_at": local(at + timedelta(days=1)), "ends_at": local(at + timedelta(days=5))}
    response = amira.post("/absences/", {**data, "deputy": cast.tom.pk}, follow=True)
    page = text_of(response)
    assert "Entered. This is what falls into it." in page
    assert f"/promises/{promise.pk}/hand-over/" in page
    assert f"/promises/{promise.pk}/renegotiate/" in page
    assert f"/tickets/{promise.ticket_id}/transfers/new/" in page
    assert Absence.objects.get().deputy == cast.tom


def test_one_that_ends_before_it_begins_is_refused(amira, cast):
    # No hour that a clock shows twice, whenever this runs.
    data = {"starts_at": "2099-06-02T10:00", "ends_at": "2099-06-01T10:00"}
    response = amira.post("/absences/", data)
    assert response.status_code == 422
    assert "An absence ends after it starts." in text_of(response)
    assert not Absence.objects.exists()


def test_a_lead_enters_it_for_somebody_of_the_team(browse, cast):
    at = timezone.now()
    days = {"starts_at": local(at + timedelta(days=1)), "ends_at": local(at + timedelta(days=5))}
    lena = browse(cast.lena)
    assert 'id="id_user"' in text_of(lena.get("/absences/"))
    page = text_of(lena.post("/absences/", {**days, "user": cast.tom.pk}, follow=True))
    assert "Entered by <bdi>Lena Vogt</bdi>" in page
    absence = Absence.objects.get()
    assert (absence.user, absence.entered_by) == (cast.tom, cast.lena)
    assert 'id="id_user"' not in text_of(browse(cast.amira).get("/absences/"))
    assert lena.post("/absences/", {**days, "user": cast.omar.pk}).status_code == 422
    refused = browse(cast.amira).post("/absences/", {**days, "user": cast.tom.pk})
    assert refused.status_code == 422
    assert "for yourself and for those below you" in text_of(refused)
    assert Absence.objects.get() == absence
    assert browse(cast.grace).post(f"/absences/{absence.pk}/take-back/").status_code == 403
    lena.post(f"/absences/{absence.pk}/take-back/")
    assert not Absence.objects.filter(user=cast.tom).exists()


def test_whose_absence_is_seen_by_whom(browse, cast):
    at = timezone.now()
    absence = an_absence(cast.amira, at + timedelta(days=1), at + timedelta(days=2))
    path = f"/absences/{absence.pk}/"
    for person, sees in (("lena", True), ("omar", True), ("admin", True), ("tom", False), ("grace", False)):
        client = browse(getattr(cast, person))
        assert client.get(path).status_code == (200 if sees else 403), person
        assert (path in text_of(client.get("/absences/"))) is sees, person


def test_the_person_takes_it_back_and_their_deputy_does_not(amira, browse, cast):
    at = timezone.now()
    absence = an_absence(cast.amira, at + timedelta(days=1), at + timedelta(days=2), deputy=cast.tom)
    assert browse(cast.tom).post(f"/absences/{absence.pk}/take-back/").status_code == 403
    amira.post(f"/absences/{absence.pk}/take-back/")
    assert not Absence.objects.exists()


def test_one_key_offers_what_is_due_to_who_works_then(browse, cast):
    at = timezone.now()
    ticket = a_ticket(cast, at=at, team=cast.night_desk, owner=cast.amira)
    # Days when Berlin rests and the night desk works: the promise falls between two of Amira's shifts.
    saturday = at + timedelta(days=(5 - at.weekday()) % 7 or 7)
    due_at = saturday.replace(hour=12, minute=0, second=0, microsecond=0)
    promise = a_promise(ticket, at=at, due_at=due_at)
    from promises.shift import due_before_next_shift

    amira = browse(cast.amira)
    if not due_before_next_shift(cast.amira, at).promises.exists():
        assert "Nothing is due before you are back" in text_of(amira.get("/shift/"))
        return
    assert "Noor Rahman" in text_of(amira.get("/shift/"))
    amira.post("/shift/", {"promise": "all"})
    assert HandOver.objects.get(promise=promise).to_owner in (cast.noor, cast.viktor)
    amira.post("/shift/", {"promise": "all"})
    assert HandOver.objects.count() == 1
