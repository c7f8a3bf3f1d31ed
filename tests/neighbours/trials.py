"""What is tried with figures: plugins and themes of MkDocs by their packages. Data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

SHOP = """\
from diagrams import Cluster, Diagram, Edge
from diagrams.aws.compute import EC2
from diagrams.aws.database import RDS

with Diagram("Shop", show=False):
    with Cluster("shop"):
        web = EC2("web\\nready", nodeid="web", href="sub/deep.md")
        web >> Edge(label="picks one") >> [RDS("alpha"), RDS("beta")]
"""
FENCE = """\
```diagram alt="A thread"
from diagrams import Diagram
from diagrams.aws.compute import EC2

with Diagram("Thread", show=False):
    EC2("gamma") >> EC2("delta")
```
"""
LABELS = ("web", "ready", "alpha", "beta", "picks one")
SITE = {
    "docs/index.md": "# Start\n\nThe [web](diagram:shop#web) answers.\n\n![A shop drawn](diagram:shop)\n",
    "docs/two.md": "# Two\n\n![Again](diagram:shop)\n\nBetween them.\n\n![Another](diagram:shop)\n",
    "docs/sub/deep.md": f"# Deep\n\nWords.\n\n{FENCE}\n",
    "diagram_src/shop.py": SHOP,
}
EMBED = "![Elsewhere](diagram:shop)\n"
PLAIN = SHOP.replace(', href="sub/deep.md"', "")
PLAIN_EMBED = "![Elsewhere](diagram:plain)\n"
"""A figure without a link to a file, for pages elsewhere."""


@dataclass(frozen=True)
class Document:
    """A built file, and how many figures it should have; `links` is where the first node should lead."""

    path: str
    figures: int
    link: str = ""


INDEX = Document("index.html", 1, "sub/deep/")
TWO = Document("two/index.html", 2, "../sub/deep/")
DEEP = Document("sub/deep/index.html", 1)
PAGES = (INDEX, TWO, DEEP)


@dataclass(frozen=True)
class Trial:
    """One plugin, theme or builder.

    Attributes:
        name: What is tried, as the table names it.
        packages: The distributions that it needs.
        plugins: Entries of `plugins` in `mkdocs.yml` beside `search` and `live-diagrams`.
        theme: The theme, as YAML.
        config: More of `mkdocs.yml`.
        files: Files beside those of the site, or in their place.
        documents: The built files that are looked at.
        texts: Words that a built file has to contain, by its path.
        is_strict: Whether the build fails on warnings.
        needs_git: Whether the site has to be in a repository.
    """

    name: str
    packages: tuple[str, ...] = ()
    plugins: tuple[str, ...] = ()
    theme: str = "{name: material, font: false}"
    config: str = ""
    files: Mapping[str, str] = field(default_factory=dict)
    documents: tuple[Document, ...] = PAGES
    texts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    is_strict: bool = True
    needs_git: bool = False


def _page(*documents: Document) -> tuple[Document, ...]:
    return (*PAGES, *documents)


PLUGINS = (
    Trial("search", texts={"search/search_index.json": ("web ready", "alpha", "picks one")}),
    Trial(
        "print-site",
        ("mkdocs-print-site-plugin",),
        ("print-site",),
        documents=_page(Document("print_page/index.html", 4, "#sub-deep")),
    ),
    Trial(
        "llmstxt",
        ("mkdocs-llmstxt",),
        ("llmstxt: {full_output: llms-full.txt, sections: {All: ['*.md', 'sub/*.md']}}",),
        config="site_url: https://example.org/\n",
        texts={"llms-full.txt": ("picks one", "alpha", "gamma"), "index.md": ("picks one",)},
    ),
    Trial(
        "rss",
        ("mkdocs-rss-plugin",),
        ("rss: {use_git: false, length: -1, abstract_chars_count: -1}",),
        config="site_url: https://example.org/\n",
        documents=_page(Document("feed_rss_created.xml", 3)),
    ),
    Trial(
        "static-i18n",
        ("mkdocs-static-i18n",),
        (
            "i18n: {docs_structure: suffix, languages: ["
            "{locale: en, name: English, default: true}, {locale: de, name: Deutsch}]}",
        ),
        files={"docs/index.de.md": f"# Anfang\n\n{EMBED}"},
        documents=_page(Document("de/index.html", 1)),
    ),
    Trial(
        "projects, of Material",
        ("mkdocs-material",),
        ("projects",),
        files={
            "projects/child/docs/index.md": f"# Child\n\n{EMBED}",
            "projects/child/diagram_src/shop.py": PLAIN,
            "projects/child/mkdocs.yml": "site_name: child\ntheme: {name: material, font: false}\n"
            "plugins: [search, live-diagrams]\n",
        },
        documents=_page(Document("child/index.html", 1)),
    ),
    Trial(
        "blog, of Material",
        ("mkdocs-material",),
        ("blog",),
        files={
            "docs/blog/index.md": "# Blog\n",
            "docs/blog/posts/one.md": "---\ndate: 2026-01-01\ncategories: [News]\n---\n\n# One\n\n"
            f"Words.\n\n{PLAIN_EMBED}\n<!-- more -->\n\n{PLAIN_EMBED}",
            "diagram_src/plain.py": PLAIN,
        },
        documents=_page(
            Document("blog/index.html", 1),
            Document("blog/2026/01/01/one/index.html", 2),
            Document("blog/archive/2026/index.html", 1),
            Document("blog/category/news/index.html", 1),
        ),
    ),
    Trial("offline, of Material", ("mkdocs-material",), ("offline",), documents=()),
    Trial("privacy, of Material", ("mkdocs-material",), ("privacy",), is_strict=False),  # offline
    Trial(
        "tags, of Material",
        ("mkdocs-material",),
        ("tags",),
        files={"docs/two.md": "---\ntags: [one]\n---\n\n" + SITE["docs/two.md"]},
    ),
    Trial("meta, of Material", ("mkdocs-material",), ("meta",), files={"docs/.meta.yml": "tags: [a]\n"}),
    Trial("glightbox", ("mkdocs-glightbox",), ("glightbox",)),
    Trial(
        "minify",
        ("mkdocs-minify-plugin",),
        ("minify: {minify_html: true, minify_js: true, minify_css: true}",),
    ),
    Trial(
        "git-revision-date-localized",
        ("mkdocs-git-revision-date-localized-plugin",),
        ("git-revision-date-localized: {fallback_to_build_date: true}",),
        is_strict=False,
    ),
    Trial("awesome-pages", ("mkdocs-awesome-pages-plugin",), ("awesome-pages",)),
    Trial(
        "awesome-nav",
        ("mkdocs-awesome-nav",),
        ("awesome-nav",),
        files={"docs/.nav.yml": "nav:\n  - index.md\n  - two.md\n  - sub\n"},
    ),
    Trial("section-index", ("mkdocs-section-index",), ("section-index",)),
    Trial(
        "literate-nav",
        ("mkdocs-literate-nav",),
        ("literate-nav",),
        files={"docs/SUMMARY.md": "* [Start](index.md)\n* [Two](two.md)\n* [Deep](sub/deep.md)\n"},
    ),
    Trial(
        "macros",
        ("mkdocs-macros-plugin",),
        ("macros: {module_name: macros}",),
        files={
            "macros.py": "def define_env(env):\n    @env.macro\n    def shop():\n"
            "        return '![By a macro](diagram:shop)'\n",
            "docs/macro.md": "# Macro\n\n{{ shop() }}\n",
        },
        documents=_page(Document("macro/index.html", 1, "../sub/deep/")),
    ),
    Trial(
        "include-markdown",
        ("mkdocs-include-markdown-plugin",),
        ("include-markdown",),
        files={"part.md": EMBED, "docs/whole.md": '# Whole\n\n{% include-markdown "../part.md" %}\n'},
        documents=_page(Document("whole/index.html", 1, "../sub/deep/")),
    ),
    Trial(
        "gen-files",
        ("mkdocs-gen-files",),
        ("gen-files: {scripts: [gen.py]}",),
        files={
            "gen.py": "import mkdocs_gen_files\nwith mkdocs_gen_files.open('made.md', 'w') as f:\n"
            f"    f.write({'# Made' + chr(10) * 2 + EMBED!r})\n"
        },
        documents=_page(Document("made/index.html", 1, "../sub/deep/")),
    ),
    Trial(
        "monorepo",
        ("mkdocs-monorepo-plugin",),
        ("monorepo",),
        config="nav:\n  - index.md\n  - two.md\n  - sub/deep.md\n  - Other: '!include ./other/mkdocs.yml'\n",
        files={
            "other/mkdocs.yml": "site_name: other\nnav:\n  - Start: index.md\n",
            "other/docs/index.md": f"# Other\n\n{PLAIN_EMBED}",
            "diagram_src/plain.py": PLAIN,
        },
        documents=_page(Document("other/index.html", 1)),
    ),
    Trial(
        "mkdocstrings",
        ("mkdocstrings-python",),
        ("mkdocstrings: {handlers: {python: {paths: [.]}}}",),
        files={
            "documented.py": '"""A module.\n\n![In a docstring](diagram:plain)\n"""\n\n\n'
            'def draw():\n    """Draw.\n\n    ![In another](diagram:plain)\n    """\n',
            "docs/api.md": "# API\n\n::: documented\n",
            "diagram_src/plain.py": PLAIN,
        },
        documents=_page(Document("api/index.html", 2)),
    ),
    Trial("autorefs", ("mkdocs-autorefs",), ("autorefs",)),
    Trial("redirects", ("mkdocs-redirects",), ("redirects: {redirect_maps: {old.md: two.md}}",)),
    Trial("exclude-search", ("mkdocs-exclude-search",), ("exclude-search: {exclude: [two.md]}",)),
    Trial("exclude", ("mkdocs-exclude",), ("exclude: {glob: ['*.tmp']}",)),
    Trial("meta-descriptions", ("mkdocs-meta-descriptions-plugin",), ("meta-descriptions",)),
    Trial(
        "enumerate-headings",
        ("mkdocs-enumerate-headings-plugin",),
        ("enumerate-headings",),
        config="nav: [index.md, two.md, sub/deep.md]\n",
    ),
    Trial("table-reader", ("mkdocs-table-reader-plugin",), ("table-reader",)),
    Trial("swagger-ui-tag", ("mkdocs-swagger-ui-tag",), ("swagger-ui-tag",)),
    Trial("panzoom", ("mkdocs-panzoom-plugin",), ("panzoom",)),
    Trial("htmlproofer", ("mkdocs-htmlproofer-plugin",), ("htmlproofer: {validate_external_urls: false}",)),
    Trial(
        "jupyter",
        ("mkdocs-jupyter",),
        ("mkdocs-jupyter",),
        files={
            "docs/book.ipynb": '{"cells": [{"cell_type": "markdown", "id": "a", "metadata": {}, '
            '"source": ["# Book\\n", "\\n", "![In a notebook](diagram:shop)"]}], "metadata": {}, '
            '"nbformat": 4, "nbformat_minor": 5}'
        },
        documents=_page(Document("book/index.html", 1)),
    ),
    Trial(
        "mermaid2",
        ("mkdocs-mermaid2-plugin",),
        ("mermaid2: {javascript: mermaid.js}",),
        files={"docs/mermaid.js": ""},
    ),
    Trial(
        "markdown-exec",
        ("markdown-exec",),
        ("markdown-exec",),
        config="markdown_extensions: [pymdownx.superfences]\n",
    ),
    Trial("open-in-new-tab", ("mkdocs-open-in-new-tab",), ("open-in-new-tab",)),
    Trial("callouts", ("mkdocs-callouts",), ("callouts",)),
    Trial("git-authors", ("mkdocs-git-authors-plugin",), ("git-authors",), is_strict=False, needs_git=True),
    Trial(
        "simple-hooks",
        ("mkdocs-simple-hooks",),
        ("mkdocs-simple-hooks: {hooks: {on_page_content: 'hooks:change'}}",),
        files={"hooks.py": "def change(html, **kwargs):\n    return html.replace('Words', 'More words')\n"},
    ),
    Trial("mike", ("mike",), ("mike",)),
    Trial(
        "encryptcontent",
        ("mkdocs-encryptcontent-plugin",),
        ("encryptcontent: {global_password: Correct-horse-battery-staple-42, webcrypto: true}",),
        documents=(),
    ),
    Trial("ezlinks", ("mkdocs-ezlinks-plugin",), ("ezlinks",)),
    Trial("roamlinks", ("mkdocs-roamlinks-plugin",), ("roamlinks",)),
    Trial("obsidian-bridge", ("mkdocs-obsidian-bridge",), ("obsidian-bridge",)),
)

THEMES = tuple(
    Trial(f"theme {name}", packages, theme=theme, needs_git=name == "shadcn")
    for name, packages, theme in (
        ("material", ("mkdocs-material",), "{name: material, font: false}"),
        ("materialx", ("mkdocs-materialx",), "{name: materialx, font: false}"),
        ("mkdocs", (), "{name: mkdocs}"),
        ("readthedocs", (), "{name: readthedocs}"),
        ("cinder", ("mkdocs-cinder",), "{name: cinder}"),
        ("windmill", ("mkdocs-windmill",), "{name: windmill}"),
        ("custommill", ("mkdocs-custommill",), "{name: custommill}"),
        ("cyborg, of bootswatch", ("mkdocs-bootswatch",), "{name: cyborg}"),
        ("ivory", ("mkdocs-ivory",), "{name: ivory}"),
        ("terminal", ("mkdocs-terminal",), "{name: terminal}"),
        ("dracula", ("mkdocs-dracula-theme",), "{name: dracula}"),
        ("shadcn", ("mkdocs-shadcn",), "{name: shadcn}"),
        ("gitbook", ("mkdocs-gitbook",), "{name: gitbook}"),
        ("rtd-dropdown", ("mkdocs-rtd-dropdown",), "{name: rtd-dropdown}"),
        ("simple-blog", ("mkdocs-simple-blog",), "{name: simple-blog}"),
        ("alabaster", ("mkdocs-alabaster",), "{name: alabaster}"),
        ("bootstrap4", ("mkdocs-bootstrap4",), "{name: bootstrap4}"),
        ("nature", ("mkdocs-nature",), "{name: nature}"),
    )
)
