"""Many at once, on real PostgreSQL: each a process of its own, with its own connection, let go at the same moment.

They are forked from a server that has loaded the product and never had a connection: fifty that each load it would take
half a minute to come to the start, and a fork of the tests' own process could end the tests' own connection.
"""

import multiprocessing
import traceback
from collections.abc import Callable, Sequence

from django.db import connection

WITHIN = 120  # seconds

FORKSERVER = multiprocessing.get_context("forkserver")
FORKSERVER.set_forkserver_preload(["tests.races.starting"])


def at_once(task: Callable[..., object], arguments: Sequence[tuple]) -> list[str]:
    """Run `task(*arguments)` for each in a process of its own, all at once; what each returned, as text.

    `task` is a module's own function and `arguments` are plain data. An exception counts as
    "ExceptionName: its words". Raises AssertionError when one has not come back in time.
    """
    barrier, answers = FORKSERVER.Barrier(len(arguments)), FORKSERVER.SimpleQueue()
    database = connection.settings_dict["NAME"]
    children = [
        FORKSERVER.Process(target=_child, args=(barrier, answers, database, place, task, each), daemon=True)
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


def _child(
    barrier, answers, database: str, place: int, task: Callable[..., object], arguments: tuple
) -> None:
    try:
        connection.settings_dict["NAME"] = database
        connection.ensure_connection()
        barrier.wait(WITHIN)
        answers.put((place, str(task(*arguments))))
    except Exception as error:
        traceback.print_exc()
        answers.put((place, f"{type(error).__name__}: {error}"))
    finally:
        connection.close()
