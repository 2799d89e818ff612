"""From a sentence as typed to plain tokens that remember where they stood.

Case, accents, curly apostrophes, typographic spaces and dashes carry no time, so tables never see them:
"À 14 h 30" and "a 14h30" are the same tokens. One pass over the text and no regular expression with nested
repeats, so the cost grows with the length alone.
"""

import re
import unicodedata
from dataclasses import dataclass, replace

_DASHES = "‐‑‒–—―−"
_SEPARATORS = "'’‘ʼ`´"  # "d'ici", "aujourd'hui" and "o'clock" are two words everywhere, tables included
_FRACTIONS = {"½": " 1/2 ", "¼": " 1/4 ", "¾": " 3/4 "}
_PIECE = re.compile(r"[0-9]+|[^\W\d_]+|\S")


@dataclass(frozen=True, slots=True)
class Token:
    """One word, number or sign. `start` and `end` are positions in the original text."""

    text: str
    start: int
    end: int
    glued: bool  # no space between it and the token before
    number: bool
    joined: bool = False  # a hyphen stood before it and was dropped: "Monday-Wednesday"

    @property
    def word(self) -> bool:
        return self.text[0].isalpha()


def fold(char: str) -> str:
    """A character as tables know it: lower case, no accent, plain dash, space and fraction."""
    if char in _FRACTIONS:
        return _FRACTIONS[char]
    if char in _SEPARATORS:
        return "'"
    if char in _DASHES:
        return "-"
    if char.isascii():
        return char.lower()
    plain = unicodedata.normalize("NFKD", char).casefold()
    return "".join(piece for piece in plain if not unicodedata.combining(piece))


def tokenize(text: str) -> list[Token]:
    """The tokens of `text`; signs are one token each, apostrophes and hyphens inside words are dropped."""
    folded: list[str] = []
    origin: list[int] = []
    for position, char in enumerate(text):
        for piece in fold(char):
            folded.append(piece)
            origin.append(position)
    line = "".join(folded)
    tokens = []
    for found in _PIECE.finditer(line):
        start = found.start()
        glued = start > 0 and not line[start - 1].isspace()
        word = found.group()
        tokens.append(Token(word, origin[start], origin[found.end() - 1] + 1, glued, word[0] in "0123456789"))
    return _join_initials(_drop_word_joints(tokens))


def words(phrase: str) -> tuple[str, ...]:
    """A table's phrase in the same folding as the text."""
    return tuple(token.text for token in tokenize(phrase))


def _drop_word_joints(tokens: list[Token]) -> list[Token]:
    """Without apostrophes, and without hyphens between words: "après-demain" is "apres", "demain"."""
    kept = []
    joined = False
    for i, token in enumerate(tokens):
        if token.text in "'\"«»“”„*_":
            continue
        inside = token.text == "-" and 0 < i < len(tokens) - 1 and token.glued and tokens[i + 1].glued
        if inside and tokens[i + 1].word:
            joined = True
            continue
        kept.append(replace(token, joined=True) if joined else token)
        joined = False
    return kept


def _join_initials(tokens: list[Token]) -> list[Token]:
    """ "p.m.", "P. M." and "e.o.d." become "pm" and "eod": letters each followed by a full stop."""
    kept: list[Token] = []
    i = 0
    while i < len(tokens):
        end, letters = i, ""
        while (
            end + 1 < len(tokens)
            and len(tokens[end].text) == 1
            and tokens[end].word
            and tokens[end + 1].text == "."
            and tokens[end + 1].glued
        ):
            letters += tokens[end].text
            end += 2
        last_letter = letters and end < len(tokens) and len(tokens[end].text) == 1 and tokens[end].glued
        if last_letter and tokens[end].word:  # "p.m" without its last full stop
            letters += tokens[end].text
            end += 1
        if len(letters) > 1:
            first, last = tokens[i], tokens[end - 1]
            kept.append(Token(letters, first.start, last.end, first.glued, False))
            i = end
        else:
            kept.append(tokens[i])
            i += 1
    return kept
