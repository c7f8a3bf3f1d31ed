"""Facts with a number: what became stable when, how far a range goes; and who says otherwise. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from live_diagrams.checks import Diagnostic

from .dates import Dated, dated, day_of
from .pages import Pages

_KEPS = "https://github.com/kubernetes/enhancements/tree/master/keps"
_OPENSHIFT = "https://github.com/openshift/api/blob/master/route/v1/types.go"


@dataclass(frozen=True)
class Fact:
    """What happened to something, and when: `when` is a version or a month.

    `what` is in the clause that says when; `about` is there too, or before it in the paragraph.
    """

    about: str
    what: str
    when: str
    source: str

    @cached_property
    def is_month(self) -> bool:
        """Whether it has a month, not a version."""
        return " " in self.when

    def is_meant(self, said: str, around: str) -> bool:
        """Whether a clause is about it; what it is about may stand elsewhere in the paragraph."""
        return bool(re.search(self.what, said, re.I) and re.search(self.about, around, re.I))

    def agrees(self, when: str) -> bool:
        """Whether a date or a version is the right one, or leaves it open."""
        version = re.fullmatch(r"v?\d+\.\d+(\.\d+)?", when)
        if self.is_month:
            return bool(version) or when == self.when[-4:] or _month(when) == self.when
        return not version or when.lstrip("v") == self.when


@dataclass(frozen=True)
class Range:
    """Numbers that belong to something: `pattern` finds them in a sentence that `about` is in.

    Where `is_clear`, nothing else has such numbers, and `about` may be in the paragraph around it.
    """

    about: str
    pattern: str
    numbers: tuple[str, ...]
    source: str
    is_clear: bool = False


FACTS = (
    Fact(r"sidecar", r"\b(?:stable|GA)\b", "1.33", f"{_KEPS}/sig-node/753-sidecar-containers"),
    Fact(r"\bEndpoints\b", r"deprecated", "1.33", f"{_KEPS}/sig-network/4974-deprecate-endpoints"),
    Fact(r"nftables", r"\b(?:stable|GA)\b", "1.33", f"{_KEPS}/sig-network/3866-nftables-proxy"),
    Fact(r"\bipvs\b", r"deprecated", "1.35", f"{_KEPS}/sig-network/5495-deprecate-ipvs-mode-in-kube-proxy"),
    Fact(
        r"trafficDistribution|PreferSame(?:Zone|Node)",
        r"\b(?:stable|GA)\b",
        "1.35",
        f"{_KEPS}/sig-network/3015-prefer-same-node",
    ),
    Fact(
        r"networking\.k8s\.io|\bIngress\b",
        r"\bv1\b(?!\.\d)",
        "1.19",
        "https://kubernetes.io/docs/reference/using-api/deprecation-guide/#ingress-v122",
    ),
    Fact(
        r"loadBalancerIP",
        r"deprecated",
        "1.24",
        "https://kubernetes.io/docs/concepts/services-networking/service/#loadbalancer",
    ),
    Fact(r"ingress-nginx", r"retired", "March 2026", "https://github.com/kubernetes/ingress-nginx"),
    Fact(
        r"ingress-nginx", r"last (?:release|version)", "1.15.1", "https://github.com/kubernetes/ingress-nginx"
    ),
    Fact(r"InGate", r"archived", "June 2026", "https://github.com/kubernetes-retired/ingate"),
    Fact(
        r"Gateway API",
        r"Gateway API[^.;:|]*v\d|v\d\S* (?:of|is|was)[^.;:|]*(?:Gateway|release)|current release",
        "1.6.1",
        "https://github.com/kubernetes-sigs/gateway-api/releases",
    ),
)
"""More special ones first: a clause is held against the first that it is about."""

RANGES = (
    Range(
        r"node ?ports?|on every node",
        r"(\d{2}[,.]?\d{3}) (?:to|–|-|through) (\d{2}[,.]?\d{3})",
        ("30000", "32767"),
        "https://kubernetes.io/docs/concepts/services-networking/service/#type-nodeport",
        is_clear=True,
    ),
    Range(r"weight", r"(?:from |is |between )?(\d+) (?:to|–|-|through) (\d+)", ("0", "256"), _OPENSHIFT),
    Range(r"weight", r"default (?:\w+ )?(?:is|of) (\d+)", ("100",), _OPENSHIFT),
    Range(
        r"EndpointSlices?|slices?",
        r"(?:about|most|than|to) (\d+) (?:entries|endpoints)",
        ("100",),
        "https://kubernetes.io/docs/concepts/services-networking/endpoint-slices/",
    ),
)


def facts(pages: Pages) -> Iterator[Diagnostic]:
    """`version-fact`: a wrong number is believed like a right one, the more so with a source beside it.

    Source: https://kubernetes.io/releases/
    """
    for one in dated(pages):
        if one.is_date:
            continue
        fact = _meant(one)
        if fact and not fact.agrees(one.when):
            message = f"“{one.said}”: it is {fact.when} ({fact.source})"
            yield Diagnostic(one.held.page.path, one.line, "version-fact", message)
    for held in pages.held:
        for block, start, sentence in held.prose.sentences():
            for known in RANGES:
                if not re.search(known.about, block.around if known.is_clear else sentence, re.I):
                    continue
                for match in re.finditer(known.pattern, sentence, re.I):
                    if tuple(re.sub(r"[,.]", "", number) for number in match.groups()) != known.numbers:
                        right = " to ".join(known.numbers)
                        message = f"“{match[0]}”: it is {right} ({known.source})"
                        line = held.prose.line(block, start + match.start())
                        yield Diagnostic(held.page.path, line, "version-fact", message)


def _meant(one: Dated) -> Fact | None:
    """The fact that a clause is about: by its own words, else by those around or above it."""
    text = one.block.text
    first = max((text.rfind(mark, 0, one.start) + 1 for mark in ";:|,("), default=0)
    last = min(
        (at for mark in ";:|," if (at := text.find(mark, one.start + len(one.said))) >= 0), default=len(text)
    )
    clause = text[first:last]
    sentence = next(
        (said for start, said in reversed(list(one.block.sentences())) if start <= one.start), clause
    )
    for around in (clause, sentence, one.block.around, " ".join(one.block.headings)):
        for fact in FACTS:
            if fact.is_meant(clause, around):
                return fact
    return None


def _month(when: str) -> str:
    """A date as its month in words, or nothing where it is none."""
    try:
        return f"{day_of(when):%B %Y}"
    except (ValueError, IndexError):
        return ""
