"""What a script declares is checked where it is written, also when it is run by hand."""

from __future__ import annotations

import math
from pathlib import Path

import pytest
from live_diagrams.script import depends as declarations
from live_diagrams.script.depends import depends

from tests.cache.subject import write_subject
from tests.project import Site


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"env": "REL"}, r"depends\(env=…\) takes a list of names; write depends\(env=\['REL'\]\)"),
        ({"files": "a.txt"}, r"write depends\(files=\['a.txt'\]\)"),
        ({"files": Path("a.txt")}, r"write depends\(files=\['a.txt'\]\)"),
        ({"env": b"REL"}, r"write depends\(env=\['REL'\]\)"),
        ({"env": [Path("REL")]}, "takes names, not"),
        ({"files": [1]}, "takes names, not 1"),
        ({"max_age": "60"}, "a number of seconds, not '60'"),
        ({"max_age": True}, "a number of seconds, not True"),
        ({"max_age": -1}, "from 0 on, not -1"),
        ({"max_age": math.nan}, "from 0 on, not nan"),
    ],
)
def test_what_is_refused(arguments: dict[str, object], message: str) -> None:
    with pytest.raises((TypeError, ValueError), match=message):
        depends(**arguments)  # type: ignore[arg-type]


def test_what_is_passed_on(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[object] = []
    monkeypatch.setattr(declarations, "on_depends", lambda *values: seen.append(values))
    depends(files=(Path("a.txt"), "b"), env=iter(["REL"]))
    depends(max_age=math.inf)
    assert seen == [(["a.txt", "b"], ["REL"], None), (None, None, math.inf)]


def test_the_error_names_the_line(site: Site) -> None:
    write_subject(site, "from live_diagrams import depends\ndepends(env='REL')\nlabel = 1")
    error = site.build().error("subject")
    assert error.line == 3
    assert "write depends(env=['REL'])" in error.message
