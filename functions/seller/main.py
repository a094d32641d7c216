"""The agent loop of one brand's seller.

In: `store.chat.intent.detected`, results of its tool calls, order news, its own deadlines.
Out: tool calls, `store.chat.response`, `store.sales.escalate`, memory signals.
State: `conversations` (the running turn is part of it), `messages`.
"""

from collections.abc import Awaitable, Callable
from typing import Any

from functions.seller.decide import Seat, on_message, on_news, on_result, on_turn_expired, waits_for
from functions.seller.phrasebook import shared_phrases
from functions.seller.planner.rules import next_step
from shared.brands import brands
from shared.conversation.arrive import Arrival
from shared.conversation.handoff import end_idle
from shared.conversation.record import Outcome
from shared.conversation.state import CONVERSATIONS, ConversationState
from shared.errors import InvalidEventError
from shared.events.carts import CartAbandoned, CartUpdated
from shared.events.chat import ChatConversationIdle, ChatIntentDetected, ChatTurnExpired
from shared.events.event import Event
from shared.events.failures import RequestFailed
from shared.events.orders import (
    OrderCancelled,
    OrderConfirmed,
    OrderCreated,
    OrderDelivered,
    OrderFact,
    OrderRefunded,
    OrderRejected,
    OrderResult,
    OrderReturned,
    OrderShipped,
)
from shared.events.payments import PaymentFailed
from shared.events.products import ProductQueryResult, ProductRecommendResult
from shared.function.decision import Decision
from shared.function.delivery import Delivery
from shared.function.serving import Function, serve
from shared.memory_reads import preferences_of

Result = CartUpdated | ProductQueryResult | ProductRecommendResult | OrderResult | RequestFailed
News = OrderFact | PaymentFailed


async def seat_of(delivery: Delivery, customer_id: str | None) -> Seat:
    """Return who sells in this delivery.

    Raises:
        InvalidEventError: the brand is none of ours.
    """
    brand = brands().get(delivery.brand)
    if brand is None:
        raise InvalidEventError(f"no brand {delivery.brand}")
    known = await preferences_of(delivery.store, brand.id, customer_id) if customer_id else None
    return Seat(brand, next_step, known)


async def message_arrives(event: ChatIntentDetected, delivery: Delivery) -> None:
    """Take a shopper's message."""
    seat = await seat_of(delivery, event.customer_id)
    arrival = Arrival(
        brand=seat.brand.id,
        channel=delivery.channel,
        customer_id=event.customer_id,
        address=event.address,
        profile_name=event.profile_name,
        sent_at=event.sent_at,
        message=event.message,
        understanding=event.understanding,
        fallback_language=seat.brand.language,
    )
    await delivery.apply(
        CONVERSATIONS,
        event.conversation,
        lambda state: on_message(state, arrival, seat, delivery.now),
    )


async def result_arrives(event: Result, delivery: Delivery) -> None:
    """Take a tool's result; one without a turn is of no use."""
    reply_to = event.reply_to
    if reply_to is None:
        return
    seat = await seat_of(delivery, _customer(reply_to.conversation))
    await _existing(
        delivery,
        reply_to.conversation,
        lambda state: on_result(state, reply_to, event, seat, delivery.now),
    )


async def order_moves(event: News, delivery: Delivery) -> None:
    """Take order news: a result if the running turn waits for it, else something to tell.

    Without a conversation there is nothing to tell: an `OrderResult` did, or nobody chats.
    """
    if event.conversation is None:
        return
    key = event.conversation
    seat = await seat_of(delivery, event.customer_id)
    reply_to = event.reply_to if isinstance(event, OrderFact) else None

    def decide(state: ConversationState) -> Outcome:
        if reply_to is not None and waits_for(state, reply_to):
            return on_result(state, reply_to, event, seat, delivery.now)
        return on_news(state, event, seat, delivery.now)

    await _existing(delivery, key, decide)


async def cart_is_abandoned(event: CartAbandoned, delivery: Delivery) -> None:
    """Remind the shopper of a cart, in the conversation used last."""
    seat = await seat_of(delivery, event.customer_id)
    query = {"state.brand": seat.brand.id, "state.customer_id": event.customer_id}
    latest = await delivery.store.find(
        CONVERSATIONS.collection, query, sort=(("state.last_message_at", -1),), limit=1
    )
    if latest:
        key: str = latest[0]["_id"]
        await _existing(delivery, key, lambda state: on_news(state, event, seat, delivery.now))


async def turn_expires(event: ChatTurnExpired, delivery: Delivery) -> None:
    """Look after a turn whose results do not come."""
    seat = await seat_of(delivery, _customer(event.conversation))
    await _existing(
        delivery,
        event.conversation,
        lambda state: on_turn_expired(state, event.turn_id, seat, delivery.now),
    )


async def conversation_is_idle(event: ChatConversationIdle, delivery: Delivery) -> None:
    """End an automated conversation that fell silent."""
    await _existing(
        delivery,
        event.conversation,
        lambda state: end_idle(state, event.last_sequence, delivery.now),
    )


async def _existing(
    delivery: Delivery, key: str, decide: Callable[[ConversationState], Outcome]
) -> None:
    def decided(state: ConversationState | None) -> Decision[Any]:
        return Decision(None) if state is None else decide(state)

    await delivery.apply(CONVERSATIONS, key, decided)


def _customer(conversation: str) -> str:
    return conversation.rpartition("|")[2]


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
HANDLERS: dict[type[Event], Callable[[Any, Delivery], Awaitable[None]]] = {
    ChatIntentDetected: message_arrives,
    ChatTurnExpired: turn_expires,
    ChatConversationIdle: conversation_is_idle,
    CartAbandoned: cart_is_abandoned,
    **dict.fromkeys(RESULTS, result_arrives),
    **dict.fromkeys(NEWS, order_moves),
}


def prepare() -> None:
    """Read the seller's brand and what sellers say."""
    shared_phrases()
    list(brands())


FUNCTION = Function("ai-seller", on=HANDLERS, prepare=prepare)
main = serve(FUNCTION)
