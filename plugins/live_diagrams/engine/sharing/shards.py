"""Shards: the figures of a site, divided among machines that do not talk to each other.

Each machine decides alone which figures are its own, so all have to decide by the same facts: the times of
one earlier build, the latest that is older than the commit that all build. Where there is none, digests
decide.
"""

from __future__ import annotations

import heapq
import os
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ...model.codec import CodecError, decode, encode

RECORDS_KEPT = 8
"""Builds whose times are kept, so that one is older than a commit."""

COMMIT_VARIABLE = "SOURCE_DATE_EPOCH"
"""The environment variable with the time of the commit, where git does not know it."""


@dataclass(frozen=True)
class Times:
    """How long figures took in one build: milliseconds by `Recipes.identify`, and when they were written.

    `written` is in seconds since the epoch.
    """

    written: float
    milliseconds: Mapping[str, int]


@dataclass(frozen=True)
class Shard:
    """One of several parts of a site's figures; `number` counts from 1.

    `assigned` has the numbers of the shards of the figures whose times are known.
    """

    number: int
    count: int
    assigned: Mapping[str, int] = field(default_factory=dict)

    def has(self, name: str) -> bool:
        """Whether a figure belongs to this shard; `name` is from `Recipes.identify`."""
        return (self.assigned.get(name) or int(name, 16) % self.count + 1) == self.number


def parse_shard(text: str) -> Shard:
    """Return the shard `I/N`, which counts from 1.

    Raises:
        ValueError: It is none; the message says what is wrong.
    """
    number, _, count = text.partition("/")
    if not (number.isdecimal() and count.isdecimal() and 1 <= int(number) <= int(count)):
        raise ValueError(f"`{text}` is no shard: write I/N, such as 1/4 for the first of four, up to 4/4")
    return Shard(int(number), int(count))


def assign_figures(milliseconds: Mapping[str, int], count: int) -> dict[str, int]:
    """Return the shard of each figure: the longest first, each to the shard that has least to do so far."""
    loads = [(0, number) for number in range(1, count + 1)]
    assigned = {}
    for name, duration in sorted(milliseconds.items(), key=lambda item: (-item[1], item[0])):
        load, number = heapq.heappop(loads)
        assigned[name] = number
        heapq.heappush(loads, (load + max(1, duration), number))
    return assigned


def choose_times(records: Iterable[Times], commit_time: float | None) -> Times | None:
    """Return the latest times that are older than a commit; None where there are none, or no commit.

    Later ones may have been written since another machine has looked.
    """
    if commit_time is None:
        return None
    older = [record for record in records if record.written < commit_time]
    return max(older, key=lambda record: record.written, default=None)


def read_records(content: bytes) -> list[Times]:
    """Return the times of builds, the latest first; none where another version has written them."""
    try:
        return list(decode(content or b"[]", tuple[Times, ...]))
    except CodecError:
        return []


def add_record(content: bytes, seconds: Mapping[str, float]) -> bytes:
    """Return the times of builds with those of one more."""
    milliseconds = {name: round(duration * 1000) for name, duration in sorted(seconds.items())}
    records = [Times(round(time.time(), 3), milliseconds), *read_records(content)]
    return encode(records[:RECORDS_KEPT])


def read_commit_time(root: Path) -> float | None:
    """Return when the commit was made that this machine builds, in seconds since the epoch."""
    text = os.environ.get(COMMIT_VARIABLE, "")
    if not text:
        import subprocess  # which other builds do not need

        command = ["git", "log", "-1", "--format=%ct"]
        try:
            done = subprocess.run(command, cwd=root, capture_output=True, check=False, timeout=60)
        except (OSError, subprocess.TimeoutExpired):
            return None
        text = done.stdout.decode("ascii", "replace") if not done.returncode else ""
    try:
        return float(text)
    except ValueError:
        return None
