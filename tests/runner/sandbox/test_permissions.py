"""What scripts need goes on working in the sandbox, and what is refused says how to allow it."""

import os
import re
import sys
from pathlib import Path

import pytest
from live_diagrams.engine import sandbox_policy
from live_diagrams.engine.pipeline import Pipeline
from live_diagrams.model.errors import FigureError
from live_diagrams.model.settings import Settings
from live_diagrams.runner.sandbox import seccomp, support, system_calls

from tests.support import write

needs_sandbox = pytest.mark.skipif(bool(support.find_problem()), reason=support.find_problem() or "a sandbox")

DRAW = "\nfrom diagrams import Diagram, Node\nwith Diagram('d', show=False):\n    Node(str(answer))\n"
WORKING = {
    "sqlite": "import sqlite3\ndb = sqlite3.connect('own.db')\ndb.execute('create table t (x)')\n"
    "db.execute('insert into t values (42)')\nanswer = db.execute('select x from t').fetchone()[0]",
    "pillow": "from PIL import Image\nImage.new('RGB', (4, 4)).save('own.png')\n"
    "answer = Image.open('own.png').size[0] * 10 + 2",
    "threads": "import threading\nfound = []\nt = threading.Thread(target=lambda: found.append(42))\n"
    "t.start(); t.join()\nanswer = found[0]",
    "temporary": "import tempfile\nwith tempfile.NamedTemporaryFile('w+') as f:\n"
    "    f.write('42'); f.flush(); f.seek(0)\n    answer = f.read()",
    "copies": "import shutil\nshutil.copy('data.txt', 'copy.txt')\nshutil.copy2('data.txt', 'copy2.txt')\n"
    "shutil.copytree('folder', 'tree')\nanswer = open('tree/inner.txt').read() + open('copy2.txt').read()",
    "project": "import helper\nanswer = len(open('data.txt').read()) * helper.ANSWER",
    "time_zone": "import zoneinfo\nanswer = 42 if zoneinfo.ZoneInfo('Europe/Berlin') else 0",
    "subinterpreter": "import concurrent.futures as c\nwith c.ThreadPoolExecutor(2) as p:\n"
    "    answer = sum(p.map(lambda n: n * 21, [1, 1]))",
    "processes": "import multiprocessing as m\nwith m.get_context('fork').Pool(2) as p:\n"
    "    answer = sum(p.map(int, ['40', '2']))",
}
REFUSED = {
    "file": ("open('/etc/passwd')", "the sandbox does not allow /etc/passwd"),
    "network": ("import socket\nsocket.create_connection(('127.0.0.1', 9))", "but no network"),
    "host": ("import socket\nsocket.getaddrinfo('example.org', 80)", "does not allow this; .* no network"),
    "address": ("import urllib.request\nurllib.request.urlopen('http://127.0.0.1:9')", "but no network"),
    "program": ("import subprocess\nsubprocess.run(['/bin/true'])", "programs by `sandbox_programs`"),
}
FILES = {
    "data.txt": "",
    "folder/inner.txt": "42",
    "diagram_src/helper.py": "ANSWER = 42\n",
    "diagram_src/_other.py": "",
    "logo.svg": "<svg/>",
}


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """Run all scripts in one sandboxed build."""
    scripts = {f"diagram_src/{name}.py": code + DRAW for name, code in WORKING.items()}
    scripts |= {
        f"diagram_src/no_{name}.py": f"{code}\nanswer = 0{DRAW}" for name, (code, _) in REFUSED.items()
    }
    root = write(tmp_path_factory.mktemp("permissions"), {**FILES, "data.txt": " ", **scripts})
    engine = Pipeline(Settings(root, sandbox="required"))
    engine.request_all()
    yield engine
    engine.close()


@needs_sandbox
@pytest.mark.parametrize("name", WORKING)
def test_what_scripts_need_works(project, name):
    if name == "processes" and not all(f.works for f in support.list_features() if f.name == "shared memory"):
        pytest.skip("no user namespaces")
    assert project.render_figure(name).graph.nodes[0].label.strip() == "42"


@needs_sandbox
@pytest.mark.parametrize("name", REFUSED)
def test_what_is_refused_says_how_to_allow_it(project, name):
    with pytest.raises(FigureError, match=REFUSED[name][1]) as caught:
        project.render_figure(f"no_{name}")
    assert caught.value.line in (1, 2)


@needs_sandbox
def test_the_owner_can_allow_files_variables_and_programs(tmp_path, monkeypatch):
    monkeypatch.setenv("REGION", "north")
    code = (
        "import os, subprocess\n"
        "answer = open(os.environ['HOME'] and OUTSIDE).read() + os.environ['REGION']\n"
        "answer += subprocess.run(['/bin/echo', '!'], capture_output=True, text=True).stdout.strip()"
    )
    write(tmp_path / "outside", {"list.txt": "one "})
    outside = str(tmp_path / "outside/list.txt")
    root = write(tmp_path / "site", {"diagram_src/a.py": f"OUTSIDE = {outside!r}\n{code}{DRAW}"})
    allowed = Settings(
        root,
        sandbox="required",
        sandbox_read=("../outside",),
        sandbox_environment=("REGION",),
        sandbox_programs=("/bin/echo",),
    )
    engine = Pipeline(allowed)
    try:
        assert engine.render_figure("a").graph.nodes[0].label == "one north!"
    finally:
        engine.close()


@needs_sandbox
def test_a_sandboxed_build_has_a_cache_of_its_own(tmp_path):
    root = write(tmp_path, {"diagram_src/a.py": f"answer = 1{DRAW}"})
    for sandbox, expected in (("off", 1), ("required", 1), ("required", 0), ("off", 0)):
        engine = Pipeline(Settings(root, sandbox=sandbox))
        engine.render_figure("a")
        engine.close()
        assert engine.monitor.statistics.rendered == expected, sandbox


def test_required_runs_nothing_where_there_is_no_sandbox(tmp_path, monkeypatch):
    monkeypatch.setattr(support, "find_problem", lambda: "the sandbox needs Linux, and this is beos")
    root = write(tmp_path, {"diagram_src/a.py": f"open('ran', 'w')\nanswer = 1{DRAW}"})
    engine = Pipeline(Settings(root, sandbox="required"))
    with pytest.raises(FigureError, match=r"because the sandbox is required: .* is beos"):
        engine.render_figure("a")
    engine.close()


def test_the_environment_can_only_tighten(tmp_path, monkeypatch):
    monkeypatch.setenv(sandbox_policy.VARIABLE, "required")
    assert sandbox_policy.tighten_settings(Settings(tmp_path)).sandbox == "required"
    monkeypatch.setenv(sandbox_policy.VARIABLE, "off")
    assert sandbox_policy.tighten_settings(Settings(tmp_path, sandbox="required")).sandbox == "required"
    monkeypatch.setenv(sandbox_policy.VARIABLE, "of")
    with pytest.raises(FigureError, match="LIVE_DIAGRAMS_SANDBOX is 'of'"):
        sandbox_policy.tighten_settings(Settings(tmp_path))


def test_ignored_files_dot_files_and_links_are_not_the_projects(tmp_path):
    write(tmp_path, {"a/b/c.txt": "", "a/b/.env": "", "a/d/e.txt": "", "f.txt": "", ".git/config": ""})
    (tmp_path / "a/d/link").symlink_to("/etc")
    (tmp_path / "out").symlink_to("/etc/passwd")
    paths = sandbox_policy.list_project_paths(tmp_path, tmp_path / ".cache")
    assert sorted(os.path.relpath(path, tmp_path) for path in paths) == ["a/b/c.txt", "a/d", "f.txt"]


@pytest.mark.parametrize("machine", ["x86_64", "aarch64"])
def test_every_listed_call_is_in_the_filter_of_each_machine(machine):
    column = 0 if machine == "x86_64" else 1
    program = seccomp.assemble_filter(machine, allows_programs=False, scopes_signals=False)
    compared = {value for code, _, _, value in program if code == 0x15}
    tables = (system_calls.REFUSED, system_calls.FORBIDDEN, system_calls.EXECUTE, system_calls.ABSENT)
    numbers = [number[column] for table in tables for number in table.values()]
    assert {number for number in numbers if number is not None} <= compared
    assert len(program) < 4096  # of BPF
    for index, (code, yes, no, _) in enumerate(program):
        if code in (0x15, 0x35, 0x45):
            assert index + 1 + max(yes, no) < len(program)


@pytest.mark.skipif(sys.platform != "linux", reason="Linux only")
def test_the_interpreter_is_readable(tmp_path):
    readable = sandbox_policy.create_sandbox(Settings(tmp_path)).readable
    assert any(Path(os.__file__).is_relative_to(path) for path in readable)
    assert not any(Path(path) in (Path("/"), Path("/usr"), Path.home()) for path in readable)


HEADERS = [
    ("/usr/include/x86_64-linux-gnu/asm/unistd_64.h", 0),
    ("/usr/include/asm-generic/unistd.h", 1),  # what arm64 uses
]


@pytest.mark.parametrize(("header", "column"), HEADERS)
def test_numbers_of_calls_are_those_of_the_headers_of_the_kernel(header, column):
    if not Path(header).is_file():
        pytest.skip("the headers of the kernel are not installed")
    lines = Path(header).read_text(encoding="utf-8")
    known = {
        name: int(number) for name, number in re.findall(r"#define __NR(?:3264)?_(\w+)\s+(\d+)\n", lines)
    }
    tables = [
        value for name, value in vars(system_calls).items() if name.isupper() and isinstance(value, dict)
    ]
    numbers = {name: number[column] for table in tables for name, number in table.items()}
    single = {"clone": system_calls.CLONE, "prlimit64": system_calls.PRLIMIT, "ioctl": system_calls.IOCTL}
    numbers |= {name: number[column] for name, number in single.items()}
    shared = numbers.keys() & known.keys()
    assert len(shared) > 80
    assert {name: numbers[name] for name in shared} == {name: known[name] for name in shared}
    # A call that the header does not have is of a newer kernel, whose numbers are those of every machine.
    assert all(
        number is None or number > max(known.values())
        for name, number in numbers.items()
        if name not in known
    )
