"""The words that we put on pages, in one language. Pure.

A message is written in English where it is used, and is its own key in the catalogues of other languages
(`assets/languages`), as in gettext. So English needs no catalogue; what has no translation is in English.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Words:
    """The messages of a language by their English; what is missing is said in English."""

    messages: Mapping[str, str] = field(default_factory=dict)

    def say(self, message: str, /, **values: object) -> str:
        """Return a message with its placeholders filled; values are text, and may contain braces."""
        text = self.messages.get(message, message)
        return text.format(**values) if values else text

    def join_and(self, items: Sequence[str]) -> str:
        """Return items as `a, b and c`."""
        if len(items) < 2:
            return "".join(items)
        return self.say("{items} and {last}", items=self.join_list(items[:-1]), last=items[-1])

    def join_or(self, items: Sequence[str]) -> str:
        """Return items as `a or b or c`."""
        return self.say(" or ").join(items)

    def join_list(self, items: Sequence[str]) -> str:
        """Return items as `a, b, c`."""
        return self.say(", ").join(items)


ENGLISH = Words()
