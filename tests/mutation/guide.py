"""A copy of the guide that is built once; afterwards only what a change concerns is made again."""

from __future__ import annotations

import contextlib
import dataclasses
import shutil
from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from pathlib import Path
from unittest import mock

import markdown
from live_diagrams import checks
from live_diagrams.checks import Diagnostic, Page, registry
from live_diagrams.mkdocs_plugin.plugin import LiveDiagramsPlugin
from live_diagrams.model.figure import Figure
from live_diagrams.pages.host import PageOrigin
from live_diagrams.pages.resolver import make_resolver
from mkdocs.commands.build import build
from mkdocs.config import load_config

from tests.guide.figures import collect_answers, find_wrong_rows, read_checked_answers

from .mutant import Mutant

LEFT = (".git", ".venv", ".*cache*", "site", "tests", "plugins", "__pycache__", "node_modules", "*.egg-info")
"""What a copy can do without."""


@contextlib.contextmanager
def open_guide(project: Path, folder: Path, *, checked: bool = True) -> Iterator[Guide]:
    """A copy of a project's guide in a folder, which is the working one meanwhile: snippets need that.

    Without `checked`, no check has run yet.
    """
    root = Path(shutil.copytree(project, folder / "guide", ignore=shutil.ignore_patterns(*LEFT)))
    with contextlib.chdir(root):
        guide = Guide(root, folder / "site", checked)
        try:
            yield guide
        finally:
            guide.close()


class Guide:
    """The guide, as its checks look at it."""

    def __init__(self, root: Path, site: Path, checked: bool) -> None:
        self.root = root
        self.config = load_config(str(root / "mkdocs.yml"), site_dir=str(site))
        plugin = self.config.plugins["live-diagrams"]
        assert isinstance(plugin, LiveDiagramsPlugin)
        plugin.config["narrow"] = "none"  # checks read graphs; one drawing of each is enough, of any shape
        plugin.config["layout_budget"] = 0.0
        plugin.config["timeout"] = 60.0  # several processes build at once
        self.plugin = plugin
        self.config.plugins.on_startup(command="build", dirty=False)
        with nullcontext() if checked else mock.patch.object(registry, "find_diagnostics", lambda site: []):
            build(self.config)
        # Built pages are not made again, so rules on these have nothing to look at.
        pages = tuple(dataclasses.replace(page, html="") for page in plugin.build.site.pages)
        self.site = dataclasses.replace(plugin.build.site, pages=pages)
        self.problems = plugin.build.diagnostics
        self._convert = markdown.Markdown(
            extensions=list(self.config.markdown_extensions), extension_configs=dict(self.config.mdx_configs)
        )

    def close(self) -> None:
        """Leave nothing running."""
        self.config.plugins.on_shutdown()

    def diagnose(self, *mutants: Mutant) -> list[Diagnostic] | None:
        """Return the diagnostics of the guide with changes, which are undone afterwards.

        Return nothing where changed scripts draw the same figures.
        """
        before = {mutant.path: mutant.read(self.root) for mutant in mutants}
        try:
            for mutant in mutants:
                text = mutant.apply_to(mutant.read(self.root))
                (self.root / mutant.path).write_text(text, encoding="utf-8")
            site = self.rebuild(before)
            is_in_scripts = all(path.startswith("diagram_src/") for path in before)
            if is_in_scripts and _list_appearances(site) == _list_appearances(self.site):
                return None
            return [*registry.find_diagnostics(site), *_find_unchecked(site)]
        finally:
            for path, text in before.items():
                (self.root / path).write_text(text, encoding="utf-8")

    def rebuild(self, paths: Iterable[str]) -> checks.Site:
        """Return the site after files have changed; the engine renders figures whose dependencies did."""
        names = [Path(path).relative_to("docs").as_posix() for path in paths if path.startswith("docs/")]
        pages = tuple(
            self._convert_page(page)
            if page.name in names or any(f'"{name}"' in page.source for name in names)
            else page
            for page in self.site.pages
        )
        options = self.site.options
        if "mkdocs.yml" in paths:
            options = load_config(str(self.root / "mkdocs.yml")).plugins["live-diagrams"].config.checks
        self.plugin.build.engine.start_build()
        resolve = make_resolver(self.plugin.build.engine)
        figures = {embed: resolve(embed) for page in pages for embed in page.embeds}
        return dataclasses.replace(self.site, pages=pages, figures=figures, options=options)

    def _convert_page(self, page: Page) -> Page:
        """Return a page as its file is now."""
        source = (self.root / page.path).read_text(encoding="utf-8")
        body = source.split("\n---\n", 1)[1] if source.startswith("---\n") else source
        build = self.plugin.build
        build.begin_page(PageOrigin(page.path, source.count("\n") - body.count("\n"), page.name))
        content = self._convert.reset().convert(body)
        embeds = tuple(build.places.find_embeds(content))
        return dataclasses.replace(page, source=source, content=build.places.restore(content), embeds=embeds)


def _find_unchecked(site: checks.Site) -> Iterator[Diagnostic]:
    """Yield the answers and the rows of tables that the guide's own tests find wrong."""
    graphs = {
        embed.name: [combination.graph for combination in figure.list_combinations()]
        for embed, figure in site.figures.items()
        if isinstance(figure, Figure)
    }
    checked = read_checked_answers()
    if collect_answers(graphs) != checked:
        yield Diagnostic("tests/guide/answers.yaml", 1, "checked-answer", "another answer is right")
    (page,) = (page for page in site.pages if page.name == "guide/request.md")
    rows = list(find_wrong_rows(page.source, graphs["flow"][0])) if "flow" in graphs else ["no figure"]
    yield from (Diagnostic(page.path, 1, "walkthrough-table", row) for row in rows)


def _list_appearances(site: checks.Site) -> list[object]:
    """Return what readers see of all figures."""
    figures = site.figures.values()
    return [
        [combination.appearance for combination in figure.list_combinations()]
        if isinstance(figure, Figure)
        else figure
        for figure in figures
    ]
