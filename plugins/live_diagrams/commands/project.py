"""The project that a command works on: its settings, and its site where that has to be built."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..model.errors import CheckError
from ..model.settings import Settings, list_options
from ..pages import converter

if TYPE_CHECKING:
    from types import ModuleType

    from ..engine.pipeline import Pipeline
    from ..mkdocs_plugin.build import SiteBuild
    from .extension_site import ExtensionSite

INSTALL_MKDOCS = 'pip install "mkdocs-live-diagrams[mkdocs]"'


def load_settings(config_file: str | None = None) -> Settings:
    """Return the settings of a project.

    MkDocs reads the configuration where it is installed, else PyYAML does, for sites of other programs.
    A working folder with scripts but without a configuration has the default settings.

    Raises:
        CheckError: The configuration cannot be read, or names neither the plugin nor the extension.
    """
    path = find_config(config_file)
    defaults = Settings(root=path.parent)
    if not path.is_file():
        if config_file is None and defaults.source_folder.is_dir():
            return defaults
        raise CheckError(
            f"there is no {path.name} in {path.parent}, and no folder {defaults.source_dir}; "
            "name the configuration with --config-file"
        )
    site = None if path.suffix == ".toml" else _import_site_module()
    options = site.read_options(str(path)) if site else _read_options(path)
    if options is None:
        raise CheckError(
            f"{path.name} has neither the plugin `live-diagrams` nor the extension `live_diagrams`"
        )
    return _make_settings(path, options)


def find_config(config_file: str | None = None) -> Path:
    """Return the configuration that a command works with: `mkdocs.yml`, else `zensical.toml`."""
    if config_file is None and not Path("mkdocs.yml").is_file() and Path("zensical.toml").is_file():
        config_file = "zensical.toml"
    return Path(config_file or "mkdocs.yml").resolve()


def read_site(
    config_file: str | None = None, prepare: Callable[[Pipeline], None] = lambda _: None
) -> SiteBuild | ExtensionSite:
    """Return the site for its checks: built by MkDocs, or converted as the extension alone does.

    `prepare` is called with its pipeline before.

    Raises:
        CheckError: The site cannot be read.
    """
    path = find_config(config_file)
    if not path.is_file():
        raise CheckError(
            f"there is no {path.name} in {path.parent}; name the configuration with --config-file"
        )
    if path.suffix != ".toml" and _import_site_module() and _has_plugin(path):
        return build_site(config_file, prepare)
    from .extension_site import ExtensionSite  # it loads the parser of Markdown

    settings = load_settings(config_file)
    entries = _read_entries(path)
    if "live_diagrams" not in entries["markdown_extensions"] and "live-diagrams" in entries["plugins"]:
        raise CheckError(
            f"{path.name} has the plugin `live-diagrams`, which only MkDocs runs; for other programs, "
            f"name the extension `live_diagrams` under `markdown_extensions`; for MkDocs, {INSTALL_MKDOCS}"
        )
    options = entries["markdown_extensions"].get("live_diagrams", {})
    try:
        config = converter.read_zensical_config(path)
    except ValueError as error:
        raise CheckError(f"{path.name} cannot be read: {error}") from error
    if config is None:
        docs = path.parent / str(_read_config(path).get("docs_dir") or "docs")
        extensions = entries["markdown_extensions"]
        config = converter.SiteConfig(docs, list(extensions), extensions)
    site = ExtensionSite(path, settings, options, config)
    prepare(site.engine)
    return site


def _has_plugin(path: Path) -> bool:
    """Return whether a configuration names the plugin; true where it cannot be read without MkDocs."""
    try:
        entries = _read_entries(path)
    except CheckError:
        return True
    return "live-diagrams" in entries["plugins"] or "live_diagrams" not in entries["markdown_extensions"]


def build_site(
    config_file: str | None = None, prepare: Callable[[Pipeline], None] = lambda _: None
) -> SiteBuild:
    """Build the project's site into a temporary folder, and check it.

    `prepare` is called with its pipeline before.

    Raises:
        CheckError: MkDocs is not installed, or the site cannot be built.
    """
    site = _import_site_module()
    if site is None:
        raise CheckError(f"this command builds the site, which needs MkDocs: {INSTALL_MKDOCS}")
    build: SiteBuild = site.build_site(config_file, prepare)
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
    """Return the options of plugin or extension in a configuration, read without MkDocs."""
    entries = _read_entries(path)
    for key, name in (("plugins", "live-diagrams"), ("markdown_extensions", "live_diagrams")):
        if name in entries[key]:
            return entries[key][name]
    return None


def _read_entries(path: Path) -> dict[str, dict[str, Mapping[str, object]]]:
    """Return the options of all plugins and extensions of a configuration, by name."""
    config = _read_config(path)
    return {key: _list_entries(config.get(key)) for key in ("plugins", "markdown_extensions")}


def _read_config(path: Path) -> Mapping[str, Any]:
    """Return a configuration, read without MkDocs.

    Raises:
        CheckError: PyYAML is not installed, or the file is neither YAML nor TOML.
    """
    if path.suffix == ".toml":
        try:
            read = tomllib.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise CheckError(f"{path.name} cannot be read: {error}") from error
        return _join_names(read.get("project", read))
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
    return config if isinstance(config, dict) else {}


def _join_names(config: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a configuration in TOML with names of extensions in one piece: `pymdownx.tabbed`."""
    extensions = config.get("markdown_extensions")
    if not isinstance(extensions, dict):
        return config
    joined: dict[str, Any] = {}
    for name, options in extensions.items():
        if name in ("pymdownx", "zensical", "markdown") and isinstance(options, dict):
            joined |= {f"{name}.{part}": values for part, values in options.items()}
        else:
            joined[name] = options
    return {**config, "markdown_extensions": joined}


def _list_entries(value: object) -> dict[str, Mapping[str, object]]:
    """Return the options of plugins or extensions by name; a configuration has a list or a mapping."""
    if isinstance(value, list):
        return {name: options for item in value for name, options in _list_entries(item).items()}
    if isinstance(value, dict):
        return {str(name): options if isinstance(options, dict) else {} for name, options in value.items()}
    return {value: {}} if isinstance(value, str) else {}
