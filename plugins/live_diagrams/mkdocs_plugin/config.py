"""The options of the MkDocs plugin, as they stand under `live-diagrams:` in `mkdocs.yml`."""

from __future__ import annotations

from pathlib import Path

from mkdocs.config import base
from mkdocs.config import config_options as c

from ..checks import registry
from ..model.settings import Settings


class _Checks(c.Type[dict[str, object]]):
    """A mapping whose keys are names of rules that are installed."""

    def __init__(self) -> None:
        super().__init__(dict, default={})

    def run_validation(self, value: object) -> dict[str, object]:
        found = super().run_validation(value)
        known = registry.list_families()
        for name in found:
            if name not in known:
                said = f"there are {', '.join(known)}" if known else "no package brings any"
                raise base.ValidationError(f"no rules are called `{name}`; {said}")
        return found


class LiveDiagramsConfig(base.Config):  # type: ignore[no-untyped-call]  # MkDocs leaves that open
    """What an author can set."""

    source_dir = c.Type(str, default=Settings.source_dir)
    """The folder of the scripts, relative to `mkdocs.yml`."""

    cache_dir = c.Type(str, default=Settings.cache_dir)
    """Where figures are remembered, relative to `mkdocs.yml`. Keep it between CI runs."""

    cache_size = c.Type(int, default=Settings.cache_size)
    """How many megabytes the cache may hold; what was used longest ago goes first."""

    timeout = c.Type((int, float), default=Settings.timeout)
    """Seconds that one script may take, its layout included."""

    memory = c.Type(int, default=Settings.memory)
    """Megabytes of memory that one script may take, its layout included; 0 for no limit."""

    workers = c.Type(int, default=Settings.workers)
    """How many scripts run at once; 0 for one a processor core."""

    dot = c.Type(str, default=Settings.dot)
    """A `dot` program to lay out with, in place of the Graphviz that comes with the package."""

    narrow = c.Choice(("auto", "none"), default=Settings.narrow)
    """Whether a figure that is too wide for a phone gets a second, narrow drawing."""

    combinations = c.Type(int, default=Settings.combinations)
    """How many drawings the choices of one script may make."""

    show_source = c.Type(bool, default=False)
    """Whether readers can open the script of a figure."""

    require_figures = c.ListOfItems(c.Type(str), default=[])
    """Pages that must show a figure, as patterns of their paths below `docs_dir` (`guide/*.md`)."""

    unused_scripts = c.Choice(("warn", "ignore"), default="warn")
    """Whether a script that no page shows is a problem."""

    checks = _Checks()
    """Which rules of other packages run, and what they are told, by the name under which each brings them."""

    handbook = c.Type(str, default="")
    """The address under which the handbook is published; reports of checks lead there, rule by rule."""

    def validate(self) -> tuple[base.ConfigErrors, base.ConfigWarnings]:
        """As MkDocs does; an option that is unknown has been warned of then, and goes no further."""
        result = super().validate()
        for name in set(self) - self._schema_keys:
            del self[name]
        return result

    def settings(self, root: Path) -> Settings:
        """What the pipeline needs of these options."""
        return Settings(
            root=root,
            source_dir=self.source_dir,
            cache_dir=self.cache_dir,
            cache_size=self.cache_size,
            timeout=float(self.timeout),
            memory=self.memory,
            workers=self.workers,
            dot=self.dot,
            narrow=self.narrow,
            combinations=self.combinations,
        )
