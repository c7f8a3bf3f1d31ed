"""Several files in one text, in the format of Go's `txtar`: each follows a line `-- its/path --`.

Words before the first such line say what the archive is about. Where an archive holds several cases, each
is a folder of it: `-- bad/index.md --` is a file of the case `bad`.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

_HEADER = re.compile(r"^-- (\S+) --\n", re.MULTILINE)


def read_archive(path: Path) -> dict[str, str]:
    """Return the contents of an archive's files by their paths."""
    _, *parts = _HEADER.split(path.read_text(encoding="utf-8"))
    files = dict(zip(parts[::2], parts[1::2], strict=True))
    assert files, f"{path} is no archive"
    assert len(files) == len(parts) // 2, f"{path} has a file twice"
    return files


@dataclass(frozen=True)
class Case:
    """A folder of an archive: its name, and its files by their paths in it."""

    archive: Path
    name: str
    files: dict[str, str] = field(default_factory=dict)

    def assert_file(self, actual: str, name: str) -> None:
        """Compare an output with a file of the case, as `assert_archived` does."""
        assert_archived(actual, self.archive, f"{self.name}/{name}")


def read_cases(archives: Iterable[Path]) -> dict[str, Case]:
    """Return the cases of archives by `archive-case`."""
    cases: dict[str, Case] = {}
    for archive in sorted(archives):
        for path, text in read_archive(archive).items():
            name, _, file = path.partition("/")
            case = cases.setdefault(f"{archive.stem}-{name}", Case(archive, name))
            case.files[file] = text
    return cases


def assert_archived(actual: str, path: Path, name: str) -> None:
    """Compare an output with a file of an archive; `LIVE_DIAGRAMS_GOLDEN=write` writes it there."""
    expected = read_archive(path).get(name, "")
    if os.environ.get("LIVE_DIAGRAMS_GOLDEN") == "write" and actual != expected:
        text = path.read_text(encoding="utf-8")
        header = f"-- {name} --\n"
        text = text.replace(header + expected, header + actual) if header in text else text + header + actual
        path.write_text(text, encoding="utf-8")
        expected = read_archive(path)[name]
    assert actual == expected
