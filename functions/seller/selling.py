"""What a seller does with each event: who sits there, which record it is about, what is decided."""

from dataclasses import dataclass

from functions.seller.brains import is_silence_read, planner_of
from functions.seller.decide import (
    ask_of,
    on_message,
    on_news,
    on_result,
    on_thought,
    on_turn_expired,
    waits_for,
)
from functions.seller.model_call import answer_of
from functions.seller.seat import Seat
from functions.seller.showing import showing_of
from functions.seller.thoughts import take
from shared.brands import brands
from shared.clock import now
from shared.conversation.arrive import Arrival
from shared.conversation.handoff import end_idle
from shared.conversation.record import Outcome
from shared.conversation.state import CONVERSATIONS, ConversationState
from shared.errors import InvalidEventError
from shared.events.carts import CartAbandoned, CartUpdated
from shared.events.chat import (
    ChatConversationIdle,
    ChatIntentDetected,
    ChatThoughtDue,
    ChatTurnExpired,
)
from shared.events.failures import RequestFailed
from shared.events.orders import OrderFact, OrderResult
from shared.events.payments import PaymentFailed
from shared.events.products import ProductQueryResult, ProductRecommendResult
from shared.function import fault
from shared.function.delivery import Delivery
from shared.function.insisting import insist
from shared.llm.named import ModelOf
from shared.memory_reads import preferences_of

Result = CartUpdated | ProductQueryResult | ProductRecommendResult | OrderResult | RequestFailed
News = OrderFact | PaymentFailed


@dataclass(frozen=True)
class Selling:
    """The handlers of a seller.

    Attributes:
        model_of: the model of a brand, None where it has none.
    """

    model_of: ModelOf

    async def seat_of(self, delivery: Delivery, customer_id: str | None) -> Seat:
        """Return who sells in this delivery.

        Raises:
            InvalidEventError: the brand is none of ours.
        """
        brand = brands().get(delivery.brand)
        if brand is None:
            raise InvalidEventError(f"no brand {delivery.brand}")
        known = await preferences_of(delivery.store, brand.id, customer_id) if customer_id else None
        return Seat(brand, planner_of(brand.id, self.model_of(brand.id)), known)

    async def message_arrives(self, event: ChatIntentDetected, delivery: Delivery) -> None:
        """Take a shopper's message."""
        seat = await self.seat_of(delivery, event.customer_id)
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

    async def result_arrives(self, event: Result, delivery: Delivery) -> None:
        """Take a tool's result; one without a turn is of no use."""
        reply_to = event.reply_to
        if reply_to is None:
            return
        seat = await self.seat_of(delivery, _customer(reply_to.conversation))
        await delivery.apply_existing(
            CONVERSATIONS,
            reply_to.conversation,
            lambda state: on_result(state, reply_to, event, seat, delivery.now),
        )

    async def order_moves(self, event: News, delivery: Delivery) -> None:
        """Take order news: a result if the running turn waits for it, else something to tell.

        Without a conversation there is nothing to tell: an `OrderResult` did, or nobody chats.
        """
        if event.conversation is None:
            return
        key = event.conversation
        seat = await self.seat_of(delivery, event.customer_id)
        reply_to = event.reply_to if isinstance(event, OrderFact) else None

        def decide(state: ConversationState) -> Outcome:
            if reply_to is not None and waits_for(state, reply_to):
                return on_result(state, reply_to, event, seat, delivery.now)
            return on_news(state, event, seat, delivery.now)

        await delivery.apply_existing(CONVERSATIONS, key, decide)

    async def cart_is_abandoned(self, event: CartAbandoned, delivery: Delivery) -> None:
        """Remind the shopper of a cart, in the conversation used last."""
        seat = await self.seat_of(delivery, event.customer_id)
        query = {"state.brand": seat.brand.id, "state.customer_id": event.customer_id}
        latest = await delivery.store.find(
            CONVERSATIONS.collection, query, sort=(("state.last_message_at", -1),), limit=1
        )
        if latest:
            key: str = latest[0]["_id"]
            await delivery.apply_existing(
                CONVERSATIONS, key, lambda state: on_news(state, event, seat, delivery.now)
            )

    async def turn_expires(self, event: ChatTurnExpired, delivery: Delivery) -> None:
        """Look after a turn whose results do not come."""
        seat = await self.seat_of(delivery, _customer(event.conversation))
        await delivery.apply_existing(
            CONVERSATIONS,
            event.conversation,
            lambda state: on_turn_expired(state, event.turn_id, seat, delivery.now),
        )

    async def conversation_is_idle(self, event: ChatConversationIdle, delivery: Delivery) -> None:
        """End an automated conversation that fell silent; it may be read, where one may read."""
        is_read = delivery.brand in brands() and is_silence_read(delivery.brand)
        await delivery.apply_existing(
            CONVERSATIONS,
            event.conversation,
            lambda state: end_idle(state, event.last_sequence, delivery.now, is_read=is_read),
        )

    async def thought_is_due(self, event: ChatThoughtDue, delivery: Delivery) -> None:
        """Ask a model, if the lease is ours, and go on with its answer, or without.

        A replayed decision was made by another delivery, which may be asking; should it be dead,
        the turn's deadline knows.
        """
        seat = await self.seat_of(delivery, _customer(event.conversation))
        key = event.conversation
        taken = await delivery.apply_existing(
            CONVERSATIONS, key, lambda state: take(state, event, delivery.now)
        )
        if taken.replayed or not taken.result or taken.state is None:
            return
        fault.reach("before_outside")
        ask = ask_of(taken.state, seat, delivery.now)
        showing = showing_of(taken.state, ask)
        answer = await answer_of(self.model_of(seat.brand.id), ask, showing)
        fault.reach("after_outside")

        def go_on(state: ConversationState) -> Outcome:
            return on_thought(state, event, answer, seat, now())

        await insist(lambda: delivery.apply_existing(CONVERSATIONS, key, go_on, step="thought"))
        if showing is not None:
            await showing.end()


def _customer(conversation: str) -> str:
    return conversation.rpartition("|")[2]
