"""Builds that are killed, that run at once, whose cache is damaged: the next is as good as the first.

The moments and the damage are random, but the same in every run. `LIVE_DIAGRAMS_KILLS` says how many
builds are killed.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest
from live_diagrams.model import codec
from PIL import Image

from tests.project import Build, Site, Traces

from .build import encode_build

KILLS = int(os.environ.get("LIVE_DIAGRAMS_KILLS", "10"))
PROGRAM = Path(__file__).with_name("build.py")
FIGURES = 8

SCRIPT = """
import json
from diagrams import Cluster, Diagram, Edge
from diagrams.custom import Custom
from diagrams.k8s.compute import Pod
from diagrams.k8s.network import Ingress, Service
from _helper import label
with Diagram("Figure {number}", show=False):
    with Cluster("Namespace"):
        pods = [Pod(label(f"web-{{i}}")) for i in range({pods})]
    Ingress("shop") >> Edge(label=json.load(open("data.json"))["edge"]) >> Service("web") >> pods
    Custom("own", "icon.png")
with Diagram("Second of {number}", show=False):
    Pod("alone")
"""


@pytest.fixture
def site(site: Site) -> Site:
    for number in range(FIGURES):
        site.write(f"figure{number}.py", SCRIPT.format(number=number, pods=number % 4 + 1))
    site.write("_helper.py", "def label(name):\n    return name.upper()\n")
    site.write("data.json", '{"edge": "picks one"}')
    Image.linear_gradient("L").resize((90, 60)).save(site.folder / "icon.png")
    return site


def start_build(site: Site, out: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, PROGRAM, site.root, out], start_new_session=True)


def finish_build(process: subprocess.Popen[bytes], out: Path) -> bytes:
    assert process.wait(300) == 0
    return out.read_bytes()


def encode_result(build: Build) -> bytes:
    """As `build.py` writes it."""
    return encode_build({name: build.figures(name) for name in build.results})


def build_cold(site: Site, out: Path) -> tuple[bytes, float]:
    """Return the result of a build with an empty cache, and its seconds."""
    began = time.monotonic()
    wanted = finish_build(start_build(site, out), out)
    took = time.monotonic() - began
    out.unlink()
    assert len(codec.decode(wanted, list[object])) == len(list(site.folder.glob("figure*.py")))
    return wanted, took


def thin_cache(site: Site, chance: random.Random) -> None:
    """Keep all, some or none of the cache."""
    share = chance.choice((0.0, 0.5, 1.0))
    for path in sorted(site.store.rglob("*")):
        if path.is_file() and chance.random() < share:
            path.unlink()


def test_builds_that_are_killed(
    site: Site, machine: Traces, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    chance = random.Random(1)
    out = tmp_path / "out"
    wanted, seconds = build_cold(site, out)
    counts: Counter[str] = Counter()
    for number in range(KILLS):
        thin_cache(site, chance)
        process = start_build(site, out)
        time.sleep(seconds * chance.random())
        process.kill()
        counts["killed" if process.wait() == -signal.SIGKILL else "ended before"] += 1
        assert machine.processes() == []
        assert machine.folders() == [], "the server has to clean up when its build is killed"
        if number % 5 == 4 or number == KILLS - 1:
            build = site.build()
            assert encode_result(build) == wanted
            counts["checked"] += 1
            counts["figures from cache after a kill"] += build.statistics.from_cache
            counts["figures rendered after a kill"] += build.statistics.rendered
    if out.exists():
        assert out.read_bytes() == wanted
    report_counts(capsys, counts)


def test_builds_that_are_killed_with_their_servers(
    site: Site, machine: Traces, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Then only the next build can clean up."""
    chance = random.Random(2)
    out = tmp_path / "out"
    wanted, seconds = build_cold(site, out)
    counts: Counter[str] = Counter()
    for _ in range(max(1, KILLS // 5)):
        shutil.rmtree(site.store, ignore_errors=True)
        process = start_build(site, out)
        time.sleep(seconds * chance.uniform(0.2, 1))
        for pid in [process.pid, *(int(line.split(":")[0]) for line in machine.processes(0))]:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                counts["ended before"] += 1
        process.wait()
        assert machine.processes() == []
        counts["folders left"] += len(machine.folders())
        assert encode_result(site.build()) == wanted
        shutil.rmtree(site.store)
        site.build()
        assert machine.folders() == [], "the next build that runs scripts has to clean up"
        counts["killed"] += 1
    report_counts(capsys, counts)


def test_builds_without_a_fork_that_are_killed(
    site: Site, machine: Traces, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LIVE_DIAGRAMS_START", "spawn")
    chance = random.Random(3)
    out = tmp_path / "out"
    for number in range(4, FIGURES):
        (site.folder / f"figure{number}.py").unlink()
    wanted, seconds = build_cold(site, out)
    for _ in range(3):
        shutil.rmtree(site.store, ignore_errors=True)
        process = start_build(site, out)
        time.sleep(seconds * chance.uniform(0.2, 0.9))
        process.kill()
        process.wait()
        assert machine.processes() == []
    assert encode_result(site.build()) == wanted
    assert machine.folders() == []


def test_four_builds_at_once(site: Site, tmp_path: Path) -> None:
    outs = [tmp_path / f"out{number}" for number in range(4)]
    wanted, _ = build_cold(site, outs[0])
    shutil.rmtree(site.store)
    processes = [start_build(site, out) for out in outs]
    assert [finish_build(process, out) for process, out in zip(processes, outs, strict=True)] == [wanted] * 4
    after = site.build()
    assert encode_result(after) == wanted
    assert (after.statistics.from_cache, after.statistics.rendered) == (FIGURES, 0)
    assert not list(site.store.rglob("*.tmp"))


def test_damage_to_the_cache(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    chance = random.Random(4)
    wanted = encode_result(site.build())
    counts: Counter[str] = Counter()
    for _ in range(6):
        files = sorted(path for path in site.store.rglob("*") if path.is_file())
        assert {path.relative_to(site.store).parts[0] for path in files} == {
            "recipes",
            "figures",
            "icons",
            "sources",
        }
        for path in chance.sample(files, chance.choice((1, 2, 5))):
            kind = path.relative_to(site.store).parts[0]
            counts[f"{damage_file(path, files, chance)} {kind}"] += 1
        build = site.build()
        assert encode_result(build) == wanted
        counts["figures rendered again"] += build.statistics.rendered
        for path in [path for path in site.store.rglob("*") if path.is_dir() and len(path.name) > 8]:
            path.rmdir()
    assert encode_result(site.build()) == wanted
    assert counts["figures rendered again"] > 0
    report_counts(capsys, counts)


def damage_file(path: Path, files: list[Path], chance: random.Random) -> str:
    """Damage a file in one of several ways, and return the name of that way."""
    if not path.is_file():
        return "skipped"
    data = bytearray(path.read_bytes())
    way = chance.choice(("cut", "flipped", "emptied", "swapped", "removed", "lengthened", "replaced"))
    if way == "cut":
        path.write_bytes(data[: chance.randrange(len(data))])
    elif way == "flipped" and data:
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        path.write_bytes(data)
    elif way == "emptied":
        path.write_bytes(b"")
    elif way == "swapped":
        other = chance.choice([file for file in files if file.is_file()])
        path.write_bytes(other.read_bytes())
    elif way == "lengthened":
        path.write_bytes(data + chance.randbytes(9))
    else:
        path.unlink()
        if way == "replaced":
            path.mkdir()
    return way


def report_counts(capsys: pytest.CaptureFixture[str], counts: Counter[str]) -> None:
    with capsys.disabled():
        print(f"\n  {', '.join(f'{name}: {count}' for name, count in sorted(counts.items()))}", flush=True)
