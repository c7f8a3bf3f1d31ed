"""Progress of a build, as its author sees it."""

import io
from types import SimpleNamespace

import pytest
from live_diagrams.engine import progress
from live_diagrams.engine.progress import ProgressReporter, format_summary
from live_diagrams.engine.statistics import BuildStatistics

START = 1000.0


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.fixture
def clock(monkeypatch):
    """A clock that only moves when a test calls the fixture; it begins at `START`."""
    now = [START]
    monkeypatch.setattr(progress, "time", SimpleNamespace(monotonic=lambda: now[0]))

    def pass_by(seconds):
        now[0] += seconds

    return pass_by


def test_a_terminal_shows_a_bar_that_grows_and_goes(clock):
    stream = Terminal()
    progress = ProgressReporter(stream)
    statistics = BuildStatistics(start_time=START)
    clock(1)
    statistics.rendered = 1
    progress.update(statistics, 3)
    clock(1)
    statistics.rendered, statistics.failed = 2, 1
    progress.update(statistics, 1)
    shown = stream.getvalue().split("\r\x1b[K")
    assert shown[1:] == ["Figures " + "█" * 7 + "░" * 21 + " 1/4", "Figures " + "█" * 21 + "░" * 7 + " 3/4"]
    progress.clear_bar()
    assert stream.getvalue().endswith("\r\x1b[K")
    length = len(stream.getvalue())
    progress.clear_bar()
    assert len(stream.getvalue()) == length


def test_elsewhere_it_writes_plain_lines_now_and_then(clock):
    stream = io.StringIO()
    progress = ProgressReporter(stream, interval=5)
    statistics = BuildStatistics(start_time=START)
    for rendered in range(1, 13):
        clock(1)
        statistics.rendered = rendered
        progress.update(statistics, 20 - rendered)
    progress.clear_bar()
    assert stream.getvalue() == (
        "Figures: 1 of 20 rendered\nFigures: 6 of 20 rendered\nFigures: 11 of 20 rendered\n"
    )


@pytest.mark.parametrize("stream", [Terminal, io.StringIO])
def test_a_short_build_shows_nothing(clock, stream):
    progress = ProgressReporter(output := stream())
    statistics = BuildStatistics(rendered=3, start_time=START)
    clock(0.3)
    progress.update(statistics, 2)
    progress.clear_bar()
    assert output.getvalue() == ""


@pytest.mark.parametrize("stream", [Terminal, io.StringIO])
def test_cache_hits_are_no_progress(clock, stream):
    progress = ProgressReporter(output := stream())
    clock(10)
    progress.update(BuildStatistics(from_cache=5, start_time=0.0), 2)
    assert output.getvalue() == ""


def test_the_bar_is_not_drawn_more_often_than_eyes_can_see(clock):
    stream = Terminal()
    progress = ProgressReporter(stream)
    statistics = BuildStatistics(start_time=START)
    clock(1)
    for rendered in range(1, 51):
        clock(0.01)
        statistics.rendered = rendered
        progress.update(statistics, 51 - rendered)
    assert stream.getvalue().count("\r") < 8


def test_the_summary():
    statistics = BuildStatistics(rendered=3, from_cache=2, failed=1, start_time=10.0, end_time=11.25)
    assert format_summary(statistics) == "Figures: 3 rendered, 2 from cache, 1 failed in 1.25 s"
