"""The cost of choices: one figure of 3 x 2 x 2 combinations beside 12 plain figures of the same graphs.

    python -m tests.bench.choices

Both are rendered with an empty cache, in turn; the best time of each is compared. The number of distinct
drawings is printed too.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from live_diagrams.engine.pipeline import Pipeline
from live_diagrams.model.settings import Settings

HEAD = "from diagrams import Cluster, Diagram, Edge\nfrom diagrams.k8s.compute import Pod\n" + (
    "from diagrams.k8s.network import Ingress, Service\nfrom diagrams.onprem.client import User\n"
)
CHOICES = """\
from live_diagrams import choice, number, toggle
kind = choice("Service type", ["ClusterIP", "NodePort", "LoadBalancer"])
local = toggle("Local traffic only")
replicas = number("Replicas", 2, 3)
"""
GRAPH = """\
with Diagram("Service", show=False):
    user = User("Client")
    service = Service(f"web\\n{kind}")
    with Cluster("Node 1"):
        near = [Pod(f"web-{place}") for place in range(replicas)]
    with Cluster("Node 2"):
        far = [Pod(f"far-{place}") for place in range(replicas)]
    user >> Edge(label=kind) >> Ingress("shop") >> service >> near
    if kind != "ClusterIP" and not local:
        service >> far
"""


def write_choices(folder: Path) -> None:
    """Write one script with all choices."""
    (folder / "service.py").write_text(HEAD + CHOICES + GRAPH)


def write_plain(folder: Path) -> None:
    """Write a script for each combination of the choices."""
    combinations = [
        (kind, local, replicas)
        for kind in ("ClusterIP", "NodePort", "LoadBalancer")
        for local in (False, True)
        for replicas in (2, 3)
    ]
    for number, (kind, local, replicas) in enumerate(combinations):
        values = f"{kind=}\n{local=}\n{replicas=}\n"
        (folder / f"service-{number:02}.py").write_text(HEAD + values + GRAPH)


def measure_build(write: Callable[[Path], None]) -> tuple[float, int]:
    """Return the seconds to render all figures with an empty cache, and how many outputs are stored."""
    with tempfile.TemporaryDirectory(prefix="bench-choices-") as folder:
        root = Path(folder)
        (root / "diagram_src").mkdir()
        write(root / "diagram_src")
        start = time.perf_counter()
        pipeline = Pipeline(Settings(root))
        try:
            pipeline.request_all()
            for name in pipeline.scripts.iterate_names():
                pipeline.render_figure(name)
        finally:
            pipeline.close()
        took = time.perf_counter() - start
        stored = sum(path.is_file() for path in (pipeline.store.folder / "figures").rglob("*"))
    return took, stored


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--times", type=int, default=5, help="how often each is rendered (default 5)")
    times = parser.parse_args().times
    runs = [(measure_build(write_choices), measure_build(write_plain)) for _ in range(times)]
    (choosing, stored), (apart, stored_apart) = (min(side) for side in zip(*runs, strict=True))
    print(f"one figure of 3 x 2 x 2 combinations: {choosing:.2f} s, {stored} distinct drawings stored")
    print(f"12 plain figures of the same graphs:  {apart:.2f} s, {stored_apart} distinct drawings stored")
    print(f"ratio: {choosing / apart:.2f}")


if __name__ == "__main__":
    main()
