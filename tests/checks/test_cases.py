"""A site's problems, each `file:line: rule: message`: `live-diagrams check` and a strict build agree.

A case is a site and `expected.txt`, which is empty where nothing is wrong.
"""

import logging
import re
import shutil
from pathlib import Path

import pytest
from live_diagrams.checks import registry
from live_diagrams.mkdocs_plugin.site import check_site
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort

from tests.golden import agree, cases
from tests.support import figures, program

RULES = [
    *("unknown-figure", "script-failed", "embed-option", "alt-text", "missing-figure", "unused-script"),
    *("leftover-embed", "node-link", "unknown-node"),
]
CASES = {case.name: case for case in cases(Path(__file__).parent / "cases")}


def case(name):
    """Run a test on that case only."""
    return pytest.mark.parametrize("site", [CASES[name]], ids=[name], indirect=True)


@pytest.fixture
def site(request, tmp_path):
    """A copy of a case, since a build writes beside it."""
    return shutil.copytree(request.param, tmp_path / "site")


def expected_of(name):
    return (CASES[name] / "expected.txt").read_text(encoding="utf-8")


def lines(problems):
    return "".join(f"{problem}\n" for problem in problems)


def strict_build(site, *, strict=True):
    """Build a site; gives what was logged, and whether the build was ended for it."""
    said = []

    class Ear(logging.Handler):
        def emit(self, record):
            said.append(record.getMessage())

    ear = Ear(logging.WARNING)
    logger = logging.getLogger("mkdocs.plugins.live_diagrams")
    logger.addHandler(ear)
    config = load_config(str(site / "mkdocs.yml"), strict=strict, site_dir=str(site / "site"))
    config.plugins.on_startup(command="build", dirty=False)
    try:
        build(config)
    except Abort:
        return said, True
    finally:
        config.plugins.on_shutdown()
        logger.removeHandler(ear)
    return said, False


@pytest.mark.parametrize("site", CASES.values(), ids=CASES.keys(), indirect=True)
def test_check_and_a_strict_build_find_the_same(site, request):
    found = lines(check_site(str(site / "mkdocs.yml")))
    agree(found, CASES[request.node.callspec.id] / "expected.txt")
    said, ended = strict_build(site)
    assert "".join(f"{line}\n" for line in said) == found
    assert ended == bool(found)


@pytest.mark.parametrize("rule", RULES)
def test_each_rule_has_a_bad_and_a_good_case(rule):
    expected = [expected_of(name) for name in CASES if name.startswith(rule)]
    assert any(not text for text in expected)
    assert any(f": {rule}: " in text for text in expected)


def test_the_rules_are_those_that_have_cases():
    own = {check.name for check in registry.list_checks() if check.help.startswith("checks/")}
    assert own == set(RULES)


@case("script-failed-bad")
def test_commands_end_with_1_and_print_the_same_lines(site):
    expected = expected_of("script-failed-bad")
    checked = program("live-diagrams", "check", cwd=site)
    assert (checked.returncode, checked.stdout) == (1, expected)
    elsewhere = program("live-diagrams", "check", "-f", str(site / "mkdocs.yml"), cwd=site.parent)
    assert (elsewhere.returncode, elsewhere.stdout) == (1, expected)
    built = program("mkdocs", "build", "--strict", cwd=site)
    assert built.returncode == 1
    said = re.findall(r"^WARNING +-  (.*)$", built.stderr, re.MULTILINE)
    assert "".join(f"{line}\n" for line in said) == expected


@case("alt-text-good")
def test_commands_end_with_0_where_nothing_is_wrong(site):
    checked = program("live-diagrams", "check", cwd=site)
    assert (checked.returncode, checked.stdout) == (0, "")
    built = program("mkdocs", "build", "--strict", cwd=site)
    assert built.returncode == 0, built.stderr


@case("script-failed-bad")
def test_without_strict_the_build_goes_on_and_the_page_says_so(site):
    said, ended = strict_build(site, strict=False)
    assert said
    assert not ended
    html = (site / "site/index.html").read_text(encoding="utf-8")
    bad, good = figures(html)[0], figures(html)[-1]
    assert "live-diagram--error" in bad
    assert "ZeroDivisionError: division by zero" in bad
    assert "<figcaption>What it would show</figcaption>" in bad
    assert "live-diagram--error" not in good
    assert html.index("Words before") < html.index(bad) < html.index("words after")
