"""The results as one table: plain text, Markdown and JSON."""

from __future__ import annotations

import json
import os
import platform
import shutil
import subprocess
from dataclasses import asdict
from datetime import date
from importlib.metadata import PackageNotFoundError, version

from .contestants import OURS, PEERS, PLAIN
from .race import FLOOR, Result
from .sites import STATES

_PACKAGES = ("mkdocs-live-diagrams", "mkdocs", "mkdocs-material", "diagrams", "pygraphviz")
_NOTES = (
    "Seconds are medians, wall clock, of one `python -m mkdocs build -q` process each; the "
    "contestants ran in turn within every round.",
    "cold: no cache, no site; warm: nothing changed since; one edit: one label of one figure changed since.",
    f"added: seconds more than `{PLAIN.name}`, cold / warm / one edit.",
    f"times {OURS.name}: the whole build's seconds divided by those of {OURS.name}, likewise.",
    "ok: every page contains an SVG with every label of its graph, and every icon is reachable.",
)
_DASH = "-"

Row = list[str]


def collect_facts(figures: int, rounds: int) -> dict[str, str]:
    """Return the machine and the versions of the measurement."""
    versions = [f"{name} {_read_version(name)}" for name in _PACKAGES]
    peers = [name for peer in PEERS for name in (peer.requirements[0], peer.program_from) if name]
    return {
        "machine": f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "packages": ", ".join(versions),
        "peers": ", ".join(peers).replace("==", " "),
        "dot": _read_dot_version(),
        "date": date.today().isoformat(),
        "load": f"{os.getloadavg()[0]:.1f} at the start" if hasattr(os, "getloadavg") else "?",
        "figures": str(figures),
        "rounds": str(rounds),
    }


def format_text(results: list[Result], facts: dict[str, str]) -> str:
    """Return the table with aligned columns, its header and its notes."""
    rows = _format_rows(results)
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    widths[-1] = 0
    lines = [f"{name:<9} {value}" for name, value in facts.items()] + [""]
    for row in rows:
        name, *cells = map(str.rjust, row, widths)
        lines.append("  ".join([name.strip().ljust(widths[0]), *cells]))
    return "\n".join([*lines, "", *(f"- {note}" for note in _list_notes(results))]) + "\n"


def format_markdown(results: list[Result], facts: dict[str, str]) -> str:
    """Return the same as a Markdown table."""
    head, *rows = _format_rows(results)
    rule = ["---", *["---:"] * (len(head) - 2), "---"]
    table = ["| " + " | ".join(row) + " |" for row in (head, rule, *rows)]
    header = [f"- {name}: {value}" for name, value in facts.items()]
    notes = [f"- {note}" for note in _list_notes(results)]
    return "\n".join([*header, "", *table, "", *notes]) + "\n"


def format_json(results: list[Result], facts: dict[str, str]) -> str:
    """Return every single time, for programs."""
    report = {"facts": facts, "results": [asdict(result) for result in results]}
    return json.dumps(report, indent=2) + "\n"


def _format_rows(results: list[Result]) -> list[Row]:
    by_name = {result.name: result for result in results}
    plain, ours = by_name.get(PLAIN.name), by_name.get(OURS.name)
    head = ["", *STATES, "added", f"times {OURS.name}", "output"]
    return [head, *(_format_row(result, plain, ours) for result in results)]


def _format_row(result: Result, plain: Result | None, ours: Result | None) -> Row:
    times = [result.median(state) for state in STATES]
    if result.name == FLOOR:
        added = _format_seconds(times[0])
        cells = [_DASH] * 3 + [added, _DASH]
    else:
        cells = [_format_seconds(time) for time in times]
        cells.append(_DASH if result is plain else _compare_results(result, plain, "-"))
        cells.append(_compare_results(result, ours, "/"))
    return [result.name, *cells, result.stopped or _describe_faults(result)]


def _compare_results(result: Result, other: Result | None, operator: str) -> str:
    """Return the medians less, or divided by, those of another: cold / warm / one edit."""
    cells = []
    for state in STATES:
        mine, theirs = result.median(state), other.median(state) if other else None
        if mine is None or theirs is None:
            return _DASH
        cells.append(f"{mine - theirs:.2f}" if operator == "-" else f"{mine / theirs:.1f}")
    return " / ".join(cells)


def _describe_faults(result: Result) -> str:
    faults = dict.fromkeys(result.faults.values())
    if len(faults) == 1 and len(result.faults) >= len(result.seconds):
        return next(iter(faults))
    return "; ".join(f"{state}: {fault}" for state, fault in result.faults.items()) or "ok"


def _list_notes(results: list[Result]) -> list[str]:
    remarks = [f"{result.name}: {result.remark}." for result in results if result.remark]
    return [*_NOTES, *remarks]


def _format_seconds(seconds: float | None) -> str:
    return _DASH if seconds is None else f"{seconds:.2f}"


def _read_version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"


def _read_dot_version() -> str:
    if not shutil.which("dot"):
        return "not installed (Graphviz; most peers need it)"
    done = subprocess.run(["dot", "-V"], capture_output=True, text=True, check=False)
    return (done.stderr or done.stdout).strip()
