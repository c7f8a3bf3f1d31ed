"""The address of publication, where an empty variable of the environment stands for none."""

from __future__ import annotations

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority


@event_priority(100)
def on_config(config: MkDocsConfig) -> None:
    """Make an address that is null an empty one, which mkdocs-llmstxt takes for the root of the host."""
    if config.site_url is None:
        config.site_url = ""
