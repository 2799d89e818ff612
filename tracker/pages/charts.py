"""Charts as plain data: where each rectangle lies. Widths are in percent, so that letters stay as large as they are."""

from collections.abc import Sequence
from dataclasses import dataclass

ROW, BAR = 46, 14
PLOT, FOOT = 150, 22


@dataclass(frozen=True, slots=True)
class Mark:
    """A rectangle; `kind` is its class in the stylesheet. `x` and `width` in percent, the others in pixels."""

    kind: str
    x: str
    y: str
    width: str
    height: str


@dataclass(frozen=True, slots=True)
class Word:
    """A label; `x` in percent, `y` the baseline in pixels, `anchor` start, middle or end."""

    text: str
    x: str
    y: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Chart:
    """What the template draws. `text` tells the same to who does not see it; the table behind tells all of it."""

    height: int
    text: str
    marks: tuple[Mark, ...]
    words: tuple[Word, ...]
    lines: tuple[str, ...] = ()


def bars(rows: Sequence[tuple[str, str, Sequence[tuple[str, float]]]], text: str) -> Chart:
    """A row each: its label, what stands at its end, and its parts as (kind, percent of the whole width)."""
    marks: list[Mark] = []
    words: list[Word] = []
    for place, (label, note, parts) in enumerate(rows):
        top = place * ROW
        words.append(Word(_short(label), "0%", str(top + 15), "start"))
        words.append(Word(note, "100%", str(top + 15), "end"))
        marks.append(Mark("rail", "0%", str(top + 22), "100%", str(BAR)))
        x = 0.0
        for kind, share in parts:
            if share:
                marks.append(Mark(kind, _percent(x), str(top + 22), _percent(share), str(BAR)))
            x += share
    return Chart(max(1, len(rows)) * ROW, text, tuple(marks), tuple(words))


def columns(days: Sequence[tuple[str, Sequence[tuple[str, int]]]], text: str) -> Chart:
    """A column each: its label, shown for the first, the middle and the last, and its parts from the bottom up."""
    most = max((sum(number for _, number in parts) for _, parts in days), default=0)
    step, marks = 100 / max(1, len(days)), []
    for place, (_, parts) in enumerate(days):
        bottom = float(PLOT)
        for kind, number in parts:
            if not number:
                continue
            height = number / most * (PLOT - 18)
            bottom -= height
            x, width = place * step + step * 0.12, step * 0.76
            marks.append(Mark(kind, _percent(x), f"{bottom:.1f}", _percent(width), f"{height:.1f}"))
    words = [Word(str(most), "0%", "12", "start")] if most else []
    for place, anchor in {0: "start", len(days) // 2: "middle", len(days) - 1: "end"}.items():
        if days:
            x = {"start": 0.0, "middle": (place + 0.5) * step, "end": 100.0}[anchor]
            words.append(Word(days[place][0], _percent(x), str(PLOT + 17), anchor))
    return Chart(PLOT + FOOT, text, tuple(marks), tuple(words), ("18", str(PLOT)) if most else (str(PLOT),))


def _percent(value: float) -> str:
    return f"{value:.3f}%"


def _short(label: str) -> str:
    return label if len(label) <= 36 else f"{label[:35]}…"
