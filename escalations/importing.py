"""Reading a chain of command in from CSV: all of it, or, when any line is wrong, nothing.

A line is an existing position's by its `id`, else by its title where that tells which, else it is a new one. Positions
that the file does not name stay as they are; so do fields whose column it does not have.
"""

from collections import defaultdict
from dataclasses import dataclass

from django.db import transaction

from escalations.cells import Names, read_into
from escalations.drafts import Draft, Problems, check_circles, check_leads
from escalations.models import Position
from escalations.organising import lock_positions, require_administrator
from escalations.spreadsheet import BY_ID, Row, read_rows
from people.models import User

FIELDS = [
    "title", "team", "leads_team", "reports_to", "holder", "languages", "goodwill_limit", "goodwill_currency",
    "may_waive",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Imported:
    """How many positions of the file are new, were changed, and were so already."""

    created: int
    changed: int
    unchanged: int


@transaction.atomic
def import_positions(text: str, *, by: User, dry_run: bool = False) -> Imported:
    """Read positions in from CSV (`escalations.spreadsheet.COLUMNS`); with `dry_run` only say what it would do.

    Raises ValidationError naming each bad line and column, such as “line 3.holder”, and then changes nothing;
    PermissionDenied to all but administrators. A constant number of queries, but for the writing.
    """
    require_administrator(by)
    rows = read_rows(text)
    lock_positions()
    drafts, problems = _drafts(), Problems()
    named = _matched(rows, drafts, problems)
    problems.stop()
    names = Names.of(rows)
    for draft in named:
        _read(draft, names, problems)
    _place(named, [*drafts.values(), *(draft for draft in named if not draft.position.pk)], problems)
    problems.stop()
    check_leads(list({*drafts.values(), *named}), problems)
    check_circles(named, problems)
    problems.stop()
    new = [draft for draft in named if draft.position.pk is None]
    changed = [draft for draft in named if draft.position.pk and draft.now != draft.before]
    if not dry_run:
        _write(new, changed)
    return Imported(len(new), len(changed), len(named) - len(new) - len(changed))


def _drafts() -> dict[int, Draft]:
    """Every position there is, by id."""
    topics = defaultdict(set)
    for position_id, topic_id in Position.topics.through.objects.values_list("position_id", "topic_id"):
        topics[position_id].add(topic_id)
    positions = Position.objects.select_related("team", "holder").order_by("id")
    drafts = {p.pk: Draft(p, topics=frozenset(topics[p.pk])) for p in positions}
    for draft in drafts.values():
        draft.above = drafts.get(draft.position.reports_to_id)
    for draft in drafts.values():
        draft.before = draft.now
    return drafts


def _matched(rows: list[Row], drafts: dict[int, Draft], problems: Problems) -> list[Draft]:
    """The draft of each row, a new one where none is meant."""
    for row in rows:
        if number := row.cells.get("id", "").removeprefix("#"):
            draft = drafts.get(int(number)) if number.isascii() and number.isdigit() else None
            if draft is None:
                problems.add(
                    row, "id", f"There is no position {number[:20]}. Leave the id of a new one empty."
                )
            elif draft.row:
                problems.add(row, "id", f"This is on line {draft.row.line}, too. Name each position once.")
            else:
                draft.row = row
    claimed = {draft.row.line: draft for draft in drafts.values() if draft.row}
    free, wanted = defaultdict(list), defaultdict(int)
    for draft in drafts.values():
        if not draft.row:
            free[draft.position.title].append(draft)
    for row in rows:
        wanted[row.cells["position"]] += row.line not in claimed
    return [claimed.get(row.line) or _by_title(row, free, wanted, problems) for row in rows]


def _by_title(row: Row, free: dict[str, list[Draft]], wanted: dict[str, int], problems: Problems) -> Draft:
    title = row.cells["position"]
    found = free[title]
    if len(found) > 1 or (found and wanted[title] > 1):
        found = [draft for draft in found if _same_holder(draft, row)]
    if len(found) == 1 and not found[0].row:
        found[0].row = row
        return found[0]
    if free[title]:
        problems.add(
            row, "position", f"Which “{title}” is this? Give its id, as the export has it, or another title."
        )
    return Draft(Position(), row)


def _same_holder(draft: Draft, row: Row) -> bool:
    position = draft.position
    theirs = (position.holder.email if position.holder else "", position.team.slug if position.team else "")
    return theirs == (row.cells.get("holder", "").lower(), row.cells.get("team", ""))


def _read(draft: Draft, names: Names, problems: Problems) -> None:
    topics, wrong = read_into(draft.position, draft.row.cells, names)
    for column, message in wrong:
        problems.add(draft.row, column, message)
    if topics is not None:
        draft.topics = topics


def _place(named: list[Draft], drafts: list[Draft], problems: Problems) -> None:
    """Say whom each reports to: by title, those in the file first, or by #id."""
    by_title: dict[str, list[Draft]] = defaultdict(list)
    for draft in drafts:
        by_title[draft.position.title].append(draft)
    by_id = {draft.position.pk: draft for draft in drafts if draft.position.pk}
    for draft in named:
        title = draft.row.cells.get("reports_to")
        if title is None:
            continue
        if number := BY_ID.fullmatch(title):
            found = [by_id[int(number[1])]] if int(number[1]) in by_id else []
        else:
            same = by_title.get(title, [])
            found = [other for other in same if other.row] or same
        if title and len(found) != 1:
            why = "is no position" if not found else "are several positions"
            remedy = "Give the title of one" if not found else "Give its id, such as #12"
            problems.add(
                draft.row, "reports_to", f"“{title[:120]}” {why}. {remedy}, or leave it empty at the top."
            )
        draft.above = found[0] if title and len(found) == 1 else None


def _write(new: list[Draft], changed: list[Draft]) -> None:
    # A team's lead may change places with another's: for a moment neither leads.
    Position.objects.filter(pk__in=[draft.position.pk for draft in changed]).update(leads_team=False)
    leads = [draft for draft in new if draft.position.leads_team]
    for draft in leads:
        draft.position.leads_team = False
    Position.objects.bulk_create([draft.position for draft in new])
    for draft in leads:
        draft.position.leads_team = True
    for draft in [*new, *changed]:
        draft.position.reports_to = draft.above.position if draft.above else None
    Position.objects.bulk_update([draft.position for draft in [*new, *changed]], FIELDS, batch_size=200)
    through = Position.topics.through
    through.objects.filter(position__in=[draft.position.pk for draft in changed]).delete()
    through.objects.bulk_create(
        through(position_id=draft.position.pk, topic_id=topic)
        for draft in [*new, *changed]
        for topic in sorted(draft.topics)
    )
