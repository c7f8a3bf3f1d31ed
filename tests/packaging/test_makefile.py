"""`make` in a fresh checkout, with a stand-in for Python and one for uv, which only write down their calls.

The real ones are tried by `.ci/run`, which takes minutes.
"""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.support import ROOT

pytestmark = pytest.mark.skipif(
    not shutil.which("make") or sys.platform == "win32", reason="there is no make on this machine"
)

# Every program that the Makefile and scripts/setup may use, besides make itself, Python and uv.
TOOLS = ("sh", "cat", "chmod", "cksum", "cp", "dirname", "grep", "kill", "mkdir", "rm")

PYTHON = """\
#!/bin/sh
echo "python $*" >>"$CALLS"
case "$*" in
*version_info*) exit "${OLD:-0}" ;;
--version) echo Python 3.10.13 ;;
*"import ensurepip, venv"*) exit "${NO_VENV:-0}" ;;
"-m venv"*) mkdir -p "$3/bin" && cp "$0" "$3/bin/python" && : >"$3/has-pip" ;;
"-m pip --version") [ -e .venv/has-pip ] ;;
"-m ensurepip") : >.venv/has-pip ;;
"-m pip install"*) . "$INSTALL" ;;
"-c import socket"*) exec "$REAL" "$@" ;;
esac
"""

UV = """\
#!/bin/sh
echo "uv $*" >>"$CALLS"
case "$*" in
venv*) mkdir -p .venv/bin && cp "$FAKES/python3" .venv/bin/python ;;
"pip install"*) . "$INSTALL" ;;
esac
"""

# What an installation puts into .venv/bin: programs that say how they were called.
INSTALL = """\
for name in mkdocs ruff mypy pytest; do
  printf '#!/bin/sh\\necho "%s $*" >>"$CALLS"\\n' $name >.venv/bin/$name
  chmod +x .venv/bin/$name
done
"""

NO_NETWORK = """\
echo "WARNING: Retrying after connection broken by NewConnectionError: Temporary failure in name resolution"
echo "ERROR: Could not find a version that satisfies the requirement setuptools>=77"
exit 1
"""

KILLED = ": >.venv/half-installed; kill -9 $PPID; exit 1"


@dataclass
class Done:
    status: int
    installed: list[str]
    ran: list[str]
    complaints: list[str]


@dataclass
class Checkout:
    """A checkout on a machine with nothing but `TOOLS`, make and the stand-ins."""

    folder: Path
    bin: Path
    calls: Path
    env: dict[str, str] = field(default_factory=dict)

    def has(self, name: str, text: str) -> None:
        (self.bin / name).write_text(text)
        (self.bin / name).chmod(0o755)

    def make(self, *arguments: str, install: str = INSTALL, user: int | None = None, **env: str) -> Done:
        self.calls.write_text("")
        self.calls.chmod(0o666)
        script = self.bin / "install.txt"
        script.write_text(install)
        own = {
            "PATH": str(self.bin),
            "CALLS": str(self.calls),
            "FAKES": str(self.bin),
            "INSTALL": str(script),
        }
        done = subprocess.run(
            [str(self.bin / "make"), *arguments],
            cwd=self.folder,
            env={**own, "REAL": sys.executable, **self.env, **env},
            user=user,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        calls = self.calls.read_text().splitlines()
        return Done(
            done.returncode,
            [call.split("--editable ")[1] for call in calls if "--editable" in call],
            [call for call in calls if call.split()[0] in ("mkdocs", "ruff", "mypy", "pytest")],
            [line for line in done.stderr.splitlines() if not line.startswith("make")],
        )


@pytest.fixture
def checkout() -> Iterator[Checkout]:
    """A folder that every user can enter: `tmp_path` is its owner's alone. A space is in its path."""
    with tempfile.TemporaryDirectory() as name:
        top = Path(name)
        top.chmod(0o755)
        checkout = Checkout(top / "my checkout", top / "bin", top / "calls")
        for folder in (checkout.folder, checkout.bin):
            folder.mkdir()
        for file in ("Makefile", "pyproject.toml", "constraints.txt", "scripts/setup"):
            (checkout.folder / file).parent.mkdir(exist_ok=True)
            shutil.copy(ROOT / file, checkout.folder / file)
        for tool in ("make", *TOOLS):
            if path := shutil.which(tool):
                (checkout.bin / tool).symlink_to(path)
        checkout.has("python3", PYTHON)
        yield checkout


@pytest.fixture(params=["pip", "uv"])
def either(request, checkout) -> Checkout:
    """The checkout, by both routes."""
    if request.param == "uv":
        checkout.has("uv", UV)
    return checkout


def test_extras_reach_the_installer_whole(either):
    assert either.make("build").installed == [".[site]"]


@pytest.mark.parametrize(
    ("targets", "installed"),
    [
        (["serve", "build", "test"], [".[site]", "", ".[test]"]),
        (["build", "test", "serve"], [".[site]", ".[test]", ""]),
        (["test", "serve", "build"], [".[test]", "", ""]),
    ],
)
def test_targets_in_any_order_install_what_is_missing_and_nothing_twice(either, targets, installed):
    commands = {
        "serve": ["mkdocs serve --livereload --dev-addr 127.0.0.1:0"],
        "build": ["mkdocs build --strict"],
        "test": ["ruff check .", "ruff format --check .", "mypy ", "pytest -n auto --dist loadgroup"],
    }
    for target, extras in zip(targets, installed, strict=True):
        done = either.make(target, "ADDR=127.0.0.1:0")
        assert (done.status, done.complaints) == (0, [])
        assert "".join(done.installed) == extras
        assert done.ran == commands[target]


def test_two_targets_at_once_share_one_setup(either):
    done = either.make("-j4", "build", "test")
    assert done.status == 0
    assert done.installed == [".[site]", ".[test]"]


def test_new_constraints_are_installed_and_new_times_of_files_are_not(either):
    either.make("build")
    for name in ("pyproject.toml", "constraints.txt"):
        os.utime(either.folder / name)
    assert either.make("build").installed == []
    with (either.folder / "constraints.txt").open("a") as constraints:
        constraints.write("click==8.1.8\n")
    assert either.make("build").installed == [".[site]"]


def test_a_checkout_that_was_moved_is_set_up_again(either):
    either.make("build")
    either.folder = either.folder.rename(either.folder.with_name("moved"))
    assert either.make("build").installed == [".[site]"]


def test_a_venv_without_its_python_is_replaced(either):
    either.make("build")
    (either.folder / ".venv/bin/python").unlink()
    done = either.make("build")
    assert (done.status, done.installed) == (0, [".[site]"])


def test_a_venv_made_by_uv_gets_pip_where_uv_is_gone(checkout):
    checkout.has("uv", UV)
    checkout.make("build")
    (checkout.bin / "uv").unlink()
    done = checkout.make("test")
    assert (done.status, done.installed) == (0, [".[test]"])
    assert (checkout.folder / ".venv/has-pip").exists()


def assert_refused(done: Done, *words: str) -> None:
    """Assert that nothing ran, and that one sentence says why."""
    assert done.status != 0
    assert done.ran == []
    assert len(done.complaints) == 1
    assert all(word in done.complaints[0] for word in words), done.complaints


def test_an_older_python_is_refused_before_anything_is_made(checkout):
    assert_refused(checkout.make("build", OLD="1"), "Python 3.11 or newer", "3.10.13", "make PYTHON=")
    assert not (checkout.folder / ".venv").exists()
    assert_refused(checkout.make("build", "PYTHON=/usr/bin/python2"), "/usr/bin/python2")
    assert not (checkout.folder / ".venv").exists()
    assert checkout.make("build").status == 0


def test_a_newer_python_beside_an_older_one_is_found(checkout):
    checkout.has("python3.12", PYTHON)
    checkout.has("python3", PYTHON.replace("OLD:-0", "OLD:-1"))
    assert checkout.make("build").status == 0


def test_uv_finds_a_python_where_there_is_none(checkout):
    checkout.has("uv", UV.replace('cp "$FAKES/python3"', 'cp "$FAKES/hidden"'))
    (checkout.bin / "python3").rename(checkout.bin / "hidden")
    assert checkout.make("build").status == 0
    assert "--python >=3.11" in checkout.calls.read_text()


def test_a_python_without_venv_is_refused_before_anything_is_made(checkout):
    assert_refused(checkout.make("build", NO_VENV="1"), "python3-venv", "uv")
    assert not (checkout.folder / ".venv").exists()
    assert checkout.make("build").status == 0


def test_without_a_network_the_log_is_named_and_the_next_try_begins_where_it_failed(either):
    done = either.make("build", install=NO_NETWORK)
    assert_refused(done, "cannot be reached", ".venv/live-diagrams-setup.log")
    assert "name resolution" in (either.folder / ".venv/live-diagrams-setup.log").read_text()
    assert_refused(either.make("build", install=NO_NETWORK))
    done = either.make("build")
    assert (done.status, done.installed) == (0, [".[site]"])
    assert not (either.folder / ".venv/live-diagrams-setup.log").exists()


def test_what_was_set_up_stays_usable_when_more_cannot_be_installed(either):
    either.make("build")
    assert_refused(either.make("test", install=NO_NETWORK))
    done = either.make("build")
    assert (done.status, done.installed) == (0, [])


def test_a_setup_that_was_killed_begins_anew(either):
    assert either.make("build", install=KILLED).status != 0
    assert (either.folder / ".venv/half-installed").exists()
    done = either.make("build")
    assert (done.status, done.installed) == (0, [".[site]"])
    assert not (either.folder / ".venv/half-installed").exists()


@pytest.mark.parametrize("held", ["checkout", ".venv"])
def test_a_folder_that_cannot_be_written_is_named(either, held):
    user = 65534 if os.geteuid() == 0 else None  # root may write anywhere
    if held == ".venv":
        either.make("build")
        (either.folder / "constraints.txt").write_text("")
    folder = either.folder if held == "checkout" else either.folder / held
    folder.chmod(0o555)
    try:
        done = either.make("build", user=user)
    finally:
        folder.chmod(0o755)
    assert_refused(done, "Cannot write", str(either.folder))
    assert either.make("build").status == 0


def test_a_port_in_use_is_named_with_the_way_to_another(either):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        assert_refused(either.make("serve", f"ADDR={address}"), address, "make serve ADDR=")
    assert either.make("serve", f"ADDR={address}").status == 0
