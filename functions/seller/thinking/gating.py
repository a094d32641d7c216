"""Words may be shown while the model still speaks, a sentence at a time and only if it may be said.

Pure. What was shown is never wrong; what is held back comes, or not, with the finished answer.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from shared.grounds.output import plain
from shared.grounds.problem import Problem

_END: Final = re.compile(r"[.!?…](?=\s)|\n")
_MARK: Final = re.compile(r"\s*\[\[[^\[\]]*\]\]")


@dataclass
class Gate:
    """Between a model that speaks and a shopper who reads.

    Attributes:
        problems: what a sentence must not say; it sees the facts of the turn so far.
    """

    problems: Callable[[str], tuple[Problem, ...]]
    _held: str = ""
    _is_shut: bool = False

    def hear(self, words: str) -> str:
        """Take the model's next words; return what may be shown now."""
        self._held += words
        end = max((found.end() for found in _END.finditer(self._held)), default=0)
        whole = self._held[:end]
        if self._is_shut or not whole or "[[" in _MARK.sub("", whole):
            return ""
        self._held = self._held[end:]
        return self._passed(whole)

    def restart(self) -> None:
        """Forget the words held back: another model starts anew."""
        self._held = ""
        self._is_shut = False

    def _passed(self, whole: str) -> str:
        shown = _MARK.sub("", whole)
        if plain(shown) != shown.strip() or self.problems(shown):
            self._is_shut = True
            return ""
        return shown
