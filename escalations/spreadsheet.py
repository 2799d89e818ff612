"""The chain of command as a CSV file: written, and read line by line. `escalations.importing` acts on what is read."""

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import StringIO

from django.core.exceptions import ValidationError

from escalations.models import Position
from people.spreadsheets import plain, safe

COLUMNS = (
    "id", "position", "reports_to", "team", "leads_team", "holder", "topics", "languages", "goodwill_limit",
    "goodwill_currency", "may_waive",
)  # fmt: skip
MOST_LINES = 10_000
# A reference by number, where a title is not enough: two positions may have the same.
BY_ID = re.compile(r"#(\d{1,18})")


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the file: its number, the first being 1, and its cells by column. A column left out is no key."""

    line: int
    cells: dict[str, str]


def export_positions() -> str:
    """The whole chain of command as CSV, with a header. Reading it in again changes nothing. Two queries."""
    positions = list(
        Position.objects.select_related("team", "holder", "reports_to")
        .prefetch_related("topics")
        .order_by("title", "id")
    )
    titles = Counter(position.title for position in positions)
    return _written(_cells(position, titles) for position in positions)


def read_rows(text: str) -> list[Row]:
    """The lines of a CSV file with a header, separated by commas, semicolons or tabs, as spreadsheets write them.

    Raises ValidationError, by line, for what is no such file.
    """
    if "\0" in text:
        raise ValidationError({"file": "This is not a text file. Save the spreadsheet as CSV, in UTF-8."})
    text = text.removeprefix("\ufeff")
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[Row] = []
    columns: list[str] | None = None
    for line, cells in _lines(reader):
        if columns is None:
            columns = _header(line, cells)
        elif any(cells):
            rows.append(_row(line, cells, columns))
        if len(rows) > MOST_LINES:
            raise ValidationError({f"line {line}": f"Send at most {MOST_LINES:,} positions at once."})
    if columns is None:
        raise ValidationError(
            {"file": f"The file is empty. Its first line names the columns: {','.join(COLUMNS)}."}
        )
    return rows


def _written(lines: Iterable[list[str]]) -> str:
    text = StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    writer.writerows([safe(cell) for cell in cells] for cells in lines)
    return text.getvalue()


def _cells(position: Position, titles: Counter) -> list[str]:
    above = position.reports_to
    by_id = above and (titles[above.title] > 1 or BY_ID.fullmatch(above.title))
    return [
        str(position.pk),
        position.title,
        "" if above is None else f"#{above.pk}" if by_id else above.title,
        position.team.slug if position.team else "",
        "yes" if position.leads_team else "no",
        position.holder.email if position.holder else "",
        " ".join(sorted(topic.slug for topic in position.topics.all())),
        " ".join(position.languages),
        f"{position.goodwill_limit:.2f}",
        position.goodwill_currency,
        " ".join(position.may_waive),
    ]


def _lines(reader: Iterator[list[str]]) -> Iterator[tuple[int, list[str]]]:
    """(line, cells), the line being where it begins: a cell in quotes may run over several."""
    begins = 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise ValidationError(
                {
                    f"line {begins}": f"This is no line of a CSV file ({error}). Look for a quotation mark too many."
                }
            ) from error
        yield begins, [plain(cell.strip(" ")).strip() for cell in cells]
        begins = reader.line_num + 1


def _header(line: int, cells: list[str]) -> list[str]:
    columns = [re.sub(r"[\s-]+", "_", cell.lower()) for cell in cells]
    unknown = [column[:40] for column in columns if column not in COLUMNS]
    if unknown or len(set(columns)) < len(columns):
        what = f"“{unknown[0]}” is no column" if unknown else "A column is named twice"
        raise ValidationError(
            {f"line {line}": f"{what}. The first line names columns of {', '.join(COLUMNS)}."}
        )
    if "position" not in columns:
        raise ValidationError({f"line {line}": "The column “position” is missing: it holds the titles."})
    return columns


def _row(line: int, cells: list[str], columns: list[str]) -> Row:
    if any(cells[len(columns) :]):
        raise ValidationError(
            {
                f"line {line}": f"This line has {len(cells)} cells, the first line {len(columns)}. Quote commas."
            }
        )
    # What a program left away at the end of a line was empty.
    padded = [*cells, *[""] * (len(columns) - len(cells))]
    return Row(line, dict(zip(columns, padded, strict=False)))
