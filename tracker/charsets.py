"""The letters that are read: UTF-8. It stands before Django, which decodes an address as a request is made of it."""

import codecs
import json
from collections.abc import Callable, Iterable

from django.utils.http import parse_header_parameters

Application = Callable[[dict, Callable], Iterable[bytes]]

# As Python's codecs have them. There are many more, some of which are no letters at all (hex, zip) and some of which
# fail in the middle of a form: Django decodes with whichever a stranger names.
UTF_8, LATIN_1 = {"utf-8", "ascii"}, "iso8859-1"
# A form of this kind Django reads as UTF-8 only, and by no other of its names.
FORM = "application/x-www-form-urlencoded"
UNREAD = "This charset is not read here. Send it as UTF-8, or leave the charset out."


def read_only_utf8(application: Application) -> Application:
    """`application`, with 415 in its place where the Content-Type names a charset other than these."""

    def wrapped(environ: dict, start_response: Callable) -> Iterable[bytes]:
        kind, codec = _kind_and_codec(environ.get("CONTENT_TYPE", ""))
        if kind == FORM and codec in UTF_8:
            environ["CONTENT_TYPE"] = FORM
        elif codec not in UTF_8 and (codec != LATIN_1 or kind == FORM):
            return _refused(environ, start_response)
        return application(environ, start_response)

    return wrapped


def _kind_and_codec(content_type: str) -> tuple[str, str]:
    """The kind of body, and its charset as Python names it: UTF-8 where nothing is said, empty for none that it has."""
    try:
        kind, said = parse_header_parameters(content_type)
        return kind, codecs.lookup(said["charset"]).name if said.get("charset") else "utf-8"
    except (LookupError, ValueError):
        return "", ""


def _refused(environ: dict, start_response: Callable) -> Iterable[bytes]:
    # Not before Django is set up: it knows the nouns of every app.
    from tracker.problems import MEDIA_TYPE, problem

    if environ.get("PATH_INFO", "").startswith("/api/"):
        kind, body = MEDIA_TYPE, json.dumps(problem(415, UNREAD).data).encode()
    else:
        kind, body = "text/plain; charset=utf-8", UNREAD.encode()
    headers = [("Content-Type", kind), ("Content-Length", str(len(body))), ("Cache-Control", "no-store")]
    start_response("415 Unsupported Media Type", headers)
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]
