"""E-mail, over whatever Django's e-mail settings name."""

from collections.abc import Callable, Iterable
from smtplib import SMTPDataError, SMTPException, SMTPRecipientsRefused
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

from alerts.channels import Failed, Message, Result, Retry, Sent


class EmailChannel:
    """One connection a batch. The Message-ID is made of the key, so that a repetition can be told."""

    def send(self, messages: Iterable[Message], done: Callable[[Message, Result], None]) -> None:
        connection = get_connection(timeout=settings.EMAIL_TIMEOUT)
        unreachable: Retry | None = None
        try:
            for message in messages:
                # Waiting for a dead server once a message would outlast the lease.
                result = unreachable or _try(message, connection)
                unreachable = result if isinstance(result, Unreachable) else None
                done(message, result)
        finally:
            connection.close()


class Unreachable(Retry):
    """The server, not the message, is the trouble."""


def _try(message: Message, connection) -> Result:
    try:
        connection.open()  # here, for Django would open and close one a message
        _email(message, connection).send()
    except SMTPRecipientsRefused as refused:
        code, text = next(iter(refused.recipients.values()), (0, b""))
        return _judged(code, text)
    except SMTPDataError as refused:
        return _judged(refused.smtp_code, refused.smtp_error)
    except (SMTPException, OSError) as failure:
        # A wrong password or a sender that is refused among them: no fault of this message or its recipient.
        connection.close()
        return Unreachable(f"{type(failure).__name__}: {failure}")
    except ValueError as unsendable:
        # A line break in a header, an address that cannot be encoded: the same for ever.
        return Failed(str(unsendable))
    return Sent()


def _judged(code: int, text: bytes | str) -> Result:
    """By RFC 5321, 5yz is permanent and 4yz may work later."""
    error = f"{code} {text.decode(errors='replace') if isinstance(text, bytes) else text}"
    return Failed(error) if 500 <= code < 600 else Retry(error)


def _email(message: Message, connection) -> EmailMessage:
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    # Markup and line breaks in a subject are a customer's words: one line of plain text is all that goes out.
    return EmailMessage(
        subject=" ".join(message.title.split()),
        body=f"{message.body}\n\n{urljoin(settings.SITE_URL, message.path)}\n",
        to=[message.recipient.email],
        headers={"Message-ID": f"<{message.key}@{host}>", "Auto-Submitted": "auto-generated"},
        connection=connection,
    )
