"""Rules on the text of pages: what each finds in `bad.md`, and that it finds nothing in `good.md`.

A case is a folder named for its rule, with `bad.md`, `good.md`, `expected.txt` for the first, and
`manifests` where the rule looks at these. Each paragraph of `bad.md` is wrong. A wrong claim has two more
files, a sentence a line: `wrong.txt` makes it in other words, and no rule on claims minds `right.txt`.
"""

import re
from pathlib import Path

import pytest
from live_diagrams_kube.prose_rules import rules as texts

from tests.golden import agree, cases
from tests.kube.prose_rules import reading
from tests.support import ROOT

CASES = cases(Path(__file__).parent / "cases")
SITES = {"figure-unnamed"}
"""Rules that need a whole site: their cases are among those of `test_checks`."""


HANDBOOK = (ROOT / "docs/handbook/prose-checks.md").read_text(encoding="utf-8")
SECTIONS = dict(re.findall(r"^### ([a-z-]+)\n(.*?)(?=^##|\Z)", HANDBOOK, re.M | re.S))


def case(folder, name):
    """One page of a case."""
    return reading.pages({name: (folder / name).read_text(encoding="utf-8")}, folder)


@pytest.mark.parametrize("folder", CASES, ids=lambda folder: folder.name)
def test_what_is_wrong_is_found(folder):
    found = reading.problems(case(folder, "bad.md"))
    agree(found, folder / "expected.txt")
    assert found
    assert {line.split(": ")[1] for line in found.splitlines()} == {folder.name}


@pytest.mark.parametrize("folder", CASES, ids=lambda folder: folder.name)
def test_what_is_right_is_left_alone(folder):
    assert reading.problems(case(folder, "good.md")) == ""


def test_every_rule_has_a_case():
    assert {folder.name for folder in CASES} == {rule.name for rule in texts.RULES} - SITES


@pytest.mark.parametrize("rule", texts.RULES, ids=lambda rule: rule.name)
def test_every_rule_has_a_reason_a_source_and_true_examples_in_the_handbook(rule):
    assert rule.why in SECTIONS[rule.name]
    assert rule.source in SECTIONS[rule.name]
    if rule.name not in SITES:
        for title, page in (("Fails", "bad.md"), ("Mended", "good.md")):
            shown = re.search(
                rf'^(`{{3,4}})markdown title="{title}"\n(.*?)^\1$', SECTIONS[rule.name], re.M | re.S
            )
            text = (Path(__file__).parent / "cases" / rule.name / page).read_text(encoding="utf-8")
            assert shown[2].strip() in text


CLAIMS = [folder for folder in CASES if folder.name.startswith("claim-")]
WRONG = [
    (folder.name, sentence)
    for folder in CLAIMS
    for sentence in (folder / "bad.md").read_text(encoding="utf-8").split("\n\n")
]


def lines(folder, name):
    return (folder / name).read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("folder", CLAIMS, ids=lambda folder: folder.name)
def test_a_wrong_claim_is_found_in_other_words_too(tmp_path, folder):
    said = lines(folder, "wrong.txt")
    assert len(said) >= 5
    assert [sentence for sentence in said if folder.name not in reading.rules_in(sentence, tmp_path)] == []


@pytest.mark.parametrize("folder", CLAIMS, ids=lambda folder: folder.name)
def test_what_is_right_is_left_alone_in_other_words_too(tmp_path, folder):
    said = lines(folder, "right.txt")
    assert len(said) >= 5
    claims = {claim.name for claim in CLAIMS}
    assert [sentence for sentence in said if claims & reading.rules_in(sentence, tmp_path)] == []


@pytest.mark.parametrize(("rule", "sentence"), WRONG)
@pytest.mark.parametrize(
    "quoted",
    [
        "## What people get wrong\n\n**“{}”** It is not so.",
        "Some say: <del>{}</del>",
        '!!! failure "Often said"\n\n    {}',
    ],
    ids=["below a heading", "struck out", "in an admonition"],
)
def test_a_wrong_claim_may_be_quoted_where_readers_see_that_it_is_wrong(tmp_path, rule, sentence, quoted):
    said = sentence.strip()
    assert rule in reading.rules_in(said, tmp_path)
    assert reading.rules_in(quoted.format(said), tmp_path) == set()


@pytest.mark.parametrize(("rule", "sentence"), WRONG)
def test_a_claim_in_quotation_marks_alone_is_made(tmp_path, rule, sentence):
    assert rule in reading.rules_in(f"**“{sentence.strip()}”** Remember this.", tmp_path)


@pytest.mark.parametrize(("rule", "sentence"), WRONG)
@pytest.mark.parametrize(
    "placed",
    [
        "- one\n- {}",
        "| a | b |\n|---|---|\n| c | {} |",
        "> {}",
        "Term\n\n:   {}",
        "## Title\n\nBefore it. {}",
    ],
    ids=["list", "table", "quotation", "definition", "paragraph"],
)
def test_a_claim_is_found_wherever_it_stands(tmp_path, rule, sentence, placed):
    source = placed.format(sentence.strip())
    found = reading.problems(reading.pages({"page.md": source}, tmp_path)).splitlines()
    line = next(at for at, text in enumerate(source.split("\n"), 1) if sentence.strip() in text)
    assert any(each.startswith(f"docs/page.md:{line}: {rule}: ") for each in found)
