"""Lines of code that declare what a node stands for."""

import re
from html import unescape

import markdown
import pytest
from hypothesis import given
from hypothesis import strategies as st
from live_diagrams.pages.code_lines import mark_code_lines, objects

SERVICE = "apiVersion: v1\nkind: Service\nmetadata:\n  name: web\n"
POD = "kind: Pod\nmetadata: { name: web-1 }\n"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (SERVICE, [("Service/web", 0, 4)]),
        (f"\n# words\n{SERVICE}\n\n---\n{POD}", [("Service/web", 1, 6), ("Pod/web-1", 9, 11)]),
        (f"---\n{POD}---\n", [("Pod/web-1", 1, 3)]),
        (f"{POD}---\nkind: [\n---\n{SERVICE}", [("Pod/web-1", 0, 2), ("Service/web", 5, 9)]),
        ("kind: Pod\n", []),
        ("kind: Pod\nmetadata: web\n", []),
        ("  kind: Pod\n", []),
        ("- kind: Pod\n", []),
        ("", []),
    ],
)
def test_objects_and_their_lines(text, found):
    assert list(objects(text.split("\n"))) == found


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
    done = mark_code_lines(html, {"Service/web", "client"})
    assert words(done) == words(html)
    assert done.count('class="live-diagram__yaml" data-node="Service/web"') == 4
    assert done.count("live-diagram__yaml") == 4
    assert done.count("<span") - done.count("</span>") == html.count("<span") - html.count("</span>")


@pytest.mark.parametrize("nodes", [set(), {"web"}, {"Service/other"}, {"service/web"}])
def test_nothing_is_marked_for_other_nodes(nodes):
    html = page(SERVICE, spans=False)
    assert mark_code_lines(html, nodes) == html


@given(
    st.lists(
        st.sampled_from([SERVICE, POD, "---\n", "a: |\n  one\n  two\n", "x: '<b>&amp;'\n", "\n", "}{\n"])
    )
)
def test_words_stay_and_tags_stay_balanced(parts):
    for spans in (False, True):
        html = page("".join(parts), spans=spans)
        done = mark_code_lines(html, {"Service/web", "Pod/web-1"})
        assert words(done) == words(html)
        depth = 0
        for tag in re.findall(r"<(/?)span", done):
            depth += -1 if tag else 1
            assert depth >= 0
        assert depth == 0


def test_a_name_cannot_become_markup():
    bad = "kind: '\"><script>x</script>'\nmetadata: { name: a }\n"
    done = mark_code_lines(page(bad, spans=False), {'"><script>x</script>/a'})
    assert "<script" not in done
