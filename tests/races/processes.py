"""Many at once, on real PostgreSQL: each a process of its own, with its own connection, let go at the same moment."""

import multiprocessing
import traceback
from collections.abc import Callable, Sequence

from django.db import connections

WITHIN = 120  # seconds


def at_once(task: Callable[..., object], arguments: Sequence[tuple]) -> list[str]:
    """Run `task(*arguments)` for each in a process of its own, all at once; what each returned, as text.

    An exception counts as "ExceptionName: its words". Raises AssertionError when one has not come back in time.
    """
    # A connection must not be shared with a child.
    connections.close_all()
    context = multiprocessing.get_context("fork")
    barrier, answers = context.Barrier(len(arguments)), context.SimpleQueue()
    children = [
        context.Process(target=_child, args=(barrier, answers, place, task, each), daemon=True)
        for place, each in enumerate(arguments)
    ]
    for child in children:
        child.start()
    for child in children:
        child.join(WITHIN)
    late = [child for child in children if child.exitcode is None]
    for child in late:
        child.kill()
    assert not late, f"{len(late)} processes hung"
    found = {}
    while not answers.empty():
        place, answer = answers.get()
        found[place] = answer
    assert len(found) == len(arguments), "a process died without an answer"
    return [found[place] for place in range(len(arguments))]


def _child(barrier, answers, place: int, task: Callable[..., object], arguments: tuple) -> None:
    try:
        # Whatever the parent still held open is the parent's: one of its own for each child.
        connections["default"].connection = None
        connections["default"].ensure_connection()
        barrier.wait(WITHIN)
        answers.put((place, str(task(*arguments))))
    except Exception as error:
        traceback.print_exc()
        answers.put((place, f"{type(error).__name__}: {error}"))
    finally:
        connections.close_all()
