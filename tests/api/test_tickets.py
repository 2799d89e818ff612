"""Tickets over REST: logged with their customer, found again, changed, with their contacts and timeline."""

from tests.api.conftest import problem_of, refused
from tests.cast import a_ticket, berlin
from tickets.models import Customer, Ticket, Topic

CUSTOMER = {
    "name": "Noémie Laurent",
    "email": "noemie@customer.example",
    "phone": "+33 1 23 45 67 89",
    "language": "fr",
    "timezone": "Europe/Paris",
}


def test_a_ticket_is_posted_with_its_customer_and_comes_back_whole(amira, cast):
    Topic.objects.create(slug="billing", name="Billing")

    logged = amira.post(
        "tickets/",
        {
            "customer": CUSTOMER,
            "team": "night-desk",
            "owner": "noor@kept.example",
            "topic": "billing",
            "channel": "phone",
            "priority": "high",
            "subject": "The invoice names the wrong company 🧾",
            "description": "حساب خاطئ\nIt says ACME.",
        },
    )

    assert logged.status_code == 201
    ticket = logged.json()
    assert logged.headers["Location"] == ticket["url"]
    assert ticket == {
        "number": ticket["number"],
        "url": f"http://testserver/api/v1/tickets/{ticket['number']}/",
        "state": "open",
        "subject": "The invoice names the wrong company 🧾",
        "description": "حساب خاطئ\nIt says ACME.",
        "channel": "phone",
        "priority": "high",
        "team": "night-desk",
        "owner": "noor@kept.example",
        "topic": "billing",
        "customer": CUSTOMER,
        "transfer_count": 0,
        "transfers_allowed": 2,
        "returns": 0,
        "opened_at": "2026-03-02T09:00:00Z",
        "opened_by": "amira@kept.example",
        "mood": None,
    }
    assert amira.get(f"tickets/{ticket['number']}/").json() == ticket


def test_a_known_customer_is_recognised_and_where_they_are_today_counts(amira):
    first = amira.post("tickets/", {"customer": CUSTOMER, "subject": "One"}).json()
    second = amira.post(
        "tickets/",
        {
            "customer": {"email": "Noemie@customer.example", "name": "N. L.", "timezone": "America/Montreal"},
            "subject": "Two",
        },
    ).json()

    assert Customer.objects.filter(email=CUSTOMER["email"]).count() == 1
    assert first["customer"]["timezone"] == "Europe/Paris"
    assert second["customer"] == {**CUSTOMER, "timezone": "America/Montreal"}


def test_a_ticket_goes_to_the_callers_team_and_to_nobody_yet_unless_said(amira):
    ticket = amira.post("tickets/", {"customer": {"phone": "0171 234"}, "subject": "Hello"}).json()

    assert ticket["team"] == "support-berlin"
    assert ticket["owner"] is None
    assert ticket["channel"] == "api"
    assert ticket["customer"]["name"] == "0171 234"


def test_tickets_are_found_by_state_team_owner_customer_and_text(amira, cast):
    billing = Topic.objects.create(slug="billing", name="Billing")
    mine = a_ticket(
        cast, at=berlin("2026-03-02 09:00"), subject="Wrong company", topic=billing, priority="urgent"
    )
    bens = a_ticket(
        cast, at=berlin("2026-03-02 09:01"), subject="Late parcel", team=cast.new_york, owner=cast.ben
    )
    other = amira.post("tickets/", {"customer": CUSTOMER, "subject": "Question"}).json()["number"]
    amira.post(f"tickets/{other}/states/", {"state": "pending"})

    def numbers(**query) -> list[int]:
        return [row["number"] for row in amira.get("tickets/", **query).json()["results"]]

    assert numbers() == [other, bens.number, mine.number]
    assert numbers(state="open") == [bens.number, mine.number]
    assert numbers(state="pending") == [other]
    assert numbers(team="support-new-york") == [bens.number]
    assert numbers(owner="me") == [mine.number]
    assert numbers(owner="ben@kept.example") == [bens.number]
    assert numbers(owner="nobody") == [other]
    assert numbers(priority="urgent") == numbers(topic="billing") == [mine.number]
    assert numbers(customer="NOEMIE@customer.example") == [other]
    assert numbers(search="parcel") == [bens.number]
    assert numbers(search=f"#{mine.number}") == [mine.number]
    assert numbers(search="nothing like it") == []


def test_a_ticket_is_changed_by_verbs_that_leave_a_trace(amira, cast):
    Topic.objects.create(slug="billing", name="Billing")
    ticket = a_ticket(cast, at=berlin("2026-03-02 09:00"))

    changed = amira.patch(
        f"tickets/{ticket.number}/",
        {"owner": "tom@kept.example", "priority": "urgent", "topic": "billing", "subject": "Wrong name"},
    )

    assert changed.status_code == 200
    shown = amira.get(f"tickets/{ticket.number}/").json()
    assert changed.json() == shown
    assert (shown["owner"], shown["priority"], shown["topic"], shown["subject"]) == (
        "tom@kept.example", "urgent", "billing", "Wrong name",
    )  # fmt: skip
    events = amira.get(f"tickets/{ticket.number}/events/").json()["results"]
    assert [event["kind"] for event in events] == ["opened", "assigned", "revised", "revised", "revised"]
    revised = {event["data"]["field"]: event["data"] for event in events[2:]}
    assert revised["priority"] == {"field": "priority", "before": "normal", "after": "urgent"}
    assert {event["actor"] for event in events[1:]} == {"amira@kept.example"}


def test_a_change_to_what_it_is_already_leaves_no_trace(amira, cast):
    ticket = a_ticket(cast, at=berlin("2026-03-02 09:00"))

    amira.patch(f"tickets/{ticket.number}/", {"owner": "amira@kept.example", "priority": "normal"})

    assert len(amira.get(f"tickets/{ticket.number}/events/").json()["results"]) == 1


def test_a_new_customer_without_a_zone_lives_where_the_team_works_and_a_known_one_stays(amira, cast):
    def zone(**customer) -> str:
        body = {"subject": "Late parcel", "team": "support-new-york", "customer": customer}
        return amira.post("tickets/", body).json()["customer"]["timezone"]

    assert zone(name="Joe Park", email="joe@customer.example") == "America/New_York"
    assert zone(email=cast.customer.email) == "Europe/Berlin"
    assert zone(name="Yuki Abe", timezone="Asia/Tokyo") == "Asia/Tokyo"


def test_nobody_takes_a_ticket_out_of_its_team_but_by_a_transfer(calling, cast):
    ticket = a_ticket(cast, at=berlin("2026-03-02 09:00"))
    amira = calling(cast.amira)

    said = refused(
        amira.patch(f"tickets/{ticket.number}/", {"owner": "noor@kept.example", "priority": "low"})
    )

    assert said == {
        "owner": "Noor Rahman is not in Support Berlin. Choose somebody who is, or transfer the ticket: "
        "that is counted."
    }
    shown = amira.get(f"tickets/{ticket.number}/").json()
    assert (shown["owner"], shown["priority"]) == ("amira@kept.example", "normal")


def test_only_its_team_and_those_above_change_a_ticket_or_its_state(calling, cast):
    """To log what a customer said, and to promise them something, is for whoever they talk to."""
    ticket = a_ticket(cast, at=berlin("2026-03-02 09:00"))
    path = f"tickets/{ticket.number}/"

    for stranger in (cast.noor, cast.grace, cast.viktor):
        assert calling(stranger).patch(path, {"priority": "low"}).status_code == 403
        assert calling(stranger).post(f"{path}states/", {"state": "solved"}).status_code == 403
    assert (
        calling(cast.noor).post(f"{path}contacts/", {"direction": "inbound", "channel": "phone"}).status_code
        == 201
    )
    assert calling(cast.noor).post(f"{path}promises/", {"wording": "in 3 hours"}).status_code == 201

    ticket.refresh_from_db()
    assert (ticket.priority, ticket.state) == ("normal", "open")
    for somebody in (cast.tom, cast.lena, cast.omar, cast.admin):
        assert calling(somebody).patch(path, {"priority": "high"}).status_code == 200


def test_a_change_is_made_whole_or_not_at_all(amira, cast):
    cast.tom.is_active = False
    cast.tom.save()
    ticket = a_ticket(cast, at=berlin("2026-03-02 09:00"))

    said = refused(
        amira.patch(f"tickets/{ticket.number}/", {"priority": "urgent", "owner": "tom@kept.example"})
    )

    assert "has left" in said["owner"]
    assert amira.get(f"tickets/{ticket.number}/").json()["priority"] == "normal"


def test_contacts_are_logged_and_listed(amira, cast):
    ticket = a_ticket(cast, at=berlin("2026-03-02 09:00"))

    logged = amira.post(
        f"tickets/{ticket.number}/contacts/",
        {
            "direction": "inbound",
            "channel": "phone",
            "body": "Where is my invoice?",
            "waited_seconds": 125,
            "on_hold_seconds": 40,
            "happened_at": "2026-03-02T09:30:00+01:00",
        },
    )

    assert logged.status_code == 201
    contact = logged.json()
    assert contact == {
        "id": contact["id"],
        "direction": "inbound",
        "channel": "phone",
        "outcome": "reached",
        "body": "Where is my invoice?",
        "waited_seconds": 125,
        "on_hold_seconds": 40,
        "happened_at": "2026-03-02T08:30:00Z",
        "recorded_at": "2026-03-02T09:00:00Z",
        "by": "amira@kept.example",
        "mood": None,
    }
    assert amira.follow(logged.headers["Location"]).json() == contact
    assert amira.get(f"tickets/{ticket.number}/contacts/").json()["results"] == [contact]


def test_a_customers_reply_opens_a_solved_ticket_again(amira, cast):
    ticket = a_ticket(cast, at=berlin("2026-03-02 09:00"))
    amira.post(f"tickets/{ticket.number}/states/", {"state": "solved"})

    amira.post(f"tickets/{ticket.number}/contacts/", {"direction": "inbound"})

    assert amira.get(f"tickets/{ticket.number}/").json()["state"] == "open"


def test_what_cannot_be_a_ticket_is_refused_by_field_and_nothing_is_saved(amira, cast):
    cast.tom.is_active = False
    cast.tom.save()
    good = {"customer": CUSTOMER, "subject": "Hello"}
    customers = Customer.objects.count()

    for change, field, says in [
        ({"customer": None}, "customer", "null"),
        ({"customer": "Noémie"}, "customer", "dictionary"),
        ({"customer": {}}, "customer", "Say who the customer is"),
        ({"customer": {"email": "noemie"}}, "customer.email", "valid email"),
        ({"customer": {"name": "N", "timezone": "Mars/Olympus"}}, "customer.timezone", "Use an IANA name"),
        ({"customer": {"name": "N" * 300}}, "customer.name", "200"),
        ({"customer": {"name": ["N"]}}, "customer.name", "string"),
        ({"subject": ""}, "subject", "blank"),
        ({"subject": "x" * 201}, "subject", "200"),
        ({"subject": "a\0b"}, "subject", "Null"),
        ({"team": "support-paris"}, "team", "GET /api/v1/teams/"),
        ({"team": 5}, "team", "slug"),
        ({"owner": "tom@kept.example"}, "owner", "has left"),
        ({"owner": {"email": "amira@kept.example"}}, "owner", "as a text"),
        ({"topic": "weather"}, "topic", "There is no topic “weather”"),
        ({"channel": "telepathy"}, "channel", "telepathy"),
        ({"priority": "whatever"}, "priority", "whatever"),
    ]:
        said = refused(amira.post("tickets/", {**good, **change}))
        assert field in said, (change, said)
        assert says.lower() in said[field].lower(), (change, said)
    assert not Ticket.objects.exists()
    assert Customer.objects.count() == customers


def test_what_cannot_be_a_contact_is_refused_by_field(amira, cast):
    ticket = a_ticket(cast, at=berlin("2026-03-02 09:00"))
    good = {"direction": "outbound"}

    for change, field, says in [
        ({"direction": "sideways"}, "direction", "sideways"),
        ({"direction": "inbound", "outcome": "attempted"}, "outcome", "was reached"),
        ({"waited_seconds": -1}, "waited_seconds", "0"),
        ({"waited_seconds": 10**30}, "waited_seconds", ""),
        ({"on_hold_seconds": "long"}, "on_hold_seconds", "integer"),
        ({"happened_at": "2026-03-02T09:30:00"}, "happened_at", "has no time zone"),
        ({"happened_at": "2026-03-02T12:00:00Z"}, "happened_at", "future"),
        ({"body": {"text": "hello"}}, "body", "string"),
    ]:
        said = refused(amira.post(f"tickets/{ticket.number}/contacts/", {**good, **change}))
        assert field in said, (change, said)
        assert says in said[field], (change, said)
    assert amira.get(f"tickets/{ticket.number}/contacts/").json()["results"] == []


def test_a_ticket_that_is_not_there_is_no_error_of_ours(amira):
    for number in ("99", "9" * 18, "9" * 40, "-1", "one"):
        problem_of(amira.get(f"tickets/{number}/"), 404)
    assert refused(amira.get("tickets/", state="lost")).keys() == {"state"}
