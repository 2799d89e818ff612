"""The servers that the tests stand on are real ones, and can be stopped and started again."""

import psycopg2
import pytest
import redis


def rows(server, statement: str) -> list[tuple]:
    connection = psycopg2.connect(host=str(server.home), user="postgres", dbname="postgres")
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(statement)
        found = cursor.fetchall() if cursor.description else []
    connection.close()
    return found


@pytest.mark.sqlite  # once is enough: it brings its own server
def test_committed_rows_outlive_a_crash_of_postgresql(own_postgresql):
    rows(own_postgresql, "CREATE TABLE word (kept boolean)")
    rows(own_postgresql, "INSERT INTO word VALUES (true)")

    own_postgresql.kill()
    with pytest.raises(psycopg2.OperationalError):
        rows(own_postgresql, "SELECT 1")
    own_postgresql.start()

    assert rows(own_postgresql, "SELECT kept FROM word FOR UPDATE SKIP LOCKED") == [(True,)]


@pytest.mark.sqlite
def test_a_redis_that_was_killed_comes_back_empty_at_the_same_address(own_redis):
    redis.Redis.from_url(own_redis.url).set("word", "kept")

    own_redis.kill()
    with pytest.raises(redis.ConnectionError):
        redis.Redis.from_url(own_redis.url, retry=None).ping()
    own_redis.start()

    assert redis.Redis.from_url(own_redis.url).get("word") is None
