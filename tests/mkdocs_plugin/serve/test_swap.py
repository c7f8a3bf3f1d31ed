"""An author saves a script; the figure changes in the open page, and nothing else does."""

import contextlib

import pytest

from .served import FILES, HOSTS, KINDS, SHOP, until

pytestmark = pytest.mark.browser

SHOP_FIGURE = "#fig-shop"


@pytest.fixture(autouse=True)
def as_before(served):
    """Each test finds the project as it was, and the server at rest."""
    yield
    for path in (served.root / "diagram_src").glob("*.py"):
        if f"diagram_src/{path.name}" not in FILES:
            path.unlink()
    served.restore(FILES)


@contextlib.contextmanager
def changed(served, *runs):
    """The block has these scripts run, each once, and builds no site."""
    served.settle()
    before, builds = len(served.runs), served.builds
    yield
    served.settle()
    assert sorted(served.runs[before:]) == sorted(runs)
    assert served.builds == builds


def shot(page, figure=SHOP_FIGURE):
    return page.locator(f"{figure} .live-diagram__drawing--wide").screenshot()


def label(page, words, figure=SHOP_FIGURE):
    """Waits until a figure shows these words."""
    page.locator(f"{figure} .live-diagram__drawing--wide text", has_text=words).first.wait_for()


def test_a_saved_script_changes_the_pixels_of_its_figures_and_of_no_other(served, page):
    before, hosts = shot(page), shot(page, "#fig-hosts")
    page.evaluate("document.querySelector('#fig-hosts').kept = true")
    with changed(served, "shop"):
        served.edit("diagram_src/shop.py", '"orders")', '"ledger")')
        label(page, "ledger")
        label(page, "ledger", "#fig-shop-2")
    assert shot(page) != before
    assert shot(page, "#fig-hosts") == hosts
    assert page.evaluate("document.querySelector('#fig-hosts').kept")


def test_the_new_figure_can_be_used_as_the_old_one(served, page):
    served.edit("diagram_src/shop.py", '"orders")', '"ledger")')
    label(page, "ledger")
    page.hover(f"{SHOP_FIGURE} [data-node=web]")
    assert page.locator(f"{SHOP_FIGURE} .is-highlighted").count() > 1
    page.click(f"{SHOP_FIGURE} .live-diagram__open")
    assert page.locator("dialog.live-diagram[open]").count() == 1
    assert page.locator(f"{SHOP_FIGURE} .live-diagram__open").count() == 1


def test_the_page_stays_where_it_is(served, page):
    page.evaluate("scrollTo(0, 700)")
    place = page.evaluate("scrollY")
    served.edit("diagram_src/shop.py", '"orders")', '"ledger")')
    label(page, "ledger")
    assert page.evaluate("scrollY") == place == 700


def test_the_large_view_stays_open_with_its_zoom(served, page):
    page.click(f"{SHOP_FIGURE} .live-diagram__open")
    for key in ("+", "+", "ArrowLeft", "ArrowUp"):
        page.keyboard.press(key)
    seen = page.evaluate("document.querySelector('dialog svg').style.transform")
    served.edit("diagram_src/shop.py", '"orders")', '"ledger")')
    label(page, "ledger", "dialog")
    assert page.locator("dialog.live-diagram").count() == 1
    assert page.evaluate("document.querySelector('dialog svg').style.transform") == seen
    page.keyboard.press("+")
    assert page.evaluate("document.querySelector('dialog svg').style.transform") != seen
    page.keyboard.press("Escape")
    page.locator("dialog").wait_for(state="detached")
    label(page, "ledger")
    assert page.evaluate("document.activeElement.matches('#fig-shop .live-diagram__open')")


def test_the_step_stays(served, page):
    for _ in range(2):
        page.click(f"{SHOP_FIGURE} [aria-label='Next step']")
    served.edit("diagram_src/shop.py", "Says what it found", "Says what is there")
    page.locator(f"{SHOP_FIGURE} li", has_text="Says what is there").wait_for(state="attached")
    assert page.locator(f"{SHOP_FIGURE} li.is-now").inner_text() == "Asks for the orders"
    assert page.locator(f"{SHOP_FIGURE} .edge.is-highlighted").count() == 1
    assert page.locator("#fig-shop-2 li.is-now").count() == 0


def test_the_step_stays_in_the_large_view(served, page):
    page.click(f"{SHOP_FIGURE} .live-diagram__open")
    page.keyboard.press("Tab")
    page.click("dialog [aria-label='Next step']")
    served.edit("diagram_src/shop.py", '"orders")', '"ledger")')
    label(page, "ledger", "dialog")
    assert page.locator("dialog li.is-now").inner_text() == "Asks for the page"
    assert page.evaluate("document.activeElement.ariaLabel") == "Next step"


def test_a_walkthrough_that_lost_steps_shows_its_last(served, page):
    for _ in range(3):
        page.click(f"{SHOP_FIGURE} [aria-label='Next step']")
    served.edit("diagram_src/shop.py", '    web >> Step("Says what it found") >> client\n', "")
    until(lambda: page.locator(f"{SHOP_FIGURE} .live-diagram__walk li").count() == 2)
    assert page.locator(f"{SHOP_FIGURE} li.is-now").inner_text() == "Asks for the orders"


def test_the_words_stay_open_and_the_focus_where_it_was(served, page):
    page.click(f"{SHOP_FIGURE} .live-diagram__words summary")
    served.edit("diagram_src/shop.py", '"orders")', '"ledger")')
    label(page, "ledger")
    assert page.locator(f"{SHOP_FIGURE} .live-diagram__words[open]").count() == 1
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"


def test_a_helper_module(served, page):
    before = shot(page)
    page.evaluate("document.querySelector('#fig-shop').dataset.old = ''")
    with changed(served, "shop"):
        served.edit("diagram_src/_style.py", "steelblue", "firebrick")
        page.locator(f"{SHOP_FIGURE}:not([data-old])").wait_for()
    assert shot(page) != before


def test_a_data_file_changes_the_figure_on_every_page(served, page):
    with changed(served, "hosts"):
        served.edit("data/hosts.csv", "beta", "gamma")
        label(page, "gamma", "#fig-hosts")
    assert "gamma" in served.get("other/")
    assert "beta" not in served.get("other/")


def test_a_data_file_that_was_not_there(served, page):
    (served.root / "data/hosts.csv").rename(served.root / "data/away.csv")
    page.locator(".live-diagram--error[data-diagram=hosts]").wait_for()
    (served.root / "data/away.csv").rename(served.root / "data/hosts.csv")
    label(page, "beta", "#fig-hosts")


def test_a_save_by_rename(served, page):
    with changed(served, "shop"):
        served.rename_over("diagram_src/shop.py", SHOP.replace('"orders")', '"renamed")'))
        label(page, "renamed")


def test_several_saves_at_once_end_with_the_last(served, page):
    for n in range(20):
        served.write("diagram_src/shop.py", SHOP.replace('"orders")', f'"ledger-{n}")'))
    label(page, "ledger-19")
    served.settle()
    assert "ledger-19" in served.get()


def test_a_save_that_changes_nothing_runs_nothing(served, page):
    with changed(served):
        served.write("diagram_src/shop.py", SHOP)


def test_a_script_that_is_deleted_and_comes_back(served, page):
    (served.root / "diagram_src/hosts.py").unlink()
    page.locator(".live-diagram--error[data-diagram=hosts]", has_text="no script").wait_for()
    served.write("diagram_src/hosts.py", HOSTS)
    label(page, "beta", "#fig-hosts")
    assert page.locator(".live-diagram--error").count() == 0


def test_a_new_folder_of_scripts(open_page, served):
    served.write("docs/words.md", "# Words\n\nNo figure.\n\n![New](diagram:more/new)\n")
    until(lambda: "no script" in served.get("words/"), lambda: served.said)
    page = open_page(served.address + "words/")
    page.evaluate("window.stayed = true")
    with changed(served, "new"):
        served.write("diagram_src/more/new.py", HOSTS.replace("Hosts", "New"))
        label(page, "beta", "#fig-more-new")
    assert page.evaluate("window.stayed")
    (served.root / "diagram_src/more/new.py").unlink()
    page.locator(".live-diagram--error").wait_for()
    (served.root / "diagram_src/more").rmdir()


def test_after_a_change_of_a_page_mkdocs_builds_the_site_with_figures_from_memory(served, open_page):
    page = open_page(served.address + "words/")
    page.evaluate("window.stayed = true")
    before, builds = len(served.runs), served.builds
    served.edit("docs/words.md", "No figure.", "No figure. But a sentence.")
    page.locator("article", has_text="But a sentence").wait_for()
    until(lambda: served.builds == builds + 1 and served.said.count("Reloading browsers") == builds)
    assert page.evaluate("window.stayed")
    assert len(served.runs) == before
    served.edit("diagram_src/shop.py", '"orders")', '"ledger")')
    until(lambda: "ledger" in served.get())
    assert served.builds == builds + 1


def test_words_that_lead_to_a_node_follow_it(served, page):
    assert page.locator("article a.live-diagram__ref").count() == 1
    served.edit("diagram_src/shop.py", "import _style", "import _stile")
    page.locator(".live-diagram--error").first.wait_for()
    until(lambda: page.locator("article a.live-diagram__ref").count() == 0)
    served.edit("diagram_src/shop.py", "import _stile", "import _style")
    until(lambda: page.locator("article a.live-diagram__ref[href='#fig-shop']").count() == 1)


def test_a_page_that_was_hidden_catches_up(served, page):
    page.evaluate("""const value = "hidden";
        Object.defineProperty(document, "visibilityState", { configurable: true, value });
        document.dispatchEvent(new Event("visibilitychange"))""")
    served.edit("diagram_src/shop.py", '"orders")', '"ledger")')
    until(lambda: "ledger" in served.get())
    assert "ledger" not in page.locator(SHOP_FIGURE).inner_text()
    page.evaluate(
        """delete document.visibilityState; document.dispatchEvent(new Event("visibilitychange"))"""
    )
    label(page, "ledger")


def test_the_choice_that_is_shown_is_exchanged_before_the_others(served, page, tmp_path):
    gate = tmp_path / "gate"
    page.goto(f"{served.address}kinds/")
    page.evaluate("window.stayed = true")
    page.get_by_role("radio", name="large").check()
    script = KINDS.replace('["small", "large"]', '["small", "large", "huge"]').replace("server", "machine")
    wait = f"import os\nwhile kind == 'huge' and not os.path.exists({str(gate)!r}): pass\n"
    served.write("diagram_src/kinds.py", script.replace("with Diagram", wait + "with Diagram"))
    page.locator("#fig-kinds text", has_text="large machine").locator("visible=true").first.wait_for()
    page.get_by_role("radio", name="huge").check()
    page.locator("#fig-kinds .live-diagram__pending").locator("visible=true").wait_for()
    gate.touch()
    page.locator("#fig-kinds text", has_text="huge machine").locator("visible=true").first.wait_for()
    assert page.locator("#fig-kinds .live-diagram__pending").count() == 0


def test_what_is_chosen_stays(served, page):
    page.goto(f"{served.address}kinds/")
    page.evaluate("window.stayed = true")
    page.get_by_role("radio", name="large").check()
    with changed(served, "kinds", "kinds"):  # once for each of the two choices
        served.edit("diagram_src/kinds.py", "server", "machine")
        page.locator("#fig-kinds text", has_text="large machine").locator("visible=true").first.wait_for()
    assert page.get_by_role("radio", name="large").is_checked()
    assert page.url.endswith("?Kind=large")
    page.get_by_role("radio", name="small").check()
    page.locator("#fig-kinds text", has_text="small machine").locator("visible=true").first.wait_for()
