"""Figures now and at another revision of a git repository."""

import base64
import re
import subprocess

import pytest

from tests.programs import program
from tests.support import write

from .site import SCRIPT, SITE, read_refusal, run


def git(folder, *arguments):
    identity = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
    return subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True).stdout


@pytest.fixture
def repository(site):
    git(site.parent, "init", "-q")  # the site is a folder of a larger repository
    git(site.parent, "add", "site/mkdocs.yml", "site/docs", "site/diagram_src")
    git(site.parent, "commit", "-qm", "first")
    return site


def test_every_changed_part_is_named(repository):
    text = SCRIPT.replace('label="asks"', 'label="calls"').replace('Cluster("Box")', 'Cluster("Crate")')
    text = text.replace('nodeid="db")', 'nodeid="db") >> Pod("new", nodeid="third")')
    write(repository, {"diagram_src/web.py": text, "diagram_src/other.py": SCRIPT.replace("Web", "Other")})
    done = run(repository, "diff", "-o", "changed.html")
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert "web (Kind: small): 3 added, 1 removed, 3 changed" in lines
    for line in (
        "  added: node third",
        "  added: edge db → third",
        "  added: box Crate",
        "  removed: box Box",
        "  changed: edge web → db (label: asks → calls)",
        "  changed: node web (inside: Box → Crate)",
        "other (Kind: large): new",
    ):
        assert line in lines
    page = (repository / "changed.html").read_text(encoding="utf-8")
    assert page.count('src="data:image/svg+xml;base64,') == 6
    assert "<script" not in page
    assert not re.search(r'(?:src|href)="(?!data:)', page)


def test_changes_are_marked_in_the_pictures_and_in_a_comment(repository):
    text = SCRIPT.replace('Pod(kind, nodeid="web") >> ask >> ', "").replace(
        'nodeid="db")', 'nodeid="db") >> Pod("new")'
    )
    write(repository, {"diagram_src/web.py": text})
    run(repository, "diff", "-o", "changed.html")
    page = (repository / "changed.html").read_text(encoding="utf-8")
    before, after = (base64.b64decode(data).decode() for data in re.findall(r"base64,([^\"]*)", page)[:2])
    assert 'class="node removed" id="part-node-web"' in before
    assert 'class="node added" id="part-node-pod-new"' in after
    assert 'class="node" id="part-node-db"' in after
    comment = run(repository, "diff", "--format", "markdown").stdout
    assert comment.startswith(
        "## Figures changed since HEAD\n\n### `web (Kind: large)`: 2 added, 2 removed\n"
    )
    assert "- removed: `node web`\n" in comment
    assert "```mermaid\nflowchart LR\n" in comment
    assert re.search(r"^  class n\d removed$", comment, re.MULTILINE)
    assert "<script" not in comment


def test_staged_changes_stay_staged_within_a_hook_too(repository):
    write(repository, {"diagram_src/web.py": SCRIPT.replace("asks", "calls"), "docs/more.md": "More\n"})
    git(repository, "add", "docs", "diagram_src")
    before = git(repository, "diff", "--cached", "--name-status")
    top = repository.parent
    asked = {"GIT_DIR": str(top / ".git"), "GIT_INDEX_FILE": str(top / ".git/index"), "GIT_PREFIX": "site/"}
    done = program("live-diagrams", "diff", cwd=repository, env=asked)
    assert "  changed: edge web → db (label: asks → calls)" in done.stdout.splitlines()
    assert git(repository, "diff", "--cached", "--name-status") == before


def test_no_change_is_no_output(repository):
    done = run(repository, "diff")
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == "No figure has changed since HEAD.\n"


def test_scripts_that_fail_or_are_gone_are_named(repository):
    (repository / "diagram_src/web.py").write_text("1 / 0\n", encoding="utf-8")
    assert (
        "web: new" in run(repository, "diff").stdout
    )  # by its name alone, since it offers no choice any more
    (repository / "diagram_src/web.py").unlink()
    assert run(repository, "diff").stdout == "web (Kind: large): gone\nweb (Kind: small): gone\n"


def test_a_comparison_that_is_impossible_is_an_error(repository, tmp_path):
    assert "no revision `nope`" in read_refusal(repository, "diff", "nope")
    assert "no revision `--output=x`" in read_refusal(repository, "diff", "--", "--output=x")
    outside = write(tmp_path.parent / f"{tmp_path.name}-outside", SITE)
    assert "git" in read_refusal(outside, "diff")
