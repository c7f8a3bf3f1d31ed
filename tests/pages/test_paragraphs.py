"""Figures among words: no element for words alone contains one afterwards, and no word is lost."""

import xml.etree.ElementTree as ET

from hypothesis import example, given
from hypothesis import strategies as st
from live_diagrams.pages.syntax.paragraphs import ParagraphSplitter

IMAGE = "<img/>"
INLINE = st.recursive(
    st.sampled_from([IMAGE, IMAGE, "one ", " two", "<br/>", "<code>c</code>", " "]),
    lambda inside: st.tuples(
        st.sampled_from(["em", "strong", "a", "span"]), st.lists(inside, max_size=3)
    ).map(lambda element: f"<{element[0]}>{''.join(element[1])}</{element[0]}>"),
    max_leaves=8,
)
BLOCKS = st.lists(
    st.tuples(st.sampled_from(["p", "h2", "li", "td", "div"]), st.lists(INLINE, max_size=4)), max_size=3
)
WORDS_ONLY = ("p", "h2", "em", "strong", "span")


def split(blocks):
    inside = "".join(f"<{tag}>{''.join(pieces)}</{tag}>" for tag, pieces in blocks)
    root = ET.fromstring(f"<div>{inside}</div>")
    before = words(root)
    images = list(root.iter("img"))
    ParagraphSplitter(set(images)).split_children(root)
    return root, images, before


def words(root):
    return "".join("".join(root.itertext()).split())


@given(BLOCKS)
@example([("p", ["one ", f"<a>two <em>{IMAGE} three</em></a>", " four"])])
def test_no_figure_is_left_among_words(blocks):
    root, images, before = split(blocks)
    assert sorted(map(id, root.iter("img"))) == sorted(map(id, images))
    assert not [image for tag in WORDS_ONLY for element in root.iter(tag) for image in element.iter("img")]
    assert words(root) == before


@given(BLOCKS)
def test_the_order_stays_but_for_headings(blocks):
    blocks = [(tag, pieces) for tag, pieces in blocks if tag != "h2"]
    root, _, _ = split(blocks)
    text = "".join(piece for _, pieces in blocks for piece in pieces)
    expected = "".join("".join(ET.fromstring(f"<p>{text.replace(IMAGE, '#')}</p>").itertext()).split())
    for image in list(root.iter("img")):
        image.text = "#"
    assert words(root) == expected


def test_an_id_stays_unique():
    root, _, _ = split([("p", ["one ", f"<em id='x'>two {IMAGE} three</em>"])])
    assert [element.get("id") for element in root.iter("em")] == ["x", None]


def test_a_link_around_a_figure_stays_one_link():
    root, _, _ = split([("p", ["one ", f"<a href='x'>two {IMAGE} three</a>", " four"])])
    assert [child.tag for child in root] == ["p", "a", "p"]
    assert [child.tag for child in root.find("a")] == ["img"]
