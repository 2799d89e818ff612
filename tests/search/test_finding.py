"""What a search finds, by which words, and in which order."""

import pytest
from django.db import connection

from promises.models import Promise
from promises.settling import withdraw
from tests.cast import a_customer, a_promise, a_ticket, berlin
from tickets import searching
from tickets.models import Customer, Ticket
from tickets.searching import words

pytestmark = pytest.mark.django_db
MONDAY = berlin("2026-03-02 09:00")


@pytest.fixture
def ticket(cast) -> Ticket:
    customer = a_customer("Jürgen Müller-Lüdenscheidt", "j.mueller@baths.example", phone="+49 30 23125-014")
    return a_ticket(
        cast, at=MONDAY, customer=customer, subject="Rubber duck (yellow) lost", description="In tub no. 7/B"
    )


def numbers(text: str) -> list[int]:
    return list(Ticket.objects.best(text).values_list("number", flat=True))


@pytest.mark.parametrize(
    "text",
    [
        "duck", "DUCK", "duc", "rubber yel", "yellow lost duck",  # the subject, in any order, by beginnings
        "tub", "7/B",  # the description
        "müller", "Lüdensch", "jürgen duck",  # the customer, and the customer with the subject
        "j.mueller@baths.example", "mueller", "baths", "j.mue",  # the address, whole and in parts
        "+49 30 23125-014", "0049 30 23125014", "030 23125014", "03023125", "23125014", "+49 (0)30 23125014",
    ],
)  # fmt: skip
def test_a_ticket_is_found_by_any_part_of_it(cast, ticket, text):
    a_ticket(cast, at=MONDAY, subject="Another matter")
    assert numbers(text) == [ticket.number]


@pytest.mark.parametrize(
    "text", ["goose", "duck goose", "+49 30 99999", "", "  ", "%", "''", "(((", "😀", "\0"]
)
def test_what_fits_nothing_finds_nothing(cast, ticket, text):
    assert numbers(text) == []


@pytest.mark.parametrize(
    "text", ["duck:*|goose", "duck & !lost", "'duck'", "\\duck", "duck\ud800", "<duck>", "--duck"]
)
def test_signs_are_no_operators(cast, ticket, text):
    assert ticket.number in numbers(text) or "goose" in text


def test_the_number_comes_first_with_and_without_its_sign(cast, ticket):
    other = a_ticket(cast, at=MONDAY, subject=f"{ticket.number} ducks and {ticket.number} geese")
    assert numbers(f"#{ticket.number}") == [ticket.number, other.number]
    assert numbers(str(ticket.number)) == [ticket.number, other.number]
    assert numbers("9" * 30) == []


@pytest.mark.parametrize("rare", [0, 1, 10_000])
def test_several_words_find_the_same_however_common_they_are(cast, ticket, monkeypatch, rare):
    monkeypatch.setattr(searching, "RARE", rare)
    other = a_ticket(cast, at=MONDAY, subject="Rubber boots, yellow", customer=ticket.customer)
    assert sorted(numbers("yellow rubber")) == [ticket.number, other.number]
    assert sorted(numbers("müller yellow")) == [ticket.number, other.number]
    assert numbers("yellow boots müller") == [other.number]
    assert numbers("duck boots") == []


def test_the_best_of_a_part_are_all_of_that_part(cast, ticket, monkeypatch):
    monkeypatch.setattr(searching, "RANKED_AT_MOST", 2)
    for _ in range(3):
        a_ticket(cast, at=MONDAY, subject="Another duck, red", team=cast.new_york, owner=cast.ben)
    part = Ticket.objects.filter(team=cast.berlin)
    assert [each.number for each in part.best("duck")] == [ticket.number]
    assert [each.number for each in part.best("duck lost")] == [ticket.number]


@pytest.mark.postgresql
def test_the_subject_weighs_more_than_the_description(cast):
    subject = a_ticket(cast, at=MONDAY, subject="The duck")
    a_ticket(cast, at=MONDAY, subject="Anything", description="A duck among many other things")
    assert numbers("duck")[0] == subject.number


def test_customers_are_found_by_name_address_and_phone(cast, ticket):
    for text in ("müller", "jürgen lüden", "baths.example", "23125 014"):
        assert list(Customer.objects.best(text)) == [ticket.customer], text


def test_an_address_is_one_word_and_finds_its_customer_alone(cast, ticket):
    """Its parts are in everybody's: "customer" and "example" would find a hundred thousand."""
    address = cast.customer.email
    assert words(f"refund {address}") == ["refund", address]
    assert list(Customer.objects.best(address.upper())) == [cast.customer]


def test_promises_are_found_by_their_words_their_ticket_and_their_customer(cast, ticket):
    promise = a_promise(ticket, "call back tomorrow morning", at=MONDAY)
    a_promise(a_ticket(cast, at=MONDAY), "in 2 hours", at=MONDAY)
    for text in ("tomorrow", "duck", "müller tomorrow", "23125 014", f"#{ticket.number}"):
        assert list(Promise.objects.best(text)) == [promise], text


def test_what_is_still_owed_comes_before_what_was_settled(cast, ticket):
    first = a_promise(ticket, "tomorrow morning", at=MONDAY)
    second = a_promise(ticket, "tomorrow before noon", at=MONDAY)
    withdraw(second, by=cast.amira, reason="Not needed.", at=MONDAY)
    assert list(Promise.objects.best("tomorrow")) == [first, second]


def test_two_digits_are_not_looked_for_in_phone_numbers(cast, ticket):
    paired = a_customer("Noémie Laurent", "noemie@customer.example", phone="+33 1 44 12 67 89")

    assert list(Customer.objects.best("12")) == []
    assert list(Customer.objects.best("231")) == [ticket.customer]
    assert list(Customer.objects.best("1267")) == [paired]


def test_a_number_with_its_sign_is_not_looked_for_in_phone_numbers(cast, ticket):
    customer = a_customer("Ann", "ann@customer.example", phone=f"030 {ticket.number} 4711")
    a_ticket(cast, at=MONDAY, customer=customer)

    assert numbers(f"#{ticket.number}") == [ticket.number]
    assert list(Ticket.objects.matching(f"duck #{ticket.number}")) == [ticket]

    order = a_ticket(cast, at=MONDAY, subject="Order #4711 is late")
    assert numbers("#4711") == [order.number]
    assert numbers("#99999999999999999999") == []
    assert list(Customer.objects.best("#4711")) == []


def test_a_search_has_eight_words_at_most():
    assert words("a b c d e f g h i j") == list("abcdefgh")


@pytest.mark.postgresql
@pytest.mark.parametrize(
    ("rows", "index"),
    [
        (Ticket.objects, "ticket_words"),
        (Customer.objects, "customer_words"),
        (Promise.objects, "promise_words"),
        (Promise.objects, "ticket_words"),
        (Promise.objects, "customer_words"),
    ],
)
def test_the_index_serves(cast, ticket, rows, index):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    assert index in rows.matching("duck").explain()
