"""What the environment may say, and what a production start refuses."""

import json
import logging

import pytest
from django.core.exceptions import ImproperlyConfigured

from tracker import environment as env
from tracker.logs import JsonFormatter

SAFE = {
    "KEPT_ENV": "production",
    "SECRET_KEY": "x" * 50,
    "ALLOWED_HOSTS": "kept.example",
    "DATABASE_URL": "postgres://kept@db/kept",
    "REDIS_URL": "redis://redis/0",
}


@pytest.fixture
def environment(monkeypatch):
    for name in (*SAFE, "BROKER_URL", "DEMO_PASSWORD", "DEBUG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in SAFE.items():
        monkeypatch.setenv(name, value)
    return monkeypatch


def test_a_safe_production_starts(environment):
    env.refuse_an_unsafe_production()


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("SECRET_KEY", "", "SECRET_KEY is not set"),
        ("SECRET_KEY", "too-short", "SECRET_KEY is one for demos, or shorter than 32"),
        ("SECRET_KEY", env.EMBEDDED_KEY + "x" * 50, "SECRET_KEY is one for demos"),
        ("ALLOWED_HOSTS", "", "ALLOWED_HOSTS must list the names"),
        ("ALLOWED_HOSTS", "kept.example,*", "ALLOWED_HOSTS must list the names"),
        ("DEMO_PASSWORD", "keep-your-word", "DEMO_PASSWORD is set"),
        ("DEBUG", "1", "DEBUG is on"),
        ("DATABASE_URL", "", "DATABASE_URL is not set"),
        ("REDIS_URL", "", "Neither BROKER_URL nor REDIS_URL is set"),
    ],
)
def test_production_refuses(environment, name, value, said):
    environment.setenv(name, value)

    with pytest.raises(ImproperlyConfigured, match=said):
        env.refuse_an_unsafe_production()


def test_every_fault_is_told_at_once(environment):
    for name in SAFE:
        environment.delenv(name)

    with pytest.raises(ImproperlyConfigured) as error:
        env.refuse_an_unsafe_production()

    assert str(error.value).count("\n- ") == 4


@pytest.mark.sqlite
def test_the_refusal_ends_every_command(product):
    with pytest.raises(AssertionError) as error:
        product.manage("check", **SAFE, DEMO_PASSWORD="keep-your-word")

    assert "DEMO_PASSWORD is set: the demo people have no place in production. Unset it." in str(error.value)


@pytest.mark.sqlite
def test_production_neither_knows_the_demo_password_nor_serves_the_demo(product):
    printed = product.manage(
        "shell",
        "-v0",
        "-c",
        "from django.conf import settings as s; print([s.DEMO_PASSWORD, s.DEBUG])",
        **SAFE,
    )
    assert printed.strip() == "['', False]"

    with pytest.raises(AssertionError, match="The Procfile says what production runs"):
        product.manage("serve", "--skip-checks", **SAFE)


def test_the_embedded_key_is_made_once_and_is_for_its_owner_alone(tmp_path):
    key = env.embedded_secret_key(tmp_path)

    assert env.embedded_secret_key(tmp_path) == key
    assert len(key) > 50
    assert (tmp_path / "secret_key").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("read", "name", "value", "said"),
    [
        (env.flag, "DEBUG", "perhaps", "DEBUG='perhaps' is neither on nor off"),
        (lambda name: env.number(name, 8000), "PORT", "eighty", "PORT='eighty' is not a whole number"),
        (lambda name: env.is_production(), "KEPT_ENV", "staging", "KEPT_ENV='staging' is unknown"),
        (env.email_settings, "imap://mail", "", "EMAIL_URL begins with 'imap'"),
    ],
)
def test_a_value_that_makes_no_sense_is_refused(monkeypatch, read, name, value, said):
    monkeypatch.setenv(name, value)

    with pytest.raises(ImproperlyConfigured, match=said):
        read(name)


def test_a_mail_server_by_url():
    said = env.email_settings("smtp+tls://kept%40example.com:p%3Ass@mail.example.com?timeout=3")

    assert said["EMAIL_HOST"] == "mail.example.com"
    assert said["EMAIL_PORT"] == 587
    assert said["EMAIL_HOST_USER"] == "kept@example.com"
    assert said["EMAIL_HOST_PASSWORD"] == "p:ss"
    assert said["EMAIL_USE_TLS"] is True
    assert said["EMAIL_USE_SSL"] is False
    assert said["EMAIL_TIMEOUT"] == 3


def test_a_line_of_the_log_is_one_json_object():
    record = logging.makeLogRecord(
        {"name": "alerts", "levelname": "WARNING", "msg": "late by %s s\nor so", "args": (3,), "promise": 7}
    )

    line = JsonFormatter().format(record)

    assert "\n" not in line
    assert json.loads(line) | {"at": ""} == {
        "at": "",
        "level": "warning",
        "logger": "alerts",
        "message": "late by 3 s\nor so",
        "promise": 7,
    }


@pytest.mark.django_db
def test_a_page_allows_nothing_inline_and_nothing_from_elsewhere(client):
    response = client.get("/login/")

    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    for what in ("object-src", "base-uri", "frame-ancestors"):
        assert f"{what} 'none'" in policy
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] == "DENY"
    assert response["Referrer-Policy"] == "same-origin"
