"""Fences, found as SuperFences finds them."""

import markdown
from hypothesis import example, given
from hypothesis import strategies as st
from live_diagrams.pages.syntax.fences import Fence, iterate_fences, iterate_outside_lines
from pymdownx.superfences import SuperFencesBlockPreprocessor

INDENTS = ["", "", "", " ", "    ", "> ", ">", "> > ", ">     "]
CONTENTS = [
    "",
    "",
    "code",
    "    code",
    "- item",
    "```",
    "```",
    "```python",
    "~~~",
    "````",
    "~~~~ text",
    "` ``` `",
]
LINE = st.tuples(st.sampled_from(INDENTS), st.sampled_from(CONTENTS)).map(lambda t: "".join(t).rstrip())


def by_superfences(text):
    """First and last line and code of the fences that SuperFences takes out of a text."""
    md = markdown.Markdown(extensions=["pymdownx.superfences"])
    reader = next(p for p in md.preprocessors if type(p) is SuperFencesBlockPreprocessor)
    fences = []
    store = reader._store

    def note_fence(source, code, start, end):
        fences.append((start, end - 1, tuple(source.removesuffix("\n").split("\n"))))
        return store(source, code, start, end)

    reader._store = note_fence
    reader.run(text.split("\n"))
    return fences


@given(st.lists(LINE, max_size=14))
@example(["```", "> ```", "```"])
@example(["    ```", "    code", "```", "    ```"])
@example(["> ```", ">", "> code", "> ```"])
@example(["````", "```", "````"])
@example(["```", "````", "```"])
@example(["~~~", "```", "~~~"])
@example(["```", "never closed", "", "```python", "code"])
@example(["> ```", "lazy", "> ```"])
def test_fences_are_those_of_superfences(lines):
    text = "\n".join(lines)
    ours = [(f.first, f.last) for f in iterate_fences(text.split("\n"))]
    assert ours == [(first, last) for first, last, _ in by_superfences(text)]


@given(
    st.lists(st.sampled_from(["", "a", "    b", "*c*", "<d>", "&e;"]), max_size=6),
    st.sampled_from(["```", "~~~~"]),
)
def test_the_code_is_what_is_shown(code, marks):
    lines = ["before", "", f"{marks}text", *code, marks, "", "after"]
    (fence,) = iterate_fences(lines)
    shown = markdown.markdown("\n".join(lines), extensions=["fenced_code"])
    escaped = "\n".join(fence.code).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert escaped in shown


def test_what_a_fence_holds():
    lines = ["text", "    ~~~ { .diagram alt='x' }", "    a", "", "      b", "    ~~~"]
    assert list(iterate_fences(lines)) == [Fence(1, 5, "    ", "{ .diagram alt='x' }", ("a", "", "  b"))]


def test_the_code_of_a_quoted_fence_is_without_its_quotation():
    lines = ["> ```py", "> if a:", ">", ">     b", "> ```"]
    assert [f.code for f in iterate_fences(lines)] == [("if a:", "", "    b")]


def test_an_outer_fence_holds_an_inner_one():
    assert [f.code for f in iterate_fences(["````", "```diagram", "a", "```", "````"])] == [
        ("```diagram", "a", "```")
    ]


def test_lines_outside_fences_keep_their_numbers():
    text = "one\n```\ntwo\n```\nfive\n\t```\n\tseven\n\t```\n"
    assert list(iterate_outside_lines(text)) == [(1, "one"), (5, "five"), (9, "")]


def test_a_backtick_span_on_a_line_of_its_own_is_no_fence():
    assert list(iterate_fences(["```code```", "text", "```"])) == []


@given(st.lists(LINE, max_size=14))
def test_every_line_is_inside_or_outside(lines):
    text = "\n".join(lines)
    inside = {i + 1 for f in iterate_fences(text.split("\n")) for i in range(f.first, f.last + 1)}
    out = [n for n, _ in iterate_outside_lines(text)]
    assert sorted([*inside, *out]) == list(range(1, len(text.split("\n")) + 1))
