"""Never stale: after any change, a build with the cache equals a build from nothing, or says what it misses.

All cases of `dependencies` are built together: once, once more, after all changes, and from nothing.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent

import pytest
from live_diagrams.engine.pipeline import Pipeline
from live_diagrams.model.figure import Figure
from live_diagrams.model.settings import Settings

from tests.cache.dependencies import ROWS
from tests.cache.dependencies.case import Case, Row
from tests.cache.dependencies.changes import SHARED_FILE
from tests.cache.subject import DRAW
from tests.project import as_bytes
from tests.support import ROOT

Result = list[Figure] | BaseException
"""The figures of a script, or why it failed."""

CASES = [pytest.param(row, case, id=case.name) for row in ROWS for case in row.cases]


@dataclass
class Builds:
    """The figures of each case in four builds, and the cases that were rendered with a cache."""

    first: dict[str, Result]
    again: dict[str, Result]
    changed: dict[str, Result]
    fresh: dict[str, Result]


@pytest.fixture(scope="module")
def builds(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Builds]:
    root = tmp_path_factory.mktemp("exactness") / "project"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", os.pathsep.join(str(root / name) for name in ("earlier", "elsewhere")))
        before = dict(os.environ)
        try:
            for row in ROWS:
                for case in row.cases:
                    folder = _find_folder(root, case)
                    draw = "" if "with Diagram" in case.script else DRAW
                    _write(root, case, {**case.files, "subject.py": dedent(case.script) + draw})
                    case.prepare(folder)
            first, again = _build(root, "cache"), _build(root, "cache")
            for row in ROWS:
                for case in row.cases:
                    for name in case.removed:
                        (_find_folder(root, case) / name).unlink()
                    _write(root, case, case.later)
                    case.change(_find_folder(root, case))
            yield Builds(first, again, _build(root, "cache"), _build(root, "cache of a fresh build"))
        finally:
            for name in set(os.environ) - set(before):
                del os.environ[name]
            os.environ.update(before)
            SHARED_FILE.unlink(missing_ok=True)


def _find_folder(root: Path, case: Case) -> Path:
    return root / "diagram_src" / case.name


def _write(root: Path, case: Case, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = root / name.removeprefix("/") if name.startswith("/") else _find_folder(root, case) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if text.startswith("-> "):
            path.unlink(missing_ok=True)
            path.symlink_to(text.removeprefix("-> "))
        else:
            path.write_text(text, encoding="utf-8")


def _build(root: Path, cache: str) -> dict[str, Result]:
    pipeline = Pipeline(Settings(root, cache_dir=cache, timeout=60.0, layout_budget=0.0))
    try:
        names = [case.name for row in ROWS for case in row.cases]
        requests = {
            name: pipeline.request_figures(pipeline.scripts.get_script(f"{name}/subject")) for name in names
        }
        return {name: request.exception(300) or request.result() for name, request in requests.items()}
    finally:
        pipeline.close()


@pytest.mark.parametrize(("row", "case"), CASES)
def test_a_figure_is_never_stale_without_a_word(row: Row, case: Case, builds: Builds) -> None:
    first, again, changed, fresh = (
        _encode(build[case.name]) for build in (builds.first, builds.again, builds.changed, builds.fresh)
    )
    inquiries = _get_figures(builds.changed[case.name])[0].undeclared
    if row.outcome == "followed":
        assert changed == fresh
        assert not inquiries
    elif row.outcome == "noticed":
        assert [q for q in inquiries if case.call in q.message.split("`")[1]], inquiries
        assert all("depends(" in q.message for q in inquiries)
        assert inquiries[0].line > 0
        assert again == first
    else:
        assert changed == first != fresh, "it is followed by now: say so in the table"
        assert not inquiries


def _get_figures(result: Result) -> list[Figure]:
    if isinstance(result, BaseException):
        raise result
    return result


def _encode(result: Result) -> bytes:
    return as_bytes(_get_figures(result))


CHANGING = [
    param
    for row in ROWS
    for case in row.cases
    for param in [pytest.param(case, id=case.name)]
    if row.outcome == "followed" and not row.title.startswith("random") and case.name != "declared-age"
]


@pytest.mark.parametrize("case", CHANGING)
def test_each_change_matters_and_nothing_else_does(case: Case, builds: Builds) -> None:
    first, again, fresh = (_encode(build[case.name]) for build in (builds.first, builds.again, builds.fresh))
    assert again == first
    assert fresh != first


def test_the_table_of_the_handbook_is_the_list_of_the_cases() -> None:
    text = (ROOT / "docs/handbook/caching.md").read_text(encoding="utf-8")
    table = re.findall(r"^\| (.+?) \| \*\*(followed|noticed|neither)\*\* \|", text, re.MULTILINE)
    assert table == [(row.title, row.outcome) for row in ROWS]
    assert all(row.cases for row in ROWS)
    assert len(CASES) >= 100
