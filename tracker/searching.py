"""One search over tickets, customers and promises, for the page, the palette and the API alike."""

from django.db.models import QuerySet

from promises.models import Promise
from tickets.models import Customer, Ticket

KINDS = {"tickets": Ticket, "customers": Customer, "promises": Promise}
LONGEST = 200
# Each further page ranks all those before it anew.
LAST_PAGE = 100


def found(kind: str, text: str) -> QuerySet:
    """What `text` finds of a kind (tickets, customers, promises), the best first; KeyError for another kind."""
    return KINDS[kind].objects.all().best(text)
