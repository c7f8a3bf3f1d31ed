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
class Output:
    """One output of a script: its key in the store, its dependencies, and when it was written.

    `written` is in seconds since the epoch; `seconds` is how long the script and its layouts took.
    """

    key: str
    dependencies: tuple[Dependency, ...]
    written: float = 0.0
    seconds: float = 0.0

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
        return hashlib.sha256(encode((self._strip_places(job), compute_fingerprint()))).hexdigest()

    def identify(self, job: Job) -> str:
        """Return a name of a job that is the same on every machine and for every version of our tools."""
        return hashlib.sha256(encode(self._strip_places(job))).hexdigest()[:16]

    def iterate_outputs(self, key: str) -> Iterator[tuple[bytes, Output]]:
        """Yield the contents of the outputs that are not stale, the newest first."""
        for output in self._iterate_current(self._read_recipe(key)):
            content = self._store.find_content("figures", output.key)
            if content is not None:
                yield content, output

    def add_output(
        self, key: str, dependencies: Iterable[Dependency], content: bytes, seconds: float = 0.0
    ) -> str:
        """Store an output with its dependencies, and the seconds it took; return its key.

        Equal outputs are stored once.
        """
        output_key = self._store.add("figures", content)
        output = Output(output_key, tuple(dependencies), time.time(), round(seconds, 3))
        self._write_recipe(key, [output, *self._read_recipe(key)])
        return output_key

    def merge_recipe(self, key: str, content: bytes) -> list[str]:
        """Add the outputs of another machine's recipe; return the keys of those that are not stale."""
        try:
            others = decode(content, tuple[Output, ...])[:OUTPUTS_KEPT]
        except CodecError:  # written by another version
            return []
        current = list(self._iterate_current(others))
        if others:
            rest = sorted([*self._read_recipe(key), *others], key=lambda output: -output.written)
            self._write_recipe(key, [*current, *rest])
        return [output.key for output in current]

    def find_current(self, key: str) -> tuple[str, bytes] | None:
        """Return the key and the content of the newest output that is not stale; None where there is none."""
        return next(((output.key, content) for content, output in self.iterate_outputs(key)), None)

    def read_recipe(self, key: str) -> bytes:
        """Return a recipe as other machines read it."""
        return encode(self._read_recipe(key))

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

    def _strip_places(self, job: Job) -> Job:
        """Return a job without the folders of this machine."""
        return replace(job, script=self._paths.shorten(job.script), root="", store="")

    def _iterate_current(self, outputs: Iterable[Output]) -> Iterator[Output]:
        return (o for o in outputs if o.has_age() and self.are_current(o.dependencies))

    def _write_recipe(self, key: str, outputs: Iterable[Output]) -> None:
        """Store outputs, of those with the same dependencies the first."""
        newest: dict[tuple[Dependency, ...], Output] = {}
        for output in outputs:
            newest.setdefault(output.dependencies, output)
        self._store.put("recipes", key, encode(list(newest.values())[:OUTPUTS_KEPT]))

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

    def _read_recipe(self, key: str) -> tuple[Output, ...]:
        with contextlib.suppress(CodecError):  # damaged, or written by another version
            return decode(self._store.get("recipes", key) or b"[]", tuple[Output, ...])[:OUTPUTS_KEPT]
        return ()


def _is_in_future(timestamp: str) -> bool:
    """Whether a time, in seconds since the epoch, has yet to come."""
    try:
        return time.time() < float(timestamp)
    except ValueError:
        return False
