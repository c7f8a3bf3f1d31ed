"""The handbook's recipes for previews take pages and scripts from a pull request, and nothing else."""

import os
import re
import subprocess
from pathlib import Path

import pytest
import yaml

from tests.support import ROOT, write

BASE = {
    "mkdocs.yml": "base",
    "hooks/hook.py": "base",
    "docs/a.md": "base",
    "docs/gone.md": "base",
    "diagram_src/a.py": "base",
}
PROPOSED = {
    "mkdocs.yml": "hostile",
    "hooks/hook.py": "hostile",
    "hooks/more.py": "hostile",
    "docs/a.md": "better",
    "docs/b.md": "new",
    "diagram_src/a.py": "better",
}
EXPECTED = {
    **dict.fromkeys(("mkdocs.yml", "hooks/hook.py"), "base"),
    **{name: text for name, text in PROPOSED.items() if name.startswith(("docs/", "diagram_src/"))},
}


@pytest.fixture
def origin(tmp_path: Path) -> Path:
    """A repository with a branch `main`, and another that proposes changes."""
    origin = write(tmp_path / "origin", BASE)
    run(origin, "git init -q -b main && git add . && git commit -qm base && git checkout -qb proposed")
    (origin / "docs/gone.md").unlink()
    write(origin, PROPOSED)
    run(origin, "git add -A && git commit -qm proposed")
    return origin


def run(folder: Path, commands: str, **variables: str) -> str:
    names = {
        f"GIT_{who}_{what}": "t@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")
    }
    done = subprocess.run(
        ["bash", "-euc", commands],
        cwd=folder,
        env={**os.environ, **names, **variables},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def read_recipe(name: str) -> dict:
    page = (ROOT / "docs/handbook/previews.md").read_text(encoding="utf-8")
    return yaml.safe_load(re.search(rf"## {name}\n\n```yaml\n(.*?)```", page, re.DOTALL)[1])


def read_files(folder: Path) -> dict[str, str]:
    files = (path for path in folder.rglob("*") if path.is_file() and ".git" not in path.parts)
    return {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in files}


def test_gitlab(origin: Path, tmp_path: Path) -> None:
    job = read_recipe("GitLab")["preview"]
    assert job["variables"] == {"LIVE_DIAGRAMS_SANDBOX": "required"}
    script = job["script"]
    before = script[: next(at for at, line in enumerate(script) if line.startswith("pip"))]
    run(tmp_path, "git clone -q origin work && cd work && git checkout -q --detach origin/proposed")
    sha = run(tmp_path / "work", "git rev-parse HEAD")
    variables = {"CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "main", "CI_COMMIT_SHA": sha}
    run(tmp_path / "work", "\n".join(before), **variables)
    assert read_files(tmp_path / "work") == EXPECTED


def test_github(origin: Path, tmp_path: Path) -> None:
    job = read_recipe("GitHub")["jobs"]["preview"]
    assert job["env"] == {"LIVE_DIAGRAMS_SANDBOX": "required"}
    checkouts = [step["with"] for step in job["steps"] if "checkout" in step.get("uses", "")]
    assert [(step.get("ref"), step.get("path")) for step in checkouts] == [
        ("${{ github.base_ref }}", None),
        (None, "proposed"),
    ]
    assert not any(step["persist-credentials"] for step in checkouts)
    run(tmp_path, "git clone -q -b main origin work && git clone -q -b proposed origin work/proposed")
    (commands,) = [step["run"] for step in job["steps"] if "mkdocs build" in step.get("run", "")]
    before = commands[: commands.index("live-diagrams doctor")]
    run(tmp_path / "work", f"{before}\nrm -rf proposed")
    assert read_files(tmp_path / "work") == EXPECTED
