"""The chain of command over REST: everybody reads it, administrators change it, one by one or as a spreadsheet."""

import pytest

from escalations.models import Position
from tests.api.conftest import problem_of, refused
from tests.api.test_pages import pages_of, queries_of
from tests.cast import an_absence, berlin
from tickets.models import Topic


@pytest.fixture
def admin(calling, cast):
    return calling(cast.admin)


@pytest.fixture
def lead(cast) -> Position:
    return Position.objects.get(holder=cast.lena)


@pytest.fixture
def head(cast) -> Position:
    return Position.objects.get(holder=cast.omar)


def send(caller, text: str | bytes, kind: str = "text/csv", **query):
    """POST a CSV file to be imported."""
    path = "/api/v1/positions/import/" + (
        f"?{'&'.join(f'{k}={v}' for k, v in query.items())}" if query else ""
    )
    return caller.client.post(path, text, content_type=kind)


def test_everybody_sees_who_holds_what_and_who_is_there(amira, cast, lead, head):
    Topic.objects.create(slug="refunds", name="Refunds")
    lead.topics.add(Topic.objects.get())
    an_absence(cast.lena, berlin("2026-03-02 00:00"), berlin("2026-03-04 00:00"), cast.tom)

    rows = amira.get("positions/").json()["results"]

    assert [row["title"] for row in rows] == [
        "Head of Support",
        "Lead of Night desk",
        "Lead of Support Berlin",
        "Lead of Support New York",
    ]
    assert rows[2] == amira.get(f"positions/{lead.pk}/").json() == {
        "id": lead.pk,
        "url": f"http://testserver/api/v1/positions/{lead.pk}/",
        "title": "Lead of Support Berlin",
        "team": "support-berlin",
        "leads_team": True,
        "reports_to": head.pk,
        "holder": "lena@kept.example",
        "person": "tom@kept.example",
        "is_away": True,
        "topics": ["refunds"],
        "languages": [],
        "goodwill_limit": "0.00",
        "goodwill_currency": "EUR",
        "may_waive": [],
    }  # fmt: skip


def test_positions_are_found_by_team_and_holder_or_by_being_vacant(amira, lead, head):
    vacant = Position.objects.create(title="Deputy head")

    def ids(**query) -> list[int]:
        return [row["id"] for page in pages_of(amira, "positions/", page_size=2, **query) for row in page]

    assert len(ids()) == 5
    assert ids(team="support-berlin") == [lead.pk]
    assert ids(holder="omar@kept.example") == [head.pk]
    assert ids(vacant="true") == [vacant.pk]
    assert len(ids(vacant="false")) == 4
    assert list(refused(amira.get("positions/", team="support-paris"))) == ["team"]


def test_an_administrator_adds_changes_and_removes_one(admin, lead):
    Topic.objects.create(slug="refunds", name="Refunds")
    answer = admin.post(
        "positions/",
        {
            "title": "Refund specialist",
            "reports_to": lead.pk,
            "team": "support-berlin",
            "holder": "tom@kept.example",
            "topics": ["refunds"],
            "languages": ["fr", "pt-BR"],
            "goodwill_limit": "300",
            "goodwill_currency": "EUR",
            "may_waive": ["return-window"],
        },
    )

    assert answer.status_code == 201
    made = answer.json()
    assert made["url"] == answer.headers["Location"]
    assert (made["holder"], made["person"], made["reports_to"]) == (
        "tom@kept.example",
        "tom@kept.example",
        lead.pk,
    )
    assert (made["topics"], made["languages"], made["goodwill_limit"]) == (
        ["refunds"],
        ["fr", "pt-BR"],
        "300.00",
    )
    assert made["may_waive"] == ["return-window"]

    changed = admin.patch(f"positions/{made['id']}/", {"holder": None, "topics": [], "goodwill_limit": 50})

    assert changed.status_code == 200
    assert changed.json() == {
        **made, "holder": None, "person": None, "topics": [], "goodwill_limit": "50.00",
    }  # fmt: skip
    assert admin.delete(f"positions/{made['id']}/").status_code == 204
    problem_of(admin.get(f"positions/{made['id']}/"), 404)


def test_nobody_else_changes_them(amira, calling, cast, lead):
    for wrong in (amira, calling(cast.lena), calling(cast.omar)):
        problem_of(wrong.post("positions/", {"title": "Mine"}), 403)
        problem_of(wrong.patch(f"positions/{lead.pk}/", {"goodwill_limit": 9999}), 403)
        problem_of(wrong.delete(f"positions/{lead.pk}/"), 403)
        problem_of(send(wrong, "position\nMine\n"), 403)
    assert Position.objects.count() == 4
    assert Position.objects.get(pk=lead.pk).goodwill_limit == 0


def test_what_cannot_be_is_named(admin, cast, lead, head):
    cast.ben.is_active = False
    cast.ben.save()

    def says(path: str, **body) -> dict[str, str]:
        return refused(admin.patch(path, body))

    path = f"positions/{head.pk}/"
    assert "circle" in says(path, reports_to=lead.pk)["reports_to"]
    assert "circle" in says(path, reports_to=head.pk)["reports_to"]
    assert "There is no position 999" in says(path, reports_to=999)["reports_to"]
    assert "has left" in says(path, holder="ben@kept.example")["holder"]
    assert "led by Lead of Support Berlin" in says(path, team="support-berlin", leads_team=True)["leads_team"]
    assert "Choose the team" in says(path, leads_team=True)["team"]
    assert "support-paris" in says(path, team="support-paris")["team"]
    assert "no topic" in says(path, topics=["lore"])["topics"]
    assert list(says(path, languages=["French"])) == ["languages"]
    assert list(says(path, may_waive=["the return window"])) == ["may_waive"]
    assert list(says(path, goodwill_currency="euro")) == ["goodwill_currency"]
    assert list(says(path, goodwill_currency="eur")) == ["goodwill_currency"]
    assert list(says(path, goodwill_limit=-1)) == ["goodwill_limit"]
    assert list(says(path, goodwill_limit="1e400")) == ["goodwill_limit"]
    for junk in (10**40, -1, 0.5, True, "12x", [], {}):
        assert list(says(path, reports_to=junk)) == ["reports_to"], junk
    assert list(says(path, title=" ")) == ["title"]
    assert list(refused(admin.post("positions/", {}))) == ["title"]
    assert Position.objects.get(pk=head.pk).reports_to is None


def test_who_held_it_when_they_left_stays_until_it_is_filled(admin, cast, lead):
    cast.lena.is_active = False
    cast.lena.save()

    answer = admin.patch(f"positions/{lead.pk}/", {"title": "Lead in Berlin"})

    assert answer.status_code == 200
    assert (answer.json()["holder"], answer.json()["person"], answer.json()["is_away"]) == (
        "lena@kept.example",
        None,
        True,
    )


def test_one_that_others_report_to_is_not_removed(admin, head, lead):
    problem = problem_of(admin.delete(f"positions/{head.pk}/"), 409)

    assert "report to another position" in problem["detail"]
    assert Position.objects.filter(pk=head.pk).exists()


def test_the_chain_goes_out_as_csv_and_comes_in_again_unchanged(amira, admin):
    answer = amira.get("positions/export/")

    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    text = answer.content.decode()
    assert text.splitlines()[0].startswith("id,position,reports_to,team,leads_team,holder,")
    assert send(admin, text).json() == {"created": 0, "changed": 0, "unchanged": 4}
    assert amira.get("positions/export/").content.decode() == text


def test_a_file_adds_and_changes_all_at_once(admin, amira, lead):
    text = (
        "position;reports_to;holder;goodwill_limit\n"
        "Lead of Support Berlin;Head of Support;tom@kept.example;300,50\n"
        "Specialist;Lead of Support Berlin;;\n"
    )

    tried = send(admin, text, dry_run="true")
    assert tried.json() == {"created": 1, "changed": 1, "unchanged": 0}
    assert Position.objects.count() == 4

    assert send(admin, text).json() == {"created": 1, "changed": 1, "unchanged": 0}

    shown = amira.get(f"positions/{lead.pk}/").json()
    assert (shown["holder"], shown["goodwill_limit"]) == ("tom@kept.example", "300.50")
    # What has no column stays.
    assert (shown["team"], shown["leads_team"]) == ("support-berlin", True)
    assert Position.objects.get(title="Specialist").reports_to == lead


def test_each_bad_line_is_named_and_nothing_is_done(admin):
    text = (
        "position,reports_to,team,holder,goodwill_limit\n"
        "Fine,Head of Support,,,\n"
        "Lost,Head of Nothing,support-paris,x@kept.example,much\n"
        ",,,,\n"
        "Head of Support,Fine,,omar@kept.example,\n"
    )

    said = refused(send(admin, text))

    assert set(said) == {"line 3.reports_to", "line 3.team", "line 3.holder", "line 3.goodwill_limit"}
    assert "300.50" in said["line 3.goodwill_limit"]
    assert Position.objects.count() == 4

    circle = refused(
        send(admin, text.replace("Lost,Head of Nothing,support-paris,x@kept.example,much\n", ""))
    )
    (message,) = circle.values()
    assert "Fine → Head of Support → Fine" in message or "Head of Support → Fine → Head of Support" in message
    assert Position.objects.count() == 4


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"", "text/csv", 400),
        (b"\n\n", "text/csv", 400),
        (b"position\n\xff\xfe\n", "text/csv", 400),
        (b"position\n\0\n", "text/csv", 400),
        (b'position\n"never closed\n', "text/csv", 400),
        (b'position\n"' + b"x" * 200_000 + b'"\n', "text/csv", 400),
        (b"title,boss\nA,B\n", "text/csv", 400),
        (b"position,position\nA,B\n", "text/csv", 400),
        (b"reports_to\nA\n", "text/csv", 400),
        (b"position\nA,B\n", "text/csv", 400),
        (b"id,position\n" + b"9" * 400 + b",A\n", "text/csv", 400),
        ("id,position\n²,A\n".encode(), "text/csv", 400),
        (b"position,reports_to\nA,#" + b"9" * 18 + b"\n", "text/csv", 400),
        (b"position\n" + b"x" * 121 + b"\n", "text/csv", 400),
        (b"position\n" + b"A\n" * 10_001, "text/csv", 400),
        (b'{"position": "A"}', "application/json", 415),
        (b"position\nA\n", "text/plain", 415),
    ],
)
def test_what_is_no_such_file_is_refused_with_a_remedy(admin, body, kind, status):
    assert problem_of(send(admin, body, kind), status)["detail"]
    assert Position.objects.count() == 4


def test_a_file_that_is_too_large_is_refused_unread(admin, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000

    problem_of(send(admin, "position\n" + "x" * 2_000), 413)


def test_a_problem_is_json_even_where_csv_was_asked_for(amira, client):
    problem_of(client.get("/api/v1/positions/export/"), 401)
    problem_of(client.get("/api/v1/positions/export/", headers={"Accept": "text/csv"}), 401)
    asked = amira.client.get("/api/v1/positions/export/", headers={"Accept": "text/csv"})
    assert asked.content.startswith(b"id,position")


def test_many_positions_cost_no_more_queries_than_few(amira, cast, lead):
    paths = ("positions/", "positions/export/", f"positions/{lead.pk}/")
    few = [queries_of(amira, path) for path in paths]
    topic = Topic.objects.create(slug="refunds", name="Refunds")
    for number, person in enumerate([cast.tom, cast.ben, cast.noor, cast.amira] * 3):
        position = Position.objects.create(
            title=f"Specialist {number}", holder=person, reports_to=lead, team=cast.berlin
        )
        position.topics.add(topic)
    an_absence(cast.tom, berlin("2026-03-02 00:00"), berlin("2026-03-04 00:00"), cast.ben)

    assert [queries_of(amira, path) for path in paths] == few
    assert len(amira.get("positions/").json()["results"]) == 16
