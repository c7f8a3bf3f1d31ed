"""Shards: machines that do not talk divide the figures of a site, and miss none."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from live_diagrams.engine.sharing.shards import (
    Shard,
    Times,
    add_record,
    assign_figures,
    choose_times,
    parse_shard,
    read_commit_time,
    read_records,
)

NAMES = st.integers(0, 2**64 - 1).map(lambda number: f"{number:016x}")


@given(st.sets(NAMES, max_size=40), st.dictionaries(NAMES, st.integers(0, 10**5)), st.integers(1, 9))
def test_every_figure_is_in_one_shard(names: set[str], times: dict[str, int], count: int) -> None:
    assigned = assign_figures(times, count)
    assert assigned == assign_figures(dict(reversed(times.items())), count)
    shards = [Shard(number, count, assigned) for number in range(1, count + 1)]
    for name in names | set(times):
        assert sum(shard.has(name) for shard in shards) == 1
    loads = [sum(times[name] for name in times if shard.has(name)) for shard in shards]
    assert max(loads) - min(loads) <= max(times.values(), default=0) + len(times)


@pytest.mark.parametrize("text", ["", "1", "0/4", "5/4", "1/0", "-1/4", "1/4/2", "a/b", "1.0/2"])
def test_what_is_no_shard(text: str) -> None:
    with pytest.raises(ValueError, match="is no shard: write I/N"):
        parse_shard(text)


def test_shards_count_from_one() -> None:
    assert parse_shard("4/4") == Shard(4, 4)


def test_all_machines_use_the_times_before_their_commit() -> None:
    records = [Times(300.0, {"a": 3}), Times(200.0, {"a": 2}), Times(100.0, {"a": 1})]
    assert choose_times(records, 250.0) == records[1]
    assert choose_times(records[1:], 250.0) == records[1]  # before the last one was written
    assert choose_times(records, 50.0) is None
    assert choose_times(records, None) is None


def test_the_times_of_the_latest_builds_are_kept() -> None:
    content = b"rubbish"
    for number in range(20):
        content = add_record(content, {"a": number / 1000})
    records = read_records(content)
    assert [record.milliseconds["a"] for record in records] == [19, 18, 17, 16, 15, 14, 13, 12]
    assert all(record.written > 0 for record in records)


def test_the_time_of_the_commit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    assert read_commit_time(tmp_path) is None
    date = {"GIT_COMMITTER_DATE": "1700000000 +0000", "GIT_CONFIG_GLOBAL": "/dev/null"}
    for name, value in date.items():
        monkeypatch.setenv(name, value)
    author = ["-c", "user.name=a", "-c", "user.email=a@example.org"]
    for command in (["init", "-q"], [*author, "commit", "-q", "--allow-empty", "-m", "one"]):
        subprocess.run(["git", *command], cwd=tmp_path, check=True, timeout=60)
    assert read_commit_time(tmp_path) == 1700000000.0
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1600000000")
    assert read_commit_time(tmp_path) == 1600000000.0
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")
    assert read_commit_time(tmp_path) is None
