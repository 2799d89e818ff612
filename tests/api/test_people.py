"""Teams, people, topics and absences over REST: everybody looks up, and changes only what is theirs."""

from people.models import Absence
from tests.api.conftest import problem_of, refused
from tests.cast import an_absence, berlin


def test_teams_are_listed_by_slug(amira):
    teams = amira.get("teams/").json()["results"]

    assert [team["slug"] for team in teams] == ["night-desk", "support-berlin", "support-new-york"]
    assert amira.get("teams/support-berlin/").json() == {
        "slug": "support-berlin",
        "name": "Support Berlin",
        "timezone": "Europe/Berlin",
        "promises_per_hour": 4,
    }
    assert problem_of(amira.get("teams/support-paris/"), 404)["detail"] == "There is no team support-paris."


def test_people_are_found_by_team_and_name_with_who_is_away(amira, cast):
    an_absence(cast.tom, berlin("2026-03-02 00:00"), berlin("2026-03-04 00:00"), cast.lena)
    cast.lena.memberships.create(team=cast.night_desk)

    def names(**query) -> list[str]:
        return [person["name"] for person in amira.get("people/", **query).json()["results"]]

    assert names(team="support-berlin") == ["Amira Haddad", "Lena Vogt", "Tom Berger"]
    assert names(team="night-desk") == ["Lena Vogt", "Noor Rahman", "Viktor Lindqvist"]
    assert names(search="noor@") == ["Noor Rahman"]
    assert amira.get("people/Tom@kept.example/").json() == {
        "email": "tom@kept.example",
        "name": "Tom Berger",
        "team": "support-berlin",
        "timezone": "Europe/Berlin",
        "language": "en",
        "is_active": True,
        "is_administrator": False,
        "away": {"until": "2026-03-03T23:00:00Z", "deputy": "lena@kept.example"},
    }


def test_those_who_left_are_listed_only_when_asked_for(amira, cast):
    cast.ben.is_active = False
    cast.ben.save()

    assert "Ben Carter" not in [person["name"] for person in amira.get("people/").json()["results"]]
    assert [person["name"] for person in amira.get("people/", active="false").json()["results"]] == [
        "Ben Carter"
    ]


def test_people_change_their_own_zone_and_language_and_nothing_else(amira, cast):
    assert list(refused(amira.patch("me/", {"language": "de", "is_administrator": True}))) == [
        "is_administrator"
    ]
    assert amira.patch("me/", {"timezone": "Europe/Lisbon", "language": "de"}).status_code == 200
    cast.amira.refresh_from_db()
    assert (cast.amira.timezone, cast.amira.language, cast.amira.is_staff) == ("Europe/Lisbon", "de", False)
    assert "Use an IANA name" in refused(amira.patch("me/", {"timezone": "Mars/Olympus"}))["timezone"]
    assert list(refused(amira.patch("me/", {"language": "xx"}))) == ["language"]
    problem_of(amira.patch("people/tom@kept.example/", {"timezone": "UTC"}), 405)


def test_an_absence_of_ones_own_is_entered_changed_and_taken_back(amira):
    entered = amira.post(
        "absences/",
        {
            "starts_at": "2026-03-09T00:00:00+01:00",
            "ends_at": "2026-03-14T00:00:00+01:00",
            "deputy": "tom@kept.example",
            "reason": "Leave",
        },
    )

    assert entered.status_code == 201
    absence = entered.json()
    assert absence["user"] == "amira@kept.example"
    assert absence["deputy"] == "tom@kept.example"
    assert amira.follow(entered.headers["Location"]).json() == absence
    assert amira.get("absences/", user="me").json()["results"] == [absence]

    changed = amira.patch(f"absences/{absence['id']}/", {"deputy": "lena@kept.example"}).json()
    assert changed == {**absence, "deputy": "lena@kept.example"}

    assert amira.delete(f"absences/{absence['id']}/").status_code == 204
    problem_of(amira.get(f"absences/{absence['id']}/"), 404)


def test_nobody_enters_or_changes_the_absence_of_somebody_else(amira, calling, cast):
    toms = an_absence(cast.tom, berlin("2026-03-09 00:00"), berlin("2026-03-14 00:00"))
    mine = an_absence(cast.amira, berlin("2026-03-16 00:00"), berlin("2026-03-18 00:00"))
    days = {"starts_at": "2026-04-09T00:00:00Z", "ends_at": "2026-04-14T00:00:00Z"}

    problem_of(amira.post("absences/", {"user": "tom@kept.example", **days}), 403)
    problem_of(amira.patch(f"absences/{toms.pk}/", {"reason": "?"}), 403)
    problem_of(amira.delete(f"absences/{toms.pk}/"), 403)
    problem_of(amira.patch(f"absences/{mine.pk}/", {"user": "tom@kept.example"}), 403)

    assert Absence.objects.filter(user=cast.tom).count() == 1
    assert calling(cast.admin).post("absences/", {"user": "tom@kept.example", **days}).status_code == 201


def test_those_above_enter_an_absence_for_somebody_who_has_fallen_ill(calling, cast):
    days = {
        "user": "tom@kept.example",
        "starts_at": "2026-04-09T00:00:00Z",
        "ends_at": "2026-04-14T00:00:00Z",
    }
    entered = calling(cast.lena).post("absences/", days).json()
    assert (entered["user"], entered["entered_by"]) == ("tom@kept.example", "lena@kept.example")
    assert calling(cast.omar).patch(f"absences/{entered['id']}/", {"reason": "Ill"}).status_code == 200
    for wrong in (cast.amira, cast.grace, cast.viktor):
        problem_of(calling(wrong).post("absences/", days), 403)
        problem_of(calling(wrong).patch(f"absences/{entered['id']}/", {"reason": "?"}), 403)
        problem_of(calling(wrong).delete(f"absences/{entered['id']}/"), 403)
    problem_of(calling(cast.lena).post("absences/", {**days, "user": "omar@kept.example"}), 403)
    problem_of(calling(cast.lena).patch(f"absences/{entered['id']}/", {"user": "ben@kept.example"}), 403)
    assert calling(cast.lena).delete(f"absences/{entered['id']}/").status_code == 204


def test_an_absence_that_cannot_be_is_refused_by_field(amira, cast):
    an_absence(cast.tom, berlin("2026-03-09 00:00"), berlin("2026-03-14 00:00"), cast.amira)
    cast.ben.is_active = False
    cast.ben.save()
    good = {"starts_at": "2026-03-10T00:00:00Z", "ends_at": "2026-03-12T00:00:00Z"}

    for change, field, says in [
        ({"ends_at": "2026-03-09T00:00:00Z"}, "ends_at", "ends after it starts"),
        ({"starts_at": "2026-03-10"}, "starts_at", "has no time zone"),
        ({"deputy": "amira@kept.example"}, "deputy", "Nobody stands in for themselves"),
        ({"deputy": "tom@kept.example"}, "deputy", "lead back"),
        ({"deputy": "ben@kept.example"}, "deputy", "somebody who works here"),
        ({"starts_at": None}, "starts_at", "null"),
        ({"user": None}, "user", "null"),
    ]:
        said = refused(amira.post("absences/", {**good, **change}))
        assert field in said, (change, said)
        assert says in said[field], (change, said)
    assert Absence.objects.count() == 1


def test_topics_are_read_by_all_and_changed_by_administrators(amira, calling, cast):
    admin = calling(cast.admin)

    problem_of(amira.post("topics/", {"slug": "billing", "name": "Billing"}), 403)
    added = admin.post("topics/", {"slug": "billing", "name": "Billing"})
    problem_of(amira.patch("topics/billing/", {"name": "Money"}), 403)
    renamed = admin.patch("topics/billing/", {"name": "Invoices"})

    assert added.status_code == 201
    assert renamed.json() == {"slug": "billing", "name": "Invoices"}
    assert amira.get("topics/").json()["results"] == [renamed.json()]
    assert "already exists" in refused(admin.post("topics/", {"slug": "billing", "name": "B"}))["slug"]
    assert list(refused(admin.post("topics/", {"slug": "not a slug", "name": "B"}))) == ["slug"]


def test_why_somebody_is_away_is_for_them_who_stands_in_and_those_above(calling, cast):
    absence = an_absence(cast.amira, berlin("2026-03-09 00:00"), berlin("2026-03-14 00:00"), deputy=cast.tom)
    absence.reason = "Surgery"
    absence.save()
    path = f"absences/{absence.pk}/"

    for person in (cast.amira, cast.tom, cast.lena, cast.omar, cast.admin):
        assert calling(person).get(path).json()["reason"] == "Surgery"
        assert [row["reason"] for row in calling(person).get("absences/").json()["results"]] == ["Surgery"]
    for person in (cast.ben, cast.grace, cast.noor):
        assert "what an absence leaves" in problem_of(calling(person).get(path), 403)["detail"]
        (row,) = calling(person).get("absences/").json()["results"]
        assert (row["user"], row["deputy"], row["reason"]) == ("amira@kept.example", "tom@kept.example", "")
