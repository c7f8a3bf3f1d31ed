"""Several files in one text, in the format of Go's `txtar`: each follows a line `-- its/path --`.

Words before the first such line say what the archive is about.
"""

import os
import re
from pathlib import Path

_HEADER = re.compile(r"^-- (\S+) --\n", re.MULTILINE)


def read_archive(path: Path) -> dict[str, str]:
    """Return the contents of an archive's files by their paths."""
    _, *parts = _HEADER.split(path.read_text(encoding="utf-8"))
    return dict(zip(parts[::2], parts[1::2], strict=True))


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
