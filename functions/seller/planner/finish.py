"""What every ending gets: hello at first contact, news that waited, a second wish, tidy notes."""

from typing import Final

from functions.seller.planner.answers import MAX_BUTTONS, fitted, paragraphs
from functions.seller.planner.scene import Scene
from functions.seller.planner.stated import refused_aside, shops_for_other, stated, told
from functions.seller.planner.tools import Ending
from functions.seller.steps import Reply
from shared.conversation.dialogue import Dialogue
from shared.models.message import Action, ActionStyle, Answer
from shared.nlu.intents import Intent

_SECOND_WISHES: Final = {
    Intent.FAQ: ("questions", "faq"),
    Intent.ORDER_STATUS: ("orders", "order"),
    Intent.VIEW_CART: ("cart", "cart"),
    Intent.CHECKOUT: ("checkout", "checkout"),
}
"""Wishes beside the main one that a button can take up: its phrase and its verb."""


def finished(scene: Scene, ending: Ending) -> Ending:
    """Return the ending as it leaves the planner."""
    if scene.given.turn.kind == "news":
        return _fitted(ending, ending.dialogue)
    notes = _tidied(scene, ending)
    if isinstance(ending, Reply):
        ending = _remembered(scene, ending)
    if ending.answer is None:
        return ending.model_copy(update={"dialogue": notes})
    answer = _second_wish(scene, ending.answer)
    text = paragraphs(_before(scene, ending), answer.message)
    answer = answer.model_copy(update={"message": text})
    spoken = ending.model_copy(update={"answer": answer})
    return _fitted(spoken, notes.noting(greeted=True, held_news=()))


def _remembered(scene: Scene, ending: Reply) -> Reply:
    """What is looked at for somebody else tells nothing of the shopper."""
    is_theirs = not shops_for_other(scene)
    learnt = (one for one in ending.signals if is_theirs or one.kind in ("stated", "support"))
    signals, correction = (*learnt, *stated(scene)), ending.correction or refused_aside(scene)
    noted = correction is not None or any(one.kind == "stated" for one in signals)
    if scene.intent == Intent.STATE_PREFERENCE and not noted:
        heard, correction = told(scene)  # a model may have answered without noting it
        signals = (*signals, *heard)
    return ending.model_copy(
        update={
            "signals": signals,
            "correction": correction,
        }
    )


def _fitted(ending: Ending, notes: Dialogue) -> Ending:
    answer = fitted(ending.answer) if ending.answer else None
    return ending.model_copy(update={"answer": answer, "dialogue": notes})


def _tidied(scene: Scene, ending: Ending) -> Dialogue:
    """A message that led somewhere ends a row of failures."""
    failed = ending.dialogue.failures > scene.notes.failures
    said = scene.intent if scene.given.turn.understanding and scene.tap is None else None
    page = scene.message.page if scene.message else None
    return ending.dialogue.noting(
        failures=ending.dialogue.failures if failed else 0,
        for_other=shops_for_other(scene),
        viewed=page.product_id if page else ending.dialogue.viewed,
        last_intent=said or ending.dialogue.last_intent,
    )


def _before(scene: Scene, ending: Ending) -> str:
    first = not scene.notes.greeted and scene.intent != Intent.GREET and isinstance(ending, Reply)
    hello = scene.say("hello", seller=scene.brand.seller.name) if first else ""
    back = scene.say("handed_back") if scene.given.handed_back_summary else ""
    held = scene.notes.held_news
    waited = paragraphs(scene.say("while_away"), *held) if held else ""
    return paragraphs(back or hello, waited)


def _second_wish(scene: Scene, answer: Answer) -> Answer:
    wish = next((intent for intent in scene.also if intent in _SECOND_WISHES), None)
    replies = all(action.style == ActionStyle.REPLY for action in answer.actions)
    if wish is None or wish == scene.intent or not replies or len(answer.actions) >= MAX_BUTTONS:
        return answer
    name, verb = _SECOND_WISHES[wish]
    button: Action = scene.button(name, verb)
    if any(action.id == button.id for action in answer.actions):
        return answer
    message = paragraphs(answer.message, scene.say("second_wish", wish=button.title))
    return answer.model_copy(update={"message": message, "actions": (*answer.actions, button)})
