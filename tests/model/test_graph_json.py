"""A graph crosses a pipe and is cached as JSON."""

from hypothesis import HealthCheck, given, settings
from live_diagrams.model import codec
from live_diagrams.model.graph import Graph

from tests.strategies import graphs


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(graph=graphs())
def test_any_graph_is_the_same_after_json(graph):
    assert codec.decode(codec.encode(graph), Graph) == graph
