"""Record labels become tables, and lose no field."""

import re
import xml.etree.ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st
from live_diagrams.layout.labels import Placeholders
from live_diagrams.layout.records import convert_record


def parse(label):
    """Graphviz's label as XML."""
    assert label.startswith("<") and label.endswith(">")
    return ET.fromstring(label[1:-1])


def colours(label):
    return re.findall(r'BGCOLOR="(#01[0-9a-f]{4})"', label)


def words(text):
    return ["".join(run.text for run in line.runs) for line in text.lines]


FIELD = st.text("ab \\{}|<>\"'&é日", max_size=20)


@given(FIELD, st.booleans(), st.booleans())
def test_any_record_becomes_well_formed_markup(label, across, rounded):
    placeholders = Placeholders()
    element = parse(convert_record(label, 13, placeholders, across=across, rounded=rounded))
    assert not "".join(element.itertext()).strip()
    assert len(colours(convert_record(label, 13, Placeholders(), across=across, rounded=rounded))) == len(
        placeholders.texts
    )


def test_the_fields_of_a_record():
    placeholders = Placeholders()
    element = parse(
        convert_record(r"{name|<port> 80\|443|{a|b}}", 13, placeholders, across=True, rounded=True)
    )
    assert [words(text) for text in placeholders.texts] == [["name"], ["80|443"], ["a"], ["b"]]
    assert [e.get("PORT") for e in element.iter("TD") if e.get("PORT")] == ["port"]
    assert element.get("STYLE") == "ROUNDED"


def test_a_malformed_record_loses_no_field():
    placeholders = Placeholders()
    convert_record("a{b}c{d}{e}|", 13, placeholders, across=True, rounded=False)
    assert [words(text) for text in placeholders.texts if text.lines] == [["a"], ["b"], ["c"], ["d"], ["e"]]


def test_the_fields_of_a_record_lie_across_the_flow():
    across = parse(convert_record("a|b", 13, Placeholders(), across=True, rounded=False))
    below = parse(convert_record("a|b", 13, Placeholders(), across=False, rounded=False))
    assert len(across.findall("TR")) == 1
    assert len(below.findall("TR")) == 2
