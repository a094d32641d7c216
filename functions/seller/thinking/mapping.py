"""From what a model asks for to the event that asks for it, or to what is wrong with it."""

from dataclasses import dataclass
from typing import Literal

from pydantic import ValidationError

from functions.seller.phrasebook import shared_phrases
from functions.seller.planner.naming import trait_named
from functions.seller.planner.scene import Scene, set_scene
from functions.seller.planner.stated import is_about_other
from functions.seller.steps import PlannerInput
from functions.seller.thinking.arguments import (
    Arguments,
    CartLine,
    CartSku,
    Code,
    Order,
    Remember,
    Taste,
)
from functions.seller.thinking.catalogue import TOOLS
from functions.seller.thinking.requests import event_for
from shared.events.event import Event
from shared.grounds.facts import Facts
from shared.llm.request import ToolUse
from shared.llm.structured import problems_of
from shared.models.memory import Trait
from shared.nlu.entities import Entities
from shared.nlu.intents import Intent


@dataclass(frozen=True, slots=True)
class Asked:
    """An event to publish; its result goes back to the model."""

    event: Event


@dataclass(frozen=True, slots=True)
class Flow:
    """The rules take over, as if the shopper had plainly said this."""

    intent: Intent
    entities: Entities


@dataclass(frozen=True, slots=True)
class Noted:
    """Something to remember, to keep away or to forget; nothing is asked of anybody."""

    trait: Trait
    how: Literal["liked", "disliked", "forgotten"]


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong with the call, a line each, for the model to mend."""

    problems: tuple[str, ...]


Meant = Asked | Flow | Noted | Wrong


def meant(use: ToolUse, given: PlannerInput, allowed: frozenset[str], facts: Facts) -> Meant:
    """Return what becomes of a tool call; `facts` are those the model has been told so far."""
    tool = TOOLS.get(use.name)
    if tool is None or use.name not in allowed:
        return Wrong((f"{use.name}: there is no such tool here",))
    try:
        arguments = tool.arguments.model_validate_json(use.arguments or "{}")
    except ValidationError as error:
        return Wrong(problems_of(error))
    scene = set_scene(given, shared_phrases())
    unknown = _unknown(use.name, arguments, scene, facts)
    if unknown:
        return Wrong((unknown,))
    if tool.flow is not None:
        number = arguments.number if isinstance(arguments, Order) else None
        return Flow(tool.flow, Entities(order_number=number))
    if isinstance(arguments, Taste):
        return _noted(arguments, scene)
    return Asked(event_for(use.name, arguments, scene))


def _noted(wish: Taste, scene: Scene) -> Noted | Wrong:
    if is_about_other(scene):
        return Wrong(("value: that is somebody else's, not the shopper's own",))
    trait = trait_named(wish.kind, wish.value, scene)
    if trait is None:
        return Wrong((f"value: no {wish.kind} that can be remembered",))
    if not isinstance(wish, Remember):
        return Noted(trait, "forgotten")
    return Noted(trait, "liked" if wish.wanted else "disliked")


def _unknown(name: str, arguments: Arguments, scene: Scene, facts: Facts) -> str:
    """Return what the arguments name that neither the shopper nor a tool ever did."""
    words = scene.text.casefold()
    match arguments:
        case CartLine() | CartSku() if arguments.sku not in facts.skus:
            return f"sku: {name} takes only a SKU from a tool's result"
        case Code() if arguments.code.casefold() not in words:
            return "code: the shopper wrote no such code"
        case Taste() if not _was_said(arguments, scene):
            return "value: the shopper did not say that"
        case _:
            return ""


def _was_said(wish: Taste, scene: Scene) -> bool:
    """A category is named by its id, which the shopper's words are understood as."""
    if wish.kind == "category" and wish.value == scene.entities.category:
        return True
    return wish.value.casefold() in scene.text.casefold()
