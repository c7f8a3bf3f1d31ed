"""Labels as measured lines of text."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from live_diagrams.layout.text import Line, Run, Text, drop_unprintable, split_lines, wrap_label

from tests.strategies import LABELS

ANY = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
WORDS = st.lists(st.text("abmW日é🚀-", min_size=1, max_size=12), min_size=1, max_size=12).map(" ".join)


@pytest.mark.parametrize(
    ("label", "lines"),
    [
        ("", []),
        ("   ", []),
        ("\n\n", []),
        (r"\n", []),
        ("web", [("web", "n")]),
        ("  web ", [("web", "n")]),
        ("web\n10.0.0.1", [("web", "n"), ("10.0.0.1", "n")]),
        (r"web\n10.0.0.1", [("web", "n"), ("10.0.0.1", "n")]),
        ("web\r\n1\r2", [("web", "n"), ("1", "n"), ("2", "n")]),
        (r"left\lright\rmiddle", [("left", "l"), ("right", "r"), ("middle", "n")]),
        (r"left\l", [("left", "l")]),
        ("a\n\nb", [("a", "n"), ("", "n"), ("b", "n")]),
        (r"C:\\new", [(r"C:\new", "n")]),
        (r"a\{b\}", [("a{b}", "n")]),
        ("ends in \\", [("ends in \\", "n")]),
        ("one \\\nline", [("one line", "n")]),
        ("tab\tstop", [("tab stop", "n")]),
        ("be\x07ll \x1b[1m\x00", [("bell [1m", "n")]),
    ],
)
def test_a_label_breaks_where_its_author_broke_it(label, lines):
    assert split_lines(label) == lines


@given(st.lists(st.tuples(WORDS, st.sampled_from("nlr")), min_size=1, max_size=6))
def test_split_returns_the_lines_that_were_joined(lines):
    assert split_lines("".join(f"{text}\\{align}" for text, align in lines)) == lines


@given(st.lists(st.text("ab\\{}<>|\"' ", min_size=1, max_size=12), min_size=1, max_size=5))
def test_an_escaped_backslash_is_a_backslash(lines):
    label = "\n".join(line.replace("\\", r"\\") for line in lines)
    stripped = [line.strip() for line in lines]
    assert split_lines(label) == ([(line, "n") for line in stripped] if any(stripped) else [])


@given(ANY)
def test_no_label_breaks_split_or_brings_control_characters(label):
    for line, align in split_lines(label):
        assert align in "nlr"
        assert not any(ord(char) < 32 or 127 <= ord(char) < 160 for char in line)
        assert line == line.strip()


@given(WORDS, st.floats(1, 400), st.floats(4, 40), st.booleans())
def test_wrapping_exceeds_the_limit_only_where_one_word_does(label, limit, size, bold):
    text = wrap_label(label, size, bold=bold, wrap=limit)
    for line in text.lines:
        assert line.width <= limit or " " not in line.runs[0].text
    assert " ".join(line.runs[0].text for line in text.lines) == label


@given(WORDS, st.floats(1, 400))
def test_wrapping_fills_each_line(label, limit):
    lines = [line.runs[0] for line in wrap_label(label, 13, wrap=limit).lines]
    for line, following in pairwise(lines):
        first = following.text.split(" ")[0]
        assert Run(f"{line.text} {first}", 13).width > limit


@given(ANY, st.floats(1, 400))
def test_wrapping_loses_and_invents_no_word(label, limit):
    wrapped = [run.text for line in wrap_label(label, 13, wrap=limit).lines for run in line.runs]
    assert " ".join(wrapped).split() == " ".join(line for line, _ in split_lines(label)).split()


@given(ANY, ANY, st.floats(4, 40))
def test_widths_add_up_and_are_never_negative(one, two, size):
    assert Run(one, size).width >= 0
    assert Run(one + two, size).width == pytest.approx(Run(one, size).width + Run(two, size).width)


@pytest.mark.parametrize(
    ("text", "em"),
    [
        ("W", 0.944),
        ("é", 0.556),
        ("e\u0301", 0.556),  # the same, with a combining accent
        ("日本", 2.0),
        ("🚀", 1.3),
        ("a\u200db", 1.112),  # a joiner that is not painted
        ("\u0301", 0.0),
    ],
)
def test_widths_of_single_glyphs(text, em):
    assert Run(text, 10).width == pytest.approx(10 * em)


@pytest.mark.parametrize("text", ["Ελληνικά", "Кириллица", "العربية", "ไทย", "हिन्दी", "→ ⇒ ✓"])
def test_other_scripts_get_a_width_on_the_wide_side(text):
    letters = sum(char.isalpha() for char in text)
    assert Run(text, 10).width >= 5 * letters


def test_a_text_is_as_large_as_its_lines():
    text = wrap_label("short\na much longer line", 16)
    assert text.width == max(line.width for line in text.lines)
    assert text.height == 2 * 16 * 1.25
    assert wrap_label("", 16) == Text(())
    assert (Text(()).width, Text(()).height) == (0, 0)
    assert Line((Run("a", 10), Run("b", 20))).height == 25


def test_bold_is_wider():
    assert Run("web", 13, bold=True).width > Run("web", 13).width


@given(LABELS, st.floats(4, 200), st.sampled_from([0.0, 1.0, 150.0]), st.booleans())
def test_any_text_has_a_size_and_keeps_its_letters(label, size, wrap, bold):
    text = wrap_label(label, size, bold=bold, wrap=wrap)
    assert text.width >= 0
    assert text.height >= 0
    painted = "".join(run.text for line in text.lines for run in line.runs)
    assert "".join(painted.split()) == "".join("".join(line.split()) for line, _ in split_lines(label))


def test_characters_that_xml_cannot_contain_are_dropped():
    assert drop_unprintable("a\x00b\x1b[31m\ufffec\ud800\td\n") == "ab[31mc\td\n"
