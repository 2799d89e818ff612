"""Child processes that never outlive the tests, even when the tests are killed."""

import ctypes
import os
import pwd
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable

PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None) if sys.platform == "linux" else None


def start(
    command: list[str], *, as_nobody: bool = False, end_with: int = signal.SIGTERM, **popen
) -> subprocess.Popen:
    """Start `command`, which gets the signal `end_with` when this process dies however it dies (Linux).

    `as_nobody`: run it as the user `nobody`; PostgreSQL refuses to run as root.
    """

    def follow_parent() -> None:
        # Whoever runs the tests in the background, or under nohup, has them ignored, and that is inherited.
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        signal.signal(signal.SIGHUP, signal.SIG_DFL)
        if _libc is not None:
            _libc.prctl(PR_SET_PDEATHSIG, end_with)

    if as_nobody:
        nobody = pwd.getpwnam("nobody")
        popen |= {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
    return subprocess.Popen(command, preexec_fn=follow_parent, **popen)


def stop(process: subprocess.Popen, by: int = signal.SIGTERM, *, within: float = 15) -> int:
    """Send `by`, wait up to `within` seconds, then kill. Returns the exit code."""
    if process.poll() is None:
        process.send_signal(by)
    try:
        return process.wait(within)
    except subprocess.TimeoutExpired:
        process.kill()
        return process.wait()


def wait_until(true: Callable[[], object], *, within: float = 15, what: str = "the condition") -> object:
    """Call `true` until it returns something truthy, and return that. Raises TimeoutError after `within` seconds."""
    end = time.monotonic() + within
    while True:
        if found := true():
            return found
        if time.monotonic() > end:
            raise TimeoutError(f"Waited {within:g} s for {what}, in vain.")
        time.sleep(0.05)


def free_port() -> int:
    """A TCP port on 127.0.0.1 that is free at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def is_root() -> bool:
    return os.geteuid() == 0
