"""The list of figures: state, time and pages of each."""

import json

from tests.support import write

from .site import SCRIPT, run


def test_every_script_has_a_state_and_the_pages_that_embed_it(site):
    write(site, {"diagram_src/broken.py": "1 / 0\n", "diagram_src/alone.py": SCRIPT})
    done = run(site, "list")
    rows = [line.split(maxsplit=3) for line in done.stdout.splitlines()]
    assert [(name, state, pages) for name, state, _, pages in rows[1:]] == [
        ("alone", "rendered", "(no page)"),
        ("broken", "failed", "(no page)"),
        ("web", "rendered", "index.md, two.md"),
    ]
    again = json.loads(run(site, "list", "--format", "json").stdout)
    assert [(entry["name"], entry["state"]) for entry in again] == [
        ("alone", "cached"),
        ("broken", "failed"),
        ("web", "cached"),
    ]


def test_a_script_that_ends_after_the_pages_have_been_built_is_listed_as_rendered(site):
    write(site, {"diagram_src/slow.py": f"import time\ntime.sleep(1)\n{SCRIPT}"})
    entries = json.loads(run(site, "list", "--format", "json").stdout)
    assert [(entry["name"], entry["state"]) for entry in entries] == [
        ("slow", "rendered"),
        ("web", "rendered"),
    ]
