"""Golden folders: an input tree, and the output it must give.

`LIVE_DIAGRAMS_GOLDEN=write pytest tests` writes the outputs anew; read them before you commit.
"""

import os
from pathlib import Path


def cases(folder: Path) -> list[Path]:
    """The case folders in a folder. What begins with `_` is for several cases."""
    return sorted(p for p in folder.iterdir() if p.is_dir() and not p.name.startswith("_"))


def agree(actual: str, expected: Path) -> None:
    """Hold an output against the file that says what it must be."""
    if os.environ.get("LIVE_DIAGRAMS_GOLDEN") == "write":
        expected.write_text(actual, encoding="utf-8")
    assert actual == (expected.read_text(encoding="utf-8") if expected.exists() else "")
