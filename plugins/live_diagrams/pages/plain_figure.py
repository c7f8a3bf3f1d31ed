"""Figures without drawings, for programs that convert a page to Markdown: words, steps and Mermaid. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import escape

from ..formats.mermaid import write_mermaid
from ..model.embed import Embed
from ..model.errors import FigureError
from ..model.figure import Figure
from ..model.graph.walkthrough import Question, StateEntry, compare_states
from ..model.printable import drop_controls
from ..svg.description import join_words
from . import places
from .figure.choice_form import format_combinations, group_combinations
from .figure.description import write_outline
from .figure.notes import convert_note

_REFERENCE = re.compile(r'<a [^>]*data-figure="[^"]*" data-node="[^"]*"[^>]*>(.*?)</a>', re.DOTALL)
"""A link to a node of a drawing."""


Shown = tuple[Embed, Figure | FigureError, str]
"""An embed, what it shows, and the text of the script where readers may see it."""


def replace_figures(html: str, figures: Sequence[Shown]) -> str:
    """Return a page's content with each figure as text, and without links to nodes.

    Args:
        html: The content.
        figures: The figures in it, in their order.
    """
    remaining = iter(figures)

    def write_next(markup: str) -> str:
        following = next(remaining, None)
        return write_plain_figure(*following) if following else markup

    return _REFERENCE.sub(r"\1", places.replace_figures(html, write_next))


def write_plain_figure(embed: Embed, figure: Figure | FigureError, script: str = "") -> str:
    """Return a figure as HTML of paragraphs, lists and code, with each variant that readers can choose."""
    if isinstance(figure, FigureError):
        return f"<p>Figure, which could not be drawn: {escape(embed.alt or embed.name)}</p>"
    source = f'<pre class="language-python"><code>{escape(script)}</code></pre>' if script else ""
    return drop_controls("".join(_write_sections(embed, figure)) + source)


def _write_sections(embed: Embed, figure: Figure) -> Iterator[str]:
    alt = embed.alt or figure.name or embed.name
    yield f"<p><strong>Figure:</strong> {escape(alt)}</p>"
    caption = embed.caption or figure.name
    if caption and caption != alt:
        yield f"<p>{escape(caption)}</p>"
    if not figure.combinations:
        yield from _write_variant(figure)
        return
    for variant, indices in group_combinations(figure):
        yield f"<p><em>{escape(format_combinations(figure.parameters, indices))}</em></p>"
        if isinstance(variant, FigureError):
            yield "<p>This could not be drawn.</p>"
        else:
            yield from _write_variant(variant)


def _write_variant(figure: Figure) -> Iterator[str]:
    description = figure.description
    yield f"<p>In words:</p>{write_outline(description.outline)}"
    if description.connections:
        yield _write_list("ol", (escape(sentence) for sentence in description.connections))
    if figure.steps:
        steps = zip(figure.steps, compare_states(figure.steps), strict=True)
        items = (
            f"<p>{escape(step.text)}</p>{convert_note(step.note)}{_write_state(state)}"
            for step, state in steps
        )
        yield f"<p>Step by step:</p>{_write_list('ol', items)}"
    for question in figure.questions:
        yield _write_question(question)
    yield f'<pre class="language-mermaid"><code>{escape(write_mermaid(figure.graph))}</code></pre>'


def _write_state(entries: tuple[StateEntry, ...]) -> str:
    return _write_list("ul", map(_write_entry, entries)) if entries else ""


def _write_entry(entry: StateEntry) -> str:
    text = f"{entry.name}: {entry.value}"
    if entry.is_changed:
        text += f" was {entry.before}" if entry.before else " new"
    return escape(text)


def _write_question(question: Question) -> str:
    options = _write_list("ul", (escape(option.label) for option in question.options))
    answer = escape(join_words([option.label for option in question.answers]))
    return f"<p>{escape(question.text)}</p>{options}<p>Answer: {answer}.</p>{convert_note(question.because)}"


def _write_list(kind: str, items: Iterator[str]) -> str:
    return f"<{kind}>{''.join(f'<li>{item}</li>' for item in items)}</{kind}>"
