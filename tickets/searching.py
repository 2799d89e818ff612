"""Finding by words, the same way for every list: PostgreSQL's full text with ranks, containment on SQLite.

A document is the text columns of one table. Each word of a search must begin some word of it; what is found in a
related table joins in as a set of keys, so that each table is entered by its own index.
"""

import re
from dataclasses import dataclass
from itertools import chain

from django.db import connection
from django.db.models import BooleanField, Expression, F, FloatField, Func, Q, QuerySet, TextField, Value
from django.db.models.functions import Coalesce

MOST_WORDS = 8
# Only so many of the newest finds are put in the order of their ranks: a common word fits a million rows.
RANKED_AT_MOST = 1_000
# More than there are: a limit keeps PostgreSQL from merging a set of keys into the query around it, where it would
# read every row's words anew instead of its index of words.
EVERY = 2**31 - 1
LARGEST_NUMBER = 2**63 - 1
# What the parser of PostgreSQL would read an address, a path or a signed number from; the indexes have it, too.
GLUE = '@.-/_+:~<>&;#=?"\\()[]{},!*|'
# A phone number is found from its country's code, from its area's code and from the subscriber's number.
PHONE_STARTS = range(1, 10)

_GLUE = str.maketrans({sign: " " for sign in [*GLUE, "'", "\0"]})
# Its parts by themselves, such as "example", would be in the address of everybody.
_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+")
_PHONE = re.compile(r"[+0-9][0-9 ().\-/]{4,}[0-9]")


def words(text: str) -> list[str]:
    """The words to look for, at most eight; none in a text of mere signs. A phone number or an address is one."""
    text = text.encode("utf-8", "ignore").decode().strip()
    if _PHONE.fullmatch(text):
        digits = re.sub(r"\D", "", text.replace("(0)", ""))
        return [digits.lstrip("0") or digits]
    pieces = [
        [piece] if _ADDRESS.fullmatch(piece) else piece.translate(_GLUE).split() for piece in text.split()
    ]
    return list(chain.from_iterable(pieces))[:MOST_WORDS]


def number_in(word: str) -> int | None:
    """The number that the word is, when a column can hold it."""
    if not (word.isascii() and word.isdigit()) or len(word) > 19:
        return None
    number = int(word)
    return number if number <= LARGEST_NUMBER else None


@dataclass(frozen=True)
class Document:
    """Text columns of a table, each with a weight from A to D, and its column of phone numbers."""

    columns: tuple[tuple[str, str], ...]
    phone: str = ""

    def has(self, word: str) -> Expression | Q:
        """A condition: some word of the document begins with `word`, in any case. For `filter`."""
        if connection.vendor != "postgresql":
            return self._contains(word)
        return Func(
            self.vector(),
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
        """What PostgreSQL searches: the very expression of the index, so that the index serves."""
        parts = [_weighed(F(through + name), weight) for name, weight in self.columns]
        if self.phone:
            digits = "regexp_replace({}, '[^0-9]', '', 'g')"
            pieces = " || ' ' || ".join([digits, *(f"substr({digits}, {at + 1})" for at in PHONE_STARTS)])
            column = F(through + self.phone)
            pieces = pieces.replace("{}", "%(expressions)s")
            parts.append(
                Func(
                    column,
                    template=f"setweight(to_tsvector('simple', {pieces}), 'D')",
                    output_field=TextField(),
                )
            )
        return Func(*parts, template="(%(expressions)s)", arg_joiner=" || ", output_field=TextField())

    def _contains(self, word: str) -> Q:
        found = Q()
        for name, _ in self.columns:
            if name != self.phone:
                found |= Q(**{f"{name}__icontains": word})
        if self.phone and word.isascii() and word.isdigit() and not _is_short_number(word):
            # People write one number with spaces, dots or brackets.
            found |= Q(**{f"{self.phone}__regex": "[^0-9]*".join(word)})
        return found


def every_word(rows: QuerySet, text: str, fits) -> QuerySet:
    """Those of `rows` where each word of `text` fits; `fits(word)` yields querysets of keys. None without a word."""
    wanted = words(text)
    if not wanted:
        return rows.none()
    for word in wanted:
        first, *others = [keys.order_by() for keys in fits(word)]
        rows = rows.filter(pk__in=first.union(*others) if others else first)
    return rows


def best_first(rows: QuerySet, rank: Expression, *first: object) -> QuerySet:
    """The newest of `rows`, in the order of `first`, then of rank, then the newest first."""
    newest = rows.order_by("-pk").values("pk")[:RANKED_AT_MOST]
    ranked = rows.model.objects.filter(pk__in=newest).annotate(rank=Coalesce(rank, 0.0))
    return ranked.order_by(*first, "-rank", "-pk")


def _weighed(column: Expression, weight: str) -> Func:
    glue, blanks = GLUE.replace("'", "''"), " " * len(GLUE)
    return Func(
        column,
        template=f"setweight(to_tsvector('simple', translate(%(expressions)s, '{glue}', '{blanks}')), '{weight}')",
        output_field=TextField(),
    )


def _query(wanted: list[str]) -> Func:
    either = " | ".join(" & ".join(_beginnings(word)) for word in wanted)
    return Func(Value(either), template="to_tsquery('simple', %(expressions)s)", output_field=TextField())


def _beginnings(word: str) -> list[str]:
    # Quoted, a word cannot be an operator; a backslash or a quote in it is glue, and gone.
    parts = word.translate(_GLUE).split()
    return [f"'{part}':*{'ABC' if _is_short_number(word) else ''}" for part in parts]


def _is_short_number(word: str) -> bool:
    # Two digits in a row are somewhere in every other phone number.
    return len(word) < 3 and word.isdigit()
