"""The command, as a program of its own."""

import re

import pytest
from live_diagrams import __version__

from tests.support import program, write

SITE = {
    "mkdocs.yml": "site_name: Site\ntheme: mkdocs\nplugins:\n  - live-diagrams:\n      cache_dir: .figures\n",
    "docs/index.md": "![Two things, one after the other](diagram:web)\n",
    "diagram_src/web.py": (
        "from diagrams import Diagram, Node\n\n"
        'with Diagram("Web", show=False):\n    Node("web") >> Node("db")\n'
    ),
}


@pytest.fixture
def site(tmp_path):
    return write(tmp_path / "site", SITE)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--help"], ["check", "cache"]),
        (["-h"], ["check", "cache"]),
        (["check", "--help"], ["file:line: rule: message", "--config-file"]),
        (["cache", "--help"], ["info", "clear"]),
        (["--version"], [__version__]),
    ],
)
def test_help(tmp_path, arguments, says):
    done = program("live-diagrams", *arguments, cwd=tmp_path)
    assert done.returncode == 0
    assert all(word in done.stdout for word in says)
    assert "Traceback" not in done.stderr


def test_check(site):
    done = program("live-diagrams", "check", cwd=site)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "No problem found.\n")
    assert not (site / "site").exists()


def test_check_says_what_is_wrong_and_nothing_else(site):
    write(site, {"docs/index.md": "![](diagram:web)\n\n![What](diagram:wbe)\n"})
    done = program("live-diagrams", "check", cwd=site)
    assert done.returncode == 1
    assert re.fullmatch(r"(docs/index\.md:\d: [a-z-]+: .+\n){2}", done.stdout)
    assert done.stderr == "2 problems found.\n"


@pytest.mark.parametrize("named", [False, True])
def test_rules_of_a_family_run_and_are_imported_only_where_a_site_names_it(site, named):
    if named:
        write(site, {"mkdocs.yml": SITE["mkdocs.yml"] + "      checks: {kube: {manifests: nowhere}}\n"})
    code = (
        "import sys; from live_diagrams.mkdocs_plugin import site; built = site.build_site(None); "
        "found = [diagnostic.rule for diagnostic in built.diagnostics]; "
        "print('live_diagrams_kube.rules' in sys.modules, found)"
    )
    done = program("python", "-c", code, cwd=site)
    assert done.stdout == ("True ['kube-options']\n" if named else "False []\n")


@pytest.mark.parametrize(
    ("files", "says"),
    [
        ({"mkdocs.yml": "theme: mkdocs\nplugins: [live-diagrams]\n"}, "site_name"),
        ({"mkdocs.yml": "site_name: x\n"}, "live-diagrams"),
        ({"mkdocs.yml": "site_name: [\n"}, "Error"),
        ({"mkdocs.yml": SITE["mkdocs.yml"] + "      timeout: soon\n"}, "timeout"),
        ({"mkdocs.yml": SITE["mkdocs.yml"] + "      checks: kube\n"}, "checks"),
        ({"mkdocs.yml": SITE["mkdocs.yml"] + "      checks: {cube: {}}\n"}, "no rules are called `cube`"),
    ],
)
def test_check_of_what_cannot_be_built(site, files, says):
    write(site, files)
    done = program("live-diagrams", "check", cwd=site)
    assert done.returncode == 2
    assert says in done.stdout + done.stderr
    assert "Traceback" not in done.stderr


def test_rules_of_another_package_are_told_their_options(site):
    write(site, {"mkdocs.yml": SITE["mkdocs.yml"] + "      checks: {kube: {manifests: docs, prose: []}}\n"})
    write(
        site,
        {"docs/service.yaml": "apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {type: web}\n"},
    )
    done = program("live-diagrams", "check", cwd=site)
    words = "`ClusterIP`, `NodePort`, `LoadBalancer`, `ExternalName`"
    said = f"docs/service.yaml:4: manifest-schema: `spec.type` is `web`; it can be {words}\n"
    assert (done.returncode, done.stdout) == (1, said)
    (site / "docs/service.yaml").unlink()
    write(site, {"mkdocs.yml": SITE["mkdocs.yml"] + "      checks: {kube: {manifest: docs}}\n"})
    done = program("live-diagrams", "check", "-f", "site/mkdocs.yml", cwd=site.parent)
    assert done.stdout.startswith("mkdocs.yml:6: kube-options: there is no option `manifest`; ")


def test_an_unknown_option_is_warned_of_and_no_more(site):
    write(site, {"mkdocs.yml": SITE["mkdocs.yml"] + "      tiemout: 3\n"})
    assert program("live-diagrams", "check", cwd=site).returncode == 0
    built = program("mkdocs", "build", cwd=site)
    assert built.returncode == 0, built.stderr
    assert "tiemout" in built.stderr


def test_check_where_there_is_no_site(tmp_path):
    done = program("live-diagrams", "check", cwd=tmp_path)
    assert done.returncode == 2
    assert "mkdocs.yml" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_cache(site):
    assert program("live-diagrams", "check", cwd=site).returncode == 0
    full = program("live-diagrams", "cache", "info", cwd=site)
    folder, held = full.stdout.splitlines()
    assert folder == str(site / ".figures")
    assert re.fullmatch(r"[1-9]\d* entries, 0\.0 MB", held)

    elsewhere = program("live-diagrams", "cache", "info", "-f", "site/mkdocs.yml", cwd=site.parent)
    assert elsewhere.stdout == full.stdout

    cleared = program("live-diagrams", "cache", "clear", cwd=site)
    assert cleared.stdout == held.replace("entries", "entries removed") + "\n"
    assert program("live-diagrams", "cache", "info", cwd=site).stdout == f"{folder}\n0 entries, 0.0 MB\n"


def test_the_cache_where_there_is_no_site(tmp_path):
    done = program("live-diagrams", "cache", "info", cwd=tmp_path)
    assert done.returncode == 0
    assert done.stdout.endswith("0 entries, 0.0 MB\n")
    assert "Traceback" not in done.stderr


PRINTING = SITE["diagram_src/web.py"] + 'print("two nodes\\n  and an edge")\n'


def test_what_scripts_print_is_shown_to_their_author_once(site):
    write(site, {"diagram_src/web.py": PRINTING})
    built = program("mkdocs", "build", "--strict", cwd=site)
    assert "diagram_src/web.py printed:\n    two nodes\n      and an edge\n" in built.stderr
    assert "printed" not in program("mkdocs", "build", cwd=site).stderr  # the script does not run again
    write(site, {"diagram_src/web.py": f"{PRINTING}1 / 0\n"})
    failed = program("mkdocs", "build", cwd=site)
    assert "diagram_src/web.py printed:\n    two nodes\n" in failed.stderr


def test_what_a_script_prints_does_not_come_into_its_drawing(site):
    write(site, {"diagram_src/web.py": PRINTING})
    done = program("live-diagrams", "render", "web", cwd=site)
    assert done.stdout.startswith("<svg")
    assert done.stderr == "diagram_src/web.py printed:\n    two nodes\n      and an edge\n"


def test_what_every_choice_prints_is_shown_once(site):
    text = PRINTING.replace(
        "with", 'from live_diagrams import choice\nchoice("Kind", ["a", "b", "c"])\n\nwith'
    )
    write(site, {"diagram_src/web.py": text})
    assert program("mkdocs", "build", cwd=site).stderr.count("printed:") == 1
