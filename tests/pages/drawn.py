"""Figures without a script, and pages that show them."""

import xml.etree.ElementTree as ET

from hypothesis import strategies as st
from live_diagrams.model.codec import encode
from live_diagrams.model.embed import Embed
from live_diagrams.model.figure import Description, Drawing, Figure
from live_diagrams.model.graph.graph import Graph
from live_diagrams.model.words import ENGLISH
from live_diagrams.pages.document import fill_places, finish_document
from live_diagrams.pages.places import Places
from live_diagrams.svg import description as words
from live_diagrams.svg.icons import encode_icon, shrink_image

from tests.drawings import draw_graph
from tests.support import ROOT

WARM = (ROOT / "plugins/live_diagrams/assets/warm.png").read_bytes()
ICONS = {"0123456789": encode_icon(shrink_image(WARM)), "abcdefabcd": encode_icon(shrink_image(WARM))}
DESCRIPTION = Description(((0, "box, which holds"), (1, "a"), (1, "b"), (0, "c")), ("a leads to b.",))
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


PLACES = Places()


class Host:
    """What surrounds a figure in tests: nothing but what they pass."""

    places = PLACES
    keeps_tokens = False
    kept = None
    shows_details = False

    def __init__(self, find_figure, read_script, words=ENGLISH, graph=""):
        self.graph = graph
        self.find_figure = find_figure
        self.read_script = read_script
        self.words = words

    def request_figure(self, embed):
        pass

    def resolve_link(self, href, page):
        return href

    def find_words(self, page):
        return self.words

    def publish_script(self, name, page):
        return ""

    def publish_graph(self, embed, graph):
        pass

    def describe_graph(self, embed, figure):
        return self.graph


def write_place(embed):
    return PLACES.write_place(embed)


def fill(html, find_figure, *, before="", read_script=lambda embed: "", words=ENGLISH, graph=""):
    """A document with figures in its places."""
    return finish_document(fill_places(html, Host(find_figure, read_script, words, graph), before=before))


def draw(graph: Graph, direction: str = "") -> Figure:
    """A figure, made in this process without a script."""
    drawing = draw_graph(graph, lambda path: ("0123456789", 8, 8), direction=direction)
    return Figure(
        graph.name,
        "web",
        1,
        words.list_labels(graph),
        words.describe_graph(graph),
        {"wide": drawing},
        encode(graph).decode(),
        icons=ICONS,
    )


def simple(*icons: str, name: str = "Web", parts: tuple[str, ...] = ("a", "b")) -> Figure:
    """A figure whose drawing holds nothing but ids and icons."""
    inside = "".join(f'<g class="node" id="<>-{part}"></g>' for part in parts)
    uses = "".join(f'<use xlink:href="#ld-icon-{key}"/>' for key in icons)
    drawing = Drawing(f"<g>{inside}{uses}</g>", (0, 0, 100, 50), icons)
    return Figure(name, "web", 1, "words", DESCRIPTION, {"wide": drawing}, "{}", icons=ICONS)


def xml(html: str) -> ET.Element:
    content = (
        html.replace("xlink:href=", "href=")
        .replace(" data-search-exclude", "")
        .replace(" hidden>", ' hidden="">')
    )
    return ET.fromstring(f"<page>{content}</page>")


def show(figure: Figure) -> str:
    """A page that shows one figure."""
    return fill(write_place(Embed("web")), lambda embed: figure)


def painted(element: ET.Element) -> str:
    return "".join("".join("".join(text.itertext()) for text in element.iter("text")).split())
