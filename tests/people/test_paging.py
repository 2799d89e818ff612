"""Pages of a list: what an address can ask for, and which others there are."""

import pytest
from django.test import RequestFactory

from people.paging import LAST, Page, page_number, page_of


def the_page(query: str, count: int = 70) -> Page:
    return Page.of(range(count), RequestFactory().get(f"/somewhere/?{query}"))


@pytest.mark.parametrize(
    ("query", "rows", "earlier", "further"),
    [
        ("", range(0, 30), None, 2),
        ("page=1", range(0, 30), None, 2),
        ("page=2", range(30, 60), 1, 3),
        ("page=3", range(60, 70), 2, None),
        ("page=4", range(0), 3, None),
    ],
)
def test_a_page_has_its_rows_and_knows_the_ones_beside_it(query, rows, earlier, further):
    found = the_page(query)
    assert (found.rows, found.earlier, found.further) == (list(rows), earlier, further)


def test_a_full_last_page_leads_nowhere():
    assert the_page("page=2", count=60).further is None


@pytest.mark.parametrize(
    "said",
    [
        None,
        "",
        "0",
        "-1",
        "x",
        "1.5",
        "²",
        "٣",
        " 2",
        str(LAST + 1),
        "00002",
        pytest.param("9" * 5_000, id="huge"),
        "\0",
    ],
)
def test_what_no_link_can_have_said_is_the_first_page_or_the_one_it_means(said):
    assert page_number(said) == (2 if said == "00002" else 1)


def test_no_page_follows_the_last_that_there_may_be():
    assert page_of(range(100), 4, size=10, last=4).further is None
    assert page_number("5", last=4) == 1
    assert page_number(str(LAST)) == LAST


def test_the_links_keep_what_else_the_address_says():
    assert the_page("q=a+%26+b&page=2&team=x&page=3").query == "q=a+%26+b&team=x"


LISTS = [
    "/tickets/?",
    "/alerts/?show=all&",
    "/replies/?",
    "/search/?q=a&kind=tickets&",
    "/dashboard/promises/?",
    "/dashboard/escalations/?",
    "/dashboard/tickets/?",
    "/dashboard/over-time/promises/?",
    "/dashboard/over-time/tickets/?",
    "/dashboard/over-time/escalations/?",
]


@pytest.mark.django_db
@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize("said", ["0", "x", "10001", pytest.param("9" * 5_000, id="huge")])
def test_every_list_takes_an_odd_page_for_the_first(client, cast, path, said):
    client.force_login(cast.amira, "allauth.account.auth_backends.AuthenticationBackend")
    answer = client.get(f"{path}page={said}")
    assert answer.status_code == 200
    assert ">Page " not in answer.content.decode()
    beyond = client.get(f"{path}page=2").content.decode()
    assert 'rel="prev"' in beyond
    assert "Back to its beginning" in beyond
