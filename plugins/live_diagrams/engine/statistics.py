"""What a build came to: runs of scripts, counted, timed and heard. Pure."""

from __future__ import annotations

import time
from dataclasses import dataclass, field


@dataclass
class Tally:
    """What a build came to: how many runs of scripts were begun, and what became of them."""

    begun: int = 0
    made: int = 0
    remembered: int = 0
    failed: int = 0
    started: float = field(default_factory=time.monotonic)
    ended: float = 0.0
    heard: set[tuple[str, str]] = field(default_factory=set)

    @property
    def settled(self) -> int:
        """How many runs are done with, well or badly."""
        return self.made + self.remembered + self.failed

    @property
    def seconds(self) -> float:
        """From the first figure asked for to the last one ready."""
        return max(0.0, self.ended - self.started)

    def hear(self, script: str, printed: str) -> bool:
        """Take note of what a run printed; gives whether there is anything that no other run printed.

        Runs of a script that differ in what is chosen often print the same.
        """
        is_news = bool(printed.strip()) and (script, printed) not in self.heard
        self.heard.add((script, printed))
        return is_news


@dataclass(frozen=True)
class Run:
    """One run of a script: the path as messages have it, what became of it, and how long that took.

    `state` is `made`, `remembered` or `failed`; `seconds` are from its being asked for to its end.
    """

    script: str
    state: str
    seconds: float
