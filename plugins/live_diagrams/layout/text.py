r"""Labels as lines of text with a size, which is the same on every machine. Pure.

Graphviz measures ASCII by built-in metrics but takes every other character for a space, so labels
are measured here. Widths are those of Helvetica (Adobe's font metrics for the 14 standard PDF fonts),
which Arial and Liberation Sans share; characters of other scripts count as a typical glyph, on the
wide side.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

LINE_HEIGHT = 1.25
"""Distance of baselines, as a multiple of the font size."""

_HELVETICA = (
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556,
    556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778,
    722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278,
    278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556,
    556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
)  # fmt: skip
"""Advance widths of U+0020 to U+007E in thousandths of the font size."""

_PRINTED = {**dict.fromkeys([*range(0x20), *range(0x7F, 0xA0)]), 0x09: " ", 0x0A: "\n", 0x0D: "\n"}
"""Removes control characters from a label: no font paints them, and XML must not contain them."""

_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class Run:
    """Words in one style; `size` in CSS pixels, `colour` as the author wrote it or empty."""

    text: str
    size: float
    bold: bool = False
    italic: bool = False
    colour: str = ""

    @cached_property
    def width(self) -> float:
        """The painted width of the run, in CSS pixels."""
        return sum(map(_measure_advance, self.text)) * self.size / 1000 * (1.07 if self.bold else 1)


@dataclass(frozen=True)
class Line:
    """Runs beside each other; `align` is `n` (centred), `l` (left) or `r` (right)."""

    runs: tuple[Run, ...]
    align: str = "n"

    @cached_property
    def width(self) -> float:
        """The painted width of the line, in CSS pixels."""
        return sum(run.width for run in self.runs)

    @cached_property
    def height(self) -> float:
        """The height of the line, in CSS pixels."""
        return max((run.size for run in self.runs), default=8.0) * LINE_HEIGHT


@dataclass(frozen=True)
class Text:
    """Lines below each other."""

    lines: tuple[Line, ...]

    @cached_property
    def width(self) -> float:
        """The width of the widest line, in CSS pixels."""
        return max((line.width for line in self.lines), default=0.0)

    @cached_property
    def height(self) -> float:
        """The height of all lines together, in CSS pixels."""
        return sum(line.height for line in self.lines)


@lru_cache(maxsize=4096)  # a graph is laid out several times
def wrap_label(label: str, size: float, *, bold: bool = False, wrap: float = 0, colour: str = "") -> Text:
    r"""Break a label where its author did (a newline, `\n`, `\l`, `\r`), and at spaces to fit `wrap`."""
    return Text(
        tuple(
            Line((run,), align)
            for line, align in split_lines(label)
            for run in _wrap_run(Run(line, size, bold, colour=colour), wrap)
        )
    )


def split_lines(label: str) -> list[tuple[str, str]]:
    r"""Return the lines of a Graphviz `escString`, each with its alignment. `\\` is a backslash."""
    lines: list[tuple[str, str]] = []
    current = ""
    label = label.replace("\r\n", "\n").translate(_PRINTED)
    for token in re.findall(r"\\.|\n|[^\\\n]+|\\", label, flags=re.DOTALL):
        if token in ("\n", r"\n", r"\l", r"\r"):
            lines.append((current.strip(), token[-1] if token != "\n" else "n"))
            current = ""
        elif token != "\\\n":  # a backslash before a newline continues the line
            current += token[1:] if token.startswith("\\") and len(token) > 1 else token
    if current or not lines:
        lines.append((current.strip(), "n"))
    return lines if any(line for line, _ in lines) else []


def drop_unprintable(text: str) -> str:
    """Return the text without the characters that a label may contain but XML may not."""
    return _UNPRINTABLE.sub("", text)


def _measure_advance(char: str) -> int:
    """Return the width of a character in thousandths of the font size."""
    code = ord(char)
    if 32 <= code < 127:
        return _HELVETICA[code - 32]
    if unicodedata.combining(char) or unicodedata.category(char) in ("Mn", "Me", "Cf", "Cc"):
        return 0
    if unicodedata.east_asian_width(char) in ("W", "F"):
        return 1000 if code < 0x1F000 else 1300
    base = unicodedata.normalize("NFD", char)[0]
    if base != char and 32 <= ord(base) < 127:
        return _HELVETICA[ord(base) - 32]
    return 1000 if code >= 0x2E80 or 0x2190 <= code < 0x2C00 else 620


def _wrap_run(run: Run, limit: float) -> Iterator[Run]:
    """Yield a run broken at spaces into pieces of at most `limit` pixels; whole where that is 0."""
    current = run if not limit else replace(run, text="")
    for word in run.text.split(" ") if limit else ():
        longer = replace(run, text=f"{current.text} {word}".lstrip())
        if current.text and longer.width > limit:
            yield current
            longer = replace(run, text=word)
        current = longer
    yield current
