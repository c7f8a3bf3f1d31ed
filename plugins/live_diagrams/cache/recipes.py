"""What was made before, as long as nothing that it depended on has changed.

What a figure depends on is known after it was made, so memory has two steps, as a compiler cache has:
a recipe, named by all that is known beforehand, lists the outputs so far with the dependencies of
each; the first whose dependencies all still hold is what would be made again.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import platform
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from importlib import metadata
from pathlib import Path

from ..model import package
from ..model.codec import CodecError, decode, encode
from ..model.dependency import Dependency, DependencyKind
from ..model.job import Job
from . import dependencies
from .dependencies import PathShortener
from .digests import DigestCache
from .store import Store

OUTPUTS_REMEMBERED = 8
"""How many outputs of one script a recipe keeps, so that switching branches costs nothing."""


@dataclass(frozen=True)
class _Output:
    """One output of a script: its key in the store, and what it depended on."""

    key: str
    dependencies: tuple[Dependency, ...]


class Recipes:
    """The outputs of one project's scripts.

    Args:
        root: The project's folder.
        store: Where they are kept.
    """

    def __init__(self, root: Path, store: Store) -> None:
        self._places = PathShortener(root)
        self._store = store
        self._digests: dict[tuple[str, str], str] = {}
        self._looked = DigestCache()

    def forget_digests(self) -> None:
        """Look at every dependency anew: files may have changed since."""
        self._digests.clear()

    def iterate_outputs(self, identity: str) -> Iterator[tuple[bytes, tuple[Dependency, ...]]]:
        """The outputs that still hold, with what each depended on; the newest first."""
        for output in self._recipe(identity):
            if self.are_current(output.dependencies):
                content = self._store.get("figures", output.key)
                if content is not None:
                    yield content, output.dependencies

    def are_current(self, found: Iterable[Dependency]) -> bool:
        """Whether all these dependencies are still what they were."""
        return all(self._holds(dependency) for dependency in found)

    def add_output(self, identity: str, found: list[Dependency], content: bytes) -> None:
        """Remember an output with what it depended on. Outputs that are alike are stored once."""
        output = _Output(self._store.add("figures", content), tuple(found))
        outputs = [output, *(o for o in self._recipe(identity) if o.dependencies != output.dependencies)]
        self._store.put("recipes", identity, encode(outputs[:OUTPUTS_REMEMBERED]))

    def compute_key(self, job: Job) -> str:
        """Names all that is known of a job before it runs, but for what its dependencies will tell."""
        known = vars(job) | {
            "script": self._places.shorten(job.script),
            "root": "",
            "store": "",
            "tools": compute_fingerprint(),
        }
        return hashlib.sha256(json.dumps(known, sort_keys=True).encode()).hexdigest()

    def find_script(self, job: Job) -> tuple[Dependency, ...]:
        """What is known to matter to a run before it has said more: the script itself."""
        return () if job.code else (self._now(DependencyKind.FILE, self._places.shorten(job.script)),)

    def guess_dependencies(self, job: Job, folder: Path, began: float) -> tuple[Dependency, ...]:
        """What a run that ended without a word may have depended on.

        That is what such runs did, and all that lies in the folder of the scripts. What has changed
        since the run `began`, in seconds since the epoch, holds no more.
        """
        about = {(d.kind, d.name) for o in self._recipe(self.compute_key(job)) for d in o.dependencies}
        for place, folders, files in os.walk(folder):
            folders[:] = [name for name in folders if name != "__pycache__"]
            about.add((DependencyKind.FOLDER, self._places.shorten(place)))
            about |= {
                (DependencyKind.FILE, self._places.shorten(os.path.join(place, name))) for name in files
            }
        found = [self._now(kind, name) for kind, name in sorted(about) if kind is not DependencyKind.UNTIL]
        return tuple(replace(one, digest="") if self._changed(one, began) else one for one in found)

    def _now(self, kind: DependencyKind, name: str) -> Dependency:
        return Dependency(kind, name, self._looked.compute_digest(kind, self._places.expand(name)))

    def _changed(self, dependency: Dependency, since: float) -> bool:
        try:
            return os.stat(self._places.expand(dependency.name)).st_ctime >= since
        except (OSError, ValueError):
            return False

    def list_project_paths(self, found: Iterable[Dependency]) -> set[tuple[str, str]]:
        """Kind and path of the files and folders of the project among dependencies."""
        return {(d.kind, self._places.expand(d.name)) for d in found if d.name.startswith("{root}")}

    def _recipe(self, identity: str) -> Iterator[_Output]:
        with contextlib.suppress(CodecError):  # damaged, or of another version
            yield from decode(self._store.get("recipes", identity) or b"[]", tuple[_Output, ...])

    def _holds(self, dependency: Dependency) -> bool:
        """Whether a dependency is still what it was. Each is looked at once a build."""
        if dependency.kind is DependencyKind.UNTIL:
            return time.time() < float(dependency.name)
        about = dependency.kind, dependency.name
        if about not in self._digests:
            self._digests[about] = self._looked.compute_digest(
                dependency.kind, self._places.expand(dependency.name)
            )
        return self._digests[about] == dependency.digest


@cache
def compute_fingerprint() -> tuple[str, ...]:
    """The versions of everything that decides what a figure looks like, our own code included."""
    own = hashlib.sha256()
    for path in sorted(package.FOLDER.rglob("*")):
        if path.suffix in (".py", ".conf"):
            own.update(path.read_bytes())
    names = ("diagrams", "graphviz", "pillow", "pygraphviz")
    return (f"live-diagrams {own.hexdigest()}", f"python {platform.python_version()}", *_versions(names))


def _versions(names: tuple[str, ...]) -> tuple[str, ...]:
    """What is installed of each distribution, by the names of their metadata folders.

    Reading the metadata itself takes twenty times as long; it is only asked for what is elsewhere.
    """
    folders = sorted(name for name in os.listdir(dependencies.SITE_PACKAGES) if name.endswith(".dist-info"))
    found = {name: [f for f in folders if f.startswith(f"{name}-")] for name in names}
    return tuple("".join(found[name]) or f"{name} {metadata.version(name)}" for name in names)
