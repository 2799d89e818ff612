"""A search written by hand: one SQL statement a kind, on the same columns and indexes. The yardstick.

It knows nothing of addresses, phone numbers and short numbers; what it looks for is given to it as words.
"""

import psycopg2

from tickets.searching import RANKED_AT_MOST

# The keys in which a word is found, a way of finding it each; {word} is its place among the words.
WAYS = {
    "tickets": (
        "SELECT number FROM tickets_ticket WHERE words @@ {word}",
        "SELECT ticket.number FROM tickets_ticket ticket JOIN tickets_customer customer ON customer.id = customer_id"
        " WHERE customer.words @@ {word}",
        "SELECT number FROM tickets_ticket WHERE number = {number}",
    ),
    "customers": ("SELECT id FROM tickets_customer WHERE words @@ {word}",),
    "promises": (
        "SELECT id FROM promises_promise WHERE words @@ {word}",
        "SELECT promise.id FROM promises_promise promise JOIN tickets_ticket ticket ON ticket.number = ticket_id"
        " WHERE ticket.words @@ {word}",
        "SELECT promise.id FROM promises_promise promise JOIN tickets_ticket ticket ON ticket.number = ticket_id"
        " JOIN tickets_customer customer ON customer.id = customer_id WHERE customer.words @@ {word}",
        "SELECT id FROM promises_promise WHERE ticket_id = {number}",
    ),
}
BEST = {
    "tickets": """
        SELECT ticket.number FROM newest JOIN tickets_ticket ticket ON ticket.number = key
          JOIN tickets_customer customer ON customer.id = ticket.customer_id
         ORDER BY ticket.number = ANY(%(numbers)s) DESC,
                  ts_rank(ticket.words, {any}) + ts_rank(customer.words, {any}) * 0.5::float DESC, key DESC
         LIMIT %(most)s""",
    "customers": """
        SELECT id FROM newest JOIN tickets_customer customer ON id = key
         ORDER BY ts_rank(words, {any}) DESC, key DESC LIMIT %(most)s""",
    "promises": """
        SELECT promise.id FROM newest JOIN promises_promise promise ON promise.id = key
          JOIN tickets_ticket ticket ON ticket.number = promise.ticket_id
          JOIN tickets_customer customer ON customer.id = ticket.customer_id
         ORDER BY promise.settled_at IS NOT NULL,
                  ts_rank(promise.words, {any}) + (ts_rank(ticket.words, {any}) + ts_rank(customer.words, {any}))
                  * 0.5::float DESC, key DESC LIMIT %(most)s""",
}


class ByHand:
    def __init__(self, url: str) -> None:
        self.connection = psycopg2.connect(url)
        self.connection.autocommit = True

    def found(self, kind: str, words: list[list[str]], most: int) -> list[int]:
        """Keys of the best; a word is the pieces that must all be there, each as the beginning of a word."""
        with self.connection.cursor() as cursor:
            cursor.execute(*statement(kind, words, most))
            return [key for (key,) in cursor.fetchall()]

    def close(self) -> None:
        self.connection.close()


def statement(kind: str, words: list[list[str]], most: int) -> tuple[str, dict]:
    """The SQL and what goes into it."""
    values: dict = {"most": most, "numbers": [int(each[0]) for each in words if each[0].isdigit()]}
    sets = []
    for place, pieces in enumerate(words):
        values[f"word{place}"] = " & ".join(f"'{piece}':*" for piece in pieces)
        number = pieces[0] if pieces[0].isdigit() else "NULL"
        ways = [
            way.format(word=f"to_tsquery('simple', %(word{place})s)", number=number) for way in WAYS[kind]
        ]
        sets.append(f"({' UNION '.join(ways)})")
    values["any"] = " | ".join(f"({values[f'word{place}']})" for place in range(len(words)))
    newest = f"SELECT * FROM ({' INTERSECT '.join(sets)}) keys (key) ORDER BY key DESC LIMIT {RANKED_AT_MOST}"
    best = BEST[kind].format(any="to_tsquery('simple', %(any)s)")
    return f"WITH newest AS ({newest}) {best}", values
