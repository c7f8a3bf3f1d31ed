"""An author saves the text of a page: it changes in the open page before MkDocs builds the site again.

Most tests have a server that notices no change by itself, so that no build can have shown what they see.
"""

import pytest

from tests.programs import program

from .served import FILES, SHOP, configuration, prepared, serving, until

pytestmark = pytest.mark.browser

WORDS = """\
# Words

No figure.

<details><summary>More</summary>

What is opened stays open.

</details>

```python
print("code")
```

PARAGRAPHS

## Second

The end.
""".replace("PARAGRAPHS", "\n\n".join(f"Words, paragraph {n}." for n in range(60)))

HOOKS = """\
def on_page_markdown(markdown, page, **kwargs):
    return markdown.replace("MARKDOWN", f"the hook saw {page.title}")

def on_page_content(html, **kwargs):
    return html.replace("CONTENT", "the hook saw <b>HTML</b>")

def on_post_page(output, **kwargs):
    return output.replace("OUTPUT", "the hook saw the page")
"""


def blind(folder, monkeypatch):
    """Servers that start from now on notice no change by MkDocs' own means."""
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(
        "from watchdog.observers import polling\n"
        "polling.PollingObserver.start = lambda self: None\n"
        "polling.PollingObserver.stop = lambda self: None\n"
    )
    monkeypatch.setenv("PYTHONPATH", str(folder))


def configure(served, theme="{name: material, font: false, features: [navigation.instant]}", more=""):
    text = configuration(served.port).replace("{name: material, font: false}", theme)
    text = text.replace("plugins: [", "plugins: [search, ")
    text = text.replace("pymdownx.highlight]", "pymdownx.highlight, pymdownx.snippets: {check_paths: true}]")
    served.write("mkdocs.yml", text + "hooks: [hooks.py]\n" + more)
    served.write("hooks.py", HOOKS)


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """One server for these tests, which shows texts without a build of the site."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        folder = tmp_path_factory.mktemp("text")
        blind(folder / "blind", monkeypatch)
        one = prepared(folder, {**FILES, "docs/words.md": WORDS})
        configure(one)
        with serving(one):
            yield one


@pytest.fixture
def page(open_page, served):
    """The page with the words as they were at first, which knows whether it was loaded again."""
    served.write("docs/words.md", WORDS)
    until(lambda: "No figure." in served.get("words/") and "The end." in served.get("words/"))
    page = open_page(served.address + "words/")
    page.evaluate("window.stayed = true")
    return page


def shows(page, words):
    page.locator("article", has_text=words).wait_for()


def stayed(page):
    return page.evaluate("window.stayed === true")


def test_a_sentence_changes_and_nothing_else(served, page):
    page.locator("summary").click()
    page.evaluate("document.querySelector('pre').kept = true; scrollTo(0, 500)")
    served.edit("docs/words.md", "The end.", "The end is near.")
    shows(page, "The end is near.")
    assert stayed(page)
    assert page.evaluate("scrollY") == 500
    assert page.locator("details[open]").count() == 1
    assert page.evaluate("document.querySelector('pre').kept")
    assert "Page exchanged: words.md" in served.said
    assert served.builds == 1


def test_paragraphs_come_and_go(served, page):
    served.edit("docs/words.md", "No figure.", "First.\n\nSecond.\n\nThird *and* last.")
    shows(page, "Third and last.")
    served.edit("docs/words.md", "Second.\n\n", "")
    until(lambda: page.locator("article > p", has_text="Second.").count() == 0)
    texts = page.locator("article > p").all_inner_texts()
    assert texts[:3] == ["First.", "Third and last.", "Words, paragraph 0."]
    assert stayed(page)


def test_a_heading_changes_with_its_entry_in_the_contents_and_the_title(served, page):
    served.edit("docs/words.md", "## Second", "## Another")
    page.locator("#another").wait_for()
    assert page.locator(".md-nav--secondary a[href='#another']").first.text_content().strip() == "Another"
    served.edit("docs/words.md", "# Words", "# Names")
    until(lambda: page.title() == "Names - Served")
    assert stayed(page)


def test_a_figure_that_is_embedded_in_an_open_page_appears(served, page):
    served.edit("docs/words.md", "No figure.", "A figure.\n\n![A client asks a shop](diagram:shop)")
    page.locator("#fig-shop .live-diagram__open").wait_for()
    page.wait_for_load_state("load")  # it was loaded again, with the script of figures
    page.evaluate("window.stayed = true")
    served.edit("diagram_src/shop.py", '"orders")', '"ledger")')
    page.locator("#fig-shop text", has_text="ledger").first.wait_for()
    served.edit("docs/words.md", "A figure.", "The same figure.")
    shows(page, "The same figure.")
    assert page.locator("#fig-shop text", has_text="ledger").count()
    assert stayed(page)
    served.write("diagram_src/shop.py", SHOP)


def test_an_inline_script_that_never_ends_delays_neither_its_page_nor_others(served, page):
    code = '\n```diagram alt="Endless"\nwhile True:\n    pass\n```\n'
    served.edit("docs/words.md", "No figure.", "An endless figure." + code)
    shows(page, "An endless figure.")
    page.locator(".live-diagram__pending").wait_for()
    served.edit("data/hosts.csv", "beta", "gamma")
    until(lambda: "gamma" in served.get("other/"))
    assert page.locator(".live-diagram__pending").count() == 1  # it was faster than the time limit
    served.edit("data/hosts.csv", "gamma", "beta")


def test_what_a_theme_equips_when_it_is_loaded_is_loaded_again(served, page):
    served.edit("docs/words.md", 'print("code")', 'print("other code")')
    page.locator("pre", has_text="other code").wait_for()
    assert not stayed(page)
    assert served.builds == 1


def test_a_page_that_cannot_be_built_stays_and_says_why(served, page):
    served.edit("docs/words.md", "The end.", 'The new end.\n\n--8<-- "missing.md"')
    fault = page.get_by_role("alert")
    fault.wait_for()
    assert "words.md: " in fault.inner_text() and "missing.md" in fault.inner_text()
    assert "The end." in page.locator("article").inner_text()
    assert "The end." in served.get("words/")
    served.edit("docs/words.md", '--8<-- "missing.md"', "Nothing is missing.")
    shows(page, "Nothing is missing.")
    fault.wait_for(state="detached")
    assert stayed(page)


def test_a_page_that_instant_navigation_has_opened(served, page):
    page.locator(".md-nav--primary a", has_text="Other").first.click()
    page.locator("h1", has_text="Other").wait_for()
    assert stayed(page)
    page.wait_for_load_state("networkidle")
    served.edit("docs/other.md", "# Other", "# Other\n\nHere.")
    shows(page, "Here.")
    assert stayed(page)


def test_the_events_of_plugins_are_those_of_a_build(served, page, tmp_path):
    served.edit("docs/words.md", "No figure.", "MARKDOWN, CONTENT, OUTPUT, [the start](index.md).")
    shows(page, "the hook saw HTML")
    built = program("mkdocs", "build", "-d", str(tmp_path / "built"), cwd=served.root)
    assert built.returncode == 0, built.stderr
    html = (tmp_path / "built/words/index.html").read_text(encoding="utf-8")
    assert "the hook saw the page" in html
    assert served.get("words/") == html


@pytest.mark.parametrize("theme", ["mkdocs", "readthedocs"])
def test_other_themes(tmp_path, monkeypatch, open_page, theme):
    blind(tmp_path / "blind", monkeypatch)
    served = prepared(tmp_path, {"docs/index.md": "# Start\n\nSome words.\n\nThe end.\n"})
    configure(served, f"{{name: {theme}}}")
    with serving(served):
        page = open_page(served.address)
        page.evaluate("window.stayed = true")
        served.edit("docs/index.md", "Some words.", "Other words.\n\nAnd more.")
        page.get_by_text("And more.").wait_for()
        assert stayed(page)
        page.goto("about:blank")
        assert served.builds == 1
