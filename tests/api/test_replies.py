"""Replies, saved replies and saved views over REST."""

from tests.api.conftest import problem_of, refused
from tests.cast import a_promise, a_ticket, berlin
from tickets.models import Contact


def test_a_reply_keeps_and_promises_in_one(amira, cast):
    promise = a_promise(a_ticket(cast, at=berlin("2026-03-02 09:00")), at=berlin("2026-03-02 09:10"))
    path = f"tickets/{promise.ticket_id}/replies/"
    answer = amira.post(
        path, {"body": "On its way.", "keeps": [promise.pk], "promise": {"wording": "tomorrow morning"}}
    )
    assert answer.status_code == 201
    told = answer.json()
    assert told["contact"]["channel"] == "email"
    assert [row["id"] for row in told["kept"]] == [promise.pk]
    assert told["kept"][0]["state"] == "kept"
    assert told["promise"]["wording"] == "tomorrow morning"


def test_a_reply_is_all_or_nothing(amira, cast, calling):
    promise = a_promise(a_ticket(cast, at=berlin("2026-03-02 09:00")), at=berlin("2026-03-02 09:10"))
    other = a_ticket(cast, at=berlin("2026-03-02 09:00"))
    path = f"tickets/{promise.ticket_id}/replies/"
    assert list(refused(amira.post(path, {"body": ""}))) == ["body"]
    assert list(refused(amira.post(path, {"body": "So.", "promise": {"wording": "soon"}}))) == ["wording"]
    assert list(
        refused(amira.post(f"tickets/{other.pk}/replies/", {"body": "So.", "keeps": [promise.pk]}))
    ) == ["keeps"]
    problem_of(calling(cast.ben).post(path, {"body": "So.", "keeps": [promise.pk]}), 403)
    assert not Contact.objects.exists()


def test_saved_replies_are_shared_with_a_team_and_filled_for_a_ticket(amira, calling, cast):
    ticket = a_ticket(cast, at=berlin("2026-03-02 09:00"))
    made = amira.post(
        "saved-replies/", {"name": "Thanks", "body": "Thank you, {customer}.", "team": "support-berlin"}
    )
    assert made.status_code == 201
    key = made.json()["id"]
    listed = calling(cast.ben).get("saved-replies/", ticket=ticket.number).json()["results"]
    assert [row["filled"] for row in listed] == ["Thank you, Inês Duarte."]
    assert calling(cast.ben).get("saved-replies/").json()["results"] == []
    problem_of(calling(cast.ben).patch(f"saved-replies/{key}/", {"name": "Ours"}), 404)
    assert calling(cast.tom).patch(f"saved-replies/{key}/", {"name": "Ours"}).json()["name"] == "Ours"
    assert list(refused(amira.patch(f"saved-replies/{key}/", {"body": "{secret}"}))) == ["body"]
    assert calling(cast.tom).delete(f"saved-replies/{key}/").status_code == 204


def test_saved_views_hold_filters_and_nothing_else(amira, calling, cast):
    made = amira.post("saved-views/", {"name": "Mine", "query": "?state=open&page=4&owner=me&x=1&team="})
    assert made.json()["query"] == "state=open&owner=me"
    assert calling(cast.tom).get("saved-views/").json()["results"] == []
    problem_of(calling(cast.tom).delete(f"saved-views/{made.json()['id']}/"), 404)
    problem_of(amira.post("saved-views/", {"name": "Theirs", "query": "", "team": "night-desk"}), 403)
