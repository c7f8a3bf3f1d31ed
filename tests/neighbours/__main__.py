"""Build a site with figures with each plugin and theme that is installed, and say what became of them.

    python -m tests.neighbours [--python PATH] [NAME…]

Prints a row of Markdown for each: the name, the versions, and `whole` or what is wrong. A figure is whole if
its drawing, icons, labels and link are there, with ids that are unique in the document. `--python` builds
with another environment, such as one that has an older version of this package.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.support import write

from .outcome import list_problems
from .trials import PLUGINS, SITE, THEMES, Trial

_VERSIONS = (
    "import importlib.metadata as m, json, sys\n"
    "print(json.dumps({d.metadata['Name'].lower().replace('_', '-'): d.version for d in m.distributions()}))"
)
_SECONDS = 120


def try_with(trial: Trial, folder: Path, python: str = sys.executable) -> list[str]:
    """Return what is wrong with the site of a trial, built in a folder; nothing where all is right."""
    plugins = "".join(f"  - {plugin}\n" for plugin in ("search", "live-diagrams", *trial.plugins))
    config = f"site_name: T\ntheme: {trial.theme}\n{trial.config}plugins:\n{plugins}"
    if "site_url" not in trial.config:
        config = f"site_url: https://example.org/\n{config}"
    write(folder, {**SITE, "mkdocs.yml": config, **trial.files})
    if trial.needs_git:
        name = ["-c", "user.name=t", "-c", "user.email=t@example.org"]
        for arguments in (["init", "-q"], ["add", "."], [*name, "commit", "-qm", "Site"]):
            subprocess.run(["git", *arguments], cwd=folder, check=True)
    options = ["--strict"] if trial.is_strict else []
    done = subprocess.run(
        [python, "-m", "mkdocs", "build", *options],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=_SECONDS,
        check=False,
    )
    if done.returncode:
        lines = [line for line in done.stderr.splitlines() if line.strip()]
        warnings = [line for line in lines if line.startswith(("WARNING", "ERROR"))]
        return [f"the build fails: {(warnings or lines or ['?'])[0 if warnings else -1].strip()}"]
    return list_problems(trial, folder / "site")


def main() -> None:
    """Print the rows."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--python", default=sys.executable)
    parser.add_argument("names", nargs="*")
    options = parser.parse_args()
    done = subprocess.run([options.python, "-c", _VERSIONS], capture_output=True, text=True, check=True)
    versions = json.loads(done.stdout)
    for trial in (*PLUGINS, *THEMES):
        if options.names and trial.name not in options.names:
            continue
        if missing := [package for package in trial.packages if package not in versions]:
            print(f"| {trial.name} | | not installed: {', '.join(missing)} |", flush=True)
            continue
        with tempfile.TemporaryDirectory() as folder:
            problems = try_with(trial, Path(folder), options.python)
        tried = ", ".join(versions[package] for package in trial.packages)
        print(f"| {trial.name} | {tried} | {'; '.join(problems) or 'whole'} |", flush=True)


if __name__ == "__main__":
    main()
