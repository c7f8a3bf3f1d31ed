"""Ids are unique in a page, whatever it contains."""

import re

from hypothesis import example, given
from hypothesis import strategies as st
from live_diagrams.model.embed import Embed
from live_diagrams.model.graph.graph import Cluster, Edge, Graph, Node

from tests.support import Page, drawings

from .drawn import draw, fill, show, simple, write_place

SLUGS = st.sampled_from(["a", "b", "a-b", "a-2", "a-title", "title", "desc", "A", "日", "-", "a/b", "wide"])
IDS = SLUGS | st.just("") | st.sampled_from(["fig-a", "fig-a-2", "a--b", "x y", '"><script>', "&lt;"])


@given(st.lists(st.tuples(SLUGS, IDS), max_size=6), st.lists(IDS.filter(bool), max_size=3, unique=True))
@example([("a", ""), ("a", ""), ("a-2", "")], [])
@example([("a", ""), ("a-title", "")], [])
@example([("a", "top"), ("a", "top")], ["top"])
def test_ids_are_unique_in_a_page(embedded, around):
    quoted = [text.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;") for text in around]
    html = "".join(f'<h2 id="{text}">x</h2>' for text in quoted)
    html += "".join(write_place(Embed(name, id=own)) for name, own in embedded)
    done = fill(html, lambda embed: simple(parts=("a", "b", "a-b", "title", "wide", "2-a")))
    ids = Page(done).ids
    assert len(ids) == len(set(ids))
    assert "<script>" not in done
    assert not any(" " in id_ for id_ in ids if id_ not in around)


def test_the_description_is_the_one_referred_to():
    page = Page(fill(write_place(Embed("web", alt="What")) * 2, lambda embed: simple()))
    details_ids = [drawing["aria-details"] for drawing in page.each("svg", "live-diagram__drawing")]
    assert (
        details_ids
        == [details["id"] for details in page.each("details")]
        == ["fig-web-words", "fig-web-2-words"]
    )


def test_the_second_of_a_figure_is_the_first_but_for_its_ids():
    done = fill(write_place(Embed("web")) + write_place(Embed("web")), lambda embed: simple())
    one, two = drawings(done)
    assert one != two
    assert one.replace("fig-web", "fig-web-2") == two


def test_box_node_and_edge_of_one_name_have_ids_of_their_own():
    graph = Graph(
        "",
        "web",
        nodes=(Node("web", "web", cluster="web"), Node("edge-1", "edge 1"), Node("title", "title")),
        edges=(Edge("edge-1", "web", "title"),),
        clusters=(Cluster("web", "web"),),
    )
    ids = Page(show(draw(graph))).ids
    assert len(ids) == len(set(ids))


def test_an_id_holds_no_space():
    graph = Graph("", "web", nodes=(Node("my node\tone", "web"),))
    page = Page(show(draw(graph)))
    assert not [id_ for id_ in page.ids if re.search(r"\s", id_)]
    assert page.all("g", "data-node") == ["my node\tone"]
