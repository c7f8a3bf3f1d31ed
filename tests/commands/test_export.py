"""The graph of a figure for other programs, and the ids that pages can refer to."""

import json
import xml.etree.ElementTree as ET

import jsonschema

from tests.support import write

from .site import read_refusal, run


def test_a_figure_is_exported_in_every_format(site):
    document = json.loads(run(site, "export", "web").stdout)
    assert (document["script"], [node["id"] for node in document["nodes"]]) == ("web", ["web", "db"])
    assert document["choices"] == [{"label": "Kind", "options": ["small", "large"], "default": "small"}]
    jsonschema.validate(document, json.loads(run(site, "export", "--format", "schema").stdout))
    assert run(site, "export", "web", "--format", "mermaid").stdout == (
        'flowchart LR\n  subgraph c0["Box"]\n    n0["small"]\n'
        '    n1["#lt;script#gt;alert(1)#lt;/script#gt;"]\n  end\n  n0 -->|"asks"| n1\n'
    )
    assert '"web" -> "db"' in run(site, "export", "web", "--format", "dot").stdout
    words = run(site, "export", "web", "--format", "txt", "--choice", "Kind=large").stdout
    assert "  - large\n" in words
    assert "large leads to <script>alert(1)</script>: asks." in words
    assert "Kind: small, large (drawn: small)" in words


def test_a_figure_as_a_file_has_its_graph_inside(site):
    root = ET.fromstring(run(site, "render", "web").stdout)
    metadata = root.find("{http://www.w3.org/2000/svg}metadata")
    assert json.loads(metadata.text) == json.loads(run(site, "export", "web").stdout)


def test_all_figures_are_exported_into_a_folder_and_a_failed_script_is_reported(site):
    write(site, {"diagram_src/sub/broken.py": "1 / 0\n"})
    done = run(site, "export", "--all", "-o", "out")
    assert done.returncode == 2
    assert "diagram_src/sub/broken.py:1: ZeroDivisionError" in done.stderr
    assert [path.name for path in (site / "out").rglob("*.json")] == ["web.json"]


def test_a_command_without_a_figure_or_a_folder_says_so(site):
    assert "name one figure, or say --all" in read_refusal(site, "export")
    assert "name one figure, or say --all" in read_refusal(site, "export", "web", "--all")
    assert "name their folder with -o" in read_refusal(site, "export", "--all")
    write(site, {"file": ""})
    assert "cannot be made" in read_refusal(site, "export", "--all", "-o", "file/out")


def test_ids_are_listed_with_labels_without_building_the_site(site):
    write(site, {"diagram_src/broken.py": "1 / 0\n", "docs/index.md": "![Misspelled](diagram:wbe)\n"})
    assert run(site, "list", "--ids").stdout == (
        "broken  failed: diagram_src/broken.py:1: ZeroDivisionError: division by zero\n"
        "web  Web\n"
        "  cluster  box     Box\n"
        "  node     web     small\n"
        "  node     db      <script>alert(1)</script>\n"
        "  edge     edge-1  web → db: asks\n"
    )
    parts = json.loads(run(site, "list", "--ids", "--format", "json").stdout)
    assert {"figure": "web", "kind": "node", "id": "web", "label": "small"} in parts


def test_the_graph_of_one_of_several_diagrams_names_its_script_in_both_ways(site):
    two = "from diagrams import Diagram, Node\n" + "".join(
        f'with Diagram("{name}", filename="{name}", show=False):\n    Node("{name}")\n' for name in ("a", "b")
    )
    write(site, {"diagram_src/two.py": two})
    exported = json.loads(run(site, "export", "two/b").stdout)
    metadata = ET.fromstring(run(site, "render", "two/b").stdout).find("{http://www.w3.org/2000/svg}metadata")
    assert exported["script"] == "two"
    assert json.loads(metadata.text) == exported
