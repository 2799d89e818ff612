"""Real servers for tests, from packages or from the machine: nothing needs to be installed beforehand."""

from tests.servers.postgresql import PostgreSQL
from tests.servers.redis import Redis

__all__ = ["PostgreSQL", "Redis"]
