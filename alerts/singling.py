"""One row that cannot be dealt with must not hold up, at every pass, all those that came with it."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from django.db import InterfaceError, OperationalError

Item = TypeVar("Item")
#: Not the fault of any row: the server went away, or two got in each other's way.
PASSING = (OperationalError, InterfaceError)


def single_out(
    items: Sequence[Item],
    act: Callable[[Sequence[Item]], None],
    at_fault: Callable[[Item, Exception], None],
    *,
    let_through: tuple[type[Exception], ...] = PASSING,
) -> None:
    """`act` on all of `items`, by halves where that raises; `at_fault` hears of each that fails by itself.

    `act` must leave nothing behind when it raises. What is in `let_through` is raised on.
    """
    if not items:
        return
    try:
        act(items)
    except let_through:
        raise
    except Exception as error:
        if len(items) == 1:
            at_fault(items[0], error)
            return
        middle = len(items) // 2
        for half in (items[:middle], items[middle:]):
            single_out(half, act, at_fault, let_through=let_through)
