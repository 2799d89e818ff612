"""The API describes itself, without a gap, and the page that shows it keeps to the strict policy."""

import json
import re
from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import get_resolver


@pytest.fixture(scope="module")
def schema() -> dict:
    printed = StringIO()
    call_command("spectacular", "--validate", "--fail-on-warn", "--format", "openapi-json", stdout=printed)
    return json.loads(printed.getvalue())


def test_every_address_is_described(schema):
    (api,) = [each for each in get_resolver().url_patterns if str(each.pattern) == "api/v1/"]
    undescribed = {"root", "schema", "docs", "nowhere"}
    routes = {
        "/api/v1/" + re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", str(each.pattern))
        for each in api.url_patterns
        if each.name not in undescribed
    }

    assert schema["paths"].keys() == routes


def test_every_operation_has_a_summary_names_its_answers_and_may_answer_with_a_problem(schema):
    for path, operations in schema["paths"].items():
        for method, operation in operations.items():
            assert operation["description"], (method, path)
            assert "application/problem+json" in operation["responses"]["default"]["content"], (method, path)
            assert {"200", "201", "204"} & operation["responses"].keys(), (method, path)
            assert operation["security"][0] == {"bearer": []}, (method, path)


def test_lists_are_described_with_their_cursor(schema):
    listing = schema["paths"]["/api/v1/promises/"]["get"]

    assert {"cursor", "page_size", "state", "owner", "due_before"} <= {
        p["name"] for p in listing["parameters"]
    }
    page = listing["responses"]["200"]["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
    assert schema["components"]["schemas"][page]["required"] == ["next", "results"]


def test_the_schema_is_served_to_whoever_asks(client, db):
    answer = client.get("/api/v1/schema/?version=%0d%0aSet-Cookie:x&lang=%00")

    assert answer.status_code == 200
    assert b"/api/v1/promise-previews/" in answer.content


def test_the_page_has_nothing_inline_and_nothing_from_elsewhere(client, db):
    page = client.get("/api/v1/docs/")
    text = page.content.decode()

    assert client.get("/api/v1/", follow=True).redirect_chain == [("/api/v1/docs/", 302)]
    assert not re.search(r"<script(?![^>]*\ssrc=)|<style|\sstyle=|\son\w+=", text)
    assert all(address.startswith("/") for address in re.findall(r'(?:src|href)="([^"]+)"', text))
    policy = page.headers["Content-Security-Policy"]
    assert "script-src 'self'" in policy.split(
        "; "
    )  # and no other source; their order changes from start to start
    assert "unsafe" not in policy
    (script,) = re.findall(r'src="(/api/v1/docs/[^"]*)"', text)
    answer = client.get(script)
    assert answer.headers["Content-Type"].startswith("application/javascript")
    assert b"/api/v1/schema/" in answer.content
