"""Checkout: ask for what is missing, one thing at a time, then offer the exact quote."""

from functions.seller.planner.address import address_text, from_location, is_complete, read_address
from functions.seller.planner.answers import lines, paragraphs, row
from functions.seller.planner.cart import cart_request, left_of
from functions.seller.planner.cart_view import cart_reply, notice_text, notices_text
from functions.seller.planner.delivery import ask_delivery, only_option, option_said
from functions.seller.planner.faq import answer_question
from functions.seller.planner.hand_off import trouble
from functions.seller.planner.quote_view import quote_reply
from functions.seller.planner.scene import Scene
from functions.seller.planner.taps import tap_id
from functions.seller.planner.tools import Ending, Plan, ask_cart, straight
from functions.seller.steps import Reply
from shared.conversation.dialogue import Dialogue, Question
from shared.models.cart import Address
from shared.models.message import Answer, Location

_LONGEST_NAME = 80
_MENDED = 3
"""Lines brought down to the stock there is, before the shopper sees the quote."""
_SHORT = ("stock_short", "sold_out", "product_gone")


def advance(scene: Scene, notes: Dialogue | None = None, lead: str = "") -> Plan:
    """Go on with the checkout: the next thing missing is asked, else the quote is offered."""
    notes = (notes or scene.notes).noting(in_checkout=True, quote=None, question=Question.NONE)
    delivery_id = notes.delivery_id or only_option(scene.brand)
    recipient = notes.recipient or scene.given.profile_name.strip()
    if notes.address and recipient and delivery_id:
        address = notes.address.model_copy(update={"name": recipient[:_LONGEST_NAME]})
        return (yield from _quote(scene, notes, address, delivery_id, lead))
    updated = yield from ask_cart(cart_request(scene, "show"))
    if updated is None:
        return trouble(scene)
    if not updated.cart.lines:
        return cart_reply(scene, updated.cart, lead, notes=notes)
    lead = lines(lead, notices_text(scene, updated.cart.notices))
    notes = notes.noting(cart=updated.cart)
    if notes.address is None:
        return ask_address(scene, notes, lead)
    if not recipient:
        return _asking(scene, notes.noting(question=Question.RECIPIENT), lead, "ask_recipient")
    return ask_delivery(scene, notes, updated.cart, lead)


def ask_address(scene: Scene, notes: Dialogue, lead: str = "") -> Ending:
    """Ask where the order goes: typed, or shown on the map."""
    answer = Answer(message=paragraphs(lead, scene.say("ask_address")), ask_location=True)
    return Reply(
        answer=answer, dialogue=notes.noting(address_draft=None, question=Question.ADDRESS)
    )


def take_address(scene: Scene) -> Plan:
    """Read a typed address and go on; half an address is asked to be completed."""
    address = read_address(scene, scene.notes.address_draft)
    if address is None:
        return straight(
            _asking(scene, scene.notes.noting(question=Question.ADDRESS), "", "ask_address_again")
        )
    if not is_complete(address):
        notes = scene.notes.noting(address_draft=address, question=Question.ADDRESS)
        return straight(_asking(scene, notes, "", "ask_address_rest", street=address.line1))
    return advance(scene, scene.notes.noting(address=address, address_draft=None))


def volunteer_address(scene: Scene) -> Plan:
    """Take an address nobody asked for: for this checkout, or to be kept for the next."""
    address = read_address(scene, None)
    if scene.notes.in_checkout or address is None or not is_complete(address):
        return take_address(scene)
    return keep_address(scene, address)


def choose_delivery(scene: Scene) -> Plan:
    """Take the delivery option named and go on; a question about delivery is a FAQ."""
    chosen = option_said(scene)
    busy = scene.notes.in_checkout or bool(scene.notes.cart and scene.notes.cart.lines)
    if chosen is None or not busy:
        return answer_question(scene, "delivery")
    return advance(scene, scene.notes.noting(delivery_id=chosen))


def take_location(scene: Scene, location: Location) -> Plan:
    """Read back where a pin on the map is, to be confirmed as the delivery address."""
    address = from_location(location)
    if address is None:
        notes = scene.notes.noting(question=Question.ADDRESS)
        return straight(_asking(scene, notes, "", "location_without_address"))
    answer = Answer(
        message=scene.say("confirm_address", address=address_text(address)),
        actions=(
            scene.button("yes", "confirm", "address"),
            scene.button("other_address", "deny", "address"),
        ),
    )
    notes = scene.notes.noting(address_draft=address, question=Question.ADDRESS_CONFIRM)
    return straight(Reply(answer=answer, dialogue=notes))


def accept_draft(scene: Scene) -> Plan:
    """Take the address read back, and go on if this is a checkout."""
    draft = scene.notes.address_draft
    return keep_address(scene, draft) if draft else advance(scene)


def keep_address(scene: Scene, address: Address) -> Plan:
    """Keep an address, and go on if this is a checkout."""
    notes = scene.notes.noting(address=address, address_draft=None, question=Question.NONE)
    if scene.notes.in_checkout:
        return advance(scene, notes)
    answer = Answer(
        message=scene.say("address_kept"),
        actions=(scene.button("cart", "cart"), scene.button("categories", "cat")),
    )
    return straight(Reply(answer=answer, dialogue=notes))


def take_recipient(scene: Scene) -> Plan:
    """Take the name for the parcel."""
    return advance(scene, scene.notes.noting(recipient=scene.text[:_LONGEST_NAME]))


def change(scene: Scene) -> Plan:
    """Offer what can be changed before the order is placed."""
    names = ("items", "address", "delivery", "recipient", "code")
    ids = (
        tap_id("cart", "edit"), tap_id("checkout", "address"), tap_id("ship"),
        tap_id("checkout", "name"), tap_id("code"),
    )  # fmt: skip
    answer = Answer(
        message=scene.say("ask_change"),
        actions=tuple(
            row(scene.say(f"row_change_{name}"), id_) for name, id_ in zip(names, ids, strict=True)
        ),
        list_button=scene.say("list_options"),
    )
    return straight(Reply(answer=answer, dialogue=scene.notes.noting(question=Question.NONE)))


def change_part(scene: Scene, part: str) -> Plan:
    """Ask again for the part of the checkout that was tapped."""
    if part == "address":
        return straight(ask_address(scene, scene.notes.noting(address=None, in_checkout=True)))
    if part == "name":
        notes = scene.notes.noting(question=Question.RECIPIENT, in_checkout=True)
        return straight(_asking(scene, notes, "", "ask_recipient"))
    return change(scene) if part == "change" else advance(scene)


def _quote(scene: Scene, notes: Dialogue, address: Address, delivery_id: str, lead: str) -> Plan:
    request = cart_request(scene, "quote").model_copy(
        update={"address": address, "delivery_id": delivery_id}
    )
    updated = yield from ask_cart(request)
    for _ in range(_MENDED):
        if updated is None or updated.refusal is None or updated.refusal.code not in _SHORT:
            break
        lead = lines(lead, notice_text(scene, updated.refusal))
        short = updated.refusal
        left = (short.available or 0) if short.code == "stock_short" else 0
        yield from ask_cart(left_of(scene, short.sku, left))
        updated = yield from ask_cart(request)
    if updated is None:
        return trouble(scene)
    refusal = updated.refusal
    if refusal and refusal.code in ("country_not_served", "address_missing"):
        return ask_address(scene, notes.noting(address=None), notice_text(scene, refusal))
    if refusal and refusal.code == "delivery_unknown":
        return ask_delivery(scene, notes, updated.cart, notice_text(scene, refusal))
    if updated.quote is None:
        reason = notice_text(scene, refusal) if refusal and updated.cart.lines else ""
        return cart_reply(scene, updated.cart, lines(lead, reason), notes=notes)
    lead = lines(lead, notices_text(scene, updated.cart.notices))
    return quote_reply(scene, updated.quote, notes.noting(cart=updated.cart), lead)


def _asking(scene: Scene, notes: Dialogue, lead: str, key: str, **values: object) -> Reply:
    message = paragraphs(lead, scene.say(key, **values))
    is_place = notes.question == Question.ADDRESS
    return Reply(answer=Answer(message=message, ask_location=is_place), dialogue=notes)
