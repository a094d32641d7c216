"""What a shopper may read of an answer that a model has not finished. Pure."""

from dataclasses import dataclass
from typing import Final

from functions.seller.thinking.gating import Gate
from shared.chat_words import Words
from shared.llm.answer import Delta, Restarted

MAX_CHANGES: Final = 40
"""In one answer of a model: whoever speaks in more pieces is shown the rest with the message."""


@dataclass
class Preview:
    """An answer as far as it may be shown, sentence by sentence.

    Attributes:
        gate: holds back what may not be said.
        turn_id: of the turn.
        epoch: of the lease under which the model is asked.
    """

    gate: Gate
    turn_id: str
    epoch: int
    _text: str = ""
    _changes: int = 0

    def hear(self, delta: Delta) -> Words | None:
        """Take what a model said; return what is to be shown now, None if nothing changes."""
        if isinstance(delta, Restarted):
            return self._begin_anew()
        passed = self.gate.hear(delta.text)
        self._text += passed
        if not passed.strip() or self._changes >= MAX_CHANGES:
            return None
        return self._words()

    def _begin_anew(self) -> Words | None:
        self.gate.restart()
        had, self._text = self._text, ""
        return self._words(taken_back=True) if had.strip() else None

    def _words(self, *, taken_back: bool = False) -> Words:
        self._changes += 1
        return Words(
            turn_id=self.turn_id, epoch=self.epoch, text=self._text.strip(), taken_back=taken_back
        )
