"""What the conversation knows before the message is read."""

from collections.abc import Mapping
from enum import StrEnum

from shared.nlu.frozen import Frozen
from shared.nlu.intents import Intent


class Pending(StrEnum):
    """The question the shop asked last and still waits on."""

    NONE = "none"
    CHOOSE_PRODUCT = "choose_product"
    CHOOSE_VARIANT = "choose_variant"
    QUANTITY = "quantity"
    ADDRESS = "address"
    DELIVERY = "delivery"
    CONFIRM_QUOTE = "confirm_quote"
    PAYMENT = "payment"
    ORDER_CHOICE = "order_choice"
    CANCEL_CONFIRM = "cancel_confirm"
    RETURN_CONFIRM = "return_confirm"
    RATE = "rate"
    CODE = "code"
    EMAIL = "email"


class ShownProduct(Frozen):
    """One product of the last list, in the order it was shown."""

    product_id: str
    title: str
    price_minor: int = 0
    currency: str = ""
    options: Mapping[str, tuple[str, ...]] = {}


class Context(Frozen):
    """What was said and shown so far, as far as it changes what a message means.

    Attributes:
        language: the conversation's language, None before the first decided message.
        currency: ISO 4217 code a price without a currency is in (the brand's).
        selected_options: option names and values of the product at hand, `{"Size": ("42", "43")}`.
        has_media: the message carried a picture, a voice note, a sticker, a location or a contact.
    """

    language: str | None = None
    pending: Pending = Pending.NONE
    shown_products: tuple[ShownProduct, ...] = ()
    selected_product_id: str | None = None
    selected_options: Mapping[str, tuple[str, ...]] = {}
    last_intent: Intent | None = None
    brand: str = ""
    currency: str | None = None
    has_cart: bool = False
    has_open_order: bool = False
    has_media: bool = False


class ActionTap(Frozen):
    """A tapped button or list row; `id` is `verb:arg1:arg2` as the seller wrote it."""

    id: str
    title: str = ""
