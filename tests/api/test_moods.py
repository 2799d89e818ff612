"""Moods over REST: read, listed, on a ticket and in a contact."""

from recovery.models import MoodReading
from recovery.moods import read_mood
from tests.api.conftest import problem_of, refused
from tests.api.test_pages import pages_of, queries_of
from tests.cast import a_call, a_ticket, berlin


def a_mondays(cast, **fields):
    return a_ticket(cast, at=berlin("2026-03-02 09:00"), **fields)


def test_a_mood_is_read_and_shown_everywhere(amira, cast):
    ticket = a_mondays(cast)
    path = f"tickets/{ticket.number}/"
    assert amira.get(path).json()["mood"] is None

    answer = amira.post(f"{path}moods/", {"level": "angry", "note": "Third call. 🧾"})

    assert answer.status_code == 201
    read = answer.json()
    assert read == {
        "id": read["id"],
        "ticket": ticket.number,
        "level": "angry",
        "contact": None,
        "note": "Third call. 🧾",
        "at": "2026-03-02T09:00:00Z",
        "recorded_at": "2026-03-02T09:00:00Z",
        "by": "amira@kept.example",
    }
    now = {key: read[key] for key in ("level", "note", "at", "by")}
    assert amira.get(path).json()["mood"] == amira.get("tickets/").json()["results"][0]["mood"] == now
    assert amira.get("search/", q="invoice").json()["tickets"]["results"][0]["mood"] == now
    assert amira.patch(path, {"priority": "high"}).json()["mood"] == now
    assert amira.get(f"{path}moods/").json() == {"next": None, "results": [read]}
    assert amira.follow(answer.headers["Location"]).json()["results"] == [read]


def test_a_contact_brings_its_mood(amira, cast):
    path = f"tickets/{a_mondays(cast).number}/"

    logged = amira.post(f"{path}contacts/", {"direction": "inbound", "mood": "furious"})

    assert logged.status_code == 201
    assert logged.json()["mood"] == "furious"
    assert amira.follow(logged.headers["Location"]).json() == logged.json()
    assert amira.get(f"{path}contacts/").json()["results"] == [logged.json()]
    assert amira.get(f"{path}moods/").json()["results"][0]["contact"] == logged.json()["id"]
    assert amira.post(f"{path}contacts/", {"direction": "inbound"}).json()["mood"] is None
    assert amira.post(f"{path}contacts/", {"direction": "inbound", "mood": None}).json()["mood"] is None


def test_the_same_contact_told_twice_is_one_reading(amira, cast):
    ticket = a_mondays(cast)
    said = {"level": "calm", "contact": a_call(ticket, at=berlin("2026-03-02 09:30")).pk}

    first = amira.post(f"tickets/{ticket.number}/moods/", said).json()

    assert first["at"] == "2026-03-02T08:30:00Z"
    assert amira.post(f"tickets/{ticket.number}/moods/", said).json() == first
    problem = problem_of(amira.post(f"tickets/{ticket.number}/moods/", said | {"level": "angry"}), 409)
    assert [error["field"] for error in problem["errors"]] == ["level"]


def test_what_cannot_be_is_refused_by_its_field_and_with_the_remedy(amira, cast):
    ticket = a_mondays(cast)
    elsewhere = a_call(a_mondays(cast), at=berlin("2026-03-02 09:30"))

    def says(**body) -> dict[str, str]:
        return refused(amira.post(f"tickets/{ticket.number}/moods/", body))

    assert list(says()) == ["level"]
    assert "pleased, calm, annoyed, angry, furious" in says(level="livid")["level"]
    assert list(says(level=4)) == ["level"]
    assert list(says(level="calm", note="W" * 201)) == ["note"]
    assert "Log it first" in says(level="calm", contact=10**9)["contact"]
    assert f"#{ticket.number}" in says(level="calm", contact=elsewhere.pk)["contact"]
    bad = amira.post(f"tickets/{ticket.number}/contacts/", {"direction": "inbound", "mood": "livid"})
    assert list(refused(bad)) == ["mood"]
    problem_of(amira.get("tickets/999/moods/"), 404)
    problem_of(amira.post("tickets/999/moods/", {"level": "calm"}), 404)
    assert not MoodReading.objects.exists()
    assert not ticket.contacts.exists()


def test_without_a_token_or_after_leaving_nobody_reads_a_mood(client, calling, cast):
    path = f"/api/v1/tickets/{a_mondays(cast).number}/moods/"
    assert client.get(path).status_code == client.post(path, {"level": "calm"}).status_code == 401
    tom = calling(cast.tom)
    cast.tom.is_active = False
    cast.tom.save()
    problem_of(tom.client.post(path, {"level": "calm"}), 401)
    assert not MoodReading.objects.exists()


def test_whoever_works_here_reads_it_on_any_ticket(calling, cast):
    ticket = a_mondays(cast)
    assert calling(cast.ben).post(f"tickets/{ticket.number}/moods/", {"level": "calm"}).status_code == 201


def test_tickets_are_found_by_who_is_angry_now(amira, cast):
    heated, cooled, _ = (a_mondays(cast) for _ in range(3))
    for ticket, level, time in (
        (heated, "angry", "09:10"),
        (cooled, "furious", "09:10"),
        (cooled, "calm", "09:20"),
    ):
        read_mood(ticket, by=cast.amira, level=level, at=berlin(f"2026-03-02 {time}"))

    assert [row["number"] for row in amira.get("tickets/", mood="heated").json()["results"]] == [
        heated.number
    ]
    assert list(refused(amira.get("tickets/", mood="calm"))) == ["mood"]


def test_lists_cost_no_more_with_more_of_them_and_come_in_pages(amira, cast):
    ticket = a_mondays(cast)
    paths = ["tickets/", f"tickets/{ticket.number}/moods/", f"tickets/{ticket.number}/contacts/"]

    def grow(count: int) -> None:
        for number in range(count):
            at = berlin(f"2026-03-02 09:{10 + number}")
            call = a_call(ticket, at=at)
            read_mood(ticket, by=cast.tom, level="calm", contact=call, at=at)
            read_mood(a_mondays(cast), by=cast.amira, level="angry", at=at)

    grow(2)
    few = [queries_of(amira, path) for path in paths]
    grow(9)
    assert [queries_of(amira, path) for path in paths] == few
    assert [len(page) for page in pages_of(amira, paths[1], page_size=4)] == [4, 4, 1 + 2]
