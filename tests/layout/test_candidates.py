"""Which layouts a graph gets: as its author wants it, and a narrow one where that needs less width."""

from dataclasses import replace

import pytest
from live_diagrams.layout.candidates.candidate import Candidate
from live_diagrams.layout.candidates.choice import choose_candidates, narrow
from live_diagrams.layout.styled_graph import COMPACT, NARROW, TIGHT
from live_diagrams.model.graph.graph import Cluster, Edge, Graph, Node
from live_diagrams.model.job import Job

JOB = Job("script.py", "script.py", "/", "/nowhere")


def chain(length, **changes):
    nodes = tuple(Node(f"n{i}", f"node {i}", icon="i") for i in range(length))
    edges = tuple(Edge(f"e{i}", f"n{i}", f"n{i + 1}", "to") for i in range(length - 1))
    return replace(Graph("g", "g", nodes=nodes, edges=edges), **changes)


def test_a_small_graph_has_one_layout():
    assert choose_candidates(chain(2), JOB).keys() == {"wide"}


def test_a_wide_graph_has_a_narrow_layout_from_top_to_bottom():
    chosen = choose_candidates(chain(6), JOB)
    assert chosen["wide"].direction == ""
    assert chosen["narrow"].direction == "TB"
    assert chosen["narrow"].width <= narrow.COLUMN < chosen["wide"].width


def fan(length, count=4):
    """A chain that leads to nodes beside each other, for which a phone nearly has room."""
    leaves = tuple(Node(f"l{i}", f"the last one, {i}", icon="i") for i in range(count))
    edges = tuple(Edge(f"f{i}", f"n{length - 1}", leaf.id) for i, leaf in enumerate(leaves))
    plain = chain(length)
    return replace(plain, nodes=plain.nodes + leaves, edges=plain.edges + edges)


def test_on_a_phone_a_drawing_is_scaled_down_before_it_is_a_ribbon():
    small = choose_candidates(fan(9), replace(JOB, width=5000))["narrow"]
    scale = narrow.COLUMN / small.layout.view.width
    assert 9 <= scale * small.styled.smallest_text < 12
    assert scale * small.layout.view.height < 1000
    ribbons = (replace(small, graph=graph) for graph in narrow.iterate_rearranged(fan(9), small.locate_nodes))
    assert any(one.width < narrow.COLUMN and one.layout.view.height > 1000 for one in ribbons)


def test_a_drawing_that_is_a_little_too_tall_for_a_phone_is_tighter():
    graph = fan(9, 2)
    assert Candidate(graph, "TB", NARROW).layout.view.height > 1000
    small = choose_candidates(graph, replace(JOB, width=5000))["narrow"]
    assert (small.spacing, small.layout.view.height < 1000) == (TIGHT, True)


def test_a_drawing_for_the_column_that_fits_a_phone_is_enough():
    chosen = choose_candidates(chain(10), JOB)
    assert chosen.keys() == {"wide", "column"}
    assert chosen["column"].width < narrow.COLUMN


def test_a_long_chain_goes_on_beside_itself_on_a_phone_too():
    """For the column of a desktop that drawing is too small."""
    chosen = choose_candidates(chain(13), JOB)
    assert chosen.keys() == {"wide", "narrow"}
    assert chosen["narrow"].layout.view.height < 800 < Candidate(chain(13), "TB").layout.view.height


def test_the_job_can_turn_both_layouts():
    chosen = choose_candidates(chain(8), replace(JOB, narrow="BT"))
    assert chosen["narrow"].direction == "BT"
    assert choose_candidates(chain(8), replace(JOB, direction="TB"))["wide"].width < narrow.COLUMN


@pytest.mark.parametrize(
    ("graph", "job"),
    [(chain(8), replace(JOB, narrow="none")), (chain(8, attrs={"layout": "neato"}), JOB)],
    ids=["not wanted", "an engine without rows"],
)
def test_there_are_wide_graphs_without_a_narrow_layout(graph, job):
    assert "narrow" not in choose_candidates(graph, job)


def test_a_graph_that_fits_a_usual_column_only_with_less_space_gets_less():
    graphs = [chain(length) for length in range(3, 12)]
    chosen = [choose_candidates(graph, JOB)["wide"] for graph in graphs]
    assert any(candidate.spacing == COMPACT and candidate.width <= JOB.width for candidate in chosen)
    assert all(candidate.spacing != COMPACT or candidate.width <= JOB.width for candidate in chosen)


def test_a_title_that_an_edge_crosses_gets_a_remedy():
    """From below, an edge to each node crosses the row of a title that is as wide as the cluster."""
    nodes = (Node("a", "a"), *(Node(f"n{i}", "n", cluster="c") for i in range(4)))
    edges = tuple(Edge(f"e{i}", "a", f"n{i}") for i in range(4))
    title = "A title that is about as wide as all of its nodes"
    graph = Graph("g", "g", "TB", nodes=nodes, edges=edges, clusters=(Cluster("c", title),))
    wide = choose_candidates(graph, JOB)["wide"]
    assert replace(wide, graph=graph).crossed_clusters == {"c"}
    assert not wide.crossed_clusters
    assert wide.graph.clusters[0].attrs == {"labelloc": "b"}


def test_the_titles_of_a_figure_are_at_one_side():
    """The title of `d` is clear, but moves down with that of `c`."""
    inside = (Node(f"n{i}", "n", cluster="c") for i in range(4))
    nodes = (Node("a", "a"), *inside, Node("b", "b", cluster="d"))
    edges = tuple(Edge(f"e{i}", "a", f"n{i}") for i in range(4))
    clusters = (Cluster("c", "A title that is about as wide as all of its nodes"), Cluster("d", "B"))
    wide = choose_candidates(Graph("g", "g", "TB", nodes=nodes, edges=edges, clusters=clusters), JOB)["wide"]
    assert not wide.crossed_clusters
    assert [cluster.attrs for cluster in wide.graph.clusters] == [{"labelloc": "b"}] * 2


def list_pairs(count, **attrs):
    """Return a graph of pairs of nodes, each in a cluster."""
    clusters = tuple(Cluster(f"c{i}", f"server {i}") for i in range(count))
    nodes = tuple(Node(f"{name}{i}", name, cluster=f"c{i}", icon="i") for i in range(count) for name in "ab")
    edges = tuple(Edge(f"e{i}", f"a{i}", f"b{i}") for i in range(count))
    return Graph("g", "g", nodes=nodes, edges=edges, clusters=clusters, **attrs)


@pytest.mark.parametrize("direction", ["LR", "TB"])
def test_rows_that_are_too_wide_are_broken(direction):
    chosen = choose_candidates(list_pairs(12, direction=direction), JOB)
    column = chosen.get("column", chosen["wide"])
    assert column.width <= JOB.width
    assert column.layout.view.height <= 2.2 * column.layout.view.width
    assert column.is_clean()


def test_a_list_that_would_be_a_ribbon_is_set_in_lines():
    graph = Graph("g", "g", "LR", nodes=tuple(Node(f"n{i}", f"node {i}", icon="i") for i in range(12)))
    wide = choose_candidates(graph, JOB)["wide"]
    assert (wide.width <= JOB.width, wide.layout.view.height < wide.layout.view.width) == (True, True)
    ordered = choose_candidates(graph, replace(JOB, direction="LR"))["wide"]
    assert ordered.layout.view.height > 5 * ordered.layout.view.width  # in the embed it is an order


def test_a_chain_that_would_be_a_ribbon_goes_on_beside_itself():
    column = choose_candidates(chain(12), JOB)["column"]
    assert column.layout.view.height < 800 < Candidate(chain(12), "TB").layout.view.height
    assert (column.is_clean(), column.crossings) == (True, 0)
    assert len(column.graph.edges) == 11


def test_an_attribute_of_the_author_stays_even_where_its_title_is_crossed():
    nodes = (Node("a", "a"), *(Node(f"n{i}", "n", cluster="c") for i in range(4)))
    edges = tuple(Edge(f"e{i}", "a", f"n{i}") for i in range(4))
    cluster = Cluster("c", "A title that is about as wide as all of its nodes", attrs={"labelloc": "t"})
    graph = Graph("g", "g", "TB", nodes=nodes, edges=edges, clusters=(cluster,))
    assert choose_candidates(graph, JOB)["wide"].graph.clusters == (cluster,)


def test_a_graph_that_no_engine_can_lay_out_is_an_error():
    with pytest.raises(ValueError, match="no layout engine"):
        choose_candidates(chain(2, attrs={"layout": "nonsense"}), JOB)


@pytest.mark.parametrize("splines", ["ortho", "curved"])
@pytest.mark.parametrize("count", [3, 4, 5])
def test_outer_labels_are_beside_their_edges(splines, count):
    """Graphviz keeps no room for them, so they were beyond the nodes."""
    nodes = (Node("a", "a", icon="i"), *(Node(f"n{i}", f"node {i}", icon="i") for i in range(count)))
    edges = tuple(Edge(f"e{i}", "a", f"n{i}", "asks for a token") for i in range(count))
    wide = choose_candidates(Graph("g", "g", attrs={"splines": splines}, nodes=nodes, edges=edges), JOB)[
        "wide"
    ]
    paths = {path.name: path.points for path in wide.layout.edge_paths}
    words = dict(wide.layout.locate_words(wide.styled.placeholders))
    assert words.keys() == paths.keys()
    for name, box in words.items():
        assert any(box.expand(8).contains(*point) for point in paths[name])
    spaced = Candidate(Graph("g", "g", attrs={"splines": splines, "ranksep": "1"}, nodes=nodes, edges=edges))
    assert spaced.styled.attrs["ranksep"] == "1"  # the author's
