"""The recipes of the handbook for many machines: valid, and each figure is in exactly one part."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from live_diagrams.engine.sharing.shards import Shard, parse_shard
from live_diagrams_kube.manifests.schemas import list_versions, validate_object

from tests.support import ROOT

SECTION = (ROOT / "docs/handbook/caching.md").read_text(encoding="utf-8").partition("{ #shards }")[2]
WORKFLOW, JOB = (yaml.safe_load(text) for text in re.findall(r"```yaml\n(.*?)```", SECTION, re.DOTALL))
ROWS = re.findall(r"^\| (GitLab|Slurm|a shell) \| `([^`]+)` \| `([^`]+)` \|", SECTION, re.MULTILINE)


pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the commands are for a POSIX shell")

RunCommand = Callable[..., list[Shard]]


@pytest.fixture
def run_command(tmp_path: Path) -> RunCommand:
    """Return a function that runs a command of a recipe, and returns the shards that it would render."""
    program = tmp_path / "live-diagrams"
    program.write_text('#!/bin/sh\necho "$4"\n')
    program.chmod(0o755)
    path = f"{tmp_path}{os.pathsep}{os.environ['PATH']}"

    def run(command: str, **variables: object) -> list[Shard]:
        names = {name: str(value) for name, value in variables.items()}
        done = subprocess.run(
            ["sh", "-c", command], env={"PATH": path, **names}, capture_output=True, text=True, check=True
        )
        return [parse_shard(line) for line in done.stdout.split()]

    return run


def are_complete(shards: list[Shard]) -> bool:
    return sorted(shard.number for shard in shards) == list(range(1, shards[0].count + 1))


@pytest.mark.parametrize("version", list_versions()[-3:])
def test_the_job_is_valid(version: str) -> None:
    assert not list(validate_object(version, JOB["apiVersion"], JOB["kind"], JOB))
    JOB["spec"]["completionMode"] = 1
    assert list(validate_object(version, JOB["apiVersion"], JOB["kind"], JOB))
    JOB["spec"]["completionMode"] = "Indexed"


def test_the_pods_of_the_job_are_all_shards(run_command: RunCommand) -> None:
    (container,) = JOB["spec"]["template"]["spec"]["containers"]
    assert container["command"] == ["sh", "-c"]
    (command,) = container["args"]
    count = JOB["spec"]["completions"]
    shards = [shard for index in range(count) for shard in run_command(command, JOB_COMPLETION_INDEX=index)]
    assert are_complete(shards)
    assert len(shards) == count
    assert {"LIVE_DIAGRAMS_REMOTE_CACHE", "SOURCE_DATE_EPOCH"} <= {one["name"] for one in container["env"]}


def test_the_jobs_of_the_workflow_are_all_shards(run_command: RunCommand) -> None:
    figures, site = WORKFLOW["jobs"]["figures"], WORKFLOW["jobs"]["site"]
    values = figures["strategy"]["matrix"]["shard"]
    (command,) = [step["run"] for step in figures["steps"] if "--shard" in step.get("run", "")]
    command = command.replace("${{ strategy.job-total }}", str(len(values)))
    commands = [command.replace("${{ matrix.shard }}", str(value)) for value in values]
    assert are_complete([shard for one in commands for shard in run_command(one)])
    assert site["needs"] == "figures"
    assert any(step.get("run") == "mkdocs build --strict" for step in site["steps"])


@pytest.mark.parametrize(("runner", "parts", "command"), ROWS)
def test_other_runners(runner: str, parts: str, command: str, run_command: RunCommand) -> None:
    count = int(re.findall(r"\d+", parts)[-1])
    names = re.findall(r"\$(\w+)", command)
    numbers = range(1, count + 1) if names else [1]
    environments = [dict(zip(names, (number, count), strict=False)) for number in numbers]
    assert are_complete([shard for variables in environments for shard in run_command(command, **variables)])


def test_all_rows_are_tried() -> None:
    assert [row[0] for row in ROWS] == ["GitLab", "Slurm", "a shell"]
