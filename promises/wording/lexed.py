"""A tokenised wording seen through one language's table: which phrases start where."""

from functools import cached_property
from typing import Any

from promises.wording.language import Language
from promises.wording.tokens import Token

#: Signs after which a time may end. "3%", "3/4" or "3-room" are no times.
_ENDS = frozenset(".,;:!?)(]…")
#: Kinds that may follow a bare number which is to be read as an hour. Any other word makes it a number of things.
_FOLLOWERS = (
    "follow", "lead", "joint", "day", "weekday", "short_weekday", "part", "weak_part", "zone", "span",
    "vague", "past", "which", "glue", "part_after_day", "plus_week",
)  # fmt: skip


class Lexed:
    """The tokens with what the table knows of each. Positions are token numbers."""

    def __init__(self, tokens: list[Token], language: Language) -> None:
        self.tokens = tokens
        self.language = language
        self._found: dict[int, dict[str, tuple[Any, int]]] = {}

    def __len__(self) -> int:
        return len(self.tokens)

    def at(self, i: int) -> dict[str, tuple[Any, int]]:
        """Kind to (value, end) of the longest phrase of that kind that starts at `i`."""
        if i not in self._found:
            found: dict[str, tuple[Any, int]] = {}
            node, end = self.language.tree, i
            while end < len(self.tokens) and (node := node.get(self.tokens[end].text)) is not None:
                end += 1
                for kind, value in node.get("", {}).items():
                    found[kind] = (value, end)
            self._found[i] = found
        return self._found[i]

    def get(self, kind: str, i: int) -> tuple[Any, int] | None:
        return self.at(i).get(kind)

    def text(self, i: int) -> str:
        """The token at `i`, '' beyond either end."""
        return self.tokens[i].text if 0 <= i < len(self.tokens) else ""

    def glued(self, i: int) -> bool:
        return i < len(self.tokens) and self.tokens[i].glued

    def digits(self, i: int, most: int = 6) -> int | None:
        """The whole number at `i`, None if there is none or it has more than `most` digits."""
        if 0 <= i < len(self.tokens) and self.tokens[i].number and len(self.tokens[i].text) <= most:
            return int(self.tokens[i].text)
        return None

    def skip_glue(self, i: int) -> int:
        """The position after articles, commas and the like."""
        while i < len(self.tokens):
            if self.text(i) in (",", "(", ")"):
                i += 1
            elif found := self.get("glue", i):
                i = found[1]
            else:
                break
        return i

    def may_end(self, i: int) -> bool:
        """Whether what ends before `i` may be a time, judged by what follows it."""
        if i >= len(self.tokens):
            return True
        text = self.text(i)
        if text in _ENDS:  # "3.5", "3:1" are something else
            return not (
                text in ".,:" and self.glued(i) and self.glued(i + 1) and self.digits(i + 1) is not None
            )
        if text == "-":
            return not self.glued(i)
        return any(kind in self.at(i) for kind in _FOLLOWERS)

    @cached_property
    def core(self) -> tuple[int, int]:
        """The wording without the glue, stops and courtesies around it: (from, to)."""
        start, end = self.skip_glue(0), len(self.tokens)
        while end > start and self.text(end - 1) in _ENDS:
            end -= 1
        return start, end

    def is_all(self, start: int, end: int) -> bool:
        """Whether from `start` to `end` is all that was said."""
        first, last = self.core
        return start <= first and end >= last
