"""The results of large sites as a table, with what the plugin adds as ratios. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median

from ..contestants import PLAIN
from ..race import FLOOR
from .sites import STATES, Build

HEAD = (
    "figures",
    "site",
    "state",
    "s",
    "of plain",
    "CPU s",
    "of plain",
    "CPU ms a figure",
    "peak MB",
    "output",
)


@dataclass
class Series:
    """The builds of one contestant with one number of figures, by state; or why it could not go on."""

    name: str
    figures: int
    builds: dict[str, list[Build]] = field(default_factory=dict)
    faults: str = ""
    stopped: str = ""

    def median(self, state: str, value: str) -> float | None:
        """Return the median of a value of the builds in a state."""
        values = [getattr(build, value) for build in self.builds.get(state, [])]
        return median(values) if values else None


def format_rows(series: Sequence[Series]) -> list[tuple[str, ...]]:
    """Return the rows of the table: one for each contestant, size and state."""
    plain = {one.figures: one for one in series if one.name == PLAIN.name}
    rows: list[tuple[str, ...]] = []
    for one in series:
        rows += _format_series(one, plain.get(one.figures))
    return rows


def _format_series(one: Series, plain: Series | None) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = []
    for state in STATES:
        seconds, processor = one.median(state, "seconds"), one.median(state, "processor")
        if seconds is None or processor is None:
            continue
        base = plain.median(state, "seconds") if plain else None
        base_processor = plain.median(state, "processor") if plain else None
        added = (
            (processor - base_processor) * 1000 / one.figures
            if base_processor and one.name not in (PLAIN.name, FLOOR)
            else None
        )
        peak = one.median(state, "peak_mb")
        rows.append(
            (
                str(one.figures),
                one.name,
                state,
                f"{seconds:.2f}",
                _format(seconds / base if base else None),
                f"{processor:.2f}",
                _format(processor / base_processor if base_processor else None),
                _format(added),
                f"{peak:.0f}",
                one.faults or "ok",
            )
        )
    if one.stopped:
        rows.append((str(one.figures), one.name, one.stopped, *[""] * (len(HEAD) - 3)))
    return rows


def _format(number: float | None) -> str:
    return "" if number is None else f"{number:.2f}"


def format_text(series: Sequence[Series]) -> str:
    """Return the table with aligned columns."""
    rows = [HEAD, *format_rows(series)]
    columns = zip(*(row for row in rows if row[3]), strict=True)
    widths = [max(map(len, column)) for column in columns]
    texts = (1, 2, len(HEAD) - 1)
    lines = []
    for row in rows:
        cells = (
            cell.ljust(width) if index in texts else cell.rjust(width)
            for index, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        lines.append("  ".join(cells).rstrip())
    return "\n".join(lines) + "\n"


def format_markdown(series: Sequence[Series]) -> str:
    """Return the table in Markdown."""
    rule = ("---:", "---", "---", *["---:"] * (len(HEAD) - 4), "---")
    rows = (HEAD, rule, *format_rows(series))
    return "\n".join("| " + " | ".join(row) + " |" for row in rows) + "\n"
