"""The fields of one object, as a figure's script reads them. Pure."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, Self

from ..manifests.objects import KubeObject
from ..manifests.yaml_lines import FieldPath


@dataclass(frozen=True)
class Fields:
    """The fields of an object, of all objects of one name, such as variants of a Service, or of what is
    declared outside.

    For a Pod that an EndpointSlice lists, `objects` is the slice and `path` leads to the endpoint in it.
    """

    id: str
    objects: tuple[KubeObject, ...]
    path: FieldPath = ()
    is_outside: bool = False

    def __str__(self) -> str:
        return self.id.replace("/", " ", 1)

    @property
    def kind(self) -> str:
        """`Service` of `Service/web`; empty for what is no object, such as a user."""
        return self.id.rpartition("/")[0]

    @property
    def name(self) -> str:
        """`web` of `Service/web`."""
        return self.id.rpartition("/")[2]

    def __getitem__(self, path: str) -> Any:
        """Return the value of a field: `web["spec.ports.0.port"]`.

        Raises:
            LookupError: No object has the field, or objects of the same name have different values.
        """
        steps = split_path(path)
        values = [(obj, obj.get(*self.path, *steps)) for obj in self.objects]
        values = [(obj, value) for obj, value in values if value is not None]
        if not values:
            raise LookupError(f"{self.id} has no `{path}` ({join_files(self.objects)})")
        first = values[0][1]
        if any(value != first for _, value in values):
            files = join_files(obj for obj, _ in values)
            raise LookupError(f"{files} do not agree on `{path}` of {self.id}; choose one with `variant`")
        return first

    def get(self, path: str, default: Any = None) -> Any:
        """Return the value of a field, or the default where no object has it.

        Raises:
            LookupError: Objects of the same name have different values.
        """
        if all(obj.get(*self.path, *split_path(path)) is None for obj in self.objects):
            return default
        return self[path]

    def variant(self, file: str) -> Self:
        """Return the object as one file describes it: `web.variant("service-local.yaml")`.

        Raises:
            LookupError: No file of that name describes it.
        """
        objects = tuple(obj for obj in self.objects if obj.file.rpartition("/")[2] == file)
        if not objects:
            names = [obj.file.rpartition("/")[2] for obj in self.objects]
            near = difflib.get_close_matches(file, names, 1) or names
            raise LookupError(f"`{file}` does not describe {self.id}; did you mean `{near[0]}`?")
        return replace(self, objects=objects)

    @property
    def address(self) -> str:
        """The cluster IP of a Service, the address of a Pod by its EndpointSlice, or a declared one."""
        if self.is_outside:
            return str(self["address"])
        return str(self["spec.clusterIP" if self.kind == "Service" else "addresses.0"])

    @property
    def is_ready(self) -> bool:
        """Whether a Pod takes new connections, as its EndpointSlice says; one that is declared does."""
        return any(obj.get(*self.path, "conditions", "ready") is not False for obj in self.objects)

    @property
    def host(self) -> str:
        """The first host that an Ingress, Route or HTTPRoute names."""
        fields = {"Ingress": "spec.rules.0.host", "Route": "spec.host"}
        return str(self.get(fields.get(self.kind, "spec.hostnames.0"), ""))


def split_path(path: str) -> list[str | int]:
    """Return the steps of a path of fields, such as `spec.ports.0`."""
    return [int(step) if step.isdigit() else step for step in path.split(".")]


def join_files(objects: Iterable[KubeObject]) -> str:
    """Return the names of the files that objects are in, each once."""
    return " and ".join(dict.fromkeys(obj.file for obj in objects))
