"""A large site by several machines: `python -m tests.bench.large.shared`.

Shards render its figures into a shared cache, one after another on this machine, each with an empty cache of
its own. Then the site is built, once as it should be, and once by a shared cache that dies in the middle.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

from tests.engine.sharing.server import Answer, CacheServer, run_server

from .. import venvs
from ..contestants import OURS, PLAIN
from .sites import Build, LargeSite

_LAUNCHER = Path(__file__).with_name("launch.py")
_SUMMARY = re.compile(r"Figures: (\d+) rendered, (\d+) from cache(?: \((\d+) shared\))?, (\d+) failed")

_NOTE = re.compile(r"Figures are not shared: \S+: (.*)|(\d+ entries uploaded)")


@dataclass(frozen=True)
class Run:
    """One build or shard, and what its last line counts."""

    name: str
    build: Build
    rendered: int
    shared: int
    failed: int
    note: str = ""


def run_command(name: str, python: venvs.Python, root: Path, *command: str) -> Run:
    """Run a command of `mkdocs`, or of `live-diagrams`, in a site; it must not fail."""
    report = root.parent / "report.json"
    launched = [python.executable, "-P", str(_LAUNCHER), str(report), *command]
    done = subprocess.run(launched, cwd=root, env=python.env, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{name}: {done.stderr[-2000:]}")
    counts = _SUMMARY.search(done.stderr)
    rendered, _, shared, failed = (int(count or 0) for count in (counts.groups() if counts else (0,) * 4))
    notes = re.findall(
        r"(?:Figures are not shared: \S+: |\d+ entries uploaded$).*", done.stderr, re.MULTILINE
    )
    note = re.sub(r"Figures are not shared: \S+: ", "", notes[-1]) if notes else ""
    return Run(name, Build(**json.loads(report.read_text())), rendered, shared, failed, note)


def digest_pages(site: Path) -> str:
    """Return a digest of all pages of a built site."""
    digest = hashlib.sha256()
    for path in sorted(site.rglob("*.html")):
        digest.update(path.relative_to(site).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()


def measure(count: int, shards: int, nodes: int, work: Path, server: CacheServer) -> list[Run]:
    """Return the builds of one site."""
    variables = {"LIVE_DIAGRAMS_REMOTE_CACHE": server.url, "LIVE_DIAGRAMS_CACHE_KEY": "benchmark"}
    alone = venvs.use_current()
    python = replace(alone, env={**alone.env, **variables})
    root = work / "ours"
    plain = LargeSite(PLAIN, alone, work / "plain", count, nodes)
    LargeSite(OURS, python, root, count, nodes)
    runs = [Run("plain", plain.run("cold", 0), 0, 0, 0)]

    def clear() -> None:
        shutil.rmtree(root / ".cache", ignore_errors=True)
        shutil.rmtree(root / "site", ignore_errors=True)

    for number in range(1, shards + 1):
        clear()
        shard = f"{number}/{shards}"
        command = ("--module=live_diagrams", "render", "--all", "--shard", shard)
        runs.append(run_command(f"shard {shard}", python, root, *command))
    clear()
    server.requests.clear()
    runs.append(run_command("site, empty cache", python, root, "build"))
    asked, pages = server.count("GET"), digest_pages(root / "site")
    runs.append(run_command("site, warm cache", python, root, "build"))
    clear()
    server.requests.clear()

    def die(method: str, path: str, answer: Answer) -> Answer | None:
        return answer if len(server.requests) <= asked // 2 else None

    server.change_answer = die
    killed = run_command("site, shared cache dies", python, root, "build")
    same = "the same pages" if digest_pages(root / "site") == pages else "OTHER PAGES"
    return [*runs, replace(killed, note=f"{same}; {killed.note}")]


def main() -> None:
    """Measure one site, and print a table."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.large.shared", description=__doc__)
    parser.add_argument("--figures", type=int, default=1000)
    parser.add_argument("--shards", type=int, default=4)
    parser.add_argument("--nodes", type=int, default=0, help="boxes of each figure; 0 for as in repositories")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="live-diagrams-shared-") as work, run_server() as server:
        runs = measure(options.figures, options.shards, options.nodes, Path(work), server)
    print(f"{options.figures} figures, {options.shards} shards; seconds by the clock, and of the processor")
    for run in runs:
        numbers = f"{run.build.seconds:8.2f} {run.build.processor:8.2f} {run.build.peak_mb:6.0f} MB"
        print(f"{run.name:24}{numbers} {run.rendered:6} rendered {run.shared:6} shared  {run.note}")


if __name__ == "__main__":
    main()
