"""From the model's words to the seller's answer; prices and titles come from tools' results."""

import re
from typing import Final

from functions.seller.phrasebook import shared_phrases
from functions.seller.planner.finish import finished
from functions.seller.planner.listing import PAGE, list_answer, listed
from functions.seller.planner.scene import set_scene
from functions.seller.steps import PlannerInput, Reply, Step
from shared.conversation.dialogue import Question
from shared.grounds.facts import Facts
from shared.models.cart import Cart
from shared.models.memory import Correction, Signal
from shared.models.message import Answer
from shared.models.product import ProductCard

_MARK: Final = re.compile(r"\s*\[\[([^\[\]]{1,64})\]\]")


def marked(text: str, facts: Facts) -> tuple[str, tuple[ProductCard, ...]]:
    """Return the text without its marks, and the products they name that a tool has shown."""
    named = dict.fromkeys(name.strip() for name in _MARK.findall(text))
    cards = tuple(facts.cards[name] for name in named if name in facts.cards)
    return _MARK.sub("", text).strip(), cards[:PAGE]


def reply(
    given: PlannerInput,
    text: str,
    shown: tuple[ProductCard, ...],
    cart: Cart | None,
    signals: tuple[Signal, ...],
    correction: Correction | None = None,
) -> Step:
    """Return the turn's end: the words, and below them the products as the catalog has them.

    A cart that a tool showed is noted, so that the next turn knows its lines; a quote made before
    no longer holds.
    """
    scene = set_scene(given, shared_phrases())
    notes = scene.notes
    if cart is not None:
        notes = notes.noting(cart=cart, quote=None)
    if shown:
        answer = list_answer(scene, text, shown, 0)
        notes = listed(notes, shown, None, len(shown))
    else:
        answer = Answer(message=text)
        if notes.question == Question.RATE:
            notes = notes.noting(question=Question.NONE)
    told = Reply(answer=answer, dialogue=notes, signals=signals, correction=correction)
    return finished(scene, told)
