"""The agent loop of one brand's seller.

In: `store.chat.intent.detected`, results of its tool calls, order news, its own deadlines and
thoughts. Out: tool calls, thoughts due, `store.chat.response`, `store.sales.escalate`, memory
signals. State: `conversations` (the running turn is part of it), `messages`; words of a model that
still speaks go to Redis, for pages of the web.
"""

from functions.seller.brains import seller_model
from functions.seller.phrasebook import shared_phrases
from functions.seller.selling import Selling
from shared.events.carts import CartAbandoned, CartUpdated
from shared.events.chat import (
    ChatConversationIdle,
    ChatIntentDetected,
    ChatThoughtDue,
    ChatTurnExpired,
)
from shared.events.event import Event
from shared.events.failures import RequestFailed
from shared.events.orders import (
    OrderCancelled,
    OrderConfirmed,
    OrderCreated,
    OrderDelivered,
    OrderRefunded,
    OrderRejected,
    OrderResult,
    OrderReturned,
    OrderShipped,
)
from shared.events.payments import PaymentFailed
from shared.events.products import ProductQueryResult, ProductRecommendResult
from shared.function.serving import Function, serve
from shared.llm.named import ModelOf, prepare_models

RESULTS: tuple[type[Event], ...] = (
    CartUpdated,
    ProductQueryResult,
    ProductRecommendResult,
    OrderResult,
    RequestFailed,
)
NEWS: tuple[type[Event], ...] = (
    OrderCreated,
    OrderRejected,
    OrderConfirmed,
    OrderShipped,
    OrderDelivered,
    OrderCancelled,
    OrderReturned,
    OrderRefunded,
    PaymentFailed,
)


def seller_function(models: ModelOf) -> Function:
    """Return the function of sellers that think with these models."""
    selling = Selling(models)
    return Function(
        "ai-seller",
        on={
            ChatIntentDetected: selling.message_arrives,
            ChatTurnExpired: selling.turn_expires,
            ChatThoughtDue: selling.thought_is_due,
            ChatConversationIdle: selling.conversation_is_idle,
            CartAbandoned: selling.cart_is_abandoned,
            **dict.fromkeys(RESULTS, selling.result_arrives),
            **dict.fromkeys(NEWS, selling.order_moves),
        },
        prepare=prepare,
    )


def prepare() -> None:
    """Read the seller's brand and what sellers say; begin to load what thinks, if anything does."""
    shared_phrases()
    prepare_models(seller_model)


FUNCTION = seller_function(seller_model)
main = serve(FUNCTION)
