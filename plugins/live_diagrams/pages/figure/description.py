"""The description of a figure in words, as HTML: an outline of its nodes, then its connections. Pure."""

from __future__ import annotations

import contextlib
from html import escape

from ...model.figure import Description, Figure
from ...model.words import Words
from ...svg.description import describe_graph
from ...svg.markup import format_attributes


def describe_figure(figure: Figure, words: Words) -> Description:
    """Return the description in the language of the page; that of the figure is in English."""
    if words.messages:
        with contextlib.suppress(ValueError, LookupError):  # no graph that one of our processes encodes
            return describe_graph(figure.graph.without_invisible(), words)
    return figure.description


def write_description(description: Description, name: str, id_: str, words: Words) -> str:
    """Return the long description, which opens on demand: an outline of the nodes, then the connections."""
    connections = "".join(f"<li>{escape(connection)}</li>" for connection in description.connections)
    # The stylesheet writes these where a drawing scrolls.
    hints = {"data-keys": words.say("keys"), "data-swipe": words.say("swipe")} if words.messages else {}
    return (
        f'<div class="live-diagram__more"{format_attributes(hints)} data-search-exclude>'
        f'<details class="live-diagram__words" id="{escape(id_)}">'
        f"<summary>{escape(words.say('{name}, in words', name=name))}</summary>"
        f"{write_outline(description.outline)}{f'<ol>{connections}</ol>' if connections else ''}"
        "</details></div>"
    )


def write_outline(outline: tuple[tuple[int, str], ...]) -> str:
    """Return nested lists of items, each with its depth from 0."""
    output: list[str] = []
    depth = -1
    for level, text in outline:
        output += (
            ["<ul>"] * (level - depth) if level > depth else ["</li></ul>"] * (depth - level) + ["</li>"]
        )
        output.append(f"<li>{escape(text)}")
        depth = level
    return "".join(output) + "</li></ul>" * (depth + 1)
