"""The web server of the embedded mode: gunicorn with one worker process, in which the schedule runs too."""

import os
import signal
import socket
import threading
import time
from collections.abc import Callable

from gunicorn.app.base import BaseApplication
from gunicorn.arbiter import Arbiter
from gunicorn.workers.gthread import ThreadWorker

from tracker.embedded.parent import Parent
from tracker.embedded.schedule import Schedule


class PortTaken(OSError):
    """Another process listens there already."""


def listen(host: str, port: int) -> socket.socket:
    """A listening socket, made before anything else so that a taken port is told at once. Raises PortTaken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(64)
    except OSError as error:
        listener.close()
        raise PortTaken(error.errno, error.strerror) from error
    return listener


class Supervisor(Arbiter):
    """gunicorn's first process, for a server that somebody started by hand."""

    def handle_hup(self) -> None:
        """The terminal was closed: end, where a server in a data centre would read its configuration again."""
        self.handle_term()


class Server(BaseApplication):
    """Serves `application` on `listener` until SIGINT, SIGTERM or SIGHUP; with `parent`, until that leaves."""

    def __init__(self, application: Callable, listener: socket.socket, parent: Parent | None = None) -> None:
        self.application = application
        self.listener = listener
        self.parent = parent
        self.schedule = Schedule()
        super().__init__()

    def load_config(self) -> None:
        options = {
            "bind": f"fd://{self.listener.fileno()}",
            "proc_name": "kept",
            # One process: the limits on log-in are counted in its memory. Threads: pages wait for the database.
            "workers": 1,
            "worker_class": "gthread",
            "threads": 8,
            "graceful_timeout": 4,  # seconds that requests on their way are waited for
            "loglevel": "warning",
            "control_socket_disable": True,
            "post_worker_init": self._start_beside,
            "worker_exit": self._stop_beside,
        }
        for name, value in options.items():
            self.cfg.set(name, value)

    def load(self) -> Callable:
        return self.application

    def run(self) -> None:
        Supervisor(self).run()

    def _start_beside(self, worker: ThreadWorker) -> None:
        # In the worker and not in gunicorn's first process: threads do not survive the fork between the two.
        # Every signal ends it alike. gunicorn's own way with SIGINT and SIGQUIT takes a lock within the signal
        # handler, and a Ctrl-C brings both of them, so that the second may wait for the first for ever.
        for number in (signal.SIGINT, signal.SIGQUIT):
            signal.signal(number, worker.handle_exit)
        self.schedule.start()
        threading.Thread(target=self._look_around, args=(worker,), name="look-around", daemon=True).start()

    def _look_around(self, worker: ThreadWorker) -> None:
        while worker.alive:
            if self.parent is not None and self.parent.is_leaving():
                os.kill(os.getppid(), signal.SIGTERM)
                break
            time.sleep(0.25)
        # At once, and not after the last request: no job should be cut off by gunicorn's patience running out.
        self.schedule.stop(within=3)

    def _stop_beside(self, arbiter: Arbiter, worker: ThreadWorker) -> None:
        self.schedule.stop(within=3)
