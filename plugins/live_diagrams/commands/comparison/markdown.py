"""Each changed figure as Markdown, for a comment on a pull request: its changes, and a picture in Mermaid."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ...formats.mermaid import write_mermaid
from ...model.figure import Figure
from .differences import Difference, merge_graphs

LEGEND = "Green parts are new, yellow ones have changed, and red, dashed ones are gone."


def write_comment(differences: Sequence[Difference], title: str) -> str:
    """Return the comment. Words of scripts are code in it, so that they cannot become links or HTML."""
    lines = [f"## {title}", ""]
    if not differences:
        lines.append("No figure has changed.")
    for difference in differences:
        lines += _write_section(difference)
    return "\n".join(lines).rstrip() + "\n"


def _write_section(difference: Difference) -> Iterator[str]:
    yield f"### {_quote(difference.name)}: {difference.summarize()}"
    yield ""
    for change in difference.changes:
        details = f" ({_quote(change.details)})" if change.details else ""
        yield f"- {change.kind}: {_quote(change.part)}{details}"
    if difference.changes:
        yield ""
    if isinstance(difference.after, Figure):
        yield from _draw_change(difference.before, difference.after)
    elif difference.after is not None:
        yield _quote(str(difference.after))
        yield ""


def _draw_change(before: object, after: Figure) -> Iterator[str]:
    """Yield a Mermaid picture of the figure, with the parts that are gone as well."""
    if isinstance(before, Figure):
        graph, marks = merge_graphs(before.graph, after.graph)
        if marks:
            yield LEGEND
            yield ""
    else:
        graph, marks = after.graph, {}
    yield "```mermaid"
    yield write_mermaid(graph, marks).rstrip("\n")
    yield "```"
    yield ""


def _quote(text: str) -> str:
    """Return text as code of Markdown, in one line."""
    flat = " ".join(text.split())
    fence = "`" * (max((len(run) for run in _iterate_backticks(flat)), default=0) + 1)
    padding = " " if flat.startswith("`") or flat.endswith("`") else ""
    return f"{fence}{padding}{flat}{padding}{fence}"


def _iterate_backticks(text: str) -> Iterator[str]:
    return iter("".join(character if character == "`" else " " for character in text).split())
