"""The guide as it is published: its links, its form, its language, and what other programs read of it."""

import re
import xml.etree.ElementTree as ET
from email.utils import parsedate_to_datetime

import pytest

from tests.guide import published, text
from tests.guide.published import ADDRESS, LONGEST, TALLEST, words
from tests.support import ROOT, Page

PAGES = sorted(
    "index.html"
    if name == "index.md"
    else f"{name.removesuffix('index.md').removesuffix('.md').rstrip('/')}/index.html"
    for name in (path.relative_to(ROOT / "docs").as_posix() for path in (ROOT / "docs").rglob("*.md"))
    if "posts" not in name
)
CHAPTERS = "pod service outside ingress route request gateway network lifecycle breaks".split()
ARTICLE = "blog/kubernetes-visual-guide/index.html"
POSTS = [ARTICLE, "blog/ingress-nginx-is-retired/index.html", "blog/figures-are-programs/index.html"]


@pytest.mark.parametrize("page", [*PAGES, *POSTS, "404.html"])
def test_no_link_is_dead(guide, page):
    links = list(guide.links(page))
    assert any(link.startswith(ADDRESS) for link in links)
    assert list(guide.dead(page)) == []


def test_a_dead_link_would_be_found(guide, tmp_path):
    (tmp_path / "index.html").write_text(
        '<a href="gone/">a</a> <a href="#nowhere">b</a> <a href="#here" id="here">c</a> <img src="x.png">',
        encoding="utf-8",
    )
    broken = published.Published(tmp_path)
    assert sorted(broken.dead("index.html")) == [f"{ADDRESS}#nowhere", f"{ADDRESS}gone/", f"{ADDRESS}x.png"]


@pytest.mark.parametrize("page", [*PAGES, *POSTS])
def test_the_language_is_plain(guide, page):
    long = []
    for block in guide.blocks(page):
        if words(block) > LONGEST["paragraph"]:
            long.append((words(block), block))
        long += [
            (words(stated), stated) for stated in text.sentences(block) if words(stated) > LONGEST["sentence"]
        ]
    assert long == []


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_a_chapter_has_all_that_chapters_have(guide, chapter):
    source = (ROOT / f"docs/guide/{chapter}.md").read_text(encoding="utf-8")
    article = guide.articles[f"guide/{chapter}/index.html"]
    after_title = source.split("\n# ", 1)[1].split("\n\n")
    answer, figure = after_title[1], after_title[2]
    assert re.fullmatch(r"\*\*[^*]+\.\*\*", answer.replace("\n", " ")) or answer.startswith("**")
    assert "](diagram:" in figure
    sections = ["What people get wrong", "Try it", "Check yourself", "Primary sources"]
    headings = re.findall(r"^## (.+)$", source, re.M)
    assert [heading for heading in headings if heading in sections] == sections
    questions = source.split("## Check yourself", 1)[1].count('\n??? question "')
    asked = article.count('class="live-diagram__ask')
    assert 1 <= questions <= 3
    assert questions + asked >= 2
    assert "```console" in source.split("## Try it", 1)[1].split("## ", 1)[0]
    assert source.count("- [", source.index("## Primary sources")) >= 2
    assert re.search(r'--8<-- "(manifests|broken)/', source) or chapter in ("request", "lifecycle")
    assert article.count('<figure class="live-diagram') >= 1


def test_on_a_phone_no_figure_is_a_ribbon(guide):
    """But eleven questions below each other are long, and sixty nodes are large."""
    heights = [(name, each) for page in guide.html for name, each in guide.measure_on_phone(page)]
    assert len(heights) > 60
    tall = {name for name, height in heights if height > TALLEST}
    assert tall == {"breaks", "gallery/payments"}


def test_every_column_of_a_table_has_a_heading(guide):
    empty = [name for name, article in guide.articles.items() if re.search(r"<th[^>]*>\s*</th>", article)]
    assert empty == []


def test_the_map_leads_to_every_chapter(guide):
    article = guide.articles["guide/index.html"]
    figure = re.search(r"<figure class=\"live-diagram.*?</figure>", article, re.S)[0]
    linked = set(re.findall(r'xlink:href="([a-z]+)/', figure))
    assert {"pod", "service", "outside", "ingress", "request"} <= linked
    in_words = {link.strip("/") for link in Page(article).all("a", "href") if re.fullmatch(r"[a-z]+/", link)}
    assert set(CHAPTERS) <= in_words


def test_words_of_the_glossary_show_what_they_mean(guide):
    shown = dict(
        re.findall(r'<abbr title="([^"]*)">([^<]*)</abbr>', guide.articles["guide/outside/index.html"])
    )
    assert "The type of Service that adds the same port on every node to the virtual IP." in shown
    assert not re.search("<abbr", guide.articles["handbook/index.html"])


def test_every_word_of_the_glossary_is_used(guide):
    entries = set(re.findall(r'<dt id="[\w-]+">([^<]+)</dt>', guide.articles["glossary/index.html"]))
    assert len(entries) > 20
    used = "".join(article for name, article in guide.articles.items() if "glossary" not in name)
    assert [entry for entry in sorted(entries) if f">{entry}</abbr>" not in used] == []


def test_readers_of_feeds_find_the_articles(guide):
    channel = ET.parse(guide.folder / "feed.xml").getroot().find("channel")
    items = channel.findall("item")
    linked = {item.find("link").text for item in items}
    assert linked == {ADDRESS + post.removesuffix("index.html") for post in POSTS}
    assert {parsedate_to_datetime(item.find("pubDate").text).year for item in items} == {2026}
    assert channel.find("{http://www.w3.org/2005/Atom}link").get("href") == f"{ADDRESS}feed.xml"


def test_search_engines_find_every_page(guide):
    places = {
        place.text for place in ET.parse(guide.folder / "sitemap.xml").iter() if place.tag.endswith("loc")
    }
    wanted = {ADDRESS + page.removesuffix("index.html") for page in [*PAGES, *POSTS]}
    assert wanted <= places


@pytest.mark.parametrize("page", ["index.html", "guide/pod/index.html", ARTICLE])
def test_what_is_shown_of_a_link_elsewhere(guide, page):
    stated = {
        meta["property"]: meta["content"]
        for meta in Page(guide.html[page]).each("meta")
        if "property" in meta
    }
    assert stated["og:url"] == ADDRESS + page.removesuffix("index.html")
    assert stated["og:type"] == ("article" if page == ARTICLE else "website")
    assert stated["og:title"]
    assert stated["og:description"]
    assert (guide.folder / stated["og:image"].removeprefix(ADDRESS)).is_file()


def test_without_an_address_nothing_pretends_to_have_one(guide_without_address):
    assert not (guide_without_address / "feed.xml").exists()
    assert "og:image" not in (guide_without_address / "index.html").read_text(encoding="utf-8")
