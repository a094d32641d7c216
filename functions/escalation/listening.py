"""What the hand-off does with events."""

from functions.escalation.assigning import (
    assign,
    conversation_of,
    give_back,
    give_back_all,
)
from shared.events.chat import ChatMessageRecorded
from shared.events.sales import (
    SalesAssignmentDue,
    SalesInsight,
    SalesSuggestion,
)
from shared.function.delivery import Delivery


async def assignment_due(event: SalesAssignmentDue, delivery: Delivery) -> None:
    """Look again: at the queue, at a silent agent, at an agent who may be gone."""
    match event.check:
        case "queue":
            await assign(delivery, event.conversation)
        case "presence":
            if event.agent_id is not None:
                await give_back_all(delivery, event.agent_id, "the agent went offline")
        case "first_reply":
            state = await conversation_of(delivery, event.conversation)
            waits = (
                state is not None
                and state.conversation_id == event.conversation_id
                and state.agent_id == event.agent_id
                and state.agent_replied_at is None
            )
            if waits and event.agent_id is not None:
                await give_back(
                    delivery, event.conversation, event.agent_id, "the agent did not answer"
                )


async def insight_arrives(event: SalesInsight, delivery: Delivery) -> None:
    """Keep a figure; ratings are kept a second time where they are looked up."""
    document = {
        "_id": delivery.origin.cause,
        "brand": delivery.brand,
        "at": delivery.now,
        **event.model_dump(exclude_none=True),
    }
    await delivery.store.insert("insights", document)
    if event.kind == "rated":
        await delivery.store.insert("ratings", document)


async def suggestion_arrives(event: SalesSuggestion, delivery: Delivery) -> None:
    """The suggestion is kept in the conversation as its draft; nothing more is needed yet."""
    _ = event, delivery


async def message_recorded(event: ChatMessageRecorded, delivery: Delivery) -> None:
    """A shopper wrote while waiting: look whether somebody is free by now."""
    state = await conversation_of(delivery, event.conversation)
    if state is not None and state.status == "queued":
        await assign(delivery, event.conversation)
