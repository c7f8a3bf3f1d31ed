"""Lines of code that declare what a node stands for."""

import re
import subprocess
import sys
from html import unescape

import markdown
import pytest
from hypothesis import given
from hypothesis import strategies as st
from live_diagrams.pages.code_lines import mark_code_lines
from live_diagrams_kube.manifests.declarations import find_declaring_lines

from tests.support import write

SERVICE = "apiVersion: v1\nkind: Service\nmetadata:\n  name: web\n"
POD = "kind: Pod\nmetadata: { name: web-1 }\n"


def mark(html, nodes):
    return mark_code_lines(html, nodes, load=lambda: [find_declaring_lines])


def page(text, *, spans, anchors=False):
    return markdown.markdown(
        f"Words.\n\n```yaml\n{text}```\n",
        extensions=["pymdownx.superfences", "pymdownx.highlight"],
        extension_configs={
            "pymdownx.highlight": {
                "line_spans": "__span" if spans else "",
                "anchor_linenums": anchors,
                "use_pygments": True,
            }
        },
    )


def words(html):
    return unescape(re.sub(r"<[^>]*>", "", html))


@pytest.mark.parametrize("anchors", [False, True])
@pytest.mark.parametrize("spans", [False, True])
def test_each_line_of_an_object_is_marked(spans, anchors):
    html = page(f"{SERVICE}---\n{POD}", spans=spans, anchors=anchors)
    done = mark(html, {"Service/web", "client"})
    assert words(done) == words(html)
    assert done.count('class="live-diagram__line" data-node="Service/web"') == 4
    assert done.count("live-diagram__line") == 4
    assert done.count("<span") - done.count("</span>") == html.count("<span") - html.count("</span>")


@pytest.mark.parametrize("nodes", [set(), {"web"}, {"Service/other"}, {"service/web"}])
def test_nothing_is_marked_for_other_nodes(nodes):
    html = page(SERVICE, spans=False)
    assert mark(html, nodes) == html


@given(
    st.lists(
        st.sampled_from([SERVICE, POD, "---\n", "a: |\n  one\n  two\n", "x: '<b>&amp;'\n", "\n", "}{\n"])
    )
)
def test_words_stay_and_tags_stay_balanced(parts):
    for spans in (False, True):
        html = page("".join(parts), spans=spans)
        done = mark(html, {"Service/web", "Pod/web-1"})
        assert words(done) == words(html)
        depth = 0
        for tag in re.findall(r"<(/?)span", done):
            depth += -1 if tag else 1
            assert depth >= 0
        assert depth == 0


def test_a_name_cannot_become_markup():
    bad = "kind: '\"><script>x</script>'\nmetadata: { name: a }\n"
    done = mark(page(bad, spans=False), {'"><script>x</script>/a'})
    assert "<script" not in done


BASE = """
import sys
sys.modules.update(dict.fromkeys(["yaml", "jsonschema", "kubernetes_validate"]))  # not to be imported
import markdown
html = markdown.markdown(sys.stdin.read(), extensions=["fenced_code", "live_diagrams"])
assert 'data-node="Service/web"' in html
sys.exit("live-diagram__line" in html.split("</figure>")[-1])
"""
WEB = """
from diagrams import Diagram, Node

with Diagram("Web", show=False):
    Node("web", nodeid="Service/web")
"""


def test_a_base_install_marks_no_line(tmp_path):
    write(tmp_path, {"diagram_src/web.py": WEB})
    text = f"![Web](diagram:web)\n\n```yaml\n{SERVICE}```\n"
    done = subprocess.run(
        [sys.executable, "-c", BASE], cwd=tmp_path, input=text, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr


def test_nothing_is_loaded_for_a_page_without_nodes_or_without_code():
    def load():
        raise AssertionError

    assert mark_code_lines(page(SERVICE, spans=False), set(), load)
    assert mark_code_lines("<p>Words.</p>", {"Service/web"}, load)
