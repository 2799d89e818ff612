"""The chain of command as CSV: it comes in as it went out, whatever is in it; a bad line changes nothing."""

import csv
from io import StringIO

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from escalations.importing import Imported, import_positions
from escalations.models import Position
from escalations.spreadsheet import COLUMNS, export_positions
from tickets.models import Topic


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(text, newline="")))


def refused(text: str, by) -> dict[str, str]:
    """What was said about each line, of a file that must be refused and change nothing."""
    before = export_positions()
    with pytest.raises(ValidationError) as raised, transaction.atomic():
        import_positions(text, by=by)
    assert export_positions() == before
    return {where: " ".join(messages) for where, messages in raised.value.message_dict.items()}


def test_a_position_is_a_line_with_all_that_it_may(cast):
    for slug in ("refunds", "billing"):
        Topic.objects.create(slug=slug, name=slug)
    lead = Position.objects.get(holder=cast.lena)
    lead.topics.set(Topic.objects.all())
    lead.languages, lead.may_waive, lead.goodwill_limit = ["fr", "tr"], ["return-window"], 300
    lead.save()

    line = rows_of(export_positions())[2]

    assert tuple(line) == COLUMNS
    assert line == {
        "id": str(lead.pk),
        "position": "Lead of Support Berlin",
        "reports_to": "Head of Support",
        "team": "support-berlin",
        "leads_team": "yes",
        "holder": "lena@kept.example",
        "topics": "billing refunds",
        "languages": "fr tr",
        "goodwill_limit": "300.00",
        "goodwill_currency": "EUR",
        "may_waive": "return-window",
    }


TITLES = st.one_of(
    st.sampled_from(
        ["Agent", "agent", "=1+1", "'=1", "''", "@x", "-", "#1", "a;b,c\td", '"', "a\nb", "Ü 🙂", "x" * 120]
    ),
    st.text(
        st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=20
    ).map(str.strip).filter(bool),
)  # fmt: skip


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(st.tuples(TITLES, st.integers(0, 9), st.booleans()), max_size=8))
def test_what_goes_out_comes_in_again_and_changes_nothing(cast, wanted):
    with transaction.atomic():
        made = list(Position.objects.order_by("id"))
        for title, above, held in wanted:
            made.append(
                Position.objects.create(
                    title=title, reports_to=made[above % len(made)], holder=cast.tom if held else None
                )
            )
        text = export_positions()

        assert import_positions(text, by=cast.admin) == Imported(0, 0, len(made))
        assert export_positions() == text
        # A program that reads it as a sheet runs no cell as a formula.
        assert not [
            cell for line in csv.reader(StringIO(text)) for cell in line if cell[:1] in "=+-@" and cell
        ]
        transaction.set_rollback(True)


def test_in_an_empty_house_it_is_built_anew_from_the_same_file_without_its_ids(cast):
    text = export_positions()
    before = rows_of(text)
    Position.objects.update(reports_to=None)
    Position.objects.all().delete()

    without = StringIO()
    writer = csv.DictWriter(without, COLUMNS[1:], extrasaction="ignore")
    writer.writeheader()
    writer.writerows(before)

    assert import_positions(without.getvalue(), by=cast.admin) == Imported(4, 0, 0)
    after = rows_of(export_positions())
    assert [{**row, "id": ""} for row in after] == [{**row, "id": ""} for row in before]
    # Once more, it finds them by their titles.
    assert import_positions(without.getvalue(), by=cast.admin) == Imported(0, 0, 4)


def test_a_bom_semicolons_tabs_and_headings_of_a_spreadsheet_are_understood(cast):
    for number, text in enumerate(
        [
            "\ufeffPosition;Reports to;Goodwill-limit\r\nA{};Head of Support;12,5\r\n",
            "POSITION\treports_to\tGoodwill Limit\nA{}\tHead of Support\t12.50\n",
            '"position","reports_to","goodwill_limit"\n"A{}","Head of Support","12.5"',
        ]
    ):
        assert import_positions(text.format(number), by=cast.admin).created == 1
        made = Position.objects.get(title=f"A{number}")
        assert (made.reports_to.holder, str(made.goodwill_limit)) == (cast.omar, "12.50")


def test_leads_change_places_in_one_file(cast):
    lena, grace = (Position.objects.get(holder=person) for person in (cast.lena, cast.grace))
    text = (
        f"id,position,team,leads_team\n{lena.pk},{lena.title},support-new-york,yes\n"
        f"{grace.pk},{grace.title},support-berlin,yes\n"
    )

    assert import_positions(text, by=cast.admin) == Imported(0, 2, 0)

    assert Position.objects.get(team=cast.new_york, leads_team=True) == lena
    assert Position.objects.get(team=cast.berlin, leads_team=True) == grace


def test_a_new_lead_takes_over_where_the_old_one_steps_down_in_the_same_file(cast):
    old = Position.objects.get(holder=cast.lena)
    text = (
        f"id,position,team,leads_team\n,New lead,support-berlin,yes\n{old.pk},{old.title},support-berlin,no\n"
    )

    import_positions(text, by=cast.admin)

    assert Position.objects.get(team=cast.berlin, leads_team=True).title == "New lead"


def test_positions_of_one_title_are_told_apart_by_id_or_by_who_holds_them(cast):
    agents = [Position.objects.create(title="Agent", holder=who) for who in (cast.tom, cast.ben, None)]
    text = "position,holder,languages\nAgent,tom@kept.example,fr\nAgent,ben@kept.example,de\n"

    assert import_positions(text, by=cast.admin) == Imported(0, 2, 0)
    assert [Position.objects.get(pk=agent.pk).languages for agent in agents] == [["fr"], ["de"], []]

    said = refused("position,holder\nAgent,noor@kept.example\n", cast.admin)
    assert "Give its id" in said["line 2.position"]
    by_id = f"id,position,holder\n{agents[2].pk},Agent,noor@kept.example\n"
    assert import_positions(by_id, by=cast.admin) == Imported(0, 1, 0)

    below = refused("position,reports_to\nBelow,Agent\n", cast.admin)
    assert "several positions" in below["line 2.reports_to"]
    import_positions(f"position,reports_to\nBelow,#{agents[1].pk}\n", by=cast.admin)
    assert Position.objects.get(title="Below").reports_to == agents[1]


def test_a_title_means_the_position_in_the_file_before_one_beside_it(cast):
    beside, named = (Position.objects.create(title="Agent", holder=who) for who in (cast.tom, cast.ben))

    import_positions(f"id,position,reports_to\n{named.pk},Agent,\n,Below,Agent\n", by=cast.admin)

    assert Position.objects.get(title="Below").reports_to == named
    assert Position.objects.get(pk=beside.pk).holder == cast.tom


def test_a_circle_is_refused_wherever_it_closes(cast):
    head, lead = Position.objects.get(holder=cast.omar), Position.objects.get(holder=cast.lena)

    assert "circle" in refused("position,reports_to\nA,A\n", cast.admin)["line 2.reports_to"]
    assert "A → B → C → A" in refused(
        "position,reports_to\nA,B\nB,C\nC,A\n", cast.admin
    )["line 2.reports_to"]  # fmt: skip
    # It closes by a position that the file does not name.
    said = refused(f"position,reports_to\n{head.title},{lead.title}\n", cast.admin)
    assert f"{head.title} → {lead.title} → {head.title}" in said["line 2.reports_to"]
    # Turned round within one file, there is none.
    text = f"position,reports_to\n{head.title},{lead.title}\n{lead.title},\n"
    assert import_positions(text, by=cast.admin) == Imported(0, 2, 0)


def test_every_bad_cell_is_named_with_what_to_do(cast):
    cast.ben.is_active = False
    cast.ben.save()
    text = (
        "id,position,reports_to,team,leads_team,holder,topics,languages,goodwill_limit,goodwill_currency,may_waive\n"
        ',"Two\nlines",,,no,,,,,,\n'
        ',,Nobody,paris,perhaps,x@kept.example,lore,French,"1,000",euro,!\n'
        ",B,,support-berlin,yes,ben@kept.example,,,,,\n"
        ",C,,,yes,,,,,,\n"
    )

    said = refused(text, cast.admin)

    assert set(said) == {
        *(f"line 4.{column}" for column in COLUMNS[1:]), "line 5.holder", "line 6.team",
    }  # fmt: skip
    assert "has left" in said["line 5.holder"]
    assert "by its slug" in said["line 4.team"]
    assert "300.50" in said["line 4.goodwill_limit"]


def test_a_team_has_one_lead_in_the_file_and_beside_it(cast):
    said = refused("position,team,leads_team\nSecond,support-berlin,yes\n", cast.admin)
    assert "“Lead of Support Berlin” leads it, too" in said["line 2.leads_team"]


def test_each_position_is_named_once_and_an_id_names_one_that_is_there(cast):
    lead = Position.objects.get(holder=cast.lena)

    said = refused(f"id,position\n{lead.pk},A\n{lead.pk},B\n999999,C\nx,D\n", cast.admin)

    assert "line 2, too" in said["line 3.id"]
    assert set(said) == {"line 3.id", "line 4.id", "line 5.id"}
    assert set(refused("position\nLead of Support Berlin\nLead of Support Berlin\n", cast.admin)) == {
        "line 2.position",
        "line 3.position",
    }


def test_who_left_holds_on_to_what_they_held(cast):
    cast.lena.is_active = False
    cast.lena.save()

    assert import_positions(export_positions(), by=cast.admin).unchanged == 4


def test_only_administrators_read_it_in(cast):
    for wrong in (cast.amira, cast.lena, cast.omar):
        with pytest.raises(PermissionDenied):
            import_positions("position\nMine\n", by=wrong)
    assert Position.objects.count() == 4


def test_a_large_house_costs_no_more_reading_than_a_small_one(cast):
    def cost() -> int:
        text = export_positions()
        with CaptureQueriesContext(connection) as captured:
            import_positions(text, by=cast.admin)
        return len(captured)

    few = cost()
    head = Position.objects.get(holder=cast.omar)
    below = head
    for number in range(150):
        below = Position.objects.create(title=f"Agent {number}", holder=cast.tom, reports_to=below)
    assert cost() == few
    assert export_positions().count("\n") == 155
