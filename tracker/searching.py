"""One search over tickets, customers and promises, for the page, the palette and the API alike."""

from django.db.models import QuerySet

from promises.models import Promise
from tickets.models import Customer, Ticket

KINDS = {"tickets": Ticket, "customers": Customer, "promises": Promise}
LONGEST = 200
LAST_PAGE = 100


def found(kind: str, text: str) -> QuerySet:
    """What `text` finds of a kind (tickets, customers, promises), the best first; KeyError for another kind."""
    return KINDS[kind].objects.all().best(text)


def page_of(rows: QuerySet, page: int, size: int) -> tuple[list, bool]:
    """The rows of a page, the first being 1, and whether there are more. One query."""
    start = (page - 1) * size
    fetched = list(rows[start : start + size + 1])
    return fetched[:size], len(fetched) > size and page < LAST_PAGE


def page_number(said: str | None) -> int:
    """A page that the links can lead to, 1 for anything else: a far one would make the database count up to it."""
    is_number = bool(said) and said.isascii() and said.isdigit() and len(said) < 4
    return int(said) if is_number and 0 < int(said) <= LAST_PAGE else 1
