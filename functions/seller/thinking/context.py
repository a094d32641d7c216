"""What a model is given to think with: the same beginning always, then this talk, within a budget.

Everything that others wrote (the shopper, notes, memory, titles) is fenced and named by its source.
"""

import json
from collections.abc import Sequence
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Final

from functions.seller.steps import PlannerInput
from functions.seller.thinking.results import cart_told
from shared.decay import FAINT, weight
from shared.events.sales import TranscriptLine
from shared.grounds.fencing import fenced
from shared.llm.fitting import newest_that_fit
from shared.llm.prices import tokens_of
from shared.llm.request import Message
from shared.models.brand import Brand
from shared.models.memory import Preferences
from shared.models.money import display
from shared.text import fit

CONTEXT_TOKENS: Final = 3000
"""For what is known and what was said before; instructions, tools and this turn come on top."""
LINES: Final = 20
_LINE: Final = 1000
_SUMMARY: Final = 600
_TOP: Final = 5
_WORDS: Final = Path(__file__).parent


def prefix_of(brand: Brand) -> tuple[str, ...]:
    """Return what every call for a brand begins with."""
    policies = brand.policies
    values = {
        "seller": brand.seller.name,
        "brand": brand.name,
        "voice": brand.seller.voice,
        "currency": brand.currency,
        "categories": ", ".join(f"{one.id}: {one.name['en']}" for one in brand.categories),
        "returns": policies.returns.text["en"],
        "delivery": policies.shipping.text["en"],
        "payment": policies.payment.text["en"],
    }
    persona = words("persona")
    for name, value in values.items():
        persona = persona.replace(f"{{{name}}}", value)
    return (words("conduct"), persona)


def opening(
    given: PlannerInput, transcript: Sequence[TranscriptLine], budget: int = CONTEXT_TOKENS
) -> tuple[Message, ...]:
    """Return the talk so far, ending with the shopper's message.

    What is known comes first; of what was said, the newest that still fits.

    Args:
        given: the turn and what is known around it.
        transcript: what was said before this turn, oldest first.
        budget: tokens for all of it but the shopper's message.
    """
    known = _known(given)
    newest = map(_line, reversed(transcript[-LINES:]))
    said = newest_that_fit(newest, budget - tokens_of(known), lambda one: one.text)
    text = given.turn.message.text if given.turn.message else ""
    return (
        Message(role="user", text=known),
        *said,
        Message(role="user", text=fenced("shopper", text)),
    )


@cache
def words(name: str) -> str:
    """Return a text beside this module: `conduct`, `persona`, `again`."""
    return (_WORDS / f"{name}.md").read_text("utf-8").strip()


def _line(line: TranscriptLine) -> Message:
    text = fit(line.text, _LINE)
    if line.sender == "bot":
        return Message(role="assistant", text=text)
    source = "shopper" if line.sender == "customer" else line.sender
    return Message(role="user", text=fenced(source, text))


def _known(given: PlannerInput) -> str:
    notes = given.dialogue
    language = notes.language or given.brand.language
    if given.turn.understanding is not None:
        language = given.turn.understanding.language
    parts = [f"language: {language}", f"channel: {given.channel}"]
    parts.append(f"open question: {notes.question.value}")
    if notes.order_number:
        parts.append(f"order spoken of last: {notes.order_number}")
    parts += _data("profile", given.profile_name)
    parts += _data("cart", _json(cart_told(notes.cart, language)) if notes.cart else "")
    parts += _data("products shown last", _shown(given, language))
    parts += _data("page", _page(given))
    parts += _data("memory", _memory(given))
    parts += _data("note of a colleague", fit(given.handed_back_summary, _SUMMARY))
    return "\n".join(parts)


def _data(source: str, text: str) -> list[str]:
    return [fenced(source, text)] if text.strip() else []


def _shown(given: PlannerInput, language: str) -> str:
    listing, choice = given.dialogue.listing, given.dialogue.choice
    shown = [
        {
            "place": place,
            "id": one.product_id,
            "title": one.title,
            "price": display(one.price, language),
        }
        for place, one in enumerate(listing.products if listing else (), start=1)
    ]
    at_hand = (
        {"id": choice.product_id, "title": choice.title, "sku": choice.sku} if choice else None
    )
    return _json({"list": shown, "at_hand": at_hand}) if shown or at_hand else ""


def _page(given: PlannerInput) -> str:
    """What the shopper has before them as they write: "this one" is the product of it."""
    message = given.turn.message
    page = message.page.wire() if message and message.page else {}
    asked = {"asksAbout": message.product_hint} if message and message.product_hint else {}
    seen = {name: one for name, one in {**page, **asked}.items() if one}
    return _json(seen) if seen else ""


def _memory(given: PlannerInput) -> str:
    """What was said apart from what was noticed; nothing while they shop for somebody else."""
    known = given.preferences
    if known is None or given.dialogue.for_other:
        return ""
    told = {
        "said": _liked(known, given.turn.started_at, explicit=True),
        "noticed": _liked(known, given.turn.started_at, explicit=False),
        "not_wanted": [one.value for one in known.disliked[-_TOP:]],
    }
    return _json(found) if (found := {name: one for name, one in told.items() if one}) else ""


def _liked(known: Preferences, at: datetime, *, explicit: bool) -> dict[str, list[str]]:
    kinds = {
        "categories": known.categories,
        "makes": known.manufacturers,
        "colours": known.colours,
        "sizes": known.sizes,
        "features": known.features,
    }
    weighed = {
        name: sorted(
            (one for one in values if one.explicit == explicit and weight(one, at) >= FAINT),
            key=lambda one: -weight(one, at),
        )
        for name, values in kinds.items()
    }
    return {name: [one.value for one in found[:_TOP]] for name, found in weighed.items() if found}


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
