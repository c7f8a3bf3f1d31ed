"""The HTML files of a built site, looked at once more: other plugins write some of their own.

Such a file is made of contents of pages, and never passes the events for pages. Its figures get what those of
pages have: unique ids, and the stylesheet and the script.
"""

from __future__ import annotations

import posixpath
from pathlib import Path

from ..model.embed import Embed
from ..pages import assets, document
from ..pages.places import Places

FOLDER = "assets/live-diagrams"
"""Where the site has the files that belong to figures."""
STYLESHEET, SCRIPT = f"{FOLDER}/{assets.STYLESHEET}", f"{FOLDER}/{assets.SCRIPT}"


def write_assets(site_dir: Path) -> None:
    """Write the stylesheet and the script of figures into the site.

    MkDocs' own way, a file without a source, is more than some plugins can handle.
    """
    folder = site_dir / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    for name in (assets.STYLESHEET, assets.SCRIPT):
        (folder / name).write_bytes(assets.read_asset(name).encode())


def link_assets(html: str, url: str) -> str:
    """Return a page with links to stylesheet and script; `url` is its address from the root of the site."""
    script = f'<script defer src="{relative_url(SCRIPT, url)}"></script>'
    html = link_stylesheet(html, url)
    # Material's instant navigation runs the scripts of a page's content, but not those of its head.
    end = "</article>" if "</article>" in html else "</head>"
    return html.replace(end, f"{script}{end}", 1)


def link_stylesheet(html: str, url: str) -> str:
    """Return a page with a link to the stylesheet; `url` is its address from the root of the site."""
    style = f'<link rel="stylesheet" href="{relative_url(STYLESHEET, url)}">'
    return html.replace("</head>", f"{style}</head>", 1)


def relative_url(path: str, url: str) -> str:
    """Return an address from the root of the site as one from a page."""
    return posixpath.relpath(path, posixpath.dirname(url) or ".")


def finish_files(site_dir: Path, places: Places, icons: str) -> dict[str, list[Embed]]:
    """Complete the files that other plugins wrote; return the embeds that are no figures, by their files.

    `icons` says where these are, as for `document.finish_document`.
    """
    survivors: dict[str, list[Embed]] = {}
    for path in site_dir.rglob("*.html"):
        content = path.read_bytes()
        if b'class="live-diagram' not in content:
            continue
        html = content.decode("utf-8", "replace")
        name = path.relative_to(site_dir).as_posix()
        if left := list(places.find_survivors(html)):
            survivors[name] = left
        if assets.STYLESHEET not in html:
            html = link_assets(document.finish_document(places.strip_tokens(html), icons), name)
            path.write_text(html, encoding="utf-8", newline="")
    return survivors
