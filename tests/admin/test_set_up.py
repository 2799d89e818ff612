"""Setting up people, teams, calendars, absences and the chain of command."""

from escalations.models import Position
from people.models import Absence, ApiToken, Team, User, WorkCalendar
from tests.admin.conftest import fields_of
from tests.cast import an_absence, berlin

PASSWORD = "a long and winding road"


def errors(response) -> str:
    return " ".join(str(error) for error in response.context["errors"])


def test_a_new_person_logs_in_with_an_e_mail_address(cast, admin, client):
    page = admin.get("/admin/people/user/add/")
    assert "username" not in page.content.decode()
    admin.post(
        "/admin/people/user/add/",
        fields_of(page)
        | {
            "name": "Mia Sommer",
            "email": "Mia@Kept.example",
            "team": cast.berlin.pk,
            "timezone": "Europe/Berlin",
            "language": "de",
            "usable_password": "true",
            "password1": PASSWORD,
            "password2": PASSWORD,
        },
    )

    mia = User.objects.get(email="mia@kept.example")
    assert mia.team == cast.berlin
    assert not mia.is_staff
    client.logout()
    assert client.post("/login/", {"login": mia.email, "password": PASSWORD}).status_code == 302


def test_an_address_in_other_letters_is_the_same_address(cast, admin):
    page = admin.get("/admin/people/user/add/")
    answer = admin.post(
        "/admin/people/user/add/",
        fields_of(page)
        | {
            "name": "Amira Two",
            "email": "AMIRA@kept.example",
            "timezone": "UTC",
            "language": "en",
            "usable_password": "false",
        },
    )

    assert "Somebody has this e-mail address already." in errors(answer)
    assert not User.objects.filter(name="Amira Two").exists()


def test_a_time_zone_that_does_not_exist_is_refused(cast, admin):
    path = f"/admin/people/user/{cast.amira.pk}/change/"
    answer = admin.post(path, fields_of(admin.get(path)) | {"timezone": "Europe/Atlantis"})

    assert "“Europe/Atlantis” is not a time zone" in errors(answer)


def test_a_password_is_changed_by_an_administrator(cast, admin, client):
    path = f"/admin/people/user/{cast.amira.pk}/password/"
    assert admin.get(path).status_code == 200
    admin.post(path, {"usable_password": "true", "password1": PASSWORD, "password2": PASSWORD})

    client.logout()
    assert client.post("/login/", {"login": cast.amira.email, "password": PASSWORD}).status_code == 302


def test_people_are_not_deleted(cast, admin):
    assert admin.post(f"/admin/people/user/{cast.amira.pk}/delete/", {"post": "yes"}).status_code == 403


def test_a_team_gets_a_calendar(cast, admin):
    page = admin.get("/admin/people/team/add/")
    admin.post(
        "/admin/people/team/add/",
        fields_of(page) | {"name": "Returns", "slug": "returns", "calendar": cast.berlin.calendar.pk},
    )

    assert Team.objects.get(slug="returns").promises_per_hour == 4


class Calendar:
    """The form of a new calendar, with so many ranges of hours."""

    path = "/admin/people/workcalendar/add/"

    def __init__(self, admin, *hours: tuple[int, str, str], **fields) -> None:
        self.admin = admin
        self.data = (
            fields_of(admin.get(self.path)) | {"name": "Two shifts", "timezone": "Europe/Vienna"} | fields
        )
        self.data["hours-TOTAL_FORMS"] = len(hours)
        for number, (weekday, opens, closes) in enumerate(hours):
            self.data |= {
                f"hours-{number}-weekday": weekday,
                f"hours-{number}-opens": opens,
                f"hours-{number}-closes": closes,
            }

    def save(self):
        return self.admin.post(self.path, self.data)


def test_a_calendar_has_several_ranges_a_day_and_nights(cast, admin):
    Calendar(admin, (0, "08:00", "12:00"), (0, "13:00", "17:00"), (4, "22:00", "06:00"), country="AT").save()

    calendar = WorkCalendar.objects.get(name="Two shifts")
    assert calendar.worktime().weekly[0] == ((480, 720), (780, 1020))
    assert calendar.worktime().weekly[4] == ((1320, 1800),)


def test_a_calendar_round_the_clock_is_no_overlap(cast, admin):
    Calendar(admin, *((day, "00:00", "00:00") for day in range(7))).save()

    assert WorkCalendar.objects.get(name="Two shifts").worktime().weekly == (((0, 1440),),) * 7


def test_a_calendar_without_hours_is_refused(cast, admin):
    answer = Calendar(admin).save()

    assert "Add at least one range of working hours" in errors(answer)
    assert not WorkCalendar.objects.filter(name="Two shifts").exists()


def test_ranges_that_overlap_are_refused(cast, admin):
    for hours in [
        [(0, "08:00", "12:00"), (0, "11:59", "17:00")],
        [(0, "22:00", "06:00"), (1, "05:00", "12:00")],
        [(6, "22:00", "06:00"), (0, "05:00", "12:00")],
    ]:
        answer = Calendar(admin, *hours).save()

        assert "overlap" in errors(answer), hours
    twice = Calendar(admin, (2, "08:00", "12:00"), (2, "08:00", "12:00")).save()
    assert "duplicate" in errors(twice)
    assert not WorkCalendar.objects.filter(name="Two shifts").exists()


def test_a_country_without_known_holidays_is_refused(cast, admin):
    answer = Calendar(admin, (0, "08:00", "12:00"), country="XX").save()

    assert "No public holidays are known" in errors(answer)


def test_the_list_shows_a_week_in_short(cast, admin):
    html = admin.get("/admin/people/workcalendar/").content.decode()

    assert "Mon to Fri 09:00-17:30" in html
    assert "Mon to Sun 00:00-00:00" in html


def absence(cast, **fields) -> dict:
    """Amira away in the first week of March, and Tom stands in."""
    return {
        "user": cast.amira.pk,
        "deputy": cast.tom.pk,
        "starts_at_0": "2026-03-02",
        "starts_at_1": "00:00",
        "ends_at_0": "2026-03-09",
        "ends_at_1": "00:00",
        **fields,
    }


def test_an_absence_is_entered_in_the_administrators_own_time(cast, admin):
    cast.admin.timezone = "Europe/Berlin"
    cast.admin.save()
    admin.post("/admin/people/absence/add/", absence(cast))

    assert Absence.objects.get().starts_at == berlin("2026-03-02 00:00")


def test_deputies_who_stand_in_for_each_other_are_refused(cast, admin):
    an_absence(cast.tom, berlin("2026-03-04 00:00"), berlin("2026-03-06 00:00"), cast.lena)
    an_absence(cast.lena, berlin("2026-03-05 00:00"), berlin("2026-03-06 00:00"), cast.amira)

    answer = admin.post("/admin/people/absence/add/", absence(cast))

    assert "Their own deputies lead back to this person" in errors(answer)
    assert Absence.objects.count() == 2


def test_an_absence_that_makes_no_sense_is_refused_in_words(cast, admin):
    for fields, said in [
        ({"ends_at_0": "2026-03-01"}, "An absence ends after it starts."),
        ({"deputy": cast.amira.pk}, "Nobody stands in for themselves."),
        ({"starts_at_0": "the day after"}, "Enter a valid date."),
        ({"ends_at_0": ""}, "This field is required."),
    ]:
        answer = admin.post("/admin/people/absence/add/", absence(cast, **fields))

        assert said in errors(answer), fields
    assert not Absence.objects.exists()


def test_a_chain_of_command_in_a_circle_is_refused(cast, admin):
    head = Position.objects.get(title="Head of Support")
    lead = Position.objects.get(team=cast.berlin)
    path = f"/admin/escalations/position/{head.pk}/change/"
    answer = admin.post(path, fields_of(admin.get(path)) | {"reports_to": lead.pk})

    assert "would run in a circle" in errors(answer)


def test_a_team_has_one_lead(cast, admin):
    position = {"title": "Second lead", "team": cast.berlin.pk, "leads_team": "on", "holder": cast.tom.pk}

    assert "is led by Lead of Support Berlin" in errors(
        admin.post("/admin/escalations/position/add/", position)
    )
    assert "Choose the team" in errors(
        admin.post("/admin/escalations/position/add/", position | {"team": ""})
    )
    assert not Position.objects.filter(title="Second lead").exists()


def test_a_token_is_issued_shown_once_and_revoked(cast, admin):
    answer = admin.post(
        "/admin/people/apitoken/add/", {"user": cast.amira.pk, "name": "Zendesk"}, follow=True
    )

    html = answer.content.decode()
    text = html.split("<code>")[1].split("</code>")[0]
    assert ApiToken.holder(text, berlin("2026-03-02 09:00")).user == cast.amira
    assert "shown this once" in html
    token = ApiToken.objects.get()
    for path in ("", f"{token.pk}/change/"):
        assert text not in admin.get(f"/admin/people/apitoken/{path}").content.decode()

    admin.post("/admin/people/apitoken/", {"action": "revoke", "_selected_action": [token.pk]})
    assert ApiToken.holder(text, berlin("2026-03-02 09:00")) is None


def test_a_token_is_never_edited(cast, admin):
    token, _ = ApiToken.issue(cast.amira, "Zendesk")

    assert admin.post(f"/admin/people/apitoken/{token.pk}/change/", {"name": "Other"}).status_code == 403
    assert ApiToken.objects.get().name == "Zendesk"
