"""A script fails: the author sees it in the place of the figure, and corrects it."""

import json
import urllib.request

import pytest

from .served import FILES, KINDS, SHOP, until

pytestmark = pytest.mark.browser

CARD = ".live-diagram--error[data-diagram=shop]"


@pytest.fixture(autouse=True)
def repair(served):
    yield
    served.restore({"diagram_src/shop.py": SHOP, "diagram_src/_style.py": 'NODE = {"color": "steelblue"}\n'})


def test_the_card_says_what_and_where_with_the_lines_around_and_the_last_good_drawing(served, page):
    builds = served.builds
    served.edit("diagram_src/shop.py", 'Step("Asks for the orders")', "Setp()")
    card = page.locator(CARD).first
    card.locator(".live-diagram__excerpt").wait_for()
    assert card.locator("[role=note] p code").inner_text() == "diagram_src/shop.py:9"
    assert "NameError: name 'Setp' is not defined" in card.inner_text()
    assert card.locator("mark").inner_text().strip() == "9      web >> Setp() >> orders"
    assert card.locator(".live-diagram__excerpt span").count() == 6  # three before, three after
    last = card.locator(".live-diagram__last .live-diagram__drawing--wide")
    assert "orders" in last.text_content()
    assert float(card.locator(".live-diagram__last").evaluate("(e) => getComputedStyle(e).opacity")) < 0.5
    assert card.locator(".live-diagram__last").evaluate("(e) => e.inert")
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map((e) => e.id)")
    assert len(ids) == len(set(ids))
    assert "diagram_src/shop.py:9: NameError: name 'Setp' is not defined" in served.said
    assert ">    9 |     web >> Setp() >> orders" in served.said
    served.edit("diagram_src/shop.py", "Setp()", 'Step("Asks for the orders")')
    page.locator("#fig-shop").wait_for()
    assert page.locator(".live-diagram--error").count() == 0
    assert served.builds == builds


def test_a_missing_icon_is_reported_once_when_the_figure_is_exchanged(served, page):
    icon = "from diagrams.custom import Custom\n"
    served.write("diagram_src/shop.py", icon + SHOP + '    web >> Custom("Logo", "logo.png")\n')
    page.locator("#fig-shop text", has_text="Logo").first.wait_for()
    line = "diagram_src/shop.py:12: missing-icon: icon file not found: logo.png"
    until(lambda: line in served.said, lambda: served.said)
    served.settle()
    assert served.said.count(line) == 1


def test_the_card_is_there_after_a_reload_too(served, open_page):
    served.edit("diagram_src/shop.py", "with Diagram", "wiht Diagram")
    until(lambda: "syntax error" in served.get())
    page = open_page(served.address)
    page.locator(f"{CARD} mark", has_text="wiht Diagram").first.wait_for()
    page.locator(f"{CARD} .live-diagram__last svg").first.wait_for()


def test_a_fault_in_a_helper_is_shown_with_the_way_to_it_and_repair_there(served, page):
    served.edit("diagram_src/_style.py", "NODE =", "NODE = UNKNOWN,")
    card = page.locator(CARD).first
    card.locator("mark", has_text="NODE = UNKNOWN").wait_for()
    assert card.locator("[role=note] p code").inner_text() == "diagram_src/_style.py:1"
    assert card.locator("ol li").all_inner_texts() == [
        "diagram_src/shop.py:3 import _style",
        'diagram_src/_style.py:1 NODE = UNKNOWN, {"color": "steelblue"}',
    ]
    served.edit("diagram_src/_style.py", "NODE = UNKNOWN,", "NODE =")
    page.locator("#fig-shop").wait_for()


def test_a_figure_that_hangs_can_be_repair_meanwhile(served, page):
    for name in ("shop", "kinds"):  # more than there are workers, on two cores
        served.write(f"diagram_src/{name}.py", "while True: pass\n" + FILES[f"diagram_src/{name}.py"])
    until(lambda: any("live_diagrams.runner.fork_server" in p for p in served.processes()))
    served.edit("data/hosts.csv", "beta", "gamma")  # what else is saved does not wait for them
    page.locator("#fig-hosts text", has_text="gamma").first.wait_for()
    assert page.locator(CARD).count() == 0  # none of them has reached the time limit
    served.write("diagram_src/kinds.py", KINDS)
    served.edit("data/hosts.csv", "gamma", "beta")
    served.write("diagram_src/shop.py", SHOP.replace('"orders")', '"at last")'))
    page.locator("#fig-shop text", has_text="at last").first.wait_for()


def test_a_script_that_kills_itself_is_repair_in_what_it_read(served, page):
    served.write("diagram_src/_style.py", "import os, signal\nos.kill(os.getpid(), signal.SIGKILL)\n")
    page.locator(CARD, has_text="killed from outside").first.wait_for()
    served.write("diagram_src/_style.py", 'NODE = {"color": "steelblue"}\n')
    page.locator("#fig-shop").wait_for()


def test_the_large_view_waits_for_the_repair_script(served, page):
    page.click("#fig-shop .live-diagram__open")
    page.keyboard.press("+")
    page.click("dialog [aria-label='Next step']")
    seen = page.evaluate("document.querySelector('dialog svg').style.transform")
    served.edit("diagram_src/shop.py", "with Diagram", "wiht Diagram")
    page.locator("dialog [role=note] mark", has_text="wiht Diagram").wait_for()
    assert page.locator("dialog svg text", has_text="orders").first.is_visible()
    served.write("diagram_src/shop.py", SHOP.replace('"orders")', '"ledger")'))
    page.locator("dialog svg text", has_text="ledger").first.wait_for()
    assert page.locator("dialog").count() == 1
    assert page.locator("dialog [role=note]").count() == 0
    assert page.evaluate("document.querySelector('dialog svg').style.transform") == seen
    assert page.locator("dialog li.is-now").inner_text() == "Asks for the page"


def test_nothing_of_a_script_becomes_markup(served, page):
    text = "</pre><script>window.bad = 1</script><img src=x onerror='window.bad = 2'>"
    served.edit("diagram_src/shop.py", "with Diagram", f"raise ValueError({text!r})  # {text}\nwith Diagram")
    page.locator(f"{CARD} mark").first.wait_for()
    assert text in page.locator(f"{CARD} mark").first.inner_text()
    assert text in page.locator(f"{CARD} [role=note] > pre").first.inner_text()
    assert page.locator("[src=x]").count() == 0
    assert page.evaluate("window.bad") is None


def test_only_pages_of_the_server_show_the_lines(served):
    served.edit("diagram_src/shop.py", "with Diagram", "wiht Diagram")
    until(lambda: "syntax error" in served.get())

    def cards(**headers):
        request = urllib.request.Request(served.address + "__live-diagrams__/cards?page=/", headers=headers)
        with urllib.request.urlopen(request) as answer:
            return json.load(answer)

    assert [card["line"] for card in cards()] == [6, 6]
    for headers in (
        {"Host": "evil.example"},
        {"Origin": "https://evil.example"},
        {"Sec-Fetch-Site": "cross-site"},
    ):
        with pytest.raises(urllib.error.HTTPError, match="403"):
            cards(**headers)
