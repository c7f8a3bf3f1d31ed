"""The outputs of scripts, each valid as long as nothing that it depended on has changed.

The dependencies of a figure are known only after it was rendered, so a lookup has two steps, as in a
compiler cache. A recipe, whose key is a digest of everything that is known beforehand, lists the latest
outputs of a script with the dependencies of each. The first output whose dependencies are all unchanged is
a hit.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from ..model.codec import CodecError, decode, encode
from ..model.dependency import Dependency, DependencyKind
from ..model.job import Job
from .digests import DigestCache
from .fingerprints import compute_fingerprint
from .paths import PathShortener
from .store import Store

OUTPUTS_KEPT = 8
"""How many outputs of one script a recipe keeps, so that switching branches costs nothing."""


@dataclass(frozen=True)
class _Output:
    """One output of a script: its key in the store, its dependencies, and when it was written.

    `written` is in seconds since the epoch.
    """

    key: str
    dependencies: tuple[Dependency, ...]
    written: float = 0.0

    def has_age(self) -> bool:
        """Whether its age is known: a time of writing that has yet to come is that of a wrong clock."""
        is_limited = any(dependency.kind is DependencyKind.UNTIL for dependency in self.dependencies)
        return not is_limited or self.written <= time.time()


class Recipes:
    """The cached outputs of the scripts of the project in `root`."""

    def __init__(self, root: Path, store: Store) -> None:
        self._paths = PathShortener(root)
        self._store = store
        self._digests = DigestCache()
        self._current: dict[tuple[DependencyKind, str], str] = {}

    def forget_digests(self) -> None:
        """Compare every dependency anew from now on: files may have changed."""
        self._current.clear()

    def compute_key(self, job: Job) -> str:
        """Return the fingerprint of everything that is known of a job before it runs."""
        portable = replace(job, script=self._paths.shorten(job.script), root="", store="")
        return hashlib.sha256(encode((portable, compute_fingerprint()))).hexdigest()

    def iterate_outputs(self, key: str) -> Iterator[tuple[bytes, tuple[Dependency, ...]]]:
        """Yield the outputs that are not stale, each with its dependencies; the newest first."""
        for output in self._read_recipe(key):
            if output.has_age() and self.are_current(output.dependencies):
                content = self._store.find_content("figures", output.key)
                if content is not None:
                    yield content, output.dependencies

    def add_output(self, key: str, dependencies: Iterable[Dependency], content: bytes) -> None:
        """Store an output with its dependencies. Outputs that are equal are stored once."""
        output = _Output(self._store.add("figures", content), tuple(dependencies), time.time())
        earlier = (other for other in self._read_recipe(key) if other.dependencies != output.dependencies)
        self._store.put("recipes", key, encode([output, *earlier][:OUTPUTS_KEPT]))

    def are_current(self, dependencies: Iterable[Dependency]) -> bool:
        """Whether all these dependencies are unchanged."""
        return all(self._is_current(dependency) for dependency in dependencies)

    def list_project_paths(self, dependencies: Iterable[Dependency]) -> set[tuple[str, str]]:
        """Return the paths in the project that were read: `folder` where its names matter, else `file`."""
        return {
            ("folder" if dependency.kind.is_folder else "file", self._paths.expand(dependency.name))
            for dependency in dependencies
            if self._paths.is_in_project(dependency.name)
        }

    def find_script(self, job: Job) -> tuple[Dependency, ...]:
        """Return the dependencies of a run that has reported none so far: the script itself."""
        return () if job.code else (self._describe(DependencyKind.FILE, self._paths.shorten(job.script)),)

    def guess_dependencies(self, job: Job, folder: Path, started: float) -> tuple[Dependency, ...]:
        """Return the possible dependencies of a run that ended without a report.

        These are the dependencies of earlier runs, and everything in the folder of the scripts. An input
        that has changed since the run `started`, in seconds since the epoch, is returned as stale.
        """
        earlier = self._read_recipe(self.compute_key(job))
        inputs = {(dep.kind, dep.name) for output in earlier for dep in output.dependencies}
        for parent, folders, files in os.walk(folder):
            folders[:] = [name for name in folders if name != "__pycache__"]
            inputs.add((DependencyKind.FOLDER, self._paths.shorten(parent)))
            paths = (os.path.join(parent, name) for name in files)
            inputs |= {(DependencyKind.FILE, self._paths.shorten(path)) for path in paths}
        dependencies = [
            self._describe(kind, name) for kind, name in sorted(inputs) if kind is not DependencyKind.UNTIL
        ]
        return tuple(
            replace(dependency, digest="") if self._has_changed(dependency, started) else dependency
            for dependency in dependencies
        )

    def _describe(self, kind: DependencyKind, name: str) -> Dependency:
        """Return an input as it is now. `name` is shortened."""
        return Dependency(kind, name, self._digests.compute_digest(kind, self._paths.expand(name)))

    def _has_changed(self, dependency: Dependency, since: float) -> bool:
        try:
            return os.stat(self._paths.expand(dependency.name)).st_ctime >= since
        except (OSError, ValueError):
            return False

    def _is_current(self, dependency: Dependency) -> bool:
        """Whether a dependency is unchanged. Each input is read once a build."""
        if dependency.kind is DependencyKind.UNTIL:
            return _is_in_future(dependency.name)
        key = dependency.kind, dependency.name
        if key not in self._current:
            self._current[key] = self._describe(*key).digest
        return self._current[key] == dependency.digest

    def _read_recipe(self, key: str) -> tuple[_Output, ...]:
        with contextlib.suppress(CodecError):  # damaged, or written by another version
            return decode(self._store.get("recipes", key) or b"[]", tuple[_Output, ...])[:OUTPUTS_KEPT]
        return ()


def _is_in_future(timestamp: str) -> bool:
    """Whether a time, in seconds since the epoch, has yet to come."""
    try:
        return time.time() < float(timestamp)
    except ValueError:
        return False
