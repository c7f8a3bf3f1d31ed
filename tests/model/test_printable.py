"""What scripts say cannot control a terminal, and can be written in UTF-8."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from live_diagrams.checks import Diagnostic
from live_diagrams.engine.progress import format_output
from live_diagrams.model.errors import FigureError, TraceFrame
from live_diagrams.model.printable import strip_controls

DIRTY = "\x1b]0;title\x07a\x1b[31mb\x1b[0m\x9b1mc\x1b]8;;http://x\x1b\\d\x00\x08\x7f\ud800\r\ne\tf\rg"
CLEAN = "abcd\ne\tf\ng"


def test_escape_sequences_and_controls_go_and_the_rest_stays():
    assert strip_controls(DIRTY) == CLEAN
    assert strip_controls("\x1b]never ended\nnext") == "\nnext"
    assert strip_controls("R&D – 你好 🚀 مرحبا\n\t") == "R&D – 你好 🚀 مرحبا\n\t"


@given(st.text(st.characters()))
def test_no_control_is_left_and_once_is_enough(text):
    clean = strip_controls(text)
    assert not any((ord(c) < 32 and c not in "\t\n") or 127 <= ord(c) < 160 for c in clean)
    assert strip_controls(clean) == clean
    clean.encode()


@pytest.mark.parametrize(
    "words",
    [
        str(FigureError(DIRTY, "web.py", 1)),
        FigureError("x", output=DIRTY).output,
        FigureError("x", trace=(TraceFrame("web.py", 1, "f", DIRTY),)).trace[0].text,
        FigureError("x", excerpt=((1, DIRTY),)).excerpt[0][1],
        FigureError("x").replace(message=DIRTY).message,
        str(Diagnostic("web.py", 1, "rule", DIRTY)),
        format_output("web.py", DIRTY),
    ],
)
def test_messages_and_output_are_clean(words):
    assert not set(words) & set("\x1b\x9b\x07\x00\x08\x7f\r\ud800")
    assert "title" not in words
