"""The cache on Redis, which only counts (log-ins, requests without one): Kept goes on without it."""

import logging
from collections.abc import Callable
from typing import Any

from django.core.cache.backends.redis import RedisCache, RedisCacheClient
from redis.exceptions import ConnectionError as Unreachable
from redis.exceptions import TimeoutError as TooSlow

log = logging.getLogger(__name__)


class Client(RedisCacheClient):
    """While Redis is away it is an empty cache that takes everything and keeps nothing.

    So limits are not counted then: better than that nobody can log in, and the log says so.
    """

    def add(self, key: str, value: Any, timeout: float | None) -> bool:
        return self._or(True, super().add, key, value, timeout)

    def get(self, key: str, default: Any) -> Any:
        return self._or(default, super().get, key, default)

    def get_many(self, keys: list[str]) -> dict:
        return self._or({}, super().get_many, keys)

    def set(self, key: str, value: Any, timeout: float | None) -> None:
        self._or(None, super().set, key, value, timeout)

    def set_many(self, data: dict, timeout: float | None) -> None:
        self._or(None, super().set_many, data, timeout)

    def touch(self, key: str, timeout: float | None) -> bool:
        return self._or(False, super().touch, key, timeout)

    def has_key(self, key: str) -> bool:
        return self._or(False, super().has_key, key)

    def incr(self, key: str, delta: int) -> int:
        return self._or(delta, super().incr, key, delta)

    def delete(self, key: str) -> bool:
        return self._or(False, super().delete, key)

    def delete_many(self, keys: list[str]) -> None:
        self._or(None, super().delete_many, keys)

    @staticmethod
    def _or(otherwise: Any, act: Callable, *arguments: Any) -> Any:
        try:
            return act(*arguments)
        except (Unreachable, TooSlow) as away:
            log.warning("Redis does not answer, so that nothing is counted: %s", away)
            return otherwise


class Cache(RedisCache):
    """Django's own, with that client."""

    def __init__(self, server: str, params: dict) -> None:
        super().__init__(server, params)
        self._class = Client
