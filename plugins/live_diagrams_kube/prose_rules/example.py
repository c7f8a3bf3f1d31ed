"""The example of a site: what its manifests and figures contain, and the code blocks of a page. Pure."""

from __future__ import annotations

import difflib
import html
import re
from collections.abc import Iterable, Iterator

from live_diagrams.checks import Page
from live_diagrams.model.figure import Figure
from live_diagrams.model.graph.graph import Graph

from .pages import Pages

_CODE = re.compile(r"<pre\b.*?</pre>", re.DOTALL)


def iterate_graphs(pages: Pages) -> Iterator[Graph]:
    """Yield the graphs of all figures, in every combination of choices."""
    for figure in pages.site.figures.values():
        if isinstance(figure, Figure):
            yield from (combination.graph for combination in figure.list_combinations())


def iterate_texts(graph: Graph) -> Iterator[str]:
    """Yield the texts in a figure."""
    for node in graph.nodes:
        yield from (node.id, node.label, *map(str, node.attrs.values()))
    for edge in graph.edges:
        yield from (edge.label, *map(str, edge.attrs.values()))
    yield from (cluster.label for cluster in graph.clusters)
    for step in graph.steps:
        yield from (step.text, step.note)


def extract_code(page: Page) -> str:
    """Return the code blocks of a page as readers see them, with included files."""
    return "\n".join(html.unescape(re.sub(r"<[^>]*>", "", code)) for code in _CODE.findall(page.content))


def describe_unknown(kind: str, value: str, known: Iterable[str]) -> str:
    """Return the message on a value that the example does not contain."""
    near = difflib.get_close_matches(value, sorted(known), 1)
    hint = f"did you mean `{near[0]}`?" if near else "correct it, or name it in the option `known`"
    return f"neither manifests nor figures have the {kind} `{value}`; {hint}"
