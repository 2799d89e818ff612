"""What a mail server's answer means."""

from smtplib import (
    SMTPAuthenticationError,
    SMTPConnectError,
    SMTPDataError,
    SMTPRecipientsRefused,
    SMTPSenderRefused,
    SMTPServerDisconnected,
)
from unittest.mock import MagicMock, patch

import pytest

from alerts.channels import Failed, Message, Retry, Sent
from alerts.channels.email import EmailChannel
from people.models import User

AMIRA = User(email="amira@kept.example", name="Amira")


def message(number=1):
    return Message(f"key-{number}", AMIRA, "Call back", "Soon.", "/tickets/1/")


def results_of(answers, messages=1):
    """What became of each message, when the server answers so; and the connection, to see what was asked of it."""
    connection = MagicMock()
    connection.send_messages.side_effect = answers
    found = []
    with patch("alerts.channels.email.get_connection", return_value=connection):
        EmailChannel().send((message(n) for n in range(messages)), lambda _, result: found.append(result))
    return found, connection


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (1, Sent),
        (SMTPRecipientsRefused({"a": (550, b"unknown")}), Failed),
        (SMTPRecipientsRefused({"a": (451, b"greylisted")}), Retry),
        (SMTPDataError(554, b"looks like spam"), Failed),
        (SMTPDataError(452, b"full"), Retry),
        (SMTPAuthenticationError(535, b"wrong password"), Retry),
        (SMTPSenderRefused(550, b"not your domain", "kept@localhost"), Retry),
        (SMTPConnectError(554, b"no service"), Retry),
        (SMTPServerDisconnected("gone"), Retry),
        (TimeoutError("timed out"), Retry),
        (ConnectionRefusedError("refused"), Retry),
        (ValueError("cannot be encoded"), Failed),
    ],
)
def test_an_answer_says_whether_it_may_work_later(answer, kind):
    [result], _ = results_of([answer])
    assert isinstance(result, kind)


def test_a_server_that_is_away_is_waited_for_once_a_batch():
    results, connection = results_of(ConnectionRefusedError("refused"), messages=5)
    assert len(results) == 5
    assert connection.send_messages.call_count == 1


def test_one_refused_recipient_does_not_keep_others_from_theirs():
    results, _ = results_of([SMTPRecipientsRefused({"a": (550, b"unknown")}), 1], messages=2)
    assert [type(result) for result in results] == [Failed, Sent]


def test_a_batch_is_sent_over_one_connection_which_is_closed_at_last():
    _, connection = results_of([1, 1, 1], messages=3)
    assert connection.open.called
    assert connection.close.call_count == 1


def test_a_repetition_carries_the_same_message_id(settings):
    settings.SITE_URL = "https://kept.example.org"
    _, connection = results_of([1, 1], messages=1)
    [mail] = connection.send_messages.call_args.args[0]
    assert mail.extra_headers["Message-ID"] == "<key-0@kept.example.org>"
    assert mail.body.endswith("https://kept.example.org/tickets/1/\n")
