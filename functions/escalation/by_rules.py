"""What the rules know of a conversation handed over: at once, and without any model. Pure."""

from datetime import datetime
from typing import Final

from functions.escalation.words import desk_phrases, doubt_words, note
from shared.conversation.desk import DeskHelp, Doubt
from shared.conversation.state import ConversationState
from shared.models.brand import Brand
from shared.models.money import display
from shared.models.wire import in_language
from shared.nlu.words import keys_of
from shared.text import fit, one_line

DOUBTS: Final[tuple[Doubt, ...]] = ("price", "trust", "delivery")
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


def doubt_in(texts: list[str]) -> Doubt | None:
    """Return the doubt that the newest text with one shows."""
    for text in reversed(texts):
        keys = frozenset(keys_of(text))
        for doubt in DOUBTS:
            if keys & {key for word in doubt_words()[doubt] for key in keys_of(word)}:
                return doubt
    return None


def facts_for(doubt: Doubt | None, brand: Brand, language: str) -> tuple[str, ...]:
    """Return what the brand's policies say to a doubt, word for word."""
    policies = brand.policies
    texts = {
        None: (),
        "price": (policies.payment.text, policies.shipping.text),
        "trust": (policies.returns.text, policies.payment.text),
        "delivery": (policies.shipping.text,),
    }[doubt]
    return tuple(in_language(text, language) for text in texts)


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
