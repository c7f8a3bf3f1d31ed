"""One figure as HTML: its drawings, controls, steps and description, or the error in its place. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from html import escape, unescape

from ...model.embed import Embed
from ...model.errors import ErrorKind, FigureError
from ...model.figure import WORD_SEPARATOR, Figure
from ...model.printable import drop_controls
from ...model.words import ENGLISH, Words
from ...svg.markup import format_attributes
from .. import languages
from ..places import ATTRIBUTE
from . import choice_form, guidance, script_view, stage
from .description import describe_figure, write_description

_FIRST = ' data-diagram="'
"""The attribute of a figure that follows its class, and the token of its place where it has one."""
_PART_ID = re.compile(r'id="<>(-[^"]*)"')
"""The id of a part of a drawing; `<>` marks the place of the prefix of the drawing."""


def compose_figure(
    embed: Embed,
    figure: Figure,
    prefix: str,
    icons: Mapping[str, str],
    link: stage.ResolveLink = str,
    source: str = "",
    script: str = "",
    place: str = "",
    graph: str = "",
    *,
    details: bool = False,
    words: Words = ENGLISH,
) -> str:
    """Return the element of a figure.

    Args:
        embed: Where the figure is embedded.
        figure: The figure.
        prefix: The figure's id, with which those of its parts begin.
        icons: The icons that no figure before it on the page contains, as PNG in base64 by their keys.
        link: Returns the address in this page of what a node's link names.
        source: The address of the script, or nothing.
        script: The text of the script, for readers to switch to; or nothing.
        place: The token by which a host knows the figure; or nothing.
        graph: The graph as JSON, with the defaults of its choices, for the wide drawing of it; or nothing.
        details: Whether choices that could not be drawn say why.
        words: What is not the author's, in the language of the page.
    """
    name = _choose_name(embed, figure)
    # A choice may change the figure's name, which then is no caption for all variants.
    names = {combination.name for combination in figure.list_combinations()}
    caption = embed.caption or (figure.name if len(names) == 1 else "")
    attributes = {
        "class": f"live-diagram {embed.classes}".strip(),
        **({ATTRIBUTE: place} if place else {}),
        "data-diagram": embed.name,
        "data-name": name,
        **({"data-source": source} if source else {}),
        # While the page arrives, what comes below the caption waits for it: nothing moves then.
        **({"data-captioned": ""} if caption else {}),
        "id": prefix,
        **languages.write_script_words(words),
        **(stage.describe_breakout(figure) if stage.is_breakout(embed) else {}),
    }
    write_inside = partial(_write_choices, details=details) if figure.combinations else _write_variant
    inside = stage.write_icons(icons) + write_inside(embed, figure, prefix, link, words, graph)
    if script:
        inside = script_view.write_tabs(name, prefix, words) + inside
        inside += script_view.write_script(script, name, words)
    inside += _write_labels(embed, figure) + _write_caption(caption)  # which has to be the last
    return drop_controls(f"<figure{format_attributes(attributes)}>{inside}</figure>")


def complete_figure(html: str, icons: Mapping[str, str], place: str) -> str:
    """Return a figure that was composed without icons, script and place, with icons and place as in there."""
    start, mark, rest = html.partition(_FIRST)
    token = format_attributes({ATTRIBUTE: place}) if place else ""
    tag, end, inside = rest.partition(">")  # no value contains one
    return f"{start}{token}{mark}{tag}{end}{stage.write_icons(icons)}{inside}"


def compose_error(
    embed: Embed, error: FigureError, place: str = "", *, details: bool = False, words: Words = ENGLISH
) -> str:
    """Return the element that takes the place of a figure that could not be drawn.

    Args:
        embed: Where the figure is embedded.
        error: Why it could not be drawn.
        place: The token by which a host knows the figure; or nothing.
        details: Whether the element says why. It may contain paths and values that readers must not see.
        words: What is not the author's, in the language of the page.
    """
    attributes = {
        "class": "live-diagram live-diagram--error",
        **({ATTRIBUTE: place} if place else {}),
        "data-diagram": embed.name,
    }
    inside = _write_error(error, words, details=details) + _write_caption(embed.caption or embed.alt)
    return drop_controls(f"<figure{format_attributes(attributes)}>{inside}</figure>")


def _choose_name(embed: Embed, figure: Figure) -> str:
    return figure.name or embed.caption or embed.alt or embed.name


def _write_caption(caption: str) -> str:
    return f"<figcaption>{escape(caption)}</figcaption>" if caption else ""


def _write_labels(embed: Embed, figure: Figure) -> str:
    """Return the words by which a search finds the figure: those of its drawings are kept from it."""
    words = [word for f in figure.list_combinations() for word in f.search_text.split(WORD_SEPARATOR)]
    different = dict.fromkeys(filter(None, (embed.alt, embed.caption, *words)))
    return f'<div class="live-diagram__labels" hidden>{escape(WORD_SEPARATOR.join(different))}</div>'


def _write_choices(
    embed: Embed,
    figure: Figure,
    prefix: str,
    link: stage.ResolveLink,
    words: Words,
    graph: str,
    *,
    details: bool = False,
) -> str:
    """Return the controls and the variants that they choose from."""
    name = _choose_name(embed, figure)
    output = [choice_form.write_form(figure.parameters, name, prefix, words)]
    drawn = 0
    for variant, indices in choice_form.group_combinations(figure):
        if isinstance(variant, FigureError):
            inside = _write_error(variant, words, details=details)
        else:
            chosen = choice_form.format_combinations(figure.parameters, indices, words)
            named = replace(embed, alt=f"{embed.alt or name} ({chosen})")
            own = graph if variant.graph_json == figure.graph_json else ""
            start = get_variant_prefix(prefix, drawn)
            inside = _write_variant(named, variant, start, link, words, own)
            drawn += 1
        output.append(choice_form.write_variant(inside, figure, indices, f"{prefix}-choice", words))
    return "".join(output)


def _write_variant(
    embed: Embed, figure: Figure, prefix: str, link: stage.ResolveLink, words: Words, graph: str
) -> str:
    """Return the drawings of a figure without choices, its questions, walkthrough and description."""
    name = _choose_name(embed, figure)
    return (
        stage.write_stage(embed, figure, prefix, link, graph)
        + guidance.write_questions(figure, prefix, words)
        + guidance.write_walkthrough(figure, prefix, words)
        + write_description(describe_figure(figure, words), name, f"{prefix}-words", words)
    )


def _write_error(error: FigureError, words: Words, *, details: bool) -> str:
    if error.kind is ErrorKind.PENDING:  # in a site that is being served, for a moment
        return '<div class="live-diagram__pending" role="status"><p>This figure is being drawn.</p></div>'
    heading = f"<strong>{escape(words.say('This figure could not be drawn.'))}</strong>"
    if not details:
        return f'<div role="note"><p>{heading}</p></div>'
    location = f"<code>{escape(error.location)}</code>" if error.script else ""
    lines = "".join(
        f"<li><code>{escape(t.file)}:{t.line}</code> {escape(t.text.strip())}</li>" for t in error.trace
    )
    return (
        f'<div role="note"><p>{heading} {location}</p>'
        f"<pre>{escape(error.message)}</pre>{f'<ol>{lines}</ol>' if lines else ''}</div>"
    )


def get_variant_prefix(prefix: str, index: int) -> str:
    """Return the prefix of the ids in one of the variants that readers choose from."""
    return f"{prefix}-choice-{index + 1}" if index else prefix


def list_ids(figure: Figure, prefix: str) -> set[str]:
    """Return all ids that a figure may have with a prefix."""
    ids = {prefix}
    for index, variant in enumerate(figure.list_combinations()):
        start = get_variant_prefix(prefix, index)
        ids |= {f"{start}-words", *(f"{start}-step-{number}" for number in range(1, len(variant.steps) + 1))}
        for target, drawing in variant.drawings.items():
            drawing_prefix = stage.get_drawing_prefix(start, target)
            ids.update(f"{drawing_prefix}-{unescape(part)}" for part in _PART_ID.findall(drawing.body))
    return ids
