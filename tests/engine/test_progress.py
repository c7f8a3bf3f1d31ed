"""What an author sees while figures are made."""

import io
import time

import pytest
from live_diagrams.engine.progress import Progress, summary
from live_diagrams.engine.statistics import Tally


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.fixture
def clock(monkeypatch):
    """A clock that stands still until it is told to go on."""
    now = [1000.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])

    def pass_by(seconds):
        now[0] += seconds

    return pass_by


def test_a_terminal_shows_a_bar_that_grows_and_goes(clock):
    stream = Terminal()
    progress = Progress(stream)
    tally = Tally(started=time.monotonic())
    clock(1)
    tally.made = 1
    progress(tally, 3)
    clock(1)
    tally.made, tally.failed = 2, 1
    progress(tally, 1)
    shown = stream.getvalue().split("\r\x1b[K")
    assert shown[1:] == ["Figures " + "█" * 7 + "░" * 21 + " 1/4", "Figures " + "█" * 21 + "░" * 7 + " 3/4"]
    progress.end()
    assert stream.getvalue().endswith("\r\x1b[K")
    length = len(stream.getvalue())
    progress.end()
    assert len(stream.getvalue()) == length


def test_elsewhere_it_writes_plain_lines_now_and_then(clock):
    stream = io.StringIO()
    progress = Progress(stream, every=5)
    tally = Tally(started=time.monotonic())
    for made in range(1, 13):
        clock(1)
        tally.made = made
        progress(tally, 20 - made)
    progress.end()
    assert stream.getvalue() == ("Figures: 1 of 20 made\nFigures: 6 of 20 made\nFigures: 11 of 20 made\n")


@pytest.mark.parametrize("stream", [Terminal, io.StringIO])
def test_a_short_build_shows_nothing(clock, stream):
    progress = Progress(made := stream())
    tally = Tally(made=3, started=time.monotonic())
    clock(0.3)
    progress(tally, 2)
    progress.end()
    assert made.getvalue() == ""


@pytest.mark.parametrize("stream", [Terminal, io.StringIO])
def test_what_is_remembered_is_not_worth_showing(clock, stream):
    progress = Progress(made := stream())
    clock(10)
    progress(Tally(remembered=5, started=0.0), 2)
    assert made.getvalue() == ""


def test_the_bar_is_not_drawn_more_often_than_eyes_can_see(clock):
    stream = Terminal()
    progress = Progress(stream)
    tally = Tally(started=time.monotonic())
    clock(1)
    for made in range(1, 51):
        clock(0.01)
        tally.made = made
        progress(tally, 51 - made)
    assert stream.getvalue().count("\r") < 8


def test_the_summary():
    tally = Tally(made=3, remembered=2, failed=1, started=10.0, ended=11.25)
    assert summary(tally) == "Figures: 3 made, 2 remembered, 1 failed in 1.25 s"
