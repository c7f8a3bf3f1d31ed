"""Every figure of a site: which pages show it, and what became of it when the site was built just now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from ..checks import Site
from ..engine.statistics import ScriptRun


@dataclass(frozen=True)
class Entry:
    """A script. `state` is `rendered`, `cached` or `failed`; `seconds` are those of all its runs together."""

    name: str
    script: str
    pages: tuple[str, ...]
    state: str
    seconds: float


def entries(site: Site, runs: Sequence[ScriptRun]) -> list[Entry]:
    """An entry for each script of a site, by name."""
    found = []
    for name, script in sorted(site.scripts.items()):
        own = [run for run in runs if run.script == script]
        states = {run.state for run in own}
        state = next((each for each in ("failed", "rendered", "cached") if each in states), "")
        pages = [
            page.name
            for page in site.pages
            if any(embed.name == name or embed.name.startswith(f"{name}/") for embed in page.embeds)
        ]
        found.append(Entry(name, script, tuple(pages), state, round(sum(run.seconds for run in own), 3)))
    return found


def table(listed: Sequence[Entry]) -> str:
    """The entries as columns."""
    rows = [("figure", "state", "seconds", "pages")]
    rows += [
        (one.name, one.state, f"{one.seconds:.2f}", ", ".join(one.pages) or "(no page)") for one in listed
    ]
    wide = [max(len(row[column]) for row in rows) for column in range(3)]
    return "".join(
        f"{name:<{wide[0]}}  {state:<{wide[1]}}  {seconds:>{wide[2]}}  {pages}\n"
        for name, state, seconds, pages in rows
    )


def as_json(listed: Sequence[Entry]) -> list[dict[str, object]]:
    """The entries as plain data."""
    return [asdict(one) for one in listed]
