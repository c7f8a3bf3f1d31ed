"""The project that a command works on: found by its configuration or its folder of scripts."""

import pytest

from tests.programs import program
from tests.support import write

from .site import SCRIPT, read_refusal, run


@pytest.mark.parametrize("command", [("render", "web"), ("add", "x"), ("watch",), ("diff",)])
def test_a_folder_without_a_site_is_an_error(tmp_path, command):
    assert "there is no mkdocs.yml" in read_refusal(tmp_path, *command)


def test_a_site_with_the_extension_alone_has_settings(site):
    text = "site_name: x\ntheme: mkdocs\nmarkdown_extensions:\n  - live_diagrams:\n      timeout: 20\n"
    write(site, {"mkdocs.yml": text})
    assert run(site, "render", "web").returncode == 0
    write(site, {"mkdocs.yml": "site_name: x\ntheme: mkdocs\n"})
    assert "neither the plugin" in read_refusal(site, "render", "web")


def test_shells_complete_the_names_of_figures(site):
    asked = {
        "_LIVE_DIAGRAMS_COMPLETE": "bash_complete",
        "COMP_WORDS": "live-diagrams render w",
        "COMP_CWORD": "2",
    }
    assert program("live-diagrams", cwd=site, env=asked).stdout == "plain,web\n"
    nowhere = program("live-diagrams", cwd=site.parent, env=asked)
    assert (nowhere.stdout, nowhere.stderr) == ("\n", "")


def test_a_folder_of_scripts_needs_no_configuration(tmp_path):
    write(tmp_path, {"diagram_src/web.py": SCRIPT})
    assert run(tmp_path, "render", "web").stdout.startswith("<svg")
    assert "needs MkDocs" not in run(tmp_path, "add", "more").stderr
    assert (tmp_path / "diagram_src/more.py").is_file()
