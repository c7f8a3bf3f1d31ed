"""The mutants of the text: enough of every kind, each changes its page, no kind is without a place."""

import shutil

import pytest

from tests.golden import cases
from tests.mutation import prose
from tests.mutation.sayings import SAYINGS
from tests.support import ROOT

MUTANTS = prose.mutants(ROOT)


def test_there_are_mutants_of_every_kind():
    assert len(MUTANTS) >= 60
    assert {rule for mutant in MUTANTS for rule in mutant.rules} >= {
        *SAYINGS,
        *("version-fact", "version-date", "version-stale", "version-source"),
        *("yaml-excerpt", "broken-encoding"),
    }
    assert len({mutant.path for mutant in MUTANTS}) >= 9


def test_each_changes_its_page():
    pages = {mutant.path: mutant.read(ROOT) for mutant in MUTANTS}
    assert [str(each) for each in MUTANTS if each.applied(pages[each.path]) == pages[each.path]] == []


def test_every_wrong_claim_is_said_in_words_that_no_case_has():
    claims = [
        folder for folder in cases(ROOT / "tests/kube/prose_rules/cases") if folder.name.startswith("claim-")
    ]
    assert {folder.name for folder in claims} == set(SAYINGS)
    for folder in claims:
        known = "".join(path.read_text(encoding="utf-8") for path in sorted(folder.iterdir()))
        assert [saying for saying in SAYINGS[folder.name] if saying in known] == []


def test_pages_without_a_place_for_a_kind_are_an_error(tmp_path):
    shutil.copytree(ROOT / "docs/manifests", tmp_path / "docs/manifests")
    (tmp_path / "docs/guide").mkdir()
    (tmp_path / "docs/guide/pod.md").write_text("# Pod\n\nA Pod. It has an IP.\n", encoding="utf-8")
    with pytest.raises(LookupError, match="no page has a place for numbers"):
        prose.mutants(tmp_path)
