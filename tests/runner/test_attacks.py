"""Scripts that attack the engine, under fork and spawn: none hangs a build or changes another figure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from live_diagrams.model.codec import encode
from live_diagrams.model.errors import FigureError

from tests.project import Build, Site, as_bytes, traces

from .attacks import ATTACKS, Attack

NEIGHBOUR = """\
from diagrams import Diagram
from diagrams.k8s.compute import Pod
from diagrams.k8s.network import Service
with Diagram("Neighbour", show=False):
    Service("web") >> Pod("a")
"""
NEIGHBOURS = 4
TIMEOUT = 5.0


@dataclass(frozen=True)
class Outcome:
    build: Build
    alone: bytes
    """The neighbour's figure, rendered without attackers."""
    processes: list[str]
    folders: list[str]


def build_attacked(where: Path, method: str) -> Outcome:
    with traces(where) as machine, pytest.MonkeyPatch.context() as patch:
        patch.setenv("LIVE_DIAGRAMS_START", method)
        site = Site(where)
        site.write("neighbour.py", NEIGHBOUR)
        alone = site.build().figures("neighbour")
        pod = next(iter(alone[0].icons))
        for attack in ATTACKS:
            script = attack.script.replace("{pod}", pod).replace("{store!r}", repr(str(site.store)))
            site.write(f"{attack.name}.py", script)
        for number in range(NEIGHBOURS):
            site.write(f"m_neighbour{number}.py", NEIGHBOUR)
            site.write(f"z_neighbour{number}.py", NEIGHBOUR)
        (site.folder / "neighbour.py").unlink()
        build = site.build(timeout=TIMEOUT, workers=2)
        return Outcome(build, as_bytes(alone), machine.processes(), machine.folders())


@pytest.fixture(scope="module", params=["fork", "spawn"])
def attacked(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    return build_attacked(tmp_path_factory.mktemp(request.param), request.param)


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
def test_an_attack_ends_with_its_own_figure(attack: Attack, attacked: Outcome) -> None:
    result = attacked.build.results[attack.name]
    kind = result.kind if isinstance(result, FigureError) else "fine"
    assert re.fullmatch(attack.kinds, kind), str(result)
    if isinstance(result, FigureError):
        assert "root:" not in encode(result).decode(), "the excerpt is of a file outside the project"
        assert len(result.message) < 2100


def test_the_neighbours_of_attackers_are_right(attacked: Outcome) -> None:
    neighbours = [name for name in attacked.build.results if "neighbour" in name]
    assert len(neighbours) == 2 * NEIGHBOURS
    for name in neighbours:
        assert as_bytes(attacked.build.figures(name)) == attacked.alone


def test_attackers_leave_nothing_running(attacked: Outcome) -> None:
    assert attacked.processes == []
    assert attacked.folders == []
