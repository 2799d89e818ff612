"""How alerts reach people by e-mail: a digest instead of a storm, retries, and whom to tell when nothing arrives."""

from smtplib import SMTPAuthenticationError, SMTPRecipientsRefused, SMTPServerDisconnected
from unittest.mock import patch

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend

from alerts.models import Alert, Delivery
from promises.settling import keep
from tests.cast import a_call


class Server:
    """A mail server that misbehaves: `refuses` addresses, or `fails` every time with an error."""

    def __init__(self):
        self.refuses: set[str] = set()
        self.fails: Exception | None = None

    def send_messages(self, backend, messages):
        if self.fails:
            raise self.fails
        for message in messages:
            if self.refuses & set(message.to):
                raise SMTPRecipientsRefused({message.to[0]: (550, b"No such user here")})
        return self.real(backend, messages)


@pytest.fixture
def server():
    server = Server()
    server.real = EmailBackend.send_messages
    with patch.object(EmailBackend, "send_messages", lambda *arguments: server.send_messages(*arguments)):
        yield server


def test_a_storm_to_one_person_is_one_digest(story):
    story.outbox.batch = 20  # a digest holds more than fits in a batch
    for _ in range(60):
        story.promise("in 2 hours")

    story.it_is("2026-03-02 10:00")

    assert [message.subject for message in story.mails_to(story.cast.amira)] == ["60 alerts"]
    assert Alert.objects.count() == Delivery.objects.filter(channel="email", outcome="sent").count() == 60
    body = story.mails_to(story.cast.amira)[0].body
    assert body.count("Call back for Inês Duarte is due") == 50
    assert "and 10 more, all in your inbox" in body
    assert body.rstrip().endswith("/alerts/")


def test_as_many_alerts_as_the_setting_allows_come_one_by_one(story, settings):
    settings.DIGEST_OVER = 3
    for _ in range(3):
        story.promise("in 4 hours")

    story.it_is("2026-03-02 11:00")

    assert len(story.mails_to(story.cast.amira)) == 3


def test_after_a_digest_the_next_comes_a_minute_later_and_nothing_is_lost(story, settings):
    settings.DIGEST_OVER = 3
    for _ in range(4):
        story.promise("in 4 hours")
    story.it_is("2026-03-02 09:00:20")
    for _ in range(5):
        story.promise("in 4 hours")

    story.it_is("2026-03-02 11:00:20")
    assert [message.subject for message in mail.outbox] == ["4 alerts"]
    story.it_is("2026-03-02 11:01")
    assert [message.subject for message in mail.outbox] == ["4 alerts", "5 alerts"]
    assert not Delivery.objects.filter(done_at=None).exists()


def test_a_digest_says_how_many_are_overdue_and_goes_to_each_reader_apart(story, settings):
    settings.DIGEST_OVER = 2
    for _ in range(3):
        story.promise("in 4 hours")
    story.it_is("2026-03-02 13:00")

    assert story.mails_to(story.cast.omar)[-1].subject == "3 alerts, 3 of them overdue"
    assert story.mails_to(story.cast.lena)[-1].subject == "3 alerts, 3 of them overdue"


def test_an_alert_whose_mail_cannot_be_delivered_goes_to_the_next_in_the_chain(story, server):
    server.refuses = {"amira@kept.example"}
    story.promise("in 2 hours")

    story.it_is("2026-03-02 10:00")

    assert story.heard() == ["Mon 10:00 Amira as owner", "Mon 10:00 Lena as next for Amira"]
    assert [message.to for message in mail.outbox] == [["lena@kept.example"]]
    assert "You hear this in place of Amira Haddad." in mail.outbox[0].body
    failed = Delivery.objects.get(outcome="failed")
    assert (failed.alert.recipient, failed.error) == (story.cast.amira, "550 No such user here")


def test_when_nobody_in_the_chain_can_be_reached_it_ends_at_the_top(story, server):
    server.refuses = {f"{name}@kept.example" for name in ("amira", "lena", "omar")}
    story.promise("in 2 hours")

    story.it_is("2026-03-02 10:00")

    assert story.heard() == [
        "Mon 10:00 Amira as owner",
        "Mon 10:00 Lena as next for Amira",
        "Mon 10:00 Omar as next for Lena",
    ]
    assert not Delivery.objects.filter(done_at=None).exists()


def test_a_server_that_is_away_is_tried_again_until_it_is_back(story, server):
    server.fails = SMTPServerDisconnected("gone")
    story.promise("in 2 hours")
    story.it_is("2026-03-02 10:20")
    waiting = Delivery.objects.get(done_at=None)
    assert waiting.attempts > 3

    server.fails = None
    story.it_is("2026-03-02 10:40")

    assert [message.to for message in mail.outbox] == [["amira@kept.example"]]
    assert mail.outbox[0].extra_headers["Message-ID"].startswith(f"<{waiting.key}@")
    assert Alert.objects.count() == 1  # nobody else was bothered


def test_a_wrong_password_is_no_fault_of_any_recipient(story, server):
    server.fails = SMTPAuthenticationError(535, b"Authentication failed")
    story.promise("in 2 hours")

    story.it_is("2026-03-02 10:05")

    assert Alert.objects.count() == 1
    assert "Authentication failed" in Delivery.objects.get(channel="email").error
    assert Delivery.objects.get(channel="email").outcome == ""


def test_a_mail_that_no_code_foresaw_does_not_hold_up_those_behind_it(story, server):
    good = story.ticket(owner=story.cast.tom)
    story.promise("in 2 hours")
    story.promise("in 2 hours", ticket=good)
    real = server.real

    def send(backend, messages):
        if "amira@kept.example" in messages[0].to:
            raise RuntimeError("a bug")
        return real(backend, messages)

    server.real = send
    story.it_is("2026-03-02 10:01")

    assert [message.to for message in mail.outbox] == [["tom@kept.example"]]
    assert Delivery.objects.get(done_at=None).alert.recipient == story.cast.amira


def test_what_was_settled_while_it_could_not_be_sent_goes_to_nobody_else(story, server):
    promise = story.promise("in 2 hours")
    story.nothing_runs_until("2026-03-02 10:00")
    story.sweep.run(story.now)
    call = a_call(promise.ticket, at=story.now)

    def settle_and_refuse(backend, messages):
        keep(promise, by=story.cast.amira, evidence=call, at=story.now)
        raise SMTPRecipientsRefused({messages[0].to[0]: (550, b"No such user here")})

    server.real = settle_and_refuse
    story.outbox.run(story.now)

    assert story.heard() == ["Mon 10:00 Amira as owner"]


def test_a_subject_line_holds_no_line_break_of_a_customers(story):
    story.cast.customer.name = "Mallory\r\nBcc: everyone@example.com"
    story.cast.customer.save()
    story.promise("in 2 hours")

    story.it_is("2026-03-02 10:00")

    assert mail.outbox[0].subject.startswith("Call back for Mallory Bcc: everyone@example.com is due")
    assert mail.outbox[0].recipients() == ["amira@kept.example"]
