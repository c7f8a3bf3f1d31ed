"""Mutants of the guide's text: a wrong claim is said, a fact is changed, a date is lost, YAML is retyped.

    python -m tests.mutation.prose

The pages are read as they are, and every place is found by what it is: a plain paragraph, a dated fact, an
included manifest. So chapters may be reworded and extended. A kind that finds no place at all is an error.
"""

from __future__ import annotations

import itertools
import re
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from live_diagrams.pages import fences

from tests.support import ROOT

from . import guide
from .mutant import Mutant
from .sayings import SAYINGS

PAGES = ("docs/guide/*.md", "docs/blog/posts/*.md")
APART = re.compile(r"wrong|try it|check yourself|sources|references|connect", re.IGNORECASE)
"""Sections that have a form of their own."""
FORMS: Sequence[tuple[str, str]] = (
    ("at the end of a paragraph", "{} {}"),
    ("as a paragraph", "{}\n\n{}"),
    ("as an item", "{}\n\n- One.\n- {}"),
    ("in a table", "{}\n\n| What | Why |\n|---|---|\n| Remember | {} |"),
)

STRIDE = 11
"""From one paragraph of the guide to the next that something is said in: all pages have their share."""

SINCE = re.compile(r"\b(?:since|until) (?:Kubernetes )?1\.(\d\d)\b(?!\.)")
RETIRED = re.compile(r"\b(?:retired|archived)\b[^.;]*? in \[?(?:[A-Z][a-z]+) (20\d\d)")
RANGES = re.compile(r"\b(30000) to 32767\b|\bfrom 0 to (256)\b|\bdefault is (100)\b")
RELEASE = re.compile(r"\bv1\.(\d+)\.\d+\b")
AS_OF = re.compile(r",? ?\bas of [A-Z][a-z]+ \d{4},?", re.IGNORECASE)
ADDRESS = re.compile(r"(?<![\w.])((?:10\.96|10\.244|192\.0|198\.51|203\.0)\.\d+\.\d+)(?![\d/]|\.\d)")
HOST = re.compile(r"(?<![\w.-])shop\.example\.(com)\b")
PORT = re.compile(r"(?:[Pp]orts? |\d:)(\d{4,5})\b")
OBJECT = re.compile(r"\b(?:Service|Ingress|Route|Secret|IngressClass|Gateway|HTTPRoute) `([a-z-]+)`")
LINK = re.compile(r"\[([^\]]*)\]\(http[^)]*\)")
INCLUDED = re.compile(r'^ *(--8<-- "(manifests/[\w.-]+)")$')
VALUES = re.compile(
    r"^\s*(?:- )?(?:port|targetPort|nodePort|containerPort|number|weight|host|name|app|type|ready|namespace"
    r"|path|clusterIP|ingressClassName|externalName|termination|image): *(\S.*)$"
)


@dataclass(frozen=True)
class Text:
    """A page of the guide; `plain` are the lines outside of code, by number, each with its last heading."""

    path: str
    lines: tuple[str, ...]
    plain: tuple[tuple[int, str, str], ...]

    def paragraphs(self) -> Iterator[tuple[int, str]]:
        """Plain paragraphs of one line, of more than one sentence, with the number of the line."""
        for number, line, heading in self.plain:
            alone = (
                not self.lines[number - 2].strip() and not "".join(self.lines[number : number + 1]).strip()
            )
            if alone and re.match(r"[A-Z`].*\. .*\.$", line) and not APART.search(heading):
                yield number, line


def texts(root: Path) -> list[Text]:
    """The pages of the guide and the blog."""
    return [
        _text(path.relative_to(root).as_posix(), path.read_text(encoding="utf-8"))
        for pattern in PAGES
        for path in sorted(root.glob(pattern))
    ]


def _text(path: str, source: str) -> Text:
    body = source.split("\n").index("---", 1) + 1 if source.startswith("---\n") else 0
    heading, plain = "", []
    for number, line in fences.iterate_outside_lines(source):
        if number > body:
            heading = line if line.startswith("#") else heading
            plain.append((number, line, heading))
    return Text(path, tuple(source.split("\n")), tuple(plain))


def claims(pages: Sequence[Text]) -> Iterator[Mutant]:
    """Every saying, in one paragraph after the other, in one form after the other."""
    places = [(page.path, *place) for page in pages for place in page.paragraphs()]
    if places:
        spread = itertools.cycle(place for start in range(STRIDE) for place in places[start::STRIDE])
        said = [(rule, saying) for rule, sayings in SAYINGS.items() for saying in sayings]
        for (rule, saying), (path, number, line), (where, form) in zip(
            said, spread, itertools.cycle(FORMS), strict=False
        ):
            yield Mutant(path, number, line, form.format(line, saying), (rule,), f"a wrong claim {where}")


def numbers(pages: Sequence[Text]) -> Iterator[Mutant]:
    """Versions, years and limits that are others."""
    for page in pages:
        for number, line, heading in page.plain:
            if APART.search(heading) and "wrong" not in heading.casefold():
                continue
            for pattern, change, what in (
                (SINCE, lambda said: str(int(said) - 2), "the version of a fact"),
                (RELEASE, lambda said: str(int(said) + 1), "the release of a project"),
                (RETIRED, lambda said: str(int(said) - 1), "the year of a fact"),
                (RANGES, lambda said: str(int(said) + 24), "a limit"),
            ):
                for match in pattern.finditer(line):
                    yield _changed(page.path, number, line, match, change, ("version-fact",), what)


def _changed(
    path: str,
    number: int,
    line: str,
    match: re.Match[str],
    change: Callable[[str], str],
    rules: tuple[str, ...],
    what: str,
) -> Mutant:
    """The line with the group of a match changed."""
    group = match.lastindex or 0
    first, last = match.span(group)
    return Mutant(path, number, line, line[:first] + change(line[first:last]) + line[last:], rules, what)


def names(pages: Sequence[Text]) -> Iterator[Mutant]:
    """Addresses, hosts, ports and objects that are others, the first of its kind in a line."""
    for page in pages:
        for number, line, heading in page.plain:
            if APART.search(heading):
                continue
            for pattern, change, rule, what in (
                (ADDRESS, lambda said: f"{said.rpartition('.')[0]}.199", "text-address", "an address"),
                (HOST, lambda said: "net", "text-address", "a host"),
                (PORT, lambda said: str(int(said) + 3), "text-address", "a port"),
                (OBJECT, lambda said: f"{said}s", "text-object", "the name of an object"),
            ):
                if match := pattern.search(re.sub(r"\]\([^)]*\)", lambda link: "_" * len(link[0]), line)):
                    yield _changed(page.path, number, line, match, change, (rule,), f"{what} in the text")


def dates(pages: Sequence[Text]) -> Iterator[Mutant]:
    """Dates that are lost, old or still to come, in the front matter and beside facts."""
    for page in pages:
        front = next((n for n, line in enumerate(page.lines, 1) if re.match(r"as_of: \d{4}-", line)), 0)
        if front:
            line = page.lines[front - 1]
            yield Mutant(page.path, front, line, "", ("version-date",), "a page's date is lost")
            yield Mutant(page.path, front, line, "as_of: 2023-01", ("version-stale",), "a page's date is old")
            yield Mutant(
                page.path, front, line, "as_of: 2999-01", ("version-stale",), "a page's date is to come"
            )
        for number, line, _ in page.plain:
            for match in AS_OF.finditer(line):
                old = line.replace(match[0], re.sub(r"\d{4}", "2019", match[0]), 1)
                yield Mutant(page.path, number, line, old, ("version-stale",), "a fact's date is old")
                if not front and SINCE.search(line) and len(AS_OF.findall(line)) == 1:
                    without = line.replace(match[0], "", 1)
                    yield Mutant(page.path, number, line, without, ("version-date",), "a fact's date is lost")


def sources(pages: Sequence[Text]) -> Iterator[Mutant]:
    """Facts whose only source is lost."""
    for page in pages:
        for number, line, _ in page.plain:
            if (SINCE.search(line) or RETIRED.search(line) or RELEASE.search(line)) and LINK.search(line):
                without = LINK.sub(r"\1", line)
                yield Mutant(page.path, number, line, without, ("version-source",), "a fact's source is lost")


def excerpts(root: Path) -> Callable[[Sequence[Text]], Iterator[Mutant]]:
    """Manifests that are retyped in place of being included, with one value that is another."""

    def found(pages: Sequence[Text]) -> Iterator[Mutant]:
        for page in pages:
            for number, line in enumerate(page.lines, 1):
                if match := INCLUDED.match(line):
                    held = (root / "docs" / match[2]).read_text(encoding="utf-8").rstrip().split("\n")
                    for new in _retyped(held):
                        text = f"\n{line[: match.start(1)]}".join(new)
                        yield Mutant(
                            page.path, number, match[1], text, ("yaml-excerpt",), "a value in retyped YAML"
                        )

    return found


def _retyped(held: Sequence[str]) -> Iterator[list[str]]:
    """A manifest with its first value of a kind changed, then its last."""
    places = [at for at, line in enumerate(held) if VALUES.match(line)]
    for at in dict.fromkeys(places[:1] + places[-1:]):
        match = VALUES.match(held[at])
        assert match
        value = match[1]
        another = str(int(value) + 1) if value.isdigit() else f"{value}x"
        yield [*held[:at], held[at][: match.start(1)] + another, *held[at + 1 :]]


def encoding(pages: Sequence[Text]) -> Iterator[Mutant]:
    """Text that was read in the wrong encoding, once a page."""
    for page in pages:
        for number, line in itertools.islice(page.paragraphs(), 1):
            garbled = "\u2019".encode().decode("cp1252")
            new = f"{line} That{garbled}s all."
            yield Mutant(page.path, number, line, new, ("broken-encoding",), "an encoding")


def mutants(root: Path) -> list[Mutant]:
    """Every mutant of the text of a project's guide.

    Raises:
        LookupError: The pages have no place for a kind of them, so that nothing would be learnt.
    """
    pages = texts(root)
    found: list[Mutant] = []
    for kind in (claims, numbers, names, dates, sources, excerpts(root), encoding):
        some = list(kind(pages))
        if not some:
            raise LookupError(f"no page has a place for {kind.__name__}: look at what finds it in {__file__}")
        found += some
    return list(dict.fromkeys(found))


def main() -> int:
    """Print what was found and what was not; 1 where anything was not."""
    try:
        every = mutants(ROOT)
    except LookupError as error:
        sys.exit(str(error))
    missed = []
    with tempfile.TemporaryDirectory(prefix="mutation-") as folder, guide.opened(ROOT, Path(folder)) as copy:
        if copy.problems:
            sys.exit(
                "the guide has problems before anything is changed:\n" + "\n".join(map(str, copy.problems))
            )
        for mutant in every:
            found = {problem.rule for problem in copy.found(mutant)}
            if not found & set(mutant.rules):
                missed.append(f"{mutant}: found by {', '.join(sorted(found)) or 'nothing'}")
    print(f"{len(every)} mutants of the text, {len(every) - len(missed)} found by a right rule")
    for each in missed:
        print(f"not found: {each}")
    return int(bool(missed))


if __name__ == "__main__":
    sys.exit(main())
