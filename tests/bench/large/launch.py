"""Run MkDocs, and write what it used into a file: `python launch.py REPORT [--module=OTHER] build …`.

Also run by the Python of other plugins' environments, so it imports nothing of ours.
"""

import json
import resource
import runpy
import sys
import time
from pathlib import Path


def read_peak() -> float:
    """Return the largest resident size of this process so far, in MB."""
    try:
        status = Path("/proc/self/status").read_text()
        return int(status.partition("VmHWM:")[2].split()[0]) / 1024
    except (OSError, IndexError, ValueError):
        size = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        return size / 1024 if sys.platform == "darwin" else size


def main() -> None:
    """Run the command, whose arguments follow the name of the report."""
    report, *arguments = sys.argv[1:]
    module = "mkdocs"
    if arguments[0].startswith("--module="):
        module = arguments.pop(0).partition("=")[2]
    sys.argv = [module, *arguments]
    start = time.perf_counter()
    try:
        runpy.run_module(module, run_name="__main__", alter_sys=True)
    finally:
        usages = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
        own, children = (usage.ru_utime + usage.ru_stime for usage in usages)
        figures = {"seconds": time.perf_counter() - start, "own": own, "children": children}
        Path(report).write_text(json.dumps({**figures, "peak_mb": read_peak()}))


if __name__ == "__main__":
    main()
