"""The project that a command works on: its settings, and its site where that has to be built."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..model.errors import CheckError
from ..model.settings import Settings, list_options

if TYPE_CHECKING:
    from types import ModuleType

    from ..mkdocs_plugin.build import SiteBuild

INSTALL_MKDOCS = 'pip install "mkdocs-live-diagrams[mkdocs]"'


def load_settings(config_file: str | None = None) -> Settings:
    """Return the settings of a project.

    MkDocs reads the configuration where it is installed, else PyYAML does, for sites of other programs.
    A working folder with scripts but without a configuration has the default settings.

    Raises:
        CheckError: The configuration cannot be read, or names neither the plugin nor the extension.
    """
    path = Path(config_file or "mkdocs.yml").resolve()
    defaults = Settings(root=path.parent)
    if not path.is_file():
        if config_file is None and defaults.source_folder.is_dir():
            return defaults
        raise CheckError(
            f"there is no {path.name} in {path.parent}, and no folder {defaults.source_dir}; "
            "name the configuration with --config-file"
        )
    site = _import_site_module()
    options = site.read_options(str(path)) if site else _read_options(path)
    if options is None:
        raise CheckError(
            f"{path.name} has neither the plugin `live-diagrams` nor the extension `live_diagrams`"
        )
    return _make_settings(path, options)


def build_site(config_file: str | None = None) -> SiteBuild:
    """Build the project's site into a temporary folder, and check it.

    Raises:
        CheckError: MkDocs is not installed, or the site cannot be built.
    """
    site = _import_site_module()
    if site is None:
        raise CheckError(f"this command builds the site, which needs MkDocs: {INSTALL_MKDOCS}")
    build: SiteBuild = site.build_site(config_file)
    return build


def _import_site_module() -> ModuleType | None:
    """Return the module that works with MkDocs; None where MkDocs is not installed."""
    try:
        from ..mkdocs_plugin import site
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] != "mkdocs":
            raise
        return None
    return site


def _make_settings(path: Path, options: Mapping[str, object]) -> Settings:
    root = path.parent / str(options.get("root") or "")
    values: dict[str, Any] = {
        option.name: options[option.name]
        for option in list_options(Settings)
        if options.get(option.name) is not None
    }
    try:
        return Settings(root=root, **values)
    except (TypeError, ValueError) as error:
        raise CheckError(f"{path.name}: {error}") from error


def _read_options(path: Path) -> Mapping[str, object] | None:
    """Return the options of plugin or extension in a configuration, read without MkDocs.

    Raises:
        CheckError: PyYAML is not installed, or the file is not YAML.
    """
    try:
        import yaml
    except ModuleNotFoundError:
        raise CheckError(
            f"reading {path.name} needs MkDocs or PyYAML: {INSTALL_MKDOCS}, or pip install pyyaml"
        ) from None

    class Loader(yaml.SafeLoader):
        """Reads tags that only MkDocs understands, such as `!ENV`, as no value."""

    for prefix in ("!", "tag:yaml.org,2002:python/"):
        Loader.add_multi_constructor(prefix, lambda loader, tag, node: None)
    try:
        config = yaml.load(path.read_text(encoding="utf-8"), Loader)
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise CheckError(f"{path.name} cannot be read: {' '.join(str(error).split())}") from error
    for key, name in (("plugins", "live-diagrams"), ("markdown_extensions", "live_diagrams")):
        entries = _list_entries(config.get(key) if isinstance(config, dict) else None)
        if name in entries:
            return entries[name]
    return None


def _list_entries(value: object) -> dict[str, Mapping[str, object]]:
    """Return the options of plugins or extensions by name; a configuration has a list or a mapping."""
    if isinstance(value, list):
        return {name: options for item in value for name, options in _list_entries(item).items()}
    if isinstance(value, dict):
        return {str(name): options if isinstance(options, dict) else {} for name, options in value.items()}
    return {value: {}} if isinstance(value, str) else {}
