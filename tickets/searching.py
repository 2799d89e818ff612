"""Finding by words, the same way for every list: PostgreSQL's full text with ranks, containment on SQLite.

A document is the text columns of one table. Each word of a search must begin some word of it, or of a table around it;
each of these ways is asked by itself, so that each table can be entered by its own index.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import chain
from operator import or_

from django.db import connection
from django.db.models import BooleanField, Expression, F, FloatField, Func, Q, QuerySet, TextField, Value
from django.db.models.functions import Coalesce

MOST_WORDS = 8
# Only so many of the newest finds are put in the order of their ranks: a common word fits a million rows.
RANKED_AT_MOST = 1_000
# A word that more rows hold is no rare one.
RARE = 5_000
LARGEST_NUMBER = 2**63 - 1
# What the parser of PostgreSQL would read an address, a path or a signed number from; the migrations have it, too.
GLUE = '@.-/_+:~<>&;#=?"\\()[]{},!*|'

# The ways in which a word may fit a row, each a condition that an index of its own answers.
Fits = Callable[[str], Sequence[Expression | Q]]

_GLUE = str.maketrans({sign: " " for sign in [*GLUE, "'", "\0"]})
# Its parts by themselves, such as "example", would be in the address of everybody.
_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+")
_PHONE = re.compile(r"[+0-9][0-9 ().\-/]{4,}[0-9]")
# Whoever writes the sign means a ticket or an order, not some phone number with these digits in it.
_NUMBERED = re.compile(r"#[0-9]+")


def words(text: str) -> list[str]:
    """The words to look for, at most eight; none in a text of mere signs. A phone number or an address is one.

    "#12" is one, too, and keeps its sign: it is no part of a phone number.
    """
    text = text.encode("utf-8", "ignore").decode().strip()
    if _PHONE.fullmatch(text):
        digits = re.sub(r"\D", "", text.replace("(0)", ""))
        return [digits.lstrip("0") or digits]
    return list(chain.from_iterable(map(_pieces, text.split())))[:MOST_WORDS]


def _pieces(word: str) -> list[str]:
    if _ADDRESS.fullmatch(word) or _NUMBERED.fullmatch(word):
        return [word]
    return word.translate(_GLUE).split()


def number_in(word: str) -> int | None:
    """The number that the word is, with or without its sign, when a column can hold it."""
    word = word.removeprefix("#")
    if not (word.isascii() and word.isdigit()) or len(word) > 19:
        return None
    number = int(word)
    return number if number <= LARGEST_NUMBER else None


@dataclass(frozen=True)
class Document:
    """Text columns of a table, each with a weight from A to D, and its column of phone numbers.

    PostgreSQL keeps its words in a column `words` of the table: to make them of the text each time would cost more
    than all else that a search does. The migrations say how they are made.
    """

    columns: tuple[tuple[str, str], ...]
    phone: str = ""

    def has(self, word: str, through: str = "") -> Expression | Q:
        """A condition: some word of the document begins with `word`, in any case. `through` is as of `rank`."""
        if self.phone and _NUMBERED.fullmatch(word):
            return Q(pk__in=[])
        if connection.vendor != "postgresql":
            return self._contains(word, through)
        return Func(
            self.vector(through),
            _query([word]),
            template="%(expressions)s",
            arg_joiner=" @@ ",
            output_field=BooleanField(),
        )

    def rank(self, wanted: list[str], through: str = "") -> Expression:
        """How well any of the words fits, from 0; always 0 on SQLite. `through` is a path to the document's table."""
        if connection.vendor != "postgresql":
            return Value(0.0, FloatField())
        return Func(self.vector(through), _query(wanted), function="ts_rank", output_field=FloatField())

    def vector(self, through: str = "") -> Func:
        """What PostgreSQL searches: the column that has an index of words."""
        return _Words(F(through + self.columns[0][0]))

    def _contains(self, word: str, through: str) -> Q:
        found, word = Q(), word.removeprefix("#")
        for name, _ in self.columns:
            if name != self.phone:
                found |= Q(**{f"{through}{name}__icontains": word})
        if self.phone and word.isascii() and word.isdigit() and not _is_short_number(word):
            # People write one number with spaces, dots or brackets.
            found |= Q(**{f"{through}{self.phone}__regex": "[^0-9]*".join(word)})
        return found


class _Words(Func):
    """The column `words` beside another of the table: it is no field of the model, and nothing else fetches it."""

    output_field = TextField()

    def as_sql(self, compiler, connection, **context) -> tuple[str, list]:
        (beside,) = self.source_expressions
        return f'{compiler.quote_name_unless_alias(beside.alias)}."words"', []


def every_word(rows: QuerySet, text: str, fits: Fits) -> QuerySet:
    """Those of `rows` where each word of `text` fits in one of the ways that `fits` names. None without a word."""
    wanted = sorted(words(text), key=len, reverse=True)
    if not wanted:
        return rows.none()
    # A long word is a rare one: the indexes find it, and what was found is read for the others.
    first, *others = wanted
    found = rows.filter(pk__in=_either([_keys(rows, way) for way in fits(first)]))
    for word in others:
        found = found.filter(reduce(or_, map(Q, fits(word))))
    return found


def newest(rows: QuerySet, text: str, fits: Fits) -> QuerySet:
    """Keys of the newest of those that `every_word` finds, so many as are ranked.

    One word needs no more than that of each way that it is found in, and the database can stop early. Of several the
    first that is rare leads to the rows; where all are common, the newest rows are read until enough fit. That is
    asked beforehand, a query a word: the database cannot tell how rare the beginning of a word is.
    """
    wanted = sorted(words(text), key=len, reverse=True)
    if len(wanted) == 1:
        rows = rows.filter(pk__in=_found(rows, fits(wanted[0]), RANKED_AT_MOST, "-pk"))
    else:
        rare = next((keys for word in wanted if (keys := _few(rows, fits(word))) is not None), None)
        rows = rows.none() if not wanted else rows if rare is None else rows.filter(pk__in=rare)
        for word in wanted:
            rows = rows.filter(reduce(or_, map(Q, fits(word))))
    return rows.order_by("-pk").values("pk")[:RANKED_AT_MOST]


def _found(rows: QuerySet, ways: Sequence[Expression | Q], most: int, *order: str) -> QuerySet:
    keys = [_keys(rows, way) for way in ways]
    if connection.features.supports_slicing_ordering_in_compound:
        keys = [each.order_by(*order)[:most] for each in keys]
    return _either(keys)


def _few(rows: QuerySet, ways: Sequence[Expression | Q]) -> list[int] | None:
    # In no order: of a common word any so many do, and the database need not look for the newest.
    keys = list(_found(rows, ways, RARE + 1).values_list("pk", flat=True)[: RARE + 1])
    return keys if len(keys) <= RARE else None


def _keys(rows: QuerySet, way: Expression | Q) -> QuerySet:
    return rows.order_by().filter(way).values("pk")


def _either(keys: list[QuerySet]) -> QuerySet:
    first, *others = keys
    return first.union(*others) if others else first


def best_first(keys: QuerySet, rank: Expression, *first: object) -> QuerySet:
    """The rows of these keys, in the order of `first`, then of rank, then the newest first."""
    ranked = keys.model.objects.filter(pk__in=keys).annotate(rank=Coalesce(rank, 0.0))
    return ranked.order_by(*first, "-rank", "-pk")


def _query(wanted: list[str]) -> Func:
    either = " | ".join(" & ".join(_beginnings(word)) for word in wanted)
    return Func(Value(either), template="to_tsquery('simple', %(expressions)s)", output_field=TextField())


def _beginnings(word: str) -> list[str]:
    # Quoted, a word cannot be an operator; a backslash or a quote in it is glue, and gone.
    parts = word.translate(_GLUE).split()
    return [f"'{part}':*{'AC' if _is_short_number(word) else ''}" for part in parts]


def _is_short_number(word: str) -> bool:
    # Two digits in a row are somewhere in every other phone number, and many are written in pairs: B and D hold them.
    return len(word) < 3 and word.isdigit()
