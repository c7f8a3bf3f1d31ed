"""One check, many formats: a strict build and the command report the same problems in each of them."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from live_diagrams.checks import Check, Diagnostic, report
from live_diagrams.checks.report import Report

from tests.programs import program

from .sites import build_strictly, read_expected, write_site

CASE = "alt-text-caption"
EXPECTED = read_expected(CASE).strip()


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    return write_site(tmp_path_factory.mktemp("report") / "site", CASE)


def checked(site, *arguments):
    return program("live-diagrams", "check", *arguments, cwd=site)


def test_text_and_a_strict_build_say_the_same(site):
    done = checked(site)
    warnings, ended = build_strictly(site)
    assert (done.returncode, done.stdout.splitlines(), done.stderr) == (1, warnings, "1 problem found.\n")
    assert (warnings, ended) == ([EXPECTED], True)


def test_a_strict_build_that_is_quiet_fails_too(site, tmp_path):
    done = program("mkdocs", "build", "--strict", "--quiet", "-d", str(tmp_path / "out"), cwd=site)
    assert (done.returncode, EXPECTED in done.stderr) == (1, True)


def test_json_is_a_list_of_what_lines_say(site):
    (problem,) = json.loads(checked(site, "--format", "json").stdout)
    assert "{file}:{line}: {rule}: {message}".format(**problem) == EXPECTED


def test_github_annotates_the_line_in_the_repository(site):
    output = checked(site.parent, "-f", "site/mkdocs.yml", "--format", "github").stdout
    file, line, rule, message = EXPECTED.split(":", 3)
    assert output == f"::error file=site/{file},line={line},title={rule.strip()}::{message.strip()}\n"


def test_sarif_is_a_log_of_one_run(site):
    """SARIF 2.1.0, sections 3.13, 3.14, 3.18, 3.19, 3.27, 3.29 and 3.49."""
    log = json.loads(checked(site, "--format", "sarif").stdout)
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    (result,) = run["results"]
    assert (log["version"], run["tool"]["driver"]["name"]) == ("2.1.0", "live-diagrams")
    assert rules[result["ruleIndex"]]["id"] == result["ruleId"] == "alt-text"
    assert len({rule["id"] for rule in rules}) == len(rules)
    assert all(rule["shortDescription"]["text"] for rule in rules)
    assert result["message"]["text"] in EXPECTED
    (place,) = result["locations"]
    assert place["physicalLocation"]["artifactLocation"] == {
        "uri": "docs/index.md",
        "uriBaseId": "%SRCROOT%",
    }
    assert place["physicalLocation"]["region"] == {"startLine": 1}


@pytest.fixture(scope="module")
def wrong(tmp_path_factory):
    """A site with problems of several rules, on one line and on several, in a page and in a manifest."""
    site = write_site(tmp_path_factory.mktemp("many") / "site", CASE)
    config = (site / "mkdocs.yml").read_text(encoding="utf-8")
    config = config.replace(
        "- live-diagrams", "- live-diagrams:\n      checks: {kube: {manifests: manifests}}"
    )
    (site / "mkdocs.yml").write_text(config, encoding="utf-8")
    (site / "docs/facts.md").write_text("Service `wep` is at 10.96.0.21.\n", encoding="utf-8")
    (site / "manifests").mkdir(exist_ok=True)
    (site / "manifests/bad.yaml").write_text("apiVersion: v1\nkind: Service\n", encoding="utf-8")
    return site


def test_every_format_contains_the_same_diagnostics(wrong):
    warnings, ended = build_strictly(wrong)
    assert ended
    assert {line.split(": ")[1] for line in warnings} >= {
        *("alt-text", "text-object", "manifest-name"),
    }
    done = checked(wrong)
    assert (done.returncode, done.stdout.splitlines()) == (1, warnings)
    reported = json.loads(checked(wrong, "--format", "json").stdout)
    assert ["{file}:{line}: {rule}: {message}".format(**problem) for problem in reported] == warnings
    assert checked(wrong, "--format", "github").stdout.count("::error ") == len(warnings)
    (run,) = json.loads(checked(wrong, "--format", "sarif").stdout)["runs"]
    assert [
        (
            result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"],
            result["locations"][0]["physicalLocation"]["region"]["startLine"],
            result["ruleId"],
            result["message"]["text"],
        )
        for result in run["results"]
    ] == [(problem["file"], problem["line"], problem["rule"], problem["message"]) for problem in reported]


def test_a_site_without_problems_ends_with_0(site, tmp_path):
    good = write_site(tmp_path / "site", "alt-text-good")
    done = checked(good)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "No problem found.\n")


def test_a_report_can_go_to_a_file(site):
    done = checked(site, "-o", "found.txt")
    assert (done.stdout, (site / "found.txt").read_text(encoding="utf-8")) == ("", f"{EXPECTED}\n")


def test_a_site_that_cannot_be_checked_has_another_exit_code_than_a_problem(tmp_path):
    (tmp_path / "mkdocs.yml").write_text("site_name: x\ntheme: mkdocs\n", encoding="utf-8")
    done = checked(tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert "docs" in done.stderr
    assert "Traceback" not in done.stderr


def test_rules_are_listed_with_their_reasons(site):
    output = checked(site, "--list-rules").stdout.splitlines()
    assert "alt-text: Readers who cannot see the figure learn nothing of what it shows." in output


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
diagnostics = st.builds(Diagnostic, texts, st.integers(0, 9999), texts.filter(bool), texts)


@given(st.lists(diagnostics, max_size=5))
def test_no_text_of_a_diagnostic_breaks_out_of_its_format(problems):
    site_report = Report(tuple(problems), (Check("a", "holds", "why", lambda site: ()),))
    assert json.loads(report.format_json(site_report)) == [vars(problem) for problem in problems]
    lines = report.format_github(site_report).split("\n")
    assert len(lines) == len(problems) + 1
    assert all(line.startswith("::error file=") for line in lines[:-1])
    (run,) = json.loads(report.format_sarif(site_report))["runs"]
    assert [result["message"]["text"] for result in run["results"]] == [
        problem.message for problem in problems
    ]
    assert all(
        run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
        for result in run["results"]
    )
