"""A site as commands need it from MkDocs: its options, and a build of it into a temporary folder."""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import MkDocsException

from ..engine.pipeline import Pipeline, get_pipeline
from ..model.errors import CheckError
from .build import SiteBuild
from .plugin import LiveDiagramsPlugin


def read_options(config_file: str) -> Mapping[str, object] | None:
    """Return the options of the plugin, else of the Markdown extension; None where a site has neither.

    Raises:
        CheckError: MkDocs cannot read the configuration.
    """
    logging.getLogger("mkdocs").setLevel(logging.ERROR)
    try:
        config = load_config(config_file)
    except (MkDocsException, SystemExit) as error:
        raise CheckError(f"{config_file} cannot be read: {error}") from error
    for plugin in config.plugins.values():
        if isinstance(plugin, LiveDiagramsPlugin):
            return dict(plugin.config)
    if "live_diagrams" in config.markdown_extensions:
        return dict(config.mdx_configs.get("live_diagrams") or {})
    return None


def build_site(config_file: str | None, prepare: Callable[[Pipeline], None] = lambda _: None) -> SiteBuild:
    """Build a site into a temporary folder and check it; call `prepare` with its pipeline before.

    Raises:
        CheckError: The site cannot be built at all, or does not load the plugin.
    """
    with tempfile.TemporaryDirectory(prefix="site-of-live-diagrams-") as folder:
        try:
            config = load_config(config_file, site_dir=folder)
            plugin = next((p for p in config.plugins.values() if isinstance(p, LiveDiagramsPlugin)), None)
            if plugin is None:
                raise CheckError("the plugin `live-diagrams` is not in the configuration's `plugins`")
            root = Path(config.config_file_path or "mkdocs.yml").resolve().parent
            prepare(get_pipeline(plugin.config.make_settings(root)))
            config.plugins.on_startup(command="build", dirty=False)
            try:
                build(config)
            finally:
                config.plugins.on_shutdown()
        except (MkDocsException, SystemExit) as error:
            raise CheckError(str(error) or "the site cannot be built; `mkdocs build` says why") from error
        return plugin.build
