"""Ends this server with whoever started it, however that one ends.

`make` passes SIGTERM on to its recipe, but neither a SIGINT that it alone received nor, of course, a SIGKILL. Nobody
wants to look for an orphan that holds the port and writes to the database.
"""

import os
import signal
from pathlib import Path

ENDS = (signal.SIGINT, signal.SIGHUP, signal.SIGTERM)


class Parent:
    """The process `pid`, as it was when this was made."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self._caught = self._catches(self._status())

    def is_leaving(self) -> bool:
        """True when it is gone, or has caught such a signal and now waits for its children.

        make lets go of its handler as soon as the signal has come, which is how the second case shows. Only on
        Linux; elsewhere only the first is noticed.
        """
        try:
            os.kill(self.pid, 0)
        except ProcessLookupError:
            return True
        except PermissionError:
            pass
        status = self._status()
        if status.get("State", "").startswith("Z"):
            return True  # dead, and only not yet buried by its own parent
        return bool(self._caught & ~self._catches(status))

    def _status(self) -> dict[str, str]:
        try:
            lines = Path(f"/proc/{self.pid}/status").read_text().splitlines()
        except OSError:
            return {}
        return {name: value.strip() for name, _, value in (line.partition(":") for line in lines)}

    def _catches(self, status: dict[str, str]) -> int:
        """The signals of ENDS for which it has a handler, as a bit mask; 0 where that cannot be known."""
        return int(status.get("SigCgt", "0"), 16) & sum(1 << (number - 1) for number in ENDS)
