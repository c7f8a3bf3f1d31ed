"""Every command explains itself."""

import pytest
from live_diagrams import __version__

from tests.programs import program

from .site import run


@pytest.mark.parametrize(
    "command", ["new", "add", "render", "list", "watch", "diff", "schema", "check", "cache"]
)
def test_every_command_explains_itself(tmp_path, command):
    done = run(tmp_path, command, "--help")
    assert done.returncode == 0
    assert len(done.stdout.split("Options:")[0].split()) > 10


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--help"], ["check", "cache"]),
        (["-h"], ["check", "cache"]),
        (["check", "--help"], ["file:line: rule: message", "--config-file"]),
        (["cache", "--help"], ["info", "clear"]),
        (["--version"], [__version__]),
    ],
)
def test_help_names_the_subcommands(tmp_path, arguments, words):
    done = program("live-diagrams", *arguments, cwd=tmp_path)
    assert done.returncode == 0
    assert all(word in done.stdout for word in words)
    assert "Traceback" not in done.stderr
