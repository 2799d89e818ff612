"""What alerts say, by the kinds of deadline that they are about; one that fails is told all the same."""

import logging
from collections.abc import Iterable

from alerts import kinds
from alerts.models import Alert
from alerts.singling import single_out

log = logging.getLogger(__name__)


def notices(alerts: Iterable[Alert]) -> dict[int, kinds.Notice]:
    """The notice of each alert (with its deadline loaded), by id; a constant number of queries a kind."""
    by_kind: dict[str, list[int]] = {}
    for alert in alerts:
        by_kind.setdefault(alert.deadline.kind, []).append(alert.pk)
    written: dict[int, kinds.Notice] = {}
    for kind, ids in by_kind.items():
        single_out(
            ids,
            lambda some, kind=kind: written.update(kinds.kind_named(kind).notices(some)),
            lambda alert_id, error: written.update({alert_id: _without_words(alert_id, error)}),
        )
    return written


def _without_words(alert_id: int, error: Exception) -> kinds.Notice:
    # Somebody is to hear of it all the same: what it is about is in the database, and in the log.
    log.error("Alert %s cannot be put into words: %r", alert_id, error)
    return kinds.Notice(
        "An alert that could not be put into words",
        f"It is alert {alert_id}. Tell whoever runs Kept: the log says why.",
        "/alerts/",
    )
