"""`python -m tests.mutation.hostile`: mutated cache entries and result messages, and what came of them.

Each mutant is a real entry, or the real result of a process, with a change in its bytes, in its structure, or
in the markup of a drawing. The engine reads it as in a build. Ends with 1 where a mutant raised anything but
an error of its figure, or where a published drawing has an element, a handler or an address that our painter
does not write. What is published is read by Python's own parser of HTML.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
import time
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import suppress
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from live_diagrams.cache import entries
from live_diagrams.engine.figure_cache import FigureCache
from live_diagrams.engine.pipeline import Pipeline
from live_diagrams.model import codec
from live_diagrams.model.embed import Embed
from live_diagrams.model.errors import FigureError
from live_diagrams.model.figure import Figure
from live_diagrams.model.job import Job
from live_diagrams.model.messages import Limits
from live_diagrams.model.settings import Settings
from live_diagrams.pages.figure.markup import compose_error, compose_figure
from live_diagrams.runner.pools.outcomes import FinishedJob, settle_future
from live_diagrams.runner.pools.pool import create_pool

SCRIPT = """
from diagrams import Cluster, Diagram, Edge
from diagrams.k8s.compute import Pod
from diagrams.k8s.network import Service
from live_diagrams import Step, ask, toggle
busy = toggle("Busy")
with Diagram("Shop", show=False):
    with Cluster("Namespace"):
        web = Service("web", nodeid="web", href="/web", tooltip="the Service")
        pods = [Pod(f"pod {n} <&>", fontcolor="red") for n in range(2)]
    web >> Step("asks", note="by *HTTP*") >> pods[0]
    web >> Edge(label="80", style="dotted") >> pods[1]
    ask("Which one?", answer="web", because="it *is*", among=["web", "pod"])
"""
ELEMENTS = frozenset("svg g a text tspan rect path polygon polyline ellipse circle use symbol image".split())
PIECES = (
    "<script>alert(1)</script>", "</svg>", "<image xlink:href='https://e.example/x'/>", '" onload="alert(1)',
    ' onclick="x"', "javascript:alert(1)", "url(https://e.example)", "<foreignObject>", "<!--", "-->", "]]>",
    "<![CDATA[", "&#106;avascript:", "<>", "</g>", "<g>", "<a xlink:href='javascript:x'>",
    "<style>*{}</style>",
    "\x00", "\ud800", "&", "<", '"', "'", "\\u0000", "9" * 400, "-1", "1e999", "null", "[]", "{}", "true",
    "../../etc/passwd", "/dev/zero", "https://e.example/",
)  # fmt: skip

OUTCOMES = ("refused", "harmless", "crashed", "published something foreign")


class Inspector(HTMLParser):
    """Reads published HTML, and notes in `foreign` what no figure of ours has inside its drawings."""

    def __init__(self) -> None:
        super().__init__()
        self.foreign: list[str] = []
        self._depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Check one element."""
        self._depth += tag == "svg"
        if tag in ("script", "style", "iframe", "object", "embed", "base", "meta", "link", "img") or (
            self._depth and tag not in ELEMENTS
        ):
            self.foreign.append(tag)
        for name, value in attrs:
            text = (value or "").strip().lower()
            is_address = name.endswith("href") or name in ("src", "action")
            allowed = (
                ("#", "data:image/png;base64,") if tag in ("use", "image") else ("#", "/", "http", "mailto:")
            )
            if name.startswith("on") or (is_address and tag != "a" and not text.startswith(allowed)):
                self.foreign.append(f"{tag} {name}={text[:40]}")
            if tag == "a" and is_address and text.startswith(("javascript", "data", "vbscript")):
                self.foreign.append(f"a {name}={text[:40]}")
            if name == "style" and "url(" in text:
                self.foreign.append(f"{tag} style={text[:40]}")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Check one empty element."""
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        """Note the end of a drawing."""
        self._depth -= tag == "svg"


def inspect_figures(figures: list[Figure] | FigureError) -> list[str]:
    """Return what is foreign in the HTML of figures, or of the error in their place."""
    embed = Embed("shop", alt="A shop")
    outcomes = [figures] if isinstance(figures, FigureError) else figures
    foreign: list[str] = []
    for outcome in outcomes:
        inspector = Inspector()
        if isinstance(outcome, FigureError):
            html = compose_error(embed, outcome)
        else:
            list(outcome.graph.iterate_nested())
            icons = {key: outcome.icons[key] for key in outcome.list_icon_keys()}
            html = compose_figure(embed, outcome, "shop", icons)
        html.encode()
        inspector.feed(html)
        inspector.close()
        foreign += inspector.foreign
    return foreign


def change_bytes(data: bytes, chance: random.Random) -> bytes:
    """Return bytes with a few of them changed, removed, repeated or replaced by something hostile."""
    changed = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 5))):
        start = chance.randrange(len(changed) + 1)
        end = min(len(changed), start + chance.choice((0, 1, 4, 50)))
        piece = chance.choice(
            (
                b"",
                chance.randbytes(4),
                bytes(changed[start:end]) * 2,
                chance.choice(PIECES).encode("utf-8", "replace"),
            )
        )
        changed[start:end] = piece
    return bytes(changed)


def change_value(value: Any, chance: random.Random) -> Any:
    """Return JSON with one value in it changed."""
    if isinstance(value, dict) and value and chance.random() < 0.95:
        preferred = [key for key in ("figures", "drawings", "body") if key in value and chance.random() < 0.8]
        key = chance.choice(preferred or sorted(value))
        return {**value, key: change_value(value[key], chance)}
    if isinstance(value, list) and value and chance.random() < 0.9:
        index = chance.randrange(len(value))
        return [*value[:index], change_value(value[index], chance), *value[index + 1 :]]
    if isinstance(value, str) and chance.random() < 0.8:
        if value.startswith('{"') and chance.random() < 0.8:  # a graph
            return json.dumps(change_value(json.loads(value), chance))
        start = chance.randrange(len(value) + 1)
        if chance.random() < 0.5:  # between two elements, if it has any
            start = value.find("><", start) + 1 or start
        end = min(len(value), start + chance.choice((0, 0, 1, 5, 40)))
        return value[:start] + chance.choice(PIECES) + value[end:]
    others: tuple[Any, ...] = (
        None,
        [],
        {},
        "",
        0,
        -1,
        10**12,
        1e300,
        [[[[]]]],
        True,
        "x" * 10**5,
        chance.choice(PIECES),
    )
    return chance.choice(others)


def mutate(content: bytes, chance: random.Random) -> bytes:
    """Return JSON that was changed in its values, in its bytes, or in both."""
    if chance.random() < 0.75:
        content = json.dumps(change_value(json.loads(content), chance)).encode("utf-8", "replace")
        if chance.random() < 0.8:
            return content
    return change_bytes(content, chance)


class Hostile:
    """One project with one script, whose cache and whose results are forged again and again."""

    def __init__(self, root: Path) -> None:
        (root / "diagram_src").mkdir()
        (root / "diagram_src" / "shop.py").write_text(SCRIPT, encoding="utf-8")
        self.settings = Settings(root, cache_dir="cache", workers=1)
        pipeline = Pipeline(self.settings)
        self.store = pipeline.store
        pipeline.request_all()
        pipeline.wait_for_requests()
        self.job: Job = next(iter(pipeline._requests))
        pipeline.close()
        pool = create_pool(Limits(60.0), 1)
        self.result = codec.encode(pool.submit(self.job).result(120).result)
        pool.close()
        self.entries = {
            path: (path.parts[-3], path.read_bytes())
            for path in sorted(root.glob("cache/*/*/*"))
            if path.is_file()
        }

    def try_entry(self, chance: random.Random) -> list[Figure] | None:
        """Forge one entry and all that leads to it; return the figures that the cache then has."""
        path = chance.choice([path for path, (kind, _) in self.entries.items() if kind != "sources"])
        kind, data = self.entries[path]
        forged = {path: change_bytes(data, chance)}
        if chance.random() < 0.9:  # sealed, as by somebody who knows how
            content = entries.unpack_entry(kind, path.name, data)
            changed = mutate(content, chance) if kind != "icons" else change_bytes(content, chance)
            if chance.random() < 0.005:
                changed = bytes(2**26)
            key = self.store.add("figures", changed) if kind == "figures" else path.name
            forged = {path: self.seal(kind, path.name, changed)}
            if kind == "figures":
                for other, (other_kind, recipe) in self.entries.items():
                    if other_kind == "recipes":
                        text = entries.unpack_entry("recipes", other.name, recipe).replace(
                            path.name.encode(), key.encode()
                        )
                        forged[other] = self.seal("recipes", other.name, text)
        for place, content in forged.items():
            place.write_bytes(content)
        try:
            cache = FigureCache(self.settings.root, self.settings.source_folder, self.store)
            return cache.find_figures(self.job)
        finally:
            for place in forged:
                place.write_bytes(self.entries[place][1])

    def seal(self, kind: str, key: str, content: bytes) -> bytes:
        """Return an entry with a valid seal, of whatever size."""
        body = zlib.compress(content, 1)
        signature = bytes(32)
        return b"live-diagrams-2\n" + entries._compute_seal(kind, key, signature + body) + signature + body

    def try_result(self, chance: random.Random) -> list[Figure] | FigureError:
        """Forge a result; return the figures that a build has of it, or the error in their place."""
        future: Future[FinishedJob] = Future()
        settle_future(future, self.job, mutate(self.result, chance), "printed")
        try:
            finished = future.result(0)
            cache = FigureCache(self.settings.root, self.settings.source_folder, self.store)
            return cache.add_result(self.job, finished.result)
        except FigureError as error:
            return error


def run(attempt: Callable[[random.Random], Any], count: int, seed: int) -> Iterator[tuple[str, str]]:
    """Yield what became of each mutant, and details of what must not be."""
    for number in range(count):
        chance = random.Random(f"{seed}/{number}")
        try:
            outcome = attempt(chance)
            foreign = inspect_figures(outcome) if outcome is not None else []
        except Exception as error:
            yield "crashed", f"mutant {seed}/{number}: {error!r}"
            continue
        if foreign:
            yield "published something foreign", f"mutant {seed}/{number}: {foreign[:3]}"
        elif outcome is None or isinstance(outcome, FigureError):
            yield "refused", ""
        else:
            yield "harmless", ""


def try_hostile(root: Path, count: int, seed: int) -> dict[str, Counter[str]]:
    """Return how many mutants of each kind were refused, were harmless, or did harm; print the last."""
    hostile = Hostile(root)
    totals: dict[str, Counter[str]] = {}
    for kind, attempt in (("entries", hostile.try_entry), ("results", hostile.try_result)):
        totals[kind] = Counter()
        for outcome, details in run(attempt, count, seed):
            totals[kind][outcome] += 1
            if details:
                print(details)
    return totals


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--count", type=int, default=10_000, help="mutants of each kind (default 10,000)")
    parser.add_argument("--seed", type=int, default=1, help="which mutants (default 1)")
    chosen = parser.parse_args()
    start = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        totals = try_hostile(Path(folder), chosen.count, chosen.seed)
    harm = 0
    for kind, counts in totals.items():
        harm += counts["crashed"] + counts["published something foreign"]
        outcomes = ", ".join(f"{counts[outcome]} {outcome}" for outcome in OUTCOMES)
        print(f"{kind}: {counts.total()} mutants, {outcomes}")
    print(f"in {time.perf_counter() - start:.0f} s")
    return int(harm > 0)


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        sys.exit(main())
