"""What a shopper wrote in a conversation, asked of every store."""

from datetime import timedelta

from shared.conversation.record import record_inbound
from shared.conversation.said import NEWEST, Said, said_by
from shared.conversation.state import ConversationState
from shared.models.message import ActionTap, InboundMessage, MessageKind
from shared.stores.store import Store
from tests.shared.conversation.talking import ADDRESS, NOW

KEY = "fashion|whatsapp|c1|1"
FRESH = ConversationState(
    brand="fashion",
    channel="whatsapp",
    customer_id="c1",
    address=ADDRESS,
    language="en",
    opened_at=NOW,
    last_message_at=NOW,
)


async def write(store: Store, *messages: InboundMessage) -> None:
    state = FRESH
    for number, message in enumerate(messages):
        recorded = record_inbound(state, message, NOW + timedelta(minutes=number))
        state = recorded.state
        for insert in recorded.inserts:
            await store.insert(insert.collection, insert.document)


def typed(number: int, text: str, **more: object) -> InboundMessage:
    given = {"id": f"m{number}", "kind": MessageKind.TEXT, "text": text, **more}
    return InboundMessage.model_validate(given)


async def test_only_typed_words_of_this_shopper_and_conversation_are_said(store: Store) -> None:
    tap = ActionTap(id="yes", title="Yes")
    await write(
        store,
        typed(1, "hello"),
        typed(2, "Yes", action=tap),
        typed(3, "a friend's words", forwarded=True),
        typed(4, ""),
        typed(5, "I only wear black"),
    )

    assert await said_by(store, "c1", KEY) == (
        Said("hello", NOW),
        Said("I only wear black", NOW + timedelta(minutes=4)),
    )
    assert await said_by(store, "c2", KEY) == ()
    assert await said_by(store, "c1", "fashion|whatsapp|c1|2") == ()


async def test_of_a_long_conversation_the_newest_are_given_oldest_first(store: Store) -> None:
    await write(store, *(typed(number, f"line {number}") for number in range(NEWEST + 5)))

    said = await said_by(store, "c1", KEY)

    assert [one.text for one in said] == [f"line {number}" for number in range(5, NEWEST + 5)]
