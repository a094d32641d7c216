"""What the seller remembers of a conversation from one turn to the next."""

from enum import StrEnum

from shared.events.products import Search
from shared.models.cart import Address, Cart, Quote
from shared.models.money import Money
from shared.models.product import Reason
from shared.models.wire import WireModel
from shared.nlu.intents import Intent


class Question(StrEnum):
    """What the seller asked last and still waits on; finer than what the understanding needs."""

    NONE = "none"
    CHOOSE_PRODUCT = "choose_product"
    CHOOSE_VARIANT = "choose_variant"
    QUANTITY = "quantity"
    CODE = "code"
    ADDRESS = "address"
    ADDRESS_CONFIRM = "address_confirm"
    RECIPIENT = "recipient"
    DELIVERY = "delivery"
    CONFIRM_QUOTE = "confirm_quote"
    PAYMENT = "payment"
    ORDER_CHOICE = "order_choice"
    CANCEL_CONFIRM = "cancel_confirm"
    RETURN_CONFIRM = "return_confirm"
    ORDER_ADDRESS = "order_address"
    CLEAR_CONFIRM = "clear_confirm"
    FORGET_CONFIRM = "forget_confirm"
    FORGET_TASTES = "forget_tastes"
    CURRENCY = "currency"
    RATE = "rate"


class Shown(WireModel):
    """A product of the last list."""

    product_id: str
    title: str
    price: Money
    options: dict[str, tuple[str, ...]] = {}
    """Values in stock per option name."""
    reasons: tuple[Reason, ...] = ()
    """What moved it up, for "why this one?"."""


class Listing(WireModel):
    """The last list: what was looked for, and the page shown of it."""

    search: Search | None = None
    """Absent when the products were recommended, so that there is no next page."""
    total: int = 0
    relaxed: tuple[str, ...] = ()
    """Filters of the search that were given up."""
    products: tuple[Shown, ...] = ()


class Choice(WireModel):
    """The product at hand and what was settled about it."""

    product_id: str
    title: str
    price: Money
    values: dict[str, tuple[str, ...]] = {}
    """Values in stock per option name."""
    options: dict[str, str] = {}
    """Values chosen so far."""
    sku: str | None = None
    """Once one variant is left."""
    quantity: int | None = None
    adding: bool = False
    """Put it into the cart as soon as one variant is left."""


class OrderTask(WireModel):
    """What the shopper wants done to an order while a question about it is open."""

    action: str
    number: str | None = None
    address: Address | None = None
    reason: str = ""


class Dialogue(WireModel):
    """The seller's notes on one conversation."""

    language: str | None = None
    greeted: bool = False
    proactive: bool = True
    """False after "stop": news then waits for the shopper's next message."""
    followed_orders: tuple[str, ...] = ()
    """Orders placed after "stop": their news is told."""
    held_news: tuple[str, ...] = ()
    """News not told yet, in the shopper's language, oldest first."""
    listing: Listing | None = None
    choice: Choice | None = None
    viewed: str | None = None
    """Product on the shopper's page when they wrote last."""
    question: Question = Question.NONE
    cart: Cart | None = None
    """As it was last seen; the cart function has the truth."""
    in_checkout: bool = False
    address: Address | None = None
    address_draft: Address | None = None
    """From a location, until the shopper says it is right."""
    recipient: str | None = None
    delivery_id: str | None = None
    quote: Quote | None = None
    """The one offered last; only it can be confirmed."""
    placed_quote: str | None = None
    """Id of the one that became the last order: a second tap on its button shows that order."""
    order_number: str | None = None
    """The order spoken of last."""
    orders: tuple[str, ...] = ()
    """Numbers of the orders listed last, in that order."""
    task: OrderTask | None = None
    rate_order: str | None = None
    """The order that the open satisfaction question is about."""
    told: tuple[str, ...] = ()
    """Order news that an answer already gave, as `<event type> <order number>`."""
    failures: int = 0
    """Messages in a row that led nowhere."""
    last_intent: Intent | None = None
    for_other: bool = False
    """They shop for somebody else: nothing is learnt of it, nothing remembered is used."""

    def noting(self, **changes: object) -> "Dialogue":
        """Return the notes with some of them changed.

        Raises:
            TypeError: there is no such note.
        """
        unknown = changes.keys() - type(self).model_fields.keys()
        if unknown:
            raise TypeError(f"no notes named {', '.join(sorted(unknown))}")
        return self.model_copy(update=changes)

    def next_conversation(self) -> "Dialogue":
        """Return what is still true when a new conversation of this shopper starts."""
        return Dialogue(
            language=self.language,
            proactive=self.proactive,
            followed_orders=self.followed_orders,
            held_news=self.held_news,
            cart=self.cart,
            address=self.address,
            recipient=self.recipient,
            delivery_id=self.delivery_id,
            order_number=self.order_number,
        )
