"""What is known before a message is read: what was said and shown, where it was written. Pure."""

from typing import Final

from shared.conversation.dialogue import Dialogue, Question
from shared.models.brand import Brand
from shared.models.message import InboundMessage
from shared.nlu.context import Context, Pending, ShownProduct

_OPEN: Final = frozenset(
    {
        Question.NONE,
        Question.CHOOSE_PRODUCT,
        Question.CHOOSE_VARIANT,
        Question.QUANTITY,
        Question.RATE,
    }
)
"""Questions that do not keep a shopper from speaking of the product before them."""


_AS_PENDING: Final = {
    Question.ADDRESS_CONFIRM: Pending.CANCEL_CONFIRM,
    Question.RECIPIENT: Pending.ADDRESS,
    Question.ORDER_ADDRESS: Pending.ADDRESS,
    Question.CLEAR_CONFIRM: Pending.CANCEL_CONFIRM,
    Question.FORGET_CONFIRM: Pending.CANCEL_CONFIRM,
    Question.FORGET_TASTES: Pending.CANCEL_CONFIRM,
    Question.CURRENCY: Pending.NONE,
}
"""Questions that the understanding knows by another word: a yes/no question is one to it."""


def nlu_context(dialogue: Dialogue, brand: Brand, message: InboundMessage) -> Context:
    """Return what the understanding needs to know of the conversation."""
    came_with = product_came_with(message, dialogue)
    products = dialogue.listing.products if dialogue.listing else ()
    choice = dialogue.choice
    return Context(
        language=dialogue.language,
        pending=_AS_PENDING.get(dialogue.question) or Pending(dialogue.question.value),
        shown_products=tuple(
            ShownProduct(
                product_id=product.product_id,
                title=product.title,
                price_minor=product.price.amount_minor,
                currency=product.price.currency,
                options=product.options,
            )
            for product in products
        ),
        selected_product_id=came_with or (choice.product_id if choice else None),
        selected_options=choice.values if choice and not came_with else {},
        last_intent=dialogue.last_intent,
        brand=brand.id,
        currency=brand.currency,
        has_cart=bool(dialogue.cart and dialogue.cart.lines),
        has_open_order=dialogue.order_number is not None,
    )


def product_came_with(message: InboundMessage, dialogue: Dialogue) -> str | None:
    """Return the product that a message came with, or that the shopper's page shows.

    A page counts when it is another one than at the message before, or when nothing was spoken of
    yet: what was chosen in the chat since then goes before a page that did not change.
    """
    return message.product_hint or product_on_page(message, dialogue)


def product_on_page(message: InboundMessage, dialogue: Dialogue) -> str | None:
    """Return the product on the shopper's page, if it counts."""
    viewed = message.page.product_id if message.page else None
    choice = dialogue.choice
    if viewed is None or dialogue.question not in _OPEN:
        return None
    if choice is not None and choice.product_id == viewed:
        return None  # at hand already, with what was settled about it
    nothing_yet = choice is None and dialogue.listing is None
    return viewed if nothing_yet or viewed != dialogue.viewed else None
