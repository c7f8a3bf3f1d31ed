"""Wrong claims: what is said about Kubernetes so often that it has to be looked for. Pure.

`CLAIMS` of `misconceptions` lists them. A claim is looked for sentence by sentence. It may be denied ("is
not round robin"), asked about, or quoted so that readers see it is wrong: struck out, in an admonition of
the type `failure`, or in quotation marks below a heading that says so ("What people get wrong").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from live_diagrams.checks import Check, Diagnostic
from live_diagrams.checks.prose import Block

from .pages import Pages

WORDS = {
    "traffic": r"(?:traffic|packets?|requests?|connections?|calls?|bytes)",
    "moves": r"(?:goes|go|going|pass(?:es|ed|ing)?|flow(?:s|ed|ing)?|travel(?:s|led|ling)?|runs?|moves?|moved"
    r"|enters?|entered|comes?|cross(?:es|ed)?|(?:is|are|be|gets?|being) (?:\w+ )?"
    r"(?:sent|routed|forwarded|directed|proxied|passed|relayed|handed|carried))",
    "carries": r"(?:carr(?:y|ies|ying)|forward(?:s|ed|ing)?|rout(?:es?|ing)|prox(?:y|ies|ying)"
    r"|relay(?:s|ing)?|(?:load[- ])?balanc(?:es?|ing)|distribut(?:es?|ing)|handl(?:es?|ing)|receiv(?:es?|ing)"
    r"|accept(?:s|ing)?|intercept(?:s|ing)?|send(?:s|ing)?|pass(?:es|ing)?|mov(?:es?|ing)|deliver(?:s|ing)?|spread(?:s|ing)?)",
    "talk": r"(?:communicate|talk|(?:reach|find|see) (?:each other|one another)|speak|connect)(?:s|ing)?",
    "all": r"(?:all|every|each|any)",
    "not ready": r"(?:not[- ](?:yet[- ])?ready|unready|non-ready)",
    "ingress": r"(?:the|an|this|that|your|each|our) ingress(?: resource| object| rule| shop)?"
    r"(?![- ]?(?:controller|gateway|proxy|nginx|class|\w*point))\b",
    "virtual ip": r"(?:cluster ?ip|virtual ip|service[’']s (?:own |virtual |stable |cluster )?(?:ip|address)"
    r"|service ip)",
}
"""What stands for a word in patterns, as `{traffic}`."""

_DENIED = re.compile(
    r"\b(?:(?<!or )not(?! only| just| merely|[- ](?:yet[- ])?ready)|no(?! matter| doubt)|\w+n[’']t|never"
    r"|nor|neither|nothing|none|nobody|without|cannot|hardly|as if|wrong(?:ly)?|myths?|mistake\w*"
    r"|misconceptions?|misleading|false(?:ly)?|contrary|instead of|rather than|mostly bypass\w*)\b",
    re.IGNORECASE,
)
_DENIED_AFTER = re.compile(
    r"\W{0,3}(?:\w+ ){0,2}(?:is|are|was|were) (?:\w+ )?(?:wrong|false|untrue|not|a myth"
    r"|a mistake|mistaken|misleading)\b| (?:nothing|no|none|neither)\b",
    re.IGNORECASE,
)
_CLAUSE = re.compile(
    r"[;:|]|,? but |, and |, so | because | while |, which |^(?:if|when|although|since|once)\b[^,]*,",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"|„[^“]*“|«[^»]*»")
_WRONG_HEADING = re.compile(r"\b(?:wrong|myths?|mistakes?|misconceptions?)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Claim:
    """A wrong claim, and what is right.

    `patterns` find it: regular expressions in which a space is any white space, `…` is up to a few words of
    the same clause, `\\w+` may have an apostrophe, and `{word}` is one of `WORDS`. A word that denies makes
    the claim right, but for those that a pattern captures: "has (no) ClusterIP" is a claim by itself.
    `unless` are words that make the sentence right.
    """

    id: str
    why: str
    right: str
    source: str
    patterns: tuple[str, ...]
    unless: str = ""

    @property
    def rule(self) -> Check[Pages]:
        """The claim as a rule."""
        page = f"prose-checks/#{self.id}"
        return Check(self.id, "", self.why, lambda pages: wrong(pages, (self,)), self.source, page)

    @cached_property
    def _found(self) -> re.Pattern[str]:
        return re.compile("|".join(map(_expanded, self.patterns)), re.IGNORECASE)

    @cached_property
    def _unless(self) -> re.Pattern[str] | None:
        return re.compile(_expanded(self.unless), re.IGNORECASE) if self.unless else None

    def made_in(self, sentence: str) -> Iterator[re.Match[str]]:
        """Where a sentence makes the claim."""
        if not self._found.search(sentence) or sentence.rstrip('"”’)').endswith("?"):
            return
        if self._unless and self._unless.search(sentence):
            return
        for match in self._found.finditer(sentence):
            if not _denied(sentence, match):
                yield match


def _expanded(pattern: str) -> str:
    for name, words in WORDS.items():
        pattern = pattern.replace(f"{{{name}}}", words)
    pattern = pattern.replace(r"\w+ ", r"[\w’'-]+ ")
    pattern = pattern.replace(" … ", r"\b(?:[^;:|.]|\.(?=\w)){0,70}?[^\w;:|]").replace(" ", r"\s")
    return rf"(?<![\w-])(?:{pattern})(?!\w)"


def _denied(sentence: str, match: re.Match[str]) -> bool:
    """Whether words of its clause deny what was found in a sentence."""
    start = max((cut.end() for cut in _CLAUSE.finditer(sentence, 0, match.start() + 1)), default=0)
    start = min(start, match.start())
    others = sentence
    for at in range(1, (match.re.groups or 0) + 1):
        first, last = match.span(at)
        others = others[:first] + " " * (last - first) + others[last:] if last > first else others
    return bool(_DENIED.search(others, start, match.end()) or _DENIED_AFTER.match(sentence, match.end()))


def quoted(block: Block) -> list[tuple[int, int]]:
    """The spans of a block that readers see quoted as wrong."""
    spans = list(block.struck)
    if any(map(_WRONG_HEADING.search, block.headings)):
        spans += (match.span() for match in _QUOTED.finditer(block.text))
    return spans


def is_quoted(block: Block, start: int, end: int) -> bool:
    """Whether a part of a block is quoted as wrong; a span that is met at all is one of those."""
    return any(first < end and start < last for first, last in quoted(block))


def wrong(pages: Pages, claims: tuple[Claim, ...]) -> Iterator[Diagnostic]:
    """Every wrong claim that a page makes."""
    for held in pages.held:
        for block, start, sentence in held.prose.sentences():
            for claim in claims:
                for match in claim.made_in(sentence):
                    first, last = start + match.start(), start + match.end()
                    if not is_quoted(block, first, last):
                        said = " ".join(match[0].split())
                        message = f"“{said}”: {claim.right} ({claim.source})"
                        line = held.prose.line(block, first)
                        yield Diagnostic(held.page.path, line, claim.id, message)
                        break
