"""The graph that a figure carries as data, and the figure as text for programs that read no drawing."""

from dataclasses import replace
from types import SimpleNamespace

from live_diagrams.model.embed import Embed
from live_diagrams.model.errors import FigureError
from live_diagrams.model.graph.graph import Edge, Graph, Node
from live_diagrams.model.graph.parameters import Parameter
from live_diagrams.model.graph.walkthrough import Option, Question, Step
from live_diagrams.model.settings import Settings
from live_diagrams.pages.plain_figure import replace_figures, write_plain_figure
from live_diagrams.pages.resolver import make_graph_writer

from tests.formats.reading import decode_document

from .drawn import draw, fill, show, simple, write_place, xml

GRAPH = Graph(
    "Shop",
    "shop",
    nodes=(Node("a", "a <b> & 'c' \"d\""), Node("b", "b")),
    edges=(Edge("e0", "a", "b", "asks"),),
    steps=(Step("First <i>", edges=("e0",), state=(("from", "a"),)), Step("Then", state=(("from", "b"),))),
    questions=(Question("Who answers?", (Option("a"), Option("b", is_right=True)), "It is *last*."),),
)


def write_graph(*, publish_graphs):
    settings = Settings(root="", publish_graphs=publish_graphs)
    scripts = SimpleNamespace(find_script=lambda name: ("", "web" if name.count("/") == 2 else ""))
    return make_graph_writer(SimpleNamespace(settings=settings, scripts=scripts))


def test_the_wide_drawing_carries_its_graph():
    figure = draw(GRAPH)
    figure = replace(figure, drawings={**figure.drawings, "narrow": figure.drawings["wide"]})
    embed = Embed("a/web/web", alt="Shop")
    graph = write_graph(publish_graphs=True)(embed, figure)
    (element,) = xml(fill(write_place(embed), lambda e: figure, graph=graph))
    (data,) = element.iter("metadata")
    document = decode_document(data.get("data-graph"))
    assert data.text is None  # an attribute, so that no program takes it for words of the page
    assert (document.script, document.nodes[0].label) == ("a/web", GRAPH.nodes[0].label)


def test_a_script_named_as_its_folder_keeps_its_name():
    document = decode_document(write_graph(publish_graphs=True)(Embed("web/web"), draw(GRAPH)))
    assert document.script == "web/web"


def test_no_graph_is_published_where_the_author_says_so():
    assert write_graph(publish_graphs=False)(Embed("web"), draw(GRAPH)) == ""
    assert "metadata" not in show(draw(GRAPH))


def choose(*variants):
    parameter = Parameter("Type", ("one", "two"), 0, 1)
    return replace(variants[0], parameters=(parameter,), combinations=variants)


def test_only_the_variant_that_is_drawn_first_carries_its_graph():
    figure = choose(draw(GRAPH), draw(replace(GRAPH, name="Other")))
    page = fill(write_place(Embed("web")), lambda e: figure, graph="{}")
    assert page.count("live-diagram__drawing--wide") == 2
    assert page.count("<metadata") == 1


def test_each_variant_brings_its_own_icons():
    """They were rendered at different times: none knows all icons."""
    one, two = draw(Graph("1", "x", nodes=(Node("a", "a"),))), draw(Graph("2", "x", nodes=(Node("a", "a"),)))
    wide = replace(two.drawings["wide"], icons=("9876543210",))
    two = replace(two, drawings={"wide": wide}, icons={"9876543210": next(iter(simple().icons.values()))})
    assert 'id="ld-icon-9876543210"' in fill(write_place(Embed("web")), lambda e: choose(one, two))


def test_a_figure_as_text():
    figure = replace(draw(GRAPH), steps=GRAPH.steps, questions=GRAPH.questions)
    text = write_plain_figure(Embed("web", alt="What <it> shows", caption="Why"), figure, "print('<')")
    assert "<p><strong>Figure:</strong> What &lt;it&gt; shows</p><p>Why</p>" in text
    assert "<li><p>First &lt;i&gt;</p><ul><li>from: a</li></ul></li>" in text
    assert "<li>from: b was a</li>" in text
    assert (
        "<p>Who answers?</p><ul><li>a</li><li>b</li></ul><p>Answer: b.</p><p>It is <em>last</em>.</p>" in text
    )
    assert '<pre class="language-mermaid"><code>flowchart LR\n' in text
    assert '<pre class="language-python"><code>print(&#x27;&lt;&#x27;)</code></pre>' in text
    assert not any(word in text for word in ("<svg", "<b>", "<i>", "<it>"))


def test_each_choice_as_text():
    text = write_plain_figure(Embed("web"), choose(draw(GRAPH), FigureError("no")))
    assert text.index("<em>Type: one</em>") < text.index("asks") < text.index("<em>Type: two</em>")
    assert text.endswith("<p>This could not be drawn.</p>")


def test_only_known_figures_are_replaced():
    page = f"<p>before</p>{show(draw(GRAPH))}<p>between</p>{show(draw(GRAPH))}"
    text = replace_figures(page, [(Embed("web", alt="A"), FigureError("no"), "")])
    first, second = text.split("<p>between</p>")
    assert first == "<p>before</p><p>Figure, which could not be drawn: A</p>"
    assert "<svg" in second
