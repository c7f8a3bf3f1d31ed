"""The options of a project, each described where it is defined.

`Settings` decides how figures are rendered, with the plugin or with the extension alone. `SiteSettings`
adds the options that need a whole site, which only the plugin has. The plugin's configuration, its JSON
schema, the handbook's reference and `--help` are all generated from `list_options`.
"""

from __future__ import annotations

import dataclasses
import typing
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Option:
    """The description of one option.

    `type` is the Python type of its value and `help` one or more sentences for authors. `unit` is the
    unit of a number. `choices` are the only values of a word; empty where any word will do. A number
    has to be at least `minimum`, or more than `above`.
    """

    name: str
    type: type
    default: Any
    help: str
    unit: str = ""
    choices: tuple[str, ...] = ()
    minimum: float | None = None
    above: float | None = None

    def validate(self, value: Any) -> None:
        """Check a value against the choices and bounds of this option.

        Raises:
            ValueError: The value is not allowed; the message names the option.
        """
        if self.choices and value not in self.choices:
            raise ValueError(f"`{self.name}` is {value!r}, but has to be {' or '.join(self.choices)}")
        if self.minimum is not None and value < self.minimum:
            raise ValueError(f"`{self.name}` is {value}, but cannot be below {self.minimum:g}")
        if self.above is not None and value <= self.above:
            raise ValueError(f"`{self.name}` is {value}, but has to be above {self.above:g}")


def _option(
    default: Any = dataclasses.MISSING,
    *,
    factory: Callable[[], Any] | None = None,
    **description: Any,
) -> Any:
    """Return a dataclass field that carries the description of its option."""
    if factory:
        return dataclasses.field(default_factory=factory, metadata=description)
    return dataclasses.field(default=default, metadata=description)


@dataclass(frozen=True)
class Settings:
    """How the figures of one project are rendered. Paths are relative to `root`."""

    root: Path
    source_dir: str = _option(
        "diagram_src",
        help="The folder of the scripts, relative to `mkdocs.yml`.",
    )
    cache_dir: str = _option(
        ".cache/plugin/live-diagrams",
        help="The folder of the cache, relative to `mkdocs.yml`. Keep it between CI runs.",
    )
    cache_size: int = _option(
        256,
        help="The size of the cache in megabytes; the entries used longest ago are removed first.",
        unit="megabytes",
        above=0,
    )
    remote_cache: str = _option(
        "",
        help="The address of a cache that machines share: a folder, or anything that fsspec reaches.",
    )
    remote_cache_mode: str = _option(
        "read-write",
        help="Whether this build also writes into the shared cache.",
        choices=("read-write", "read-only"),
    )
    remote_cache_timeout: float = _option(
        3.0,
        help="Seconds that the shared cache may cost a build more than it saves.",
        unit="seconds",
        above=0,
    )
    remote_cache_unsigned: bool = _option(
        False,
        help="Whether the shared cache is used without `LIVE_DIAGRAMS_CACHE_KEY`, so that whoever can write "
        "to it can change figures.",
    )
    timeout: float = _option(
        10.0,
        help="Seconds that one script and the first layout of its graphs may take.",
        unit="seconds",
        above=0,
    )
    memory: int = _option(
        1024,
        help="Megabytes of memory that one script may take, its layout included; 0 for no limit.",
        unit="megabytes",
        minimum=0,
    )
    workers: int = _option(
        0,
        help="How many scripts run at once; 0 for one a processor core.",
        unit="scripts",
        minimum=0,
    )
    dot: str = _option(
        "",
        help="A `dot` program to lay out with, in place of the Graphviz that comes with the package.",
    )
    narrow: str = _option(
        "auto",
        help="Whether a figure that is too wide for a phone gets a second, narrow drawing.",
        choices=("auto", "none"),
    )
    width: int = _option(
        688,
        help="The width of the column that a page leaves for a figure; Material's by default.",
        unit="CSS pixels",
        minimum=288,
    )
    engine: str = _option(
        "auto",
        help="The engine that lays figures out: both and the better layout, or one of the two.",
        choices=("auto", "graphviz", "graphlay"),
    )
    layout_budget: float = _option(
        2.0,
        help="Seconds that one figure may spend on layouts that only improve on the first one.",
        unit="seconds",
        minimum=0,
    )
    missing_icons: str = _option(
        "placeholder",
        help="Whether a missing icon is a placeholder and a problem, or an error in place of the figure.",
        choices=("placeholder", "error"),
    )
    undeclared_inputs: str = _option(
        "warn",
        help="Whether what a script asks that cannot be followed is a warning, an error that ends strict "
        "builds, or nothing.",
        choices=("warn", "error", "ignore"),
    )
    combinations: int = _option(
        32,
        help="How many drawings the choices of one script may make.",
        unit="drawings",
        above=0,
    )
    publish_graphs: bool = _option(
        True,
        help="Whether a figure carries its graph as data, and the site has it as `figures/NAME.json`.",
    )

    sandbox: str = _option(
        "off",
        help="Whether scripts run in a sandbox that the kernel enforces (Linux): `auto` where it can, "
        "`required` to run none without it.",
        choices=("off", "auto", "required"),
    )
    sandbox_read: tuple[str, ...] = _option(
        (),
        help="Files and folders that scripts in the sandbox may read besides Python and the project.",
    )
    sandbox_environment: tuple[str, ...] = _option(
        (),
        help="Environment variables that scripts in the sandbox get.",
    )
    sandbox_programs: tuple[str, ...] = _option(
        (),
        help="Programs that scripts in the sandbox may start, as absolute paths.",
    )

    def __post_init__(self) -> None:
        """Check every option.

        Raises:
            ValueError: A value is not allowed; the message names the option.
        """
        for option in list_options(Settings):
            if option.type is tuple:  # a list in YAML; settings are keys of dictionaries
                if isinstance(getattr(self, option.name), str):
                    raise ValueError(f"`{option.name}` has to be a list, with a dash before each entry")
                object.__setattr__(self, option.name, tuple(getattr(self, option.name)))
            option.validate(getattr(self, option.name))

    @property
    def source_folder(self) -> Path:
        """The folder of the scripts."""
        return self.root / self.source_dir


@dataclass(frozen=True)
class SiteSettings:
    """The options that need a whole site: those of its scripts, its pages and its checks."""

    show_source: bool = _option(
        False,
        help="Whether readers can open the script of a figure.",
    )
    require_figures: tuple[str, ...] = _option(
        (),
        help="Pages that must show a figure, as patterns of their paths below `docs_dir` (`guide/*.md`).",
    )
    unused_scripts: str = _option(
        "warn",
        help="Whether a script that no page shows is a problem.",
        choices=("warn", "ignore"),
    )
    checks: Mapping[str, object] = _option(
        factory=dict,
        help="The rules of other packages that run, and their options, by the name of each package's rules.",
    )
    icons: str = _option(
        "page",
        help="Whether a page contains each icon once, or each `drawing` its own: WeasyPrint looks for none "
        "outside a drawing. Plugins that print with it get them in any case.",
        choices=("page", "drawing"),
    )
    language: str = _option(
        "auto",
        help="The language of words that are not the author's; `auto` is that of the page or theme.",
        choices=("auto", "de", "en", "es", "fr", "ja", "tr", "zh"),
    )
    handbook: str = _option(
        "",
        help="The address of the published handbook; reports of checks link to it, rule by rule.",
    )

    def __post_init__(self) -> None:
        """Check the words among the options.

        Raises:
            ValueError: A value is not allowed; the message names the option.
        """
        for option in list_options(SiteSettings):
            if option.choices:
                option.validate(getattr(self, option.name))


def list_options(*settings: type) -> tuple[Option, ...]:
    """Return the options of these classes, in their order; of `Settings` and `SiteSettings` by default."""
    return tuple(option for cls in settings or (Settings, SiteSettings) for option in _read_options(cls))


def _read_options(settings: type) -> tuple[Option, ...]:
    types = typing.get_type_hints(settings)
    return tuple(
        Option(field.name, _find_type(types[field.name]), _find_default(field), **field.metadata)
        for field in dataclasses.fields(settings)
        if "help" in field.metadata
    )


def _find_type(annotation: Any) -> type:
    """Return the class behind an annotation: `tuple` for `tuple[str, ...]`, `dict` for a mapping."""
    origin = typing.get_origin(annotation) or annotation
    return origin if origin in (str, int, float, bool, tuple) else dict


def _find_default(field: dataclasses.Field[Any]) -> Any:
    if field.default_factory is not dataclasses.MISSING:
        return field.default_factory()
    return field.default
