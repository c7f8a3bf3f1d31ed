"""A project as the command line finds it: by its configuration, or by the folder it is run in."""

from __future__ import annotations

import logging
from pathlib import Path

from ..model.errors import CheckError
from ..model.settings import Settings


def settings(config_file: str | None = None) -> Settings:
    """How the figures of a project are made.

    Args:
        config_file: The site's configuration; `mkdocs.yml` in the working folder where there is none.

    Raises:
        CheckError: The configuration cannot be read, or does not name the plugin or the extension.
    """
    path = Path(config_file or "mkdocs.yml").resolve()
    if not path.is_file():
        raise CheckError(
            f"there is no {path.name} in {path.parent}; name the configuration with --config-file"
        )
    try:
        from mkdocs.config import load_config
        from mkdocs.exceptions import MkDocsException
    except ImportError:
        raise CheckError("reading mkdocs.yml needs mkdocs: pip install mkdocs") from None
    logging.getLogger("mkdocs").setLevel(logging.ERROR)
    try:
        config = load_config(str(path))
    except (MkDocsException, SystemExit) as error:
        raise CheckError(f"{path.name} cannot be read: {error}") from error
    plugin = config.plugins.get("live-diagrams")
    if plugin is not None:
        found = plugin.config.settings(path.parent)
        assert isinstance(found, Settings)
        return found
    if "live_diagrams" in config.markdown_extensions:
        options = dict(config.mdx_configs.get("live_diagrams", {}))
        known = {key: value for key, value in options.items() if key in Settings.__dataclass_fields__}
        return Settings(**{**known, "root": path.parent / str(options.get("root", ""))})
    raise CheckError(f"{path.name} has neither the plugin `live-diagrams` nor the extension `live_diagrams`")
