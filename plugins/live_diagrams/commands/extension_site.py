"""A site of the Markdown extension alone, as the checks read it: without MkDocs, and without building it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from .. import checks
from ..checks import Diagnostic, registry
from ..engine import pipeline
from ..model.errors import CheckError
from ..model.settings import Settings, SiteSettings, list_options
from ..pages import converter
from ..pages.document import collect_ids


class ExtensionSite:
    """The pages of a site, converted one by one; it has what `check` asks a build for.

    Args:
        path: The configuration.
        settings: How figures are rendered.
        options: The options as they are written, among them those of the whole site.
        config: Where the pages are, and how they are converted.
    """

    def __init__(
        self, path: Path, settings: Settings, options: Mapping[str, Any], config: converter.SiteConfig
    ) -> None:
        self._path, self._settings, self._config = path, settings, config
        known = {option.name for option in list_options(SiteSettings)}
        self.engine = pipeline.get_pipeline(settings)
        self.options = SiteSettings(**{name: value for name, value in options.items() if name in known})

    @cached_property
    def site(self) -> checks.Site:
        """What the checks read.

        Raises:
            CheckError: There is no folder of pages.
        """
        if not self._config.docs.is_dir():
            raise CheckError(f"there is no folder {self._config.docs} with pages")
        engine = self.engine
        engine.start_build()
        engine.request_all()
        host = converter.RecordingHost(self._settings)
        pages = list(converter.convert_pages(self._config, host, self._path.parent))
        ids = {page.name: collect_ids(page.html) for page in pages}
        engine.wait_for_requests()
        failures = engine.list_failures()
        engine.close()
        names = engine.scripts
        return checks.Site(
            pages=tuple(
                checks.Page(
                    page.path,
                    page.name,
                    page.source,
                    _read_required_figures(page.front_matter),
                    page.embeds,
                    page.html if "diagram" in page.html else "",
                    page.content,
                )
                for page in pages
            ),
            scripts={name: names.get_script(name).display_path for name in names.iterate_names()},
            figures=host.figures,
            require_figures=tuple(self.options.require_figures),
            unused_scripts=self.options.unused_scripts == "warn",
            files=converter.list_files(self._config),
            anchors=lambda name: ids.get(name, set()),
            failures=failures,
            options=self.options.checks,
            root=str(self._path.parent),
            config=self._path.name,
        )

    @cached_property
    def diagnostics(self) -> list[Diagnostic]:
        """What the checks found in the site."""
        return registry.find_diagnostics(self.site)


def _read_required_figures(front_matter: str) -> tuple[str, ...]:
    """Return the names under `figures:`; none where PyYAML is not installed."""
    if "figures" not in front_matter:
        return ()
    try:
        import yaml

        values = yaml.safe_load(front_matter)
    except Exception:  # no YAML, or none that can be read
        return ()
    names = values.get("figures") if isinstance(values, dict) else None
    return (names,) if isinstance(names, str) else tuple(str(name) for name in names or ())
