"""The results as a plot in SVG: processor seconds of a build over the number of figures. Pure.

Both axes are logarithmic. Its colours, the background included, follow the reader's scheme by themselves, so
it can be read wherever it is shown.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from html import escape

from ..contestants import OURS, PLAIN
from .table import Series

WIDTH, HEIGHT = 720, 400
LEFT, TOP, RIGHT, BOTTOM = 64, 40, 200, 48
OUR_STATES = ("cold", "warm", "one script")
STYLE = """\
text{font:13px Helvetica,Arial,sans-serif;fill:var(--ink)}.grid{stroke:var(--grid)}
svg{--paper:#fff;--ink:#333;--grid:#ddd;--plain:#666;--ours:#3949ab;--other:#b26a00}
@media(prefers-color-scheme:dark){svg{--paper:#1e2129;--ink:#ddd;--grid:#3c404a;--plain:#aaa;--ours:#8c9eff;--other:#ffb74d}}
.line{fill:none;stroke-width:2}.plain{stroke:var(--plain)}.ours{stroke:var(--ours)}.other{stroke:var(--other)}
.dashed{stroke-dasharray:6 4}.dotted{stroke-dasharray:2 4}"""

Points = Sequence[tuple[int, float]]


def draw_plot(series: Sequence[Series], command: str) -> str:
    """Return the plot; `command` is the one that measured, and is written below it."""
    lines = list_lines(series)
    values = [seconds for points in lines.values() for _, seconds in points]
    counts = sorted({count for points in lines.values() for count, _ in points})
    if not values or len(counts) < 2:
        raise ValueError("a plot needs the builds of two numbers of figures")
    scale = _Scale(counts[0], counts[-1], min(values), max(values))
    inside = [*scale.draw_grid(counts), *_draw_lines(lines, scale)]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        'aria-label="Processor seconds of a build over the number of figures">\n'
        f"<style>{STYLE}</style>\n"
        f'<rect width="{WIDTH}" height="{HEIGHT}" rx="6" fill="var(--paper)"/>\n'
        f'<text x="{LEFT}" y="24" font-weight="bold">Processor seconds of one build</text>\n'
        + "\n".join(inside)
        + f'\n<text x="{LEFT}" y="{HEIGHT - 8}">figures; measured with {escape(command)}</text>\n</svg>\n'
    )


def list_lines(series: Sequence[Series]) -> Mapping[tuple[str, str], Points]:
    """Return the lines: the plain builder's warm builds, ours in some states, and others' cold builds."""
    lines: dict[tuple[str, str], list[tuple[int, float]]] = {}
    for one in sorted(series, key=lambda one: one.figures):
        states = {PLAIN.name: ("warm",), OURS.name: OUR_STATES}.get(one.name, ("cold",))
        for state in states:
            if (seconds := one.median(state, "processor")) is not None:
                lines.setdefault((one.name, state), []).append((one.figures, seconds))
    return lines


class _Scale:
    """From numbers to pixels."""

    def __init__(self, first: int, last: int, least: float, most: float) -> None:
        self._x = math.log10(first), math.log10(last)
        self._y = math.floor(math.log10(least)), math.ceil(math.log10(most))

    def place(self, count: float, seconds: float) -> tuple[float, float]:
        (left, right), (low, high) = self._x, self._y
        across = (math.log10(count) - left) / (right - left)
        up = (math.log10(seconds) - low) / (high - low)
        return (
            round(LEFT + across * (WIDTH - LEFT - RIGHT), 1),
            round(HEIGHT - BOTTOM - up * (HEIGHT - TOP - BOTTOM), 1),
        )

    def draw_grid(self, counts: Sequence[int]) -> Iterator[str]:
        low, high = self._y
        for power in range(low, high + 1):
            _, y = self.place(counts[0], 10.0**power)
            yield f'<line class="grid" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y}" y2="{y}"/>'
            yield f'<text x="{LEFT - 8}" y="{y + 4}" text-anchor="end">{10.0**power:g}</text>'
        for count in counts:
            x, _ = self.place(count, 10.0**low)
            yield f'<line class="grid" x1="{x}" x2="{x}" y1="{TOP}" y2="{HEIGHT - BOTTOM}"/>'
            yield f'<text x="{x}" y="{HEIGHT - BOTTOM + 18}" text-anchor="middle">{count:,}</text>'


def _draw_lines(lines: Mapping[tuple[str, str], Points], scale: _Scale) -> Iterator[str]:
    ends: list[tuple[float, float, str]] = []
    for (name, state), points in lines.items():
        colour = {PLAIN.name: "plain", OURS.name: "ours"}.get(name, "other")
        dash = {"cold": "", "warm": " dashed", "one script": " dotted"}[state]
        places = [scale.place(*point) for point in points]
        path = " ".join(f"{x},{y}" for x, y in places)
        yield f'<polyline class="line {colour}{dash}" points="{path}"/>'
        label = name if name == PLAIN.name else f"{name}, {state}"
        ends.append((*places[-1], label))
    lowest = 0.0
    for x, y, label in sorted(ends, key=lambda end: end[1]):
        lowest = max(y + 4, lowest + 15)  # no label covers another
        yield f'<text x="{x + 8}" y="{lowest:.1f}">{escape(label)}</text>'
