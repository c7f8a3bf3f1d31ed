"""Pages as rules on text look at them, without a whole build: Markdown to `Page`, and `Pages` to problems."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from pathlib import Path

import markdown
from live_diagrams.checks import Page, Site
from live_diagrams.model import embed
from live_diagrams.pages import embeds as html
from live_diagrams.pages import extension
from live_diagrams_kube.manifests.collection import read_yaml_files
from live_diagrams_kube.manifests.options import parse_options
from live_diagrams_kube.prose_rules import rules as texts
from live_diagrams_kube.prose_rules.pages import Pages

TODAY = datetime.date(2026, 11, 23)
OPTIONS = {"manifests": "manifests", "service_range": "10.96.0.0/12", "pod_range": "10.244.0.0/16"}
EXTENSIONS = (
    *("admonition", "attr_list", "def_list", "footnotes", "md_in_html", "tables", "toc"),
    *(
        "pymdownx.details",
        "pymdownx.inlinehilite",
        "pymdownx.superfences",
        "pymdownx.tabbed",
        "pymdownx.tilde",
    ),
)


def converter(root: Path, cache: Path | None = None) -> markdown.Markdown:
    """Markdown as most sites have it; figures stay places, as in a build by MkDocs."""
    settings = {"root": str(root), "cache_dir": str(cache or root / ".cache"), "host": extension.Host()}
    return markdown.Markdown(
        extensions=[*EXTENSIONS, "live_diagrams"], extension_configs={"live_diagrams": settings}
    )


def body(source: str) -> str:
    """A page's text without its front matter."""
    return source.split("\n---\n", 1)[1] if source.startswith("---\n") else source


def page(source: str, convert: markdown.Markdown, name: str = "page.md", folder: str = "docs") -> Page:
    """A page of a site, by its text."""
    content = convert.reset().convert(body(source))
    found = tuple(html.embeds(content))
    return Page(f"{folder}/{name}".lstrip("/"), name, source, embeds=found, content=content)


def pages(
    held: Mapping[str, str],
    root: Path,
    extra: Mapping[str, object] | None = None,
    figures: Mapping[embed.Embed, object] | None = None,
) -> Pages:
    """Pages by name, held to the options; manifests are those below `manifests` in the root."""
    convert = converter(root)
    site = Site(
        pages=tuple(page(source, convert, name) for name, source in held.items()),
        scripts={},
        figures=figures or {},
        root=str(root),
    )
    folder = root / "manifests"
    read = read_yaml_files(str(folder), display_folder="manifests") if folder.is_dir() else {}
    return Pages(site, parse_options({**OPTIONS, **(extra or {})}), read, TODAY)


def problems(of: Pages) -> str:
    """What the rules find, as text."""
    return "".join(f"{problem}\n" for problem in sorted(set(texts.found(of))))


def rules_in(sentence: str, root: Path) -> set[str]:
    """The rules that a page of one paragraph breaks."""
    return {problem.rule for problem in texts.found(pages({"page.md": sentence}, root))}
