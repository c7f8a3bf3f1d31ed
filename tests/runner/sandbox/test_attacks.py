"""Each attempt of a hostile script, in the sandbox and outside: inside, none succeeds but those argued."""

import json
import os
import socket
import subprocess
import sys
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
from live_diagrams.engine.pipeline import Pipeline
from live_diagrams.model.errors import FigureError
from live_diagrams.model.settings import Settings
from live_diagrams.runner.sandbox import support

from tests.support import write

from .attacks import ATTACKS, Attack, write_script

pytestmark = pytest.mark.skipif(bool(support.find_problem()), reason=support.find_problem() or "a sandbox")

RIGHT = "from diagrams import Diagram, Node\nwith Diagram('right', show=False):\n    Node('a') >> Node('b')\n"


@dataclass
class Outcomes:
    """What became of each attempt by its name."""

    caged: dict[str, str]
    free: dict[str, str]
    damage: list[str]


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> Outcomes:
    """Run every attempt, in a project with secrets beside it."""
    folder = tmp_path_factory.mktemp("attacked")
    with ExitStack() as stack:
        patch = stack.enter_context(pytest.MonkeyPatch.context())
        patch.setenv("SECRET_TOKEN", "top secret token")
        patch.setenv("TMPDIR", str(folder / "tmp"))
        caged, damage = _run(folder / "caged", ATTACKS, stack, "required")
        free, _ = _run(folder / "free", [attack for attack in ATTACKS if attack.runs_free], stack, "off")
    return Outcomes(caged, free, damage)


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
def test_an_attempt_fails_in_the_sandbox(attack: Attack, outcomes: Outcomes) -> None:
    assert (outcomes.caged[attack.name] != "succeeded") == attack.held, outcomes.caged[attack.name]
    assert attack.held or attack.reason


def test_the_same_attempts_succeed_outside(outcomes: Outcomes) -> None:
    """An attempt that fails anywhere would prove nothing."""
    assert {name: outcome for name, outcome in outcomes.free.items() if outcome != "succeeded"} == {}


def test_nothing_outside_has_changed(outcomes: Outcomes) -> None:
    assert outcomes.damage == []


def test_there_are_enough_attempts() -> None:
    assert len({attack.name for attack in ATTACKS}) == len(ATTACKS) >= 60


def _run(
    folder: Path, attacks: list[Attack], stack: ExitStack, sandbox: str
) -> tuple[dict[str, str], list[str]]:
    """Return the outcome of each attempt, and what has changed outside."""
    targets = stack.enter_context(_Targets(folder))
    scripts = {f"diagram_src/a{index}.py": write_script(attack) for index, attack in enumerate(attacks)}
    write(targets.project, {**scripts, "diagram_src/right.py": RIGHT})
    before = targets.read_files()
    engine = Pipeline(Settings(targets.project, sandbox=sandbox, timeout=5.0, memory=1024))
    try:
        engine.request_all()
        outcomes = {}
        for index, attack in enumerate(attacks):
            request = engine.request_figures(engine.scripts.get_script(f"a{index}"))
            try:
                outcomes[attack.name] = request.result(120)[0].graph.nodes[0].label
            except FigureError as error:
                outcomes[attack.name] = f"ended: {error.message}"
        assert len(engine.render_figure("right").graph.nodes) == 2  # the neighbour is drawn all the same
    finally:
        engine.close()
    after = targets.read_files()
    names = sorted(before.keys() | after.keys())
    return outcomes, [name for name in names if before.get(name) != after.get(name)]


class _Targets:
    """A project, and around it a user's files, sockets and a process."""

    def __init__(self, folder: Path) -> None:
        self.project, self._home = folder / "project", folder / "home"
        self._stack = ExitStack()

    def __enter__(self) -> "_Targets":
        tmp = Path(os.environ["TMPDIR"])
        tmp.mkdir(exist_ok=True)
        write(self._home, dict.fromkeys(("secret.txt", "movable", "removable", "renamable"), "top secret"))
        write(
            self.project,
            {
                "docs/index.md": "page\n",
                ".env": "top secret",
                ".gitignore": "private/\n*.key\n/.cache\n",
                "private/token": "top secret",
                "docs/deep/site.key": "top secret",
            },
        )
        (self.project / "link-to-secret").symlink_to(self._home / "secret.txt")
        subprocess.run(["git", "init", "-q", str(self.project)], check=True)
        cache = self.project / ".cache/plugin/live-diagrams/icons"
        cache.mkdir(parents=True)
        waiting = [sys.executable, "-c", "import sys; sys.stdin.read()"]
        victim = subprocess.Popen(waiting, stdin=subprocess.PIPE)
        self._stack.callback(victim.wait)
        self._stack.callback(victim.kill)
        targets = {
            "secret": str(self._home / "secret.txt"),
            "movable": str(self._home / "movable"),
            "removable": str(self._home / "removable"),
            "renamable": str(self._home / "renamable"),
            "project": str(self.project),
            "page": str(self.project / "docs/index.md"),
            "dotenv": str(self.project / ".env"),
            "ignored": str(self.project / "private/token"),
            "ignored_deep": str(self.project / "docs/deep/site.key"),
            "git_config": str(self.project / ".git/config"),
            "cache": str(cache),
            "build": os.getpid(),
            "victim": victim.pid,
            "victim_address": 0x400000,
            "root_of_this_process": f"/proc/{os.getpid()}/root",
            "port4": self._listen(socket.AF_INET, ("127.0.0.1", 0))[1],
            "port6": self._listen_on_ipv6(),
            "unix": self._listen(socket.AF_UNIX, f"/tmp/live-diagrams-{os.getpid()}-{id(self):x}"),
            "abstract": self._listen(socket.AF_UNIX, f"\0live-diagrams-{id(self):x}")[1:].decode(),
            "loader": next(Path("/lib64").glob("ld-linux*"), Path("/lib/ld-linux-aarch64.so.1")).as_posix(),
            "extension": _find_library(),
        }
        write(self.project, {"targets.json": json.dumps(targets)})
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def read_files(self) -> dict[str, tuple[bytes, int]]:
        """Return the content and the mode of every file that no script may change."""
        ignored = self.project / ".cache"
        paths = [
            *self._home.rglob("*"),
            *self.project.rglob("*"),
            *Path("/dev/shm").glob("live-diagrams-attack"),
        ]
        return {
            str(path): (path.read_bytes() if path.is_file() else b"", path.lstat().st_mode)
            for path in paths
            if not path.is_relative_to(ignored) and "__pycache__" not in path.parts
        }

    def _listen(self, family: socket.AddressFamily, address: object) -> "socket._RetAddress":
        server = socket.socket(family)
        server.bind(address)  # type: ignore[arg-type]
        server.listen()
        self._stack.callback(server.close)
        if family == socket.AF_UNIX and isinstance(address, str) and not address.startswith("\0"):
            self._stack.callback(os.unlink, address)
        return server.getsockname()

    def _listen_on_ipv6(self) -> int:
        try:
            return int(self._listen(socket.AF_INET6, ("::1", 0))[1])
        except OSError:
            return 9  # this machine has none


def _find_library() -> str:
    """Return the path of the C library that this process uses."""
    for line in Path("/proc/self/maps").read_text().splitlines():
        if "libc.so" in line or "libc-" in line or "/ld-musl" in line:
            return line.split()[-1]
    return ""
