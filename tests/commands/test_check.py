"""The command that checks a site: its diagnostics, its exit codes, and sites that cannot be checked."""

import re

import pytest

from tests.programs import program
from tests.support import write

from .site import PLAIN_SITE

CONFIG = PLAIN_SITE["mkdocs.yml"]


def test_a_site_without_mistakes_has_no_problem(plain_site):
    done = program("live-diagrams", "check", cwd=plain_site)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "No problem found.\n")
    assert not (plain_site / "site").exists()


def test_each_mistake_is_one_line(plain_site):
    write(plain_site, {"docs/index.md": "![](diagram:web)\n\n![What](diagram:wbe)\n"})
    done = program("live-diagrams", "check", cwd=plain_site)
    assert done.returncode == 1
    assert re.fullmatch(r"(docs/index\.md:\d: [a-z-]+: .+\n){2}", done.stdout)
    assert done.stderr == "2 problems found.\n"


def test_only_the_files_that_are_named_are_reported(plain_site):
    pages = {"docs/index.md": "![](diagram:web)\n", "docs/two.md": "![Two](diagram:bad)\n"}
    write(plain_site, {**pages, "diagram_src/bad.py": "1 / 0\n", "elsewhere.md": "Words.\n"})

    def check(*files):
        done = program("live-diagrams", "check", *files, cwd=plain_site)
        return done.returncode, re.findall(r"^(\S+):\d+: ([a-z-]+)", done.stdout, re.M), done.stderr

    code, rules, output = check("docs/index.md")
    assert (code, rules) == (1, [("docs/index.md", "alt-text")])
    assert output.endswith("1 problem found. 1 more in other files.\n")
    assert check("docs/two.md")[:2] == (0, [])
    assert check("diagram_src", "docs/two.md")[:2] == (1, [("diagram_src/bad.py", "script-failed")])
    code, rules, output = check("elsewhere.md")
    assert (code, rules) == (2, [])
    assert "elsewhere.md is no page of this site" in output


@pytest.mark.parametrize("named", [False, True])
def test_rules_of_a_family_are_imported_only_for_a_site_that_names_it(plain_site, named):
    if named:
        write(
            plain_site,
            {"mkdocs.yml": CONFIG + "      checks: {kube: {manifests: nowhere}}\n"},
        )
    code = (
        "import sys; from live_diagrams.mkdocs_plugin import site; built = site.build_site(None); "
        "found = [diagnostic.rule for diagnostic in built.diagnostics]; "
        "print('live_diagrams_kube.rules' in sys.modules, found)"
    )
    done = program("python", "-c", code, cwd=plain_site)
    assert done.stdout == ("True ['kube-options']\n" if named else "False []\n")


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({"mkdocs.yml": "theme: mkdocs\nplugins: [live-diagrams]\n"}, "site_name"),
        ({"mkdocs.yml": "site_name: x\n"}, "live-diagrams"),
        ({"mkdocs.yml": "site_name: [\n"}, "Error"),
        ({"mkdocs.yml": CONFIG + "      timeout: soon\n"}, "timeout"),
        ({"mkdocs.yml": CONFIG + "      checks: kube\n"}, "checks"),
        (
            {"mkdocs.yml": CONFIG + "      checks: {cube: {}}\n"},
            "no rules are called `cube`",
        ),
    ],
)
def test_a_site_that_cannot_be_built_is_an_error_of_its_own(plain_site, files, message):
    write(plain_site, files)
    done = program("live-diagrams", "check", cwd=plain_site)
    assert done.returncode == 2
    assert message in done.stdout + done.stderr
    assert "Traceback" not in done.stderr


def test_rules_of_another_package_get_their_options(plain_site):
    write(
        plain_site,
        {"mkdocs.yml": CONFIG + "      checks: {kube: {manifests: docs, prose: []}}\n"},
    )
    write(
        plain_site,
        {"docs/service.yaml": "apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {type: web}\n"},
    )
    done = program("live-diagrams", "check", cwd=plain_site)
    words = "`ClusterIP`, `NodePort`, `LoadBalancer`, `ExternalName`"
    line = f"docs/service.yaml:4: manifest-schema: `spec.type` is `web`; it can be {words}\n"
    assert (done.returncode, done.stdout) == (1, line)
    (plain_site / "docs/service.yaml").unlink()
    write(plain_site, {"mkdocs.yml": CONFIG + "      checks: {kube: {manifest: docs}}\n"})
    done = program("live-diagrams", "check", "-f", "site/mkdocs.yml", cwd=plain_site.parent)
    assert done.stdout.startswith("mkdocs.yml:6: kube-options: there is no option `manifest`; ")


def test_an_unknown_option_is_only_a_warning(plain_site):
    write(plain_site, {"mkdocs.yml": CONFIG + "      tiemout: 3\n"})
    assert program("live-diagrams", "check", cwd=plain_site).returncode == 0
    built = program("mkdocs", "build", cwd=plain_site)
    assert built.returncode == 0, built.stderr
    assert "tiemout" in built.stderr


def test_a_folder_without_a_site_is_an_error(tmp_path):
    done = program("live-diagrams", "check", cwd=tmp_path)
    assert done.returncode == 2
    assert "mkdocs.yml" in done.stderr
    assert "Traceback" not in done.stderr
