"""Lists a page at a time: which page is asked for, its rows, and whether there are others."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import HttpRequest

A_PAGE = 30
# Beyond it the database would count through all the rows before, and no reader gets there by the links.
LAST = 10_000


@dataclass(frozen=True)
class Page:
    """The rows of one page. `earlier` and `further` are the numbers of those beside it, None where there is none.

    `query` is what the address says besides the page, as it goes into the links to the others.
    """

    rows: list
    number: int
    earlier: int | None
    further: int | None
    query: str = ""

    @classmethod
    def of(
        cls, rows: QuerySet | Sequence, request: HttpRequest, size: int = A_PAGE, last: int = LAST
    ) -> "Page":
        """The page that the address asks for as `page`, the first being 1. At most one query."""
        others = request.GET.copy()
        others.pop("page", None)
        return page_of(rows, page_number(request.GET.get("page"), last), size, last, others.urlencode())


def page_of(
    rows: QuerySet | Sequence, number: int, size: int = A_PAGE, last: int = LAST, query: str = ""
) -> Page:
    """Page `number` of `rows`, `size` rows long; none follows page `last`. At most one query."""
    start = (number - 1) * size
    found = list(rows[start : start + size + 1])
    further = number + 1 if len(found) > size and number < last else None
    return Page(found[:size], number, number - 1 if number > 1 else None, further, query)


def page_number(said: str | None, last: int = LAST) -> int:
    """The number in an address; 1 for whatever the links cannot have led to: no number, or one beyond `last`."""
    is_number = bool(said) and said.isascii() and said.isdigit() and len(said) <= len(str(last))
    return int(said) if is_number and 0 < int(said) <= last else 1
