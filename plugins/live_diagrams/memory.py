"""What was made before, as long as nothing that it depended on has changed.

What a figure depends on is known after it was made, so memory has two steps, as a compiler cache has:
a recipe, named by all that is known beforehand, lists the outputs so far with the dependencies of
each; the first whose dependencies all still hold is what would be made again.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from functools import cache
from importlib import metadata
from pathlib import Path

from . import dependencies
from .cache import Store
from .dependencies import Dependency, Places
from .job import Job

OUTPUTS_REMEMBERED = 8
"""How many outputs of one script a recipe keeps, so that switching branches costs nothing."""


@dataclass(frozen=True)
class _Output:
    """One output of a script: its key in the store, and what it depended on."""

    key: str
    dependencies: tuple[Dependency, ...]


class Memory:
    """The outputs of one project's scripts.

    Args:
        root: The project's folder.
        store: Where they are kept.
    """

    def __init__(self, root: Path, store: Store) -> None:
        self._places = Places(root)
        self._store = store
        self._digests: dict[tuple[str, str], str] = {}

    def begin(self) -> None:
        """Look at every dependency anew: files may have changed since."""
        self._digests.clear()

    def recall(self, identity: str) -> Iterator[bytes]:
        """The outputs that still hold, the newest first."""
        for output in self._recipe(identity):
            if all(self._holds(dependency) for dependency in output.dependencies):
                content = self._store.get("figures", output.key)
                if content is not None:
                    yield content

    def keep(self, identity: str, found: list[Dependency], content: bytes) -> None:
        """Remember an output with what it depended on. Outputs that are alike are stored once."""
        output = _Output(self._store.add("figures", content), tuple(found))
        outputs = [output, *(o for o in self._recipe(identity) if o.dependencies != output.dependencies)]
        recipe = json.dumps([asdict(o) for o in outputs[:OUTPUTS_REMEMBERED]])
        self._store.put("recipes", identity, recipe.encode())

    def identity(self, job: Job) -> str:
        """Names all that is known of a job before it runs, but for what its dependencies will tell."""
        known = vars(job) | {
            "script": self._places.shorten(job.script),
            "root": "",
            "store": "",
            "tools": tools(),
        }
        return hashlib.sha256(json.dumps(known, sort_keys=True).encode()).hexdigest()

    def _recipe(self, identity: str) -> Iterator[_Output]:
        for output in json.loads(self._store.get("recipes", identity) or b"[]"):
            yield _Output(output["key"], tuple(Dependency(**d) for d in output["dependencies"]))

    def _holds(self, dependency: Dependency) -> bool:
        """Whether a dependency is still what it was. Each is looked at once a build."""
        if dependency.kind == "until":
            return time.time() < float(dependency.name)
        about = dependency.kind, dependency.name
        if about not in self._digests:
            path = self._places.expand(dependency.name)
            look = {"file": dependencies.digest_file, "folder": dependencies.digest_folder}
            self._digests[about] = look.get(dependency.kind, dependencies.digest_env)(path)
        return self._digests[about] == dependency.digest


@cache
def tools() -> tuple[str, ...]:
    """The versions of everything that decides what a figure looks like, our own code included."""
    own = hashlib.sha256()
    for path in sorted(Path(__file__).parent.rglob("*")):
        if path.suffix in (".py", ".conf"):
            own.update(path.read_bytes())
    names = ("diagrams", "graphviz", "pillow", "pygraphviz")
    return (f"live-diagrams {own.hexdigest()}", f"python {platform.python_version()}", *_versions(names))


def _versions(names: tuple[str, ...]) -> tuple[str, ...]:
    """What is installed of each distribution, by the names of their metadata folders.

    Reading the metadata itself takes twenty times as long; it is only asked for what is elsewhere.
    """
    folders = sorted(name for name in os.listdir(dependencies.SITE) if name.endswith(".dist-info"))
    found = {name: [f for f in folders if f.startswith(f"{name}-")] for name in names}
    return tuple("".join(found[name]) or f"{name} {metadata.version(name)}" for name in names)
