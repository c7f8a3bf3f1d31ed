"""A sample of `python -m tests.mutation.hostile`, and that it finds what it is for."""

from __future__ import annotations

from pathlib import Path

import pytest

from .hostile import Inspector, try_hostile


def test_no_mutant_of_an_entry_or_a_result_does_harm(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    totals = try_hostile(tmp_path, 60, seed=7)
    assert capsys.readouterr().out == ""
    for counts in totals.values():
        assert counts["refused"] > 20
        assert counts["harmless"] > 0
        assert counts["refused"] + counts["harmless"] == 60


def test_without_validation_mutants_are_published(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("live_diagrams.engine.figure_cache.validate_figures", lambda figures: None)
    totals = try_hostile(tmp_path, 60, seed=7)
    harm = totals["entries"] + totals["results"]
    assert harm["published something foreign"] > 0


@pytest.mark.parametrize(
    "html",
    [
        "<script>x</script>",
        "<svg><foreignObject></foreignObject></svg>",
        '<svg><rect onload="x"/></svg>',
        '<svg><use xlink:href="https://e.example"/></svg>',
        '<svg><a xlink:href="javascript:x"></a></svg>',
    ],
)
def test_the_inspector_sees_what_is_foreign(html: str) -> None:
    inspector = Inspector()
    inspector.feed(html)
    assert inspector.foreign
