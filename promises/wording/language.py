"""A language is a table: phrases by kind of meaning, a few switches, and the words for reading back.

Phrases use a small notation: `(the)` may be left out, `a|b` is either. Accents and case do not matter.
"""

from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain, product
from typing import Any

from promises.wording.tokens import words


@dataclass(frozen=True)
class Language:
    """One language.

    `phrases` maps a kind to its phrases and their values; `docs/wording.md` lists the kinds.
    `half_hour`: what "half three" adds to the hour in minutes (English 30, German -30).
    `day_first`: whether 3/12 is the 3rd of December; None means that both readings are in use.
    `dotted_date`: whether 3.12. is a date. `hour_marks`: words that make a number an hour ("Uhr").
    `hours_are_clock`: the word for hours also marks a time on the clock ("3 heures").
    `denial_last`: whether "not" follows what it denies ("ich rufe Sie nicht an").
    `say`: the words for reading back and refusing.
    """

    code: str
    name: str
    phrases: dict[str, dict[str, Any]]
    say: dict[str, Any]
    half_hour: int = 30
    day_first: bool | None = True
    dotted_date: bool = False
    umlauts: bool = False
    hours_are_clock: bool = False
    denial_last: bool = False
    extra: dict[str, Any] = field(default_factory=dict)

    @cached_property
    def tree(self) -> dict:
        """All phrases as one prefix tree of tokens; a leaf lists (kind, value) under the key ''."""
        root: dict = {}
        for kind, table in self.phrases.items():
            for notation, value in table.items():
                for phrase in expand(notation, self.umlauts):
                    node = root
                    for word in phrase:
                        node = node.setdefault(word, {})
                    node.setdefault("", {})[kind] = value
        return root


def expand(notation: str, umlauts: bool = False) -> set[tuple[str, ...]]:
    """Every phrase, as tokens, that a notation stands for: "(the) end|close of day" is four.

    With `umlauts` also as typed without them: "uebermorgen" beside "übermorgen".
    """
    choices: list[set[tuple[str, ...]]] = []
    for piece in notation.split():
        optional = piece.startswith("(") and piece.endswith(")")
        options = (piece[1:-1] if optional else piece).replace("_", " ").split("|")
        spelled = {words(option) for option in options}
        if umlauts:
            spelled |= {words(option.translate(_UMLAUTS)) for option in options}
        choices.append(spelled | {()} if optional else spelled)
    phrases = {tuple(chain.from_iterable(pick)) for pick in product(*choices)}
    return phrases - {()}


_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
