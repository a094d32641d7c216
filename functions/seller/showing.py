"""Shows what a model says on the web while it still speaks; the answer never waits for that."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Final

from functions.seller.steps import Ask
from shared.chat_words import Words, show_words
from shared.clients import redis_if_named
from shared.conversation.state import ConversationState
from shared.llm.answer import Delta
from shared.log import log
from shared.patience import in_time

if TYPE_CHECKING:
    from functions.seller.thinking.previewing import Preview

WRITE_SECONDS: Final = 0.25
"""A store slower than this shows nothing more of this answer."""

Write = Callable[[Words], Awaitable[bool]]
"""Shows words and tells whether they still may be; an `OSError` where nobody can be told."""


class Showing:
    """Between a model that speaks and the page of a shopper.

    Words are written one after the other, by a task of its own: while some are on their way the
    next ones gather, so that a slow store is written to less often and nobody waits for it.

    Args:
        preview: tells what is to be shown.
        write: shows it.
    """

    def __init__(self, preview: "Preview", write: Write) -> None:
        self._preview = preview
        self._write = write
        self._latest: Words | None = None
        self._writing: asyncio.Task[None] | None = None
        self._is_over = False

    async def hear(self, delta: Delta) -> None:
        """Take what the model said; see `OnDelta`."""
        words = self._preview.hear(delta)
        if words is None or self._is_over:
            return
        self._latest = words
        if self._writing is None or self._writing.done():
            self._writing = asyncio.create_task(self._write_all())

    async def end(self) -> None:
        """Let the last words arrive, or be too late; nothing of this answer runs after that."""
        if self._writing is not None:
            await self._writing

    async def _write_all(self) -> None:
        while self._latest is not None and not self._is_over:
            words, self._latest = self._latest, None
            try:
                self._is_over = not await in_time(self._write(words), WRITE_SECONDS)
            except OSError as error:
                self._is_over = True
                log().warning("words.not_shown", reason=str(error) or type(error).__name__)


def showing_of(state: ConversationState, ask: Ask | None) -> Showing | None:
    """Return what shows the words of a thought; None where nobody would see them.

    Only pages of the web grow; what becomes a person's draft is no shopper's to read.
    """
    turn, redis = state.active_turn, redis_if_named()
    if state.channel != "web" or state.owner != "seller" or redis is None:
        return None
    if ask is None or ask.grounds is None or turn is None or turn.lease is None:
        return None
    from functions.seller.thinking.gating import Gate
    from functions.seller.thinking.previewing import Preview

    preview = Preview(Gate(ask.grounds.problems), turn.turn_id, turn.lease.epoch)
    return Showing(preview, lambda words: show_words(redis, state.key, words))
