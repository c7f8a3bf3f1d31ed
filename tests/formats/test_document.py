"""Figures as JSON: nothing of the graph is lost, nothing of the machine is in it, and the schema holds."""

import json
import re

import jsonschema
import msgspec
import pytest
from hypothesis import given
from live_diagrams.formats.conversion import describe_graph, remove_private_values
from live_diagrams.formats.document import VERSION, encode_document, make_schema
from live_diagrams.model.graph.graph import Edge, Graph, Node
from live_diagrams.model.graph.walkthrough import Option, Question, Step

from tests.strategies import graphs

from .reading import decode_document, restore_graph

VALIDATOR = jsonschema.Draft202012Validator(make_schema())
ICON = "/home/author/venv/lib/python3.11/site-packages/resources/k8s/compute/pod.png"
GRAPH = Graph(
    "Shop",
    "shop",
    nodes=(
        Node("web", "Web", "Pod", "k8s", ICON, line=4),
        Node("own", "Ours", "Custom", "custom", "/home/author/site/logo.png", line=5),
    ),
    edges=(Edge("edge-1", "web", "own", "asks", line=6),),
    steps=(Step("The web asks", "With a *note*", ("edge-1",), line=6, state=(("From", "10.0.0.1"),)),),
    questions=(Question("Who asks?", (Option("Web", True, "web"), Option("Ours")), "It is first.", 7),),
    line=3,
)


@given(graphs())
def test_a_graph_survives_the_way_through_json(graph):
    document = decode_document(encode_document(describe_graph(graph, "shop")))
    assert restore_graph(document) == remove_private_values(graph)


@given(graphs())
def test_every_document_is_valid_by_the_schema_and_safe_in_a_page(graph):
    text = encode_document(describe_graph(graph, "shop"))
    VALIDATOR.validate(json.loads(text))
    assert not re.search("[<\x00-\x1f\ufffe\uffff]", text)


def test_paths_and_lines_of_the_author_are_left_out():
    text = encode_document(describe_graph(GRAPH, "shop"))
    assert "author" not in text
    assert '"line"' not in text
    icons = [node["icon"] for node in json.loads(text)["nodes"]]
    assert icons == ["resources/k8s/compute/pod.png", "logo.png"]


def test_steps_and_the_version_are_in_it():
    document = json.loads(encode_document(describe_graph(GRAPH, "shop")))
    assert document["version"] == VERSION
    assert document["script"] == "shop"
    assert document["steps"] == [
        {
            "text": "The web asks",
            "note": "With a *note*",
            "edges": ["edge-1"],
            "state": [["From", "10.0.0.1"]],
        }
    ]
    assert document["questions"][0]["options"] == [
        {"label": "Web", "is_right": True, "node": "web"},
        {"label": "Ours"},
    ]
    assert restore_graph(decode_document(json.dumps(document))) == remove_private_values(GRAPH)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"version": "x"}', "nonsense"])
def test_other_json_is_refused(text):
    with pytest.raises(msgspec.MsgspecError):
        decode_document(text)
    with pytest.raises(jsonschema.ValidationError):
        VALIDATOR.validate(json.loads(text) if text.startswith(("[", "{")) else text)
