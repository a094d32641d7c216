"""Understands a message: language, intent, entities, sentiment, brand, customer, conversation.

In: `store.chat.message.new`. Out: `store.chat.intent.detected` to the brand's seller.
State: none of its own; reads conversations and products, introduces new customers.
"""

from functions.intent.brand import brand_for
from functions.intent.opinion import reading_model, second_opinion
from shared.brands import brands
from shared.clients import redis_client, redis_if_named
from shared.conversation.dialogue import Dialogue
from shared.conversation.reading import nlu_context
from shared.conversation.state import CONVERSATIONS, ConversationState, conversation_key
from shared.customers import customer_of
from shared.errors import InvalidEventError
from shared.events.chat import ChatIntentDetected, ChatMessageNew
from shared.function.decision import Emit
from shared.function.delivery import Delivery
from shared.function.serving import Function, serve
from shared.llm.named import prepare_models
from shared.models.brand import Brand
from shared.models.message import InboundMessage, MessageKind
from shared.models.session import ConversationContext, ShoppingContext
from shared.nlu.context import ActionTap, Context
from shared.nlu.meaning import Understanding
from shared.nlu.understanding import understand
from shared.nlu.vocabulary import Vocabulary
from shared.sessions import touch
from shared.settings import settings
from shared.vocabularies import vocabularies

WORDS = frozenset({MessageKind.TEXT, MessageKind.ACTION, MessageKind.ORDER, MessageKind.FORM})


async def on_message(event: ChatMessageNew, delivery: Delivery) -> None:
    """Publish what a message means."""
    customer_id = await customer_of(delivery.store, event.address, delivery.now)
    if customer_id is None:
        raise InvalidEventError("the sender has no identity")
    brand = brand_for(
        brands(), event.address, event.message, named=delivery.origin.brand, last=None
    )
    if brand is None:
        raise InvalidEventError("the message is for no brand of ours")
    key = conversation_key(brand.id, delivery.channel, customer_id)
    document = await delivery.store.get(CONVERSATIONS.collection, key)
    state = CONVERSATIONS.load(document) if document else None
    words = await vocabularies().of(brand, delivery.store)
    understanding = await second_opinion(
        _understand(event.message, brand, state, words),
        event.message,
        brand,
        key,
        words,
        reading_model(brand.id),
    )
    detected = ChatIntentDetected(
        customer_id=customer_id,
        conversation=key,
        address=event.address,
        profile_name=event.profile_name,
        sent_at=event.sent_at,
        message=event.message,
        understanding=understanding,
    )
    await delivery.publish(Emit(detected, key, brand=brand.id))
    await touch(
        delivery.store,
        redis_client(),
        conversation=_where(detected, state),
        shopping=_shopping(state),
        customer_id=customer_id,
        channel=delivery.channel,
        brand=brand.id,
        now=delivery.now,
    )


def _where(detected: ChatIntentDetected, state: ConversationState | None) -> ConversationContext:
    return ConversationContext(
        conversation=detected.conversation,
        current_intent=detected.understanding.intent.value,
        last_agent=state.agent_name if state else None,
        last_message=detected.message.id,
        pending_action=state.dialogue.question.value if state else None,
    )


def _shopping(state: ConversationState | None) -> ShoppingContext:
    if state is None:
        return ShoppingContext()
    listing, choice = state.dialogue.listing, state.dialogue.choice
    search = listing.search if listing else None
    return ShoppingContext(
        cart_id=state.dialogue.cart.id if state.dialogue.cart else None,
        viewed_products=(choice.product_id,) if choice else (),
        searches=(search.text,) if search else (),
        category=search.category if search else None,
    )


def _understand(
    message: InboundMessage, brand: Brand, state: ConversationState | None, words: Vocabulary
) -> Understanding:
    known = nlu_context(state.dialogue if state else Dialogue(), brand, message)
    context = known.model_copy(
        update={
            "language": state.language if state else None,
            "has_media": message.kind not in WORDS,
        }
    )
    action = message.action
    return understand(
        message.text,
        context=context,
        vocabulary=words,
        locale_prior=brand.locales[0],
        action=ActionTap(id=action.id, title=action.title) if action else None,
    )


def prepare() -> None:
    """Read the words of all languages; load what sessions are kept with, and what reads, if any."""
    understand("hello", context=Context(), vocabulary=Vocabulary(), locale_prior="en-US")
    redis_if_named()
    if settings().llm_understanding:
        prepare_models(reading_model)


FUNCTION = Function("intent", on={ChatMessageNew: on_message}, prepare=prepare)
main = serve(FUNCTION)
