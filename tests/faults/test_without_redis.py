"""Redis only counts and hands out jobs: while it is away people still log in, and see their pages."""

import pytest
from django.core.cache import cache
from django.urls import reverse

from tests.cast import PASSWORD, assemble

pytestmark = pytest.mark.django_db


@pytest.fixture
def on_redis(settings, own_redis):
    settings.CACHES = {
        "default": {
            "BACKEND": "tracker.cache.Cache",
            "LOCATION": own_redis.url,
            "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 1},
        }
    }
    return own_redis


def log_in(client, password=PASSWORD):
    return client.post(reverse("account_login"), {"login": "amira@kept.example", "password": password})


def test_people_log_in_while_redis_is_away(client, on_redis):
    assemble()
    on_redis.kill()

    assert log_in(client).status_code == 302
    assert client.get("/").status_code == 200


def test_attempts_are_counted_again_when_it_is_back(client, on_redis):
    assemble()
    on_redis.kill()
    assert log_in(client, "wrong").status_code == 200
    on_redis.start()

    answers = [log_in(client, "wrong") for _ in range(10)]
    assert any(answer.status_code == 429 or b"Too many" in answer.content for answer in answers)


def test_what_is_asked_of_it_meanwhile_is_as_of_an_empty_one(on_redis):
    on_redis.kill()
    cache.set("a", 1)
    cache.set_many({"b": 2})
    assert cache.get("a", "nothing") == "nothing"
    assert cache.get_many(["a", "b"]) == {}
    assert cache.add("a", 1) is True
    assert cache.incr("a") == 1
    assert not any([cache.has_key("a"), cache.touch("a"), cache.delete("a")])
    cache.delete_many(["a", "b"])
