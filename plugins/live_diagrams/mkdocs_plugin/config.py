"""The options of the MkDocs plugin, made from their description in `model/settings.py`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from mkdocs.config import base
from mkdocs.config import config_options as c

from ..checks import registry
from ..model.settings import Option, Settings, SiteSettings, list_options


class _Checks(c.Type[dict[str, object]]):
    """A mapping whose keys name rules of installed packages."""

    def __init__(self) -> None:
        super().__init__(dict, default={})

    def run_validation(self, value: object) -> dict[str, object]:
        options = super().run_validation(value)
        installed = registry.list_families()
        for name in options:
            if name not in installed:
                hint = f"there are {', '.join(installed)}" if installed else "no installed package has any"
                raise base.ValidationError(f"no rules are called `{name}`; {hint}")
        return options


def _make_mkdocs_option(option: Option) -> base.BaseConfigOption[Any]:
    if option.name == "checks":
        return _Checks()
    if option.choices:
        return c.Choice(option.choices, default=option.default)
    if option.type is tuple:
        return c.ListOfItems(c.Type(str), default=list(option.default))
    return c.Type((int, float) if option.type is float else option.type, default=option.default)


_Options: Any = type(
    "_Options", (base.Config,), {option.name: _make_mkdocs_option(option) for option in list_options()}
)


class LiveDiagramsConfig(_Options):  # type: ignore[misc]
    """The options under `live-diagrams` in the `plugins` of `mkdocs.yml`."""

    def validate(self) -> tuple[base.ConfigErrors, base.ConfigWarnings]:
        """Validate as MkDocs does, and drop unknown options, of which MkDocs has warned then."""
        errors, warnings = super().validate()
        for name in set(self) - self._schema_keys:
            del self[name]
        return errors, warnings

    def make_settings(self, root: Path) -> Settings:
        """Return the options that decide how figures are rendered.

        Raises:
            ValueError: An option has a value that it cannot have; the message names it.
        """
        return Settings(root=root, **{option.name: self[option.name] for option in list_options(Settings)})

    def make_site_settings(self) -> SiteSettings:
        """Return the options that need a whole site."""
        return SiteSettings(**{option.name: self[option.name] for option in list_options(SiteSettings)})
