"""Discount codes: ask, apply, take away; each refusal has its own words."""

from functions.seller.planner.cart import cart_request
from functions.seller.planner.cart_view import cart_reply, notice_text
from functions.seller.planner.hand_off import trouble
from functions.seller.planner.scene import Scene
from functions.seller.planner.tools import Plan, ask_cart, straight
from functions.seller.steps import Reply
from shared.conversation.dialogue import Question
from shared.models.message import Answer

_LONGEST_CODE = 32


def code_said(scene: Scene) -> str | None:
    """Return the code a message names; while one is asked for, a single word is one."""
    if scene.entities.code:
        return scene.entities.code
    single = scene.text and len(scene.text.split()) == 1 and len(scene.text) <= _LONGEST_CODE
    return scene.text if single and scene.notes.question == Question.CODE else None


def ask_code(scene: Scene) -> Plan:
    """Ask for the code."""
    answer = Answer(message=scene.say("ask_code"), actions=(scene.button("no_code", "cart"),))
    return straight(Reply(answer=answer, dialogue=scene.notes.noting(question=Question.CODE)))


def apply_code(scene: Scene, code: str | None) -> Plan:
    """Use a code on the cart."""
    if not code:
        return ask_code(scene)
    return _changed(scene, code.strip().upper(), applying=True)


def remove_code(scene: Scene, code: str | None) -> Plan:
    """Take a code away; without its name, the one there is."""
    used = scene.notes.cart.codes if scene.notes.cart else ()
    named = code or (used[-1] if used else "")
    return _changed(scene, named.strip().upper(), applying=False)


def _changed(scene: Scene, code: str, *, applying: bool) -> Plan:
    request = cart_request(scene, "apply_code" if applying else "remove_code", code=code)
    updated = yield from ask_cart(request)
    if updated is None:
        return trouble(scene)
    if updated.refusal:
        return cart_reply(scene, updated.cart, notice_text(scene, updated.refusal))
    discount = updated.cart.totals.discount.model_copy(
        update={"amount_minor": abs(updated.cart.totals.discount.amount_minor)}
    )
    key = (
        "code_removed" if not applying else "code_applied" if discount.amount_minor else "code_kept"
    )
    return cart_reply(
        scene, updated.cart, scene.say(key, code=code, amount=scene.voice.money(discount))
    )
