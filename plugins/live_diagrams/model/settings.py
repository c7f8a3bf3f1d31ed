"""The settings of one project's figures, checked when they are made."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Settings:
    """The options that decide how figures are rendered.

    `cache_size` and `memory` are in megabytes (2**20 bytes), `timeout` is in seconds.
    """

    root: Path
    source_dir: str = "diagram_src"
    cache_dir: str = ".cache/plugin/live-diagrams"
    cache_size: int = 256
    timeout: float = 10.0
    memory: int = 1024
    workers: int = 0
    dot: str = ""
    narrow: str = "auto"
    combinations: int = 32

    def __post_init__(self) -> None:
        """Refuse values out of range.

        Raises:
            ValueError: A value is out of range; the message names the option.
        """
        if self.narrow not in ("auto", "none"):
            raise ValueError(f"`narrow` is {self.narrow!r}, but has to be auto or none")
        for name in ("memory", "workers"):
            if getattr(self, name) < 0:
                raise ValueError(f"`{name}` is {getattr(self, name)}, but cannot be below 0")
        for name in ("cache_size", "timeout", "combinations"):
            if getattr(self, name) <= 0:
                raise ValueError(f"`{name}` is {getattr(self, name)}, but has to be above 0")

    @property
    def source_folder(self) -> Path:
        """Return the folder of the scripts."""
        return self.root / self.source_dir
