"""HTML-like labels and records: words become placeholders, structure stays."""

import re
import xml.etree.ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from live_diagrams.layout.labels import Placeholders, convert_html, is_html, strip_markup
from live_diagrams.layout.text import Run, wrap_label

STYLE = Run("", 13)
WORD = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=12)


def escaped(text):
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


INLINE = st.recursive(
    WORD.map(escaped) | st.sampled_from(["<br/>", '<BR ALIGN="LEFT"/>', "&nbsp;", "&#8594;", "&hellip;"]),
    lambda inside: st.tuples(
        st.sampled_from(["b", "i", "u", "sub", "FONT", 'font color="red" point-size="20"']), st.lists(inside)
    ).map(lambda t: f"<{t[0]}>{''.join(t[1])}</{t[0].split()[0]}>"),
    max_leaves=8,
)
TABLE = st.recursive(
    INLINE,
    lambda inside: st.lists(st.lists(inside, min_size=1, max_size=3), min_size=1, max_size=3).map(
        lambda rows: (
            '<table border="1">'
            + "".join("<tr>" + "".join(f'<td port="p">{c}</td>' for c in row) + "</tr>" for row in rows)
            + "</table>"
        )
    ),
    max_leaves=5,
)


def parse(label):
    """Graphviz's label as XML."""
    assert label.startswith("<") and label.endswith(">")
    return ET.fromstring(label[1:-1])


def colours(label):
    return re.findall(r'BGCOLOR="(#01[0-9a-f]{4})"', label)


def words(text):
    return ["".join(run.text for run in line.runs) for line in text.lines]


@pytest.mark.parametrize(
    "label",
    [
        "<<b>web</b>>",
        "<web<br/>10.0.0.1>",
        "<<TABLE><TR><TD>a</TD></TR></TABLE>>",
        "<a &amp; b>",
        "<&#8594;>",
        "<<font color='red'> <b><table><hr/><tr><td>a</td><vr/><td><img/></td></tr></table></b> </font>>",
    ],
)
def test_what_is_html_like(label):
    assert is_html(label)


@pytest.mark.parametrize(
    "label",
    [
        "web",
        "",
        "<>",
        "<web>",
        "<script>",
        "<<script>alert(1)</script>>",
        "<<b>unclosed>",
        "<a & b>",
        "<<img onerror='x'><svg/></img>>",
        "<!DOCTYPE x>",
        '<<!DOCTYPE x [<!ENTITY a "aaaa">]><b>&a;</b>>',
        "<<?php ?>>",
        "<<a href='javascript:alert(1)'>x</a>>",
        "<b>",
        "<<table><tr><td>a</td></tr></table> words beside>",
        "<words before <table><tr><td>a</td></tr></table>>",
        "<<table><tr><td>a</td></tr></table><table><tr><td>b</td></tr></table>>",
        "<<table>between<tr><td>a</td></tr></table>>",
        "<<table><td>without a row</td></table>>",
        "<<td>without a table</td>>",
        "<<b>a<br>inside</br></b>>",
        "<words<hr/>words>",
    ],
)
def test_what_is_not(label):
    assert not is_html(label)


@pytest.mark.parametrize(
    ("label", "line"),
    [
        ("web", "web"),
        ("web\n10.0.0.1", "web 10.0.0.1"),
        (r"web\l10.0.0.1\l", "web 10.0.0.1"),
        ("<script>", "<script>"),
        ("<<b>Web</b>: a server>", "Web: a server"),
        ("<H<sub>2</sub>O>", "H2O"),
        ("<web<br/>10.0.0.1>", "web 10.0.0.1"),
        ("<web<BR ALIGN='LEFT'/>10.0.0.1>", "web 10.0.0.1"),
        ("<<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>>", "a b c"),
        ("<R&amp;D &mdash; &#8594;>", "R&D — →"),
        ("a\tb\x00", "a b"),
        ("", ""),
    ],
)
def test_plain_words(label, line):
    assert strip_markup(label) == line


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=40))
def test_plain_is_one_clean_line_of_any_label(label):
    line = strip_markup(label)
    assert "\n" not in line
    assert line == line.strip()


@given(TABLE)
def test_an_html_like_label_keeps_its_structure_and_none_of_its_words(inner):
    label = f"<{inner}>"
    if not is_html(label):
        return
    placeholders = Placeholders()
    element = parse(convert_html(label, STYLE, placeholders))
    assert not "".join(element.itertext()).strip()
    assert sorted(colours(convert_html(label, STYLE, Placeholders()))) == [
        f"#01{i:04x}" for i in range(len(placeholders.texts))
    ]
    assert not {e.tag.lower() for e in element.iter()} & {"b", "i", "u", "font", "br", "script"}


@given(TABLE)
def test_placeholders_keep_all_the_words_of_a_label(inner):
    label = f"<{inner}>"
    if not is_html(label):
        return
    placeholders = Placeholders()
    convert_html(label, STYLE, placeholders)
    kept = " ".join(line for text in placeholders.texts for line in words(text))
    assert "".join(kept.split()) == "".join(strip_markup(label).split())


def test_styles_reach_the_words():
    placeholders = Placeholders()
    label = '<a<b>b<i>c</i></b><font color="red" point-size="20">d</font><br align="left"/>e<sub>f</sub>>'
    convert_html(label, STYLE, placeholders)
    (text,) = placeholders.texts
    first, second = text.lines
    assert [(r.text, r.bold, r.italic, r.colour, r.size) for r in first.runs] == [
        ("a", False, False, "", 13),
        ("b", True, False, "", 13),
        ("c", True, True, "", 13),
        ("d", False, False, "red", 20),
    ]
    assert first.align == "l"
    assert [(r.text, r.size) for r in second.runs] == [("e", 13), ("f", 9.75)]


def test_styles_around_a_table_reach_its_words():
    placeholders = Placeholders()
    convert_html('<<font color="red"><b><table><tr><td>a</td></tr></table></b></font>>', STYLE, placeholders)
    (run,) = placeholders.texts[0].lines[0].runs
    assert (run.text, run.bold, run.colour) == ("a", True, "red")


@pytest.mark.parametrize("size", ["big", "nan", "-3", "1e9", "inf", ""])
def test_a_senseless_font_size_does_no_harm(size):
    placeholders = Placeholders()
    convert_html(f'<<font point-size="{size}">a</font>>', STYLE, placeholders)
    assert 3 <= placeholders.texts[0].lines[0].runs[0].size <= 200


@pytest.mark.parametrize("attribute", ["HREF", "href", "TARGET", "TITLE", "TOOLTIP", "ID"])
def test_links_in_a_label_do_not_get_through(attribute):
    link = f'{attribute}="javascript:alert(1)"'
    label = f"<<table {link}><tr><td {link}>a</td></tr></table>>"
    assert "javascript" not in convert_html(label, STYLE, Placeholders())


def test_attributes_of_cells_stay_and_are_escaped():
    label = '<<table bgcolor="red"><tr><td port="a&quot;b" colspan="2">x</td></tr></table>>'
    assert convert_html(label, STYLE, Placeholders()).startswith(
        '<<TABLE BGCOLOR="red"><TR><TD PORT="a&quot;b" COLSPAN="2">'.replace("<TR>", "<tr>")
    )


def test_an_image_and_rules_stay():
    label = '<<table><tr><td><img src="a.png"/></td><vr/><td>b</td></tr><hr/><tr><td>c</td></tr></table>>'
    done = convert_html(label, STYLE, Placeholders())
    assert '<IMG SRC="a.png"/>' in done
    assert "<vr/>" in done
    assert "<hr/>" in done


def test_a_placeholder_is_as_large_as_its_text():
    placeholders = Placeholders()
    table = placeholders.add_table(wrap_label("web\n10.0.0.1", 13), beside=4, above=2)
    text = placeholders.texts[0]
    assert f'WIDTH="{text.width + 10:.0f}"' in table
    assert f'HEIGHT="{text.height + 4:.0f}"' in table
    assert placeholders.find_text("#010000") is text
    assert [placeholders.find_text(c) for c in (None, "", "red", "#010001", "#020000", "#01000")] == [
        None
    ] * 6


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
def test_any_label_is_one_line_of_words_and_well_formed_where_it_is_html_like(label):
    assert "\n" not in strip_markup(label)
    if is_html(label):
        assert ET.fromstring(f"<x>{label[1:-1]}</x>") is not None
