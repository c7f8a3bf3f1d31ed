"""Figures and their text: what a figure shows, the page names. Pure.

A node counts as named where a sentence has its object's name with its kind, or its label's words; the
page's own text, alternative texts and captions count, code blocks and the figure's own words do not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from live_diagrams import checks
from live_diagrams.checks import Diagnostic
from live_diagrams.model.figure import Figure
from live_diagrams.model.graph import Node

from .pages import Held, Pages

_WORD = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:-[a-z0-9]+)*|\d+(?:\.\d+)+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


def named(pages: Pages) -> Iterator[Diagnostic]:
    """`figure-unnamed`: a node that the text does not name is lost on readers who cannot see it.

    Source: https://www.w3.org/WAI/tutorials/images/complex/
    """
    for held in pages.held:
        told: list[set[str]] | None = None
        for index, embed in enumerate(held.page.embeds):
            figure = pages.site.figures.get(embed)
            if not isinstance(figure, Figure):
                continue
            told = told if told is not None else [words(said) for said in _sentences(held)]
            nodes = {
                node.id: node
                for one in figure.list_combinations()
                for node in one.graph.without_invisible().nodes
            }
            missing = [_called(node) for node in nodes.values() if not is_named(node, told)]
            if missing:
                names = " and ".join(filter(None, (", ".join(missing[:-1]), missing[-1])))
                message = f"the figure `{embed.name}` shows {names}, which the text of the page never names"
                line = checks.find_embed_line(held.page, index)
                yield Diagnostic(held.page.path, line, "figure-unnamed", message)


def _sentences(held: Held) -> Iterator[str]:
    for _, _, sentence in held.prose.sentences():
        yield sentence
    for embed in held.page.embeds:
        yield embed.alt
        yield embed.caption


def words(text: str) -> set[str]:
    """The words of a text in small letters, each also in the singular and by its parts, if it has some."""
    found: set[str] = set()
    for match in _WORD.finditer(text):
        whole = match[0]
        for word in (whole, *_CAMEL.split(whole), *whole.split("-")):
            small = word.casefold()
            found.add(small)
            found.add(_one(small))
    return found


def _one(word: str) -> str:
    """A word of several things as that of one of them: `classes`, `entries`, `slices`."""
    for end, instead in (("ies", "y"), ("sses", "ss"), ("s", "")):
        if word.endswith(end) and len(word) > len(end) + 2 and not word.endswith("ss"):
            return word.removesuffix(end) + instead
    return word


def is_named(node: Node, told: list[set[str]]) -> bool:
    """Whether a sentence, given as its words, names a node."""
    return any(wanted <= said for wanted in wishes(node) for said in told)


def wishes(node: Node) -> list[set[str]]:
    """Sets of words, each of which names a node: its object's name and kind, its id, its label."""
    kind, _, rest = node.id.partition("/")
    label = re.sub(r"<[^>]*>", " ", node.label).strip().split("\n")[0]
    wanted = [_plain(label)]
    if rest:
        name = rest.rpartition("/")[2].casefold()
        if re.search(r"[\d-]", name):  # such a name is of nothing else
            wanted.append({name})
        wanted.append({name, *_small(kind)})
        wanted += [{name, word} for word in _plain(label) - {name}]
    else:
        wanted.append(_plain(node.id.replace("-", " ")))
    return [each for each in wanted if each]


def _plain(text: str) -> set[str]:
    """The words of a label that stand for something: no addresses, no numbers."""
    return {_one(word.casefold()) for word in _WORD.findall(text) if word[0].isalpha()}


def _small(kind: str) -> set[str]:
    """A kind's name as one word, as texts write it."""
    return {kind.casefold()}


def _called(node: Node) -> str:
    """How a message calls a node."""
    label = re.sub(r"<[^>]*>", " ", node.label).strip().split("\n")[0]
    return f"`{node.id}`" if "/" in node.id else f"“{label or node.id}”"
