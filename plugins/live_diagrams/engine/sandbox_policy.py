"""What the scripts of a project may read in the sandbox: Python, its packages, and the project's own files.

What git ignores, and what begins with a dot, is not the project's: keys and tokens tend to be there.
"""

from __future__ import annotations

import dataclasses
import logging
import os
import site
import sys
import sysconfig
from collections.abc import Iterable, Iterator
from pathlib import Path

from ..model import package
from ..model.errors import ErrorKind, FigureError
from ..model.sandbox import Sandbox
from ..model.settings import Settings
from ..runner.sandbox import support

log = logging.getLogger("mkdocs.plugins.live_diagrams")

MODES = ("off", "auto", "required")
"""The values of the option, from the loosest to the strictest."""

VARIABLE = "LIVE_DIAGRAMS_SANDBOX"
"""The environment variable that asks for a stricter value than the configuration."""

SYSTEM = (
    "/lib",
    "/lib64",
    "/usr/lib",
    "/usr/lib64",
    "/usr/local/lib",
    "/usr/share",
    "/etc/ld.so.cache",
    "/etc/localtime",
    "/etc/timezone",
    "/etc/mime.types",
    "/etc/fonts",
    "/proc/cpuinfo",
    "/proc/meminfo",
    "/sys/devices/system/cpu",
)
"""Libraries, fonts and facts on the machine that are equal for every user."""

ENVIRONMENT = ("LANG", "LANGUAGE", "LC_ALL", "LC_CTYPE", "PATH", "TZ", "SOURCE_DATE_EPOCH", "VIRTUAL_ENV")
"""The variables that every script gets."""


def tighten_settings(settings: Settings) -> Settings:
    """Return the settings with the sandbox that the environment asks for, where that is the stricter one.

    A pull request configures its own preview; the variable is set by the owner of the machine.
    """
    wanted = os.environ.get(VARIABLE, "")
    if wanted and wanted not in MODES:
        raise FigureError(f"{VARIABLE} is {wanted!r}, but has to be {' or '.join(MODES)}")
    if wanted and MODES.index(wanted) > MODES.index(settings.sandbox):
        return dataclasses.replace(settings, sandbox=wanted)
    return settings


def find_sandbox(settings: Settings) -> Sandbox | None:
    """Return the sandbox that the settings ask for, or none.

    Raises:
        FigureError: It is required, and this machine has none.
    """
    if settings.sandbox == "off":
        return None
    if problem := support.find_problem():
        if settings.sandbox == "required":
            raise FigureError(
                f"no script runs, because the sandbox is required: {problem}; see `live-diagrams doctor`",
                kind=ErrorKind.START,
            )
        log.warning("Scripts run without a sandbox: %s.", problem)
        return None
    return create_sandbox(settings)


def create_sandbox(settings: Settings) -> Sandbox:
    """Return what the scripts of a project may do."""
    root = settings.root.resolve()
    cache = (root / settings.cache_dir).resolve()
    allowed = [str((root / path).resolve()) for path in settings.sandbox_read]
    readable = dict.fromkeys([*_list_python(root), *SYSTEM, *list_project_paths(root, cache), *allowed])
    return Sandbox(
        readable=tuple(path for path in readable if Path(path).exists()),
        listable=(str(root),),
        programs=tuple(os.path.realpath(program) for program in settings.sandbox_programs),
        environment=(*ENVIRONMENT, *settings.sandbox_environment),
    )


def _list_python(root: Path) -> Iterator[str]:
    """Yield the folders of Python, of the installed packages, and of this package."""
    prefixes = {
        sys.prefix,
        sys.base_prefix,
        sys.exec_prefix,
        os.path.dirname(os.path.realpath(sys.executable)),
    }
    folders = [*sysconfig.get_paths().values(), *site.getsitepackages(), *sys.path]
    if site.ENABLE_USER_SITE:
        folders.append(site.getusersitepackages())
    for prefix in prefixes:
        # A prefix such as /usr has more than Python below it.
        yield from (os.path.join(prefix, name) for name in ("lib", "lib64", "bin", "pyvenv.cfg", "include"))
    for folder in folders:
        path = os.path.realpath(folder) if folder else ""
        # The project's root on `sys.path` would allow all that is below it.
        if path and not root.is_relative_to(path):
            yield path
    yield str(package.IMPORT_ROOT / "live_diagrams")
    yield str(package.IMPORT_ROOT / "live_diagrams_kube")


def list_project_paths(root: Path, cache: Path) -> tuple[str, ...]:
    """Return the files and folders of a project that scripts may read, as few as say it.

    A folder is named in place of its content where all of that may be read.
    """
    ignored = _list_ignored(root)
    ignored.add(str(cache))
    return tuple(_collect_paths(str(root), ignored)[1])


def _collect_paths(folder: str, ignored: set[str]) -> tuple[bool, list[str]]:
    """Return whether all of a folder may be read, and else the paths below it that may be."""
    is_whole = True
    paths: list[str] = []
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError:
        return False, []
    for entry in entries:
        if entry.name.startswith(".") or (entry.path in ignored and entry.name != "__pycache__"):
            is_whole = False
        elif entry.is_dir(follow_symlinks=False):
            inner_is_whole, inner = _collect_paths(entry.path, ignored)
            is_whole = is_whole and inner_is_whole
            paths += [entry.path] if inner_is_whole else inner
        elif not entry.is_symlink():  # what a link leads to is allowed by its own path, or is not
            paths.append(entry.path)
    return is_whole, paths


def _list_ignored(root: Path) -> set[str]:
    """Return the paths that git ignores; none where this is no repository."""
    import subprocess  # which few builds need

    command = ["git", "ls-files", "-z", "--others", "--ignored", "--exclude-standard", "--directory"]
    try:
        done = subprocess.run(command, cwd=root, capture_output=True, check=False, timeout=60)
    except (OSError, subprocess.TimeoutExpired):
        return set()
    names: Iterable[bytes] = done.stdout.split(b"\0") if not done.returncode else ()
    return {str(root / os.fsdecode(name).rstrip("/")) for name in names if name}
