"""Reading a page as blocks and sentences: whatever stands in it, each sentence is found where it is."""

from hypothesis import given
from hypothesis import strategies as st
from live_diagrams.checks import prose

from tests.kube.prose_rules import reading

WORDS = st.sampled_from(
    [
        "A Pod",
        "e.g. one",
        "10.96.0.20",
        "v1.2",
        "Why?",
        "“No.”",
        "`code.`",
        "**bold.**",
        "[a link](x.md).",
        "<b>",
    ]
)
LINES = st.lists(WORDS, min_size=1, max_size=6).map(" ".join)
BLOCKS = st.tuples(
    st.sampled_from(["", "- ", "> ", "## ", "1. ", "    ", "| a | b |\n|---|---|\n| ", "!!! note\n\n    "]),
    LINES,
).map("".join)
PAGES = st.lists(BLOCKS, max_size=6).map("\n\n".join)


@given(PAGES)
def test_sentences_are_parts_of_their_blocks_and_lines_are_lines_of_the_page(tmp_path_factory, source):
    convert = reading.converter(tmp_path_factory.getbasetemp())
    read = prose.read(reading.page(source, convert).content, source)
    count = source.count("\n") + 1
    for block, start, sentence in read.sentences():
        assert block.text[start : start + len(sentence)] == sentence
        assert 1 <= read.line(block, start) <= count


@given(st.text(max_size=200))
def test_any_text_can_be_read(tmp_path_factory, source):
    convert = reading.converter(tmp_path_factory.getbasetemp())
    list(prose.read(reading.page(source, convert).content, source).sentences())


@given(st.text(alphabet="<>/ab &;\"'=p!-", max_size=80))
def test_any_markup_can_be_read(content):
    list(prose.read(content, "").sentences())


def test_a_sentence_is_found_at_its_line(tmp_path):
    source = "# Title\n\nOne. Two\nthree. Four.\n\n- Five.\n"
    read = prose.read(reading.page(source, reading.converter(tmp_path)).content, source)
    lines = [(read.line(block, start), " ".join(text.split())) for block, start, text in read.sentences()]
    assert lines == [(1, "Title"), (3, "One."), (3, "Two three."), (4, "Four."), (6, "Five.")]
