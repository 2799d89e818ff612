"""The web process in production (`gunicorn tracker.wsgi` finds this file); the embedded mode has its own.

WEB_CONCURRENCY (processes) and FORWARDED_ALLOW_IPS (whose X-Forwarded-Proto is believed) are gunicorn's own variables.
"""

import os

from tracker import environment
from tracker.logs import logging_settings

# Every address: in production it stands in a container, or behind a proxy.
bind = f"{os.environ.get('HOST', '0.0.0.0')}:{os.environ.get('PORT', '8000')}"  # noqa: S104
worker_class = "gthread"  # pages wait for the database most of the time
threads = int(os.environ.get("WEB_THREADS", "4"))
timeout = 30  # seconds after which a process that hangs is replaced
graceful_timeout = 20  # seconds for requests on their way; less than the 30 that containers grant
keepalive = 15  # seconds; longer than the usual pause between two clicks
max_requests = 5_000  # a leak anywhere ends here
max_requests_jitter = 500  # but not in all processes at once
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: S108  # a disk that stalls must not look like a hang
preload_app = False  # a database connection must not be shared between processes
accesslog = None  # the proxy in front writes one
logconfig_dict = logging_settings(
    as_json=environment.flag("LOG_JSON", default=environment.is_production()),
    level=environment.text("LOG_LEVEL", "INFO"),
)
control_socket_disable = True
