"""Every subcommand in an environment with the base install alone: it works, or says what to install."""

import json
import signal
import subprocess
import sys
import time
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from tests.programs import program
from tests.support import write

DISTRIBUTION = "mkdocs-live-diagrams"
SCRIPT = (
    'from diagrams import Diagram, Node\n\nwith Diagram("Web", show=False):\n    Node("web") >> Node("db")\n'
)
CONFIG = "site_name: Site\nplugins:\n  - search\n  - live-diagrams:\n      source_dir: figures\n"
BLOCKER = """\
import json, os, sys

class Blocker:
    blocked = frozenset(json.loads(os.environ["BLOCKED_MODULES"]))

    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in self.blocked:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

sys.meta_path.insert(0, Blocker())
"""
MKDOCS = 'pip install "mkdocs-live-diagrams[mkdocs]"'
EXPORT = 'pip install "mkdocs-live-diagrams[export]"'


def list_installed_with(distribution, seen):
    """Add the names of a distribution and of all that its base install needs."""
    seen.add(distribution)
    for line in metadata.requires(distribution) or ():
        requirement = Requirement(line)
        name = requirement.name.lower().replace("_", "-")
        if name not in seen and (not requirement.marker or requirement.marker.evaluate({"extra": ""})):
            list_installed_with(name, seen)
    return seen


def list_other_modules():
    """Return the modules that this environment has beyond the base install."""
    base = list_installed_with(DISTRIBUTION, set())
    return sorted(
        module
        for module, owners in metadata.packages_distributions().items()
        if not base & {owner.lower().replace("_", "-") for owner in owners} and module != "_virtualenv"
    )


@pytest.fixture(scope="module")
def base_install(tmp_path_factory):
    """The environment variables with which Python imports only the base install."""
    folder = write(tmp_path_factory.mktemp("blocker"), {"sitecustomize.py": BLOCKER})
    return {"PYTHONPATH": str(folder), "BLOCKED_MODULES": json.dumps(list_other_modules())}


@pytest.fixture
def project(tmp_path):
    """A project of another program than MkDocs: scripts, and no `mkdocs.yml`."""
    return write(tmp_path, {"diagram_src/web.py": SCRIPT})


def test_the_environment_is_that_of_the_base_install(base_install, tmp_path):
    for module in ("mkdocs", "jsonschema", "cairosvg", "pytest"):
        assert module in base_install["BLOCKED_MODULES"]
        done = program("python", "-c", f"import {module}", cwd=tmp_path, env=base_install)
        assert "ModuleNotFoundError" in done.stderr
    assert program("python", "-c", "import live_diagrams", cwd=tmp_path, env=base_install).returncode == 0


@pytest.mark.parametrize(
    "arguments",
    [
        ("--help",),
        ("new", "site"),
        ("add", "net/hosts"),
        ("render", "web"),
        ("render", "web", "-o", "web.svg"),
        ("render", "web", "-o", "web.png"),
        ("schema",),
        ("cache", "info"),
        ("cache", "clear"),
        ("check", "--list-rules"),
    ],
)
def test_commands_that_work_with_the_base_install(base_install, project, arguments):
    done = program("live-diagrams", *arguments, cwd=project, env=base_install)
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("arguments", "install"),
    [
        (("check", "-f", "site.yml"), MKDOCS),
        (("list", "-f", "site.yml"), MKDOCS),
        (("render", "web", "-o", "web.pdf"), EXPORT),
    ],
)
def test_commands_that_need_more_say_in_one_sentence_what_to_install(
    base_install, project, arguments, install
):
    write(project, {"site.yml": CONFIG})
    done = program("live-diagrams", *arguments, cwd=project, env=base_install)
    assert (done.returncode, done.stdout) == (2, "")
    (line,) = done.stderr.splitlines()
    assert line.startswith("Error: ")
    assert line.endswith(install)


def test_diff_needs_git_alone(base_install, project):
    for arguments in (
        ("init", "-q"),
        ("add", "diagram_src"),
        ("-c", "user.name=A", "-c", "user.email=a@example.org", "commit", "-qm", "first"),
    ):
        subprocess.run(["git", *arguments], cwd=project, check=True)
    write(project, {"diagram_src/web.py": SCRIPT.replace('"db"', '"cache"')})
    done = program("live-diagrams", "diff", cwd=project, env=base_install)
    assert done.returncode == 0, done.stderr
    assert "web: " in done.stdout


def test_watch_serves_sites_of_other_programs(base_install, project):
    log = project / "log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            [str(Path(sys.executable).with_name("live-diagrams")), "watch"],
            cwd=project,
            env=base_install,
            stdout=out,
            stderr=subprocess.STDOUT,
        )
        try:
            end = time.monotonic() + 60
            while "web: rendered" not in log.read_text(encoding="utf-8"):
                assert process.poll() is None, log.read_text(encoding="utf-8")
                assert time.monotonic() < end, log.read_text(encoding="utf-8")
                time.sleep(0.02)
        finally:
            process.send_signal(signal.SIGINT)
            assert process.wait(60) == 0
    assert "Traceback" not in log.read_text(encoding="utf-8")


def test_options_are_read_from_a_configuration_without_mkdocs(base_install, tmp_path):
    pytest.importorskip("yaml")
    env = base_install | {
        "BLOCKED_MODULES": json.dumps(
            [name for name in json.loads(base_install["BLOCKED_MODULES"]) if name not in ("yaml", "_yaml")]
        )
    }
    write(tmp_path, {"mkdocs.yml": f"{CONFIG}extra: {{theme: !ENV THEME}}\n", "figures/web.py": SCRIPT})
    done = program("live-diagrams", "render", "web", cwd=tmp_path, env=env)
    assert done.stdout.startswith("<svg"), done.stderr
    write(tmp_path, {"mkdocs.yml": f"{CONFIG}      timeout: soon\n"})
    refused = program("live-diagrams", "render", "web", cwd=tmp_path, env=env)
    assert refused.returncode == 2
    assert "mkdocs.yml: " in refused.stderr
    assert "Traceback" not in refused.stderr
    write(tmp_path, {"mkdocs.yml": "plugins: [search]\n"})
    assert "neither the plugin" in program("live-diagrams", "add", "x", cwd=tmp_path, env=env).stderr


def test_a_configuration_that_cannot_be_read_without_yaml_is_no_traceback(base_install, tmp_path):
    blocked = [*json.loads(base_install["BLOCKED_MODULES"]), "yaml"]
    env = base_install | {"BLOCKED_MODULES": json.dumps(blocked)}
    write(tmp_path, {"mkdocs.yml": CONFIG, "figures/web.py": SCRIPT})
    done = program("live-diagrams", "add", "x", cwd=tmp_path, env=env)
    assert done.returncode == 2
    assert "pip install pyyaml" in done.stderr
    assert "Traceback" not in done.stderr
