"""The files that an author means by the paths of icons; every path that is tried becomes a dependency."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from ...cache.fingerprints import is_covered
from ...model.dependency import DependencyKind
from ...script.tracing.tracer import Tracer


class IconFinder:
    """Finds icon files relative to the first of some folders that has them."""

    def __init__(self, folders: Iterable[str], tracer: Tracer) -> None:
        self._folders = tuple(folders)
        self._tracer = tracer

    def find_file(self, path: str) -> Path:
        """Return the file that an icon's path names.

        Raises:
            FileNotFoundError: There is none; the message names a file whose name differs only in case.
        """
        if is_covered(path):  # an icon of the library, as nearly all are
            if os.access(path, os.R_OK):
                return Path(path)
            raise FileNotFoundError(f"icon file not found: `diagrams` comes without {os.path.basename(path)}")
        if path.startswith(("http://", "https://")):
            hint = "is an address; download the image, and name its file"
            raise FileNotFoundError(f"icon file not found: {path} {hint}")
        for folder in self._folders:
            candidate = Path(folder, path)
            self._tracer.note(DependencyKind.FILE, str(candidate))
            if _is_file(candidate):
                return candidate.resolve()
        similar = self._find_similar(path)
        raise FileNotFoundError(
            f"icon file not found: {path}; write `{similar}`, whose name differs only in case"
            if similar
            else f"icon file not found: {path} (looked beside the script, in the project root and in the "
            "script's working folder)"
        )

    def _find_similar(self, path: str) -> str:
        """Return the path of a file whose name differs only in case, as the author would write it."""
        *parents, name = Path(path).parts or ("",)
        for folder in self._folders:
            written = ""
            for part in (*parents, name):
                similar = self._find_name(os.path.join(folder, written), part)
                if not similar:
                    break
                written = os.path.join(written, similar)
            else:
                if _is_file(Path(folder, written)):
                    return Path(written).as_posix()
        return ""

    def _find_name(self, folder: str, name: str) -> str:
        """Return the name in a folder that equals another, if need be but for case; empty for none."""
        if name == os.pardir or Path(name).is_absolute():
            return name
        self._tracer.note(DependencyKind.FOLDER, folder)
        try:
            names = sorted(os.listdir(folder))
        except (OSError, ValueError):
            return ""
        same = (other for other in names if other.casefold() == name.casefold())
        return name if name in names else next(same, "")


def _is_file(path: Path) -> bool:
    """Whether there is such a file; not so where the system allows no such name."""
    try:
        return path.is_file()
    except OSError:
        return False
