"""The letters that are read: a request that names others is refused before anything is decoded with them."""

import json

import pytest
from django.core.handlers.wsgi import WSGIRequest
from django.test import RequestFactory

from tracker.charsets import FORM, read_only_utf8
from tracker.wsgi import application as ours

FORM_DATA = "multipart/form-data; boundary=x"


def django_reads(environ: dict, start_response) -> list[bytes]:
    """As far as Django goes with what was sent: its address and its form."""
    request = WSGIRequest(environ)
    start_response("200 OK", [])
    return [f"{request.GET.get('a')} {request.POST.get('b')}".encode()]


def answer(
    content_type: str, path: str = "/login/", *, method: str = "POST", body: bytes = b"", inner=django_reads
):
    told = {}
    environ = RequestFactory().generic(method, f"{path}?a=%41", body, content_type).environ
    # Without a body the factory leaves it out.
    environ["CONTENT_TYPE"] = content_type
    answered = b"".join(
        read_only_utf8(inner)(environ, lambda status, headers: told.update(dict(headers), status=status))
    )
    return told["status"], told.get("Content-Type"), answered.decode()


@pytest.mark.parametrize(
    "charset",
    [
        "hex",
        "base64",
        "rot13",
        "zip",
        "bz2_codec",
        "undefined",
        "punycode",
        "UTF-16",
        "utf-7",
        "idna",
        '"unicode_escape"',
    ],
)
@pytest.mark.parametrize("kind", ["text/plain", FORM, FORM_DATA])
def test_other_charsets_are_refused_in_words(kind, charset):
    for method in ("GET", "POST"):
        status, _, said = answer(f"{kind}; charset={charset}", method=method)
        assert status == "415 Unsupported Media Type"
        assert "Send it as UTF-8" in said


@pytest.mark.parametrize(
    "said", ["charset=none-such", "charset=\0", "charset*=hex''x", "charset*=utf-16''hex"]
)
def test_so_are_those_that_there_are_not(said):
    assert answer(f"text/plain; {said}")[0].startswith("415")


def test_the_api_says_so_as_a_problem():
    status, kind, body = answer("application/json; charset=hex", "/api/v1/me/", method="GET")
    assert (status[:3], kind, json.loads(body)["status"]) == ("415", "application/problem+json", 415)
    assert answer("application/json; charset=hex", "/api/v1/me/", method="HEAD")[2] == ""


@pytest.mark.parametrize(
    "said", ["", "; charset=", "; charset=utf-8", "; charset=UTF8", '; Charset="US-ASCII"']
)
def test_usual_ones_are_read(said):
    form = '--x\r\nContent-Disposition: form-data; name="b"\r\n\r\nü\r\n--x--\r\n'.encode()
    assert answer(f"{FORM}{said}", body=b"b=%C3%BC") == ("200 OK", None, "A ü")
    if "ASCII" not in said:
        assert answer(f"{FORM_DATA}{said}", body=form) == ("200 OK", None, "A ü")


def test_one_byte_a_letter_is_read_but_in_a_form_that_has_its_own_rule():
    assert answer("application/json; charset=ISO-8859-1")[0] == "200 OK"
    assert answer(f"{FORM}; charset=latin-1")[0].startswith("415")


def test_it_stands_before_all_that_the_web_server_runs():
    environ = RequestFactory().get("/login/", {"a": "b"}).environ | {
        "CONTENT_TYPE": "text/plain; charset=hex"
    }
    statuses = []
    ours(environ, lambda status, headers: statuses.append(status))
    assert statuses == ["415 Unsupported Media Type"]
