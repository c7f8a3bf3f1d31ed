"""A site's diagnostics, each `file:line: rule: message`: `live-diagrams check` and a strict build agree."""

import re

import pytest
from live_diagrams.checks import registry
from live_diagrams.mkdocs_plugin.site import build_site

from tests.programs import program
from tests.support import ROOT, drawings, figures

from .sites import CASES, build_strictly, read_expected, write_site

CHECKS = registry.BUILT_IN.checks


@pytest.mark.parametrize("name", CASES)
def test_check_and_a_strict_build_find_the_same(name, tmp_path):
    site = write_site(tmp_path, name)
    output = "".join(f"{diagnostic}\n" for diagnostic in build_site(str(site / "mkdocs.yml")).diagnostics)
    CASES[name].assert_file(output, "expected.txt")
    warnings, ended = build_strictly(site)
    assert "".join(f"{line}\n" for line in warnings) == output
    assert ended == bool(output)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.name)
def test_each_rule_has_a_bad_and_a_good_case(check):
    expected = [read_expected(name) for name, case in CASES.items() if case.archive.stem == check.name]
    assert any(not text for text in expected)
    assert any(f": {check.name}: " in text for text in expected)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.name)
def test_each_rule_is_explained(check):
    assert re.fullmatch(r"[A-Z][^\n]*\.", check.holds)
    assert re.fullmatch(r"[A-Z][^\n]*\.", check.why)
    page, _, anchor = check.help.partition("/#")
    assert f"\n## {anchor}\n" in (ROOT / f"docs/handbook/{page}.md").read_text(encoding="utf-8")


def test_commands_end_with_1_and_print_the_same_lines(tmp_path):
    site = write_site(tmp_path / "site", "script-failed-bad")
    expected = read_expected("script-failed-bad")
    checked = program("live-diagrams", "check", cwd=site)
    assert (checked.returncode, checked.stdout) == (1, expected)
    elsewhere = program("live-diagrams", "check", "-f", str(site / "mkdocs.yml"), cwd=site.parent)
    assert (elsewhere.returncode, elsewhere.stdout) == (1, expected)
    built = program("mkdocs", "build", "--strict", cwd=site)
    assert built.returncode == 1
    warnings = re.findall(r"^WARNING +-  (.*)$", built.stderr, re.MULTILINE)
    assert "".join(f"{line}\n" for line in warnings) == expected


def test_commands_end_with_0_where_nothing_is_wrong(tmp_path):
    site = write_site(tmp_path, "alt-text-good")
    checked = program("live-diagrams", "check", cwd=site)
    assert (checked.returncode, checked.stdout) == (0, "")
    built = program("mkdocs", "build", "--strict", cwd=site)
    assert built.returncode == 0, built.stderr


def test_without_strict_the_build_goes_on_and_the_page_says_so(tmp_path):
    site = write_site(tmp_path, "script-failed-bad")
    warnings, ended = build_strictly(site, strict=False)
    assert warnings
    assert not ended
    html = (site / "site/index.html").read_text(encoding="utf-8")
    bad, good = figures(html)[0], figures(html)[-1]
    assert "live-diagram--error" in bad
    assert "ZeroDivisionError" not in html  # for the terminal alone
    assert "<figcaption>What it would show</figcaption>" in bad
    assert "live-diagram--error" not in good
    assert html.index("Words before") < html.index(bad) < html.index("words after")


def test_a_link_from_the_docs_folder_is_right_in_every_folder(tmp_path):
    site = write_site(tmp_path, "node-link-root")
    build_strictly(site, strict=False)
    links = {
        name: re.findall(r'<a xlink:href="([^"]*)"', drawings((site / name).read_text(encoding="utf-8"))[0])
        for name in ("site/index.html", "site/guide/pod/index.html")
    }
    assert links == {
        "site/index.html": ["guide/pod/", "guide/pod/#ready", "/elsewhere/", "/guide/pods.md"],
        "site/guide/pod/index.html": ["./", "./#ready", "/elsewhere/", "/guide/pods.md"],
    }


def test_an_undeclared_input_is_a_warning_by_default(tmp_path):
    site = write_site(tmp_path, "undeclared-input-bad")
    config = site / "mkdocs.yml"
    config.write_text(config.read_text(encoding="utf-8").replace("error", "warn"), encoding="utf-8")
    expected = read_expected("undeclared-input-bad")
    checked = program("live-diagrams", "check", cwd=site)
    assert (checked.returncode, checked.stdout) == (0, expected)
    assert "No problem and 3 warnings found." in checked.stderr
    assert build_strictly(site) == ([], False)
    warnings, ended = build_strictly(site, strict=False)
    assert "".join(f"{line}\n" for line in warnings) == expected
    assert not ended
    config.write_text(config.read_text(encoding="utf-8").replace("warn", "ignore"), encoding="utf-8")
    assert program("live-diagrams", "check", cwd=site).stdout == ""
