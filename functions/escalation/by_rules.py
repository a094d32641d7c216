"""What the rules know of a conversation handed over: at once, and without any model. Pure."""

from datetime import datetime
from typing import Final

from functions.escalation.doubts import doubt_in, facts_for
from functions.escalation.words import desk_phrases, note
from shared.conversation.desk import DeskHelp
from shared.conversation.state import ConversationState
from shared.models.brand import Brand
from shared.models.money import display
from shared.text import fit, one_line

_QUOTED: Final = 160
_READ: Final = 5
"""Of the shopper's lines, for doubts."""


def known_help(
    state: ConversationState, brand: Brand, reason: str | None, now: datetime
) -> DeskHelp:
    """Return what an agent is shown until, or unless, a model has said more."""
    language = state.language
    said = [line.text for line in state.transcript if line.sender == "customer"]
    doubt = doubt_in(said[-_READ:])
    return DeskHelp(
        sequence=state.sequence,
        at=now,
        lines=tuple(_lines(state, reason, said)),
        replies=(note("reply", language),),
        doubt=doubt,
        facts=facts_for(doubt, brand, language),
        reason=reason,
    )


def _lines(state: ConversationState, reason: str | None, said: list[str]) -> list[str]:
    notes, language = state.dialogue, state.language
    lines: list[str] = []
    if f"reason_{reason}" in desk_phrases():
        lines.append(note(f"reason_{reason}", language))
    if notes.choice:
        lines.append(note("product", language, title=notes.choice.title))
    if notes.cart and notes.cart.lines:
        total = display(notes.cart.totals.total, language)
        lines.append(note("cart", language, lines=len(notes.cart.lines), total=total))
    if notes.order_number:
        lines.append(note("order", language, number=notes.order_number))
    if said:
        lines.append(note("last_words", language, text=fit(one_line(said[-1]), _QUOTED)))
    return lines
