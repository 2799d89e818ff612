"""Tables as CSV files, written row by row while they are read, and cells that no spreadsheet program runs."""

import csv
import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

from django.http import HttpRequest, StreamingHttpResponse

# Spreadsheet programs run a cell that begins like this as a formula, East Asian ones with full-width signs, too; an
# apostrophe before it makes it a text.
_FORMULA = re.compile(r"'*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")


# So many rows are in memory while a file of any length is written.
AT_ONCE = 2_000
Row = TypeVar("Row")


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, text: str) -> str:
        return text


def wants_csv(request: HttpRequest) -> bool:
    """Does the address ask for the list as CSV rather than as a page?"""
    return request.GET.get("as") == "csv"


def in_turns(rows: Iterable[Row]) -> Iterator[list[Row]]:
    """AT_ONCE of them at a time, for those whose other columns are fetched for many at once."""
    left = iter(rows)
    while some := list(islice(left, AT_ONCE)):
        yield some


def csv_answer(name: str, header: Iterable[str], rows: Iterable[Iterable[object]]) -> StreamingHttpResponse:
    """A download called `name`.csv. Texts that a spreadsheet program would run are made harmless; numbers stay."""
    writer = csv.writer(_Echo())

    def lines() -> Iterator[str]:
        yield writer.writerow(header)
        for row in rows:
            yield writer.writerow([safe(cell) for cell in row])

    answer = StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    answer["Cache-Control"] = "private, no-store"
    return answer


def safe(cell: object) -> object:
    """The cell as it is written: a text that a spreadsheet program would run is made harmless; anything else stays."""
    return f"'{cell}" if isinstance(cell, str) and _FORMULA.match(cell) else cell


def plain(cell: str) -> str:
    """A cell as it was before `safe`, as it is read again."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell
