"""The figures of a site, rendered by several machines for one that builds it."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

import pytest

from tests.programs import program

DRAW = "from diagrams import Diagram, Node\nwith Diagram('D', show=False): Node({label}) >> Node('b')\n"
SITE = {
    "mkdocs.yml": (
        "site_name: Site\ntheme: mkdocs\nplugins:\n  - search\n  - live-diagrams:\n"
        "      remote_cache: ../shared\n      layout_budget: 0\n      unused_scripts: ignore\n"
    ),
    "docs/index.md": '![One](diagram:a)\n\n![One, downwards](diagram:a){ direction="TB" }\n',
    "docs/two.md": (
        '![One, wide](diagram:a){ width="900" }\n\n```diagram alt="Here"\n'
        + DRAW.format(label="'here'")
        + "```\n"
    ),
    "docs/three.md": "![Choices](diagram:choices)\n\n![Parts](diagram:folder/part)\n",
    "diagram_src/a.py": DRAW.format(label="'a'"),
    "diagram_src/choices.py": (
        "from live_diagrams import choice\nkind = choice('Kind', ['x', 'y', 'z'])\n"
        + DRAW.format(label="kind")
    ),
    "diagram_src/folder/part.py": DRAW.format(label="'part'"),
    "diagram_src/unused.py": DRAW.format(label="'unused'"),
}
RUNS = 9
"""Runs of scripts: three of `a`, one of the script in a page, three of `choices`, two more."""


@pytest.fixture
def machines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Return the site on four machines."""
    monkeypatch.setenv("LIVE_DIAGRAMS_CACHE_KEY", "secret")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    for name, text in SITE.items():
        path = tmp_path / "0" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    for number in range(1, 6):
        shutil.copytree(tmp_path / "0", tmp_path / str(number))
    return [tmp_path / str(number) for number in range(6)]


def render(machine: Path, shard: str) -> tuple[str, int]:
    """Return what a machine says when it renders a shard, and how many scripts it ran."""
    done = program("live-diagrams", "render", "--all", "--shard", shard, cwd=machine)
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    found = re.search(r"Figures: (\d+) rendered, (\d+) from cache", done.stderr)
    assert found, done.stderr
    return done.stderr, int(found[1])


def build(machine: Path) -> str:
    done = program("mkdocs", "build", "--strict", cwd=machine)
    assert done.returncode == 0, done.stderr
    (line,) = [line for line in done.stderr.splitlines() if "rendered, " in line]
    assert "not shared" not in done.stderr
    return line


def test_the_last_machine_renders_nothing(machines: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    texts, counts = zip(*(render(machines[n], f"{n + 1}/3") for n in range(3)), strict=True)
    assert sum(counts) == RUNS
    assert all(text.startswith(f"Shard {n + 1}/3, by digests") for n, text in enumerate(texts))
    assert all("entries uploaded" in text for text in texts)
    assert not (machines[0] / "site").exists()
    assert f"0 rendered, {RUNS} from cache ({RUNS} shared), 0 failed" in build(machines[3])
    assert "diagram_src" not in os.listdir(machines[3] / "site")

    # The next run knows the times of this one.
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "4000000000")
    for machine in (machines[4], machines[5]):
        (machine / "diagram_src" / "a.py").write_text(DRAW.format(label="'new'"))
    texts, counts = zip(*(render(machines[4], f"{n + 1}/2") for n in range(2)), strict=True)
    assert sum(counts) == 3  # those of `a`; the second shard finds the others in the shared cache
    assert all(
        text.startswith(f"Shard {n + 1}/2, balanced by the times of 20") for n, text in enumerate(texts)
    )
    assert f"0 rendered, {RUNS} from cache ({RUNS} shared), 0 failed" in build(machines[5])


def test_what_a_machine_has_already_is_uploaded(machines: list[Path], tmp_path: Path) -> None:
    build(machines[0])
    shutil.rmtree(tmp_path / "shared")
    text, count = render(machines[0], "1/1")
    assert count == 0
    assert f"{RUNS} from cache" in text
    assert f"0 rendered, {RUNS} from cache ({RUNS} shared)" in build(machines[1])


def test_a_script_that_fails(machines: list[Path]) -> None:
    for number in (0, 1):
        (machines[number] / "diagram_src" / "a.py").write_text("1 / 0\n")
    done = [
        program("live-diagrams", "render", "--all", "--shard", f"{n + 1}/2", cwd=machines[n]) for n in (0, 1)
    ]
    assert 2 in {one.returncode for one in done}
    assert "diagram_src/a.py:1: ZeroDivisionError" in "".join(one.stderr for one in done)
    assert "another machine" not in "".join(one.stderr for one in done)


@pytest.mark.parametrize(
    ("arguments", "environment", "message"),
    [
        (["--all", "--shard", "0/2"], {}, "`0/2` is no shard: write I/N, such as 1/4"),
        (["a", "--shard", "1/2"], {}, "say --all"),
        (["--all", "--shard", "1/2", "-o", "folder"], {}, "say --all"),
        (
            ["--all", "--shard", "1/2"],
            {"LIVE_DIAGRAMS_REMOTE_CACHE": "off"},
            "needs the option `remote_cache`",
        ),
        (["--all", "--shard", "1/2"], {"LIVE_DIAGRAMS_CACHE_KEY": ""}, "LIVE_DIAGRAMS_CACHE_KEY is not set"),
        (["--all", "--shard", "1/2"], {"LIVE_DIAGRAMS_REMOTE_CACHE_MODE": "read-only"}, "is read-only here"),
        (
            ["--all", "--shard", "1/2"],
            {"LIVE_DIAGRAMS_REMOTE_CACHE": "http://127.0.0.1:1"},
            "the shared cache cannot be used: http://127.0.0.1:1: ",
        ),
    ],
)
def test_a_shard_that_nobody_would_get(
    arguments: list[str],
    environment: dict[str, str],
    message: str,
    machines: list[Path],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    done = program("live-diagrams", "render", *arguments, cwd=machines[0])
    assert (done.returncode, done.stdout) == (2, "")
    assert message in done.stderr
    assert "Traceback" not in done.stderr


def test_a_shared_cache_that_is_gone_is_said_once(machines: list[Path]) -> None:
    environment = {"LIVE_DIAGRAMS_REMOTE_CACHE": "http://127.0.0.1:1"}
    built = program("mkdocs", "build", "--strict", cwd=machines[0], env=environment)
    assert built.returncode == 0, built.stderr
    assert built.stderr.count("Figures are not shared: http://127.0.0.1:1: Connect call failed") == 1
    assert f"Figures: {RUNS} rendered, 0 from cache, 0 failed" in built.stderr
    (machines[1] / "diagram_src" / "a.py").write_text(DRAW.format(label="'new'"))
    rendered = program("live-diagrams", "render", "a", cwd=machines[1], env=environment)
    assert rendered.stdout.startswith("<svg")
    assert rendered.stderr.startswith("Figures are not shared: http://127.0.0.1:1: ")


def test_the_extension_alone_shares_too(machines: list[Path]) -> None:
    for machine in machines[:3]:
        (machine / "mkdocs.yml").write_text(
            "site_name: Site\ntheme: mkdocs\nmarkdown_extensions:\n  - attr_list\n"
            "  - live_diagrams:\n      remote_cache: ../shared\n      layout_budget: 0\n"
        )
    assert render(machines[0], "1/2")[1] + render(machines[1], "2/2")[1] == RUNS
    text, count = render(machines[2], "1/1")
    assert (count, f"{RUNS} from cache ({RUNS} shared)" in text) == (0, True)
