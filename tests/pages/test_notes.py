"""Notes on steps become HTML that can run nothing."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from live_diagrams.pages.figure import notes


@pytest.mark.parametrize(
    ("note", "html"),
    [
        ("", ""),
        ("  \n ", ""),
        (
            "It is *so*, **really**: `x < y`.",
            "It is <em>so</em>, <strong>really</strong>: <code>x &lt; y</code>.",
        ),
        ("Two\n\nparagraphs", "Two paragraphs"),
        ("# no heading", "# no heading"),
        ("- no list", "- no list"),
        ("<b>no</b> &amp; HTML", "&lt;b&gt;no&lt;/b&gt; &amp; HTML"),
        ("[x](https://example.org)", '<a href="https://example.org">x</a>'),
        ("[x](javascript:alert(1))", "<a>x</a>"),
        ("![x](https://example.org/x.png)", "![x](https://example.org/x.png)"),
        ("<https://example.org>", "&lt;https://example.org&gt;"),
    ],
)
def test_only_code_links_and_emphasis_become_markup(note, html):
    assert notes.convert_note(note) == (f"<p>{html}</p>" if html else "")


@given(st.text() | st.from_regex(r"[\[\]()!*_`<>&;:a-z\"'/\\ -]{0,60}", fullmatch=True))
def test_no_note_can_run_anything(note):
    html = notes.convert_note(note)
    assert not html or html.startswith("<p>")
    tags = re.findall(r"<(\w+)([^>]*)>", html)
    assert {tag for tag, _ in tags} <= {"p", "em", "strong", "code", "a"}
    for _, attrs in tags:
        assert not attrs or re.fullmatch(r' (href|title)="[^"]*"( title="[^"]*")?', attrs), attrs
        assert not re.search(r'href="\s*(javascript|data|vbscript):', attrs, re.IGNORECASE)
