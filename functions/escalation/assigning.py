"""Assignment over two documents: take a slot, claim the conversation, release the slot if lost.

Two assigners may run at once: the claim is one conditional write, so a chat never goes to two
agents, and slots are one conditional write, so no agent gets more than the maximum.
"""

from datetime import timedelta
from typing import Final

from functions.escalation.agents import (
    AGENTS,
    AgentState,
    candidates,
    free_slot,
    is_gone,
    take_slot,
)
from functions.escalation.words import say
from shared.conversation.handoff import claim, requeue
from shared.conversation.record import Outcome, record_answer, then
from shared.conversation.state import CONVERSATIONS, ConversationState
from shared.events.sales import SalesAssignmentDue, SalesEscalationAccepted, SalesInsight
from shared.function.decision import Decision, Emit
from shared.function.delivery import Delivery
from shared.models.message import Answer

FIRST_REPLY_WITHIN: Final = timedelta(seconds=120)
LOOK_AGAIN: Final = timedelta(seconds=60)
QUEUE: Final = {"state.status": "queued"}
BY_PLACE: Final = (("state.queued_at", 1), ("_id", 1))


async def conversation_of(delivery: Delivery, key: str) -> ConversationState | None:
    """Return a conversation as it is now."""
    document = await delivery.store.get(CONVERSATIONS.collection, key)
    return CONVERSATIONS.load(document) if document else None


async def assign(delivery: Delivery, key: str) -> bool:
    """Give a queued conversation to an agent; tell the shopper, once, when nobody is free."""
    conversation = await conversation_of(delivery, key)
    if conversation is None or conversation.status != "queued":
        return False
    agents = [AGENTS.load(one) for one in await delivery.store.find("agents", {}, limit=500)]
    for agent in candidates(agents, conversation, delivery.now):
        if await give(delivery, key, agent):
            return True
    position = await place_in_queue(delivery, conversation)
    await delivery.apply(
        CONVERSATIONS, key, lambda state: _wait(state, position, delivery), step=f"busy|{key}"
    )
    return False


async def give(delivery: Delivery, key: str, agent: AgentState) -> bool:
    """Give a conversation to this agent, if the agent has room and nobody else was quicker."""
    slot = await delivery.apply(
        AGENTS,
        agent.id,
        lambda state: take_slot(state, key, delivery.now),
        step=f"slot|{agent.id}|{key}",
    )
    if not (slot.result or {}).get("taken"):
        return False
    claimed = await delivery.apply(
        CONVERSATIONS,
        key,
        lambda state: accept(state, agent, delivery),
        step=f"claim|{agent.id}|{key}",
    )
    if claimed.state is not None and claimed.state.agent_id == agent.id:
        return True
    await release(delivery, key, agent.id)
    return False


async def release(delivery: Delivery, key: str, agent_id: str) -> None:
    """Give the agent's slot back."""
    await delivery.apply(
        AGENTS, agent_id, lambda state: free_slot(state, key), step=f"free|{agent_id}|{key}"
    )


async def serve_queue(delivery: Delivery) -> int:
    """Assign as many queued conversations as there is room for, the longest waiting first."""
    waiting = await delivery.store.find(CONVERSATIONS.collection, QUEUE, sort=BY_PLACE, limit=50)
    return sum([await assign(delivery, one["_id"]) for one in waiting])


async def give_back_all(delivery: Delivery, agent_id: str, reason: str) -> None:
    """Queue a gone agent's conversations again, each with the place it had."""
    document = await delivery.store.get(AGENTS.collection, agent_id)
    agent = AGENTS.load(document) if document else None
    if agent is None or not is_gone(agent, delivery.now):
        return
    for key in agent.chats:
        await give_back(delivery, key, agent_id, reason)


async def give_back(delivery: Delivery, key: str, agent_id: str, reason: str) -> None:
    """Queue one conversation of an agent again, free the slot, look for somebody else."""

    def decide(state: ConversationState | None) -> Decision[ConversationState | None]:
        if state is None or state.agent_id != agent_id:
            return Decision(state)
        again = requeue(state, reason, delivery.now)
        return Decision(again.state, again.emits, again.inserts, again.cancels)

    await delivery.apply(CONVERSATIONS, key, decide, step=f"requeue|{key}")
    await release(delivery, key, agent_id)
    await assign(delivery, key)


async def place_in_queue(delivery: Delivery, conversation: ConversationState) -> int:
    """Return how many wait before this conversation, plus one."""
    if conversation.queued_at is None:
        return 1
    before = {**QUEUE, "state.queued_at": {"$lt": conversation.queued_at}}
    return await delivery.store.count(CONVERSATIONS.collection, before) + 1


def accept(
    state: ConversationState | None, agent: AgentState, delivery: Delivery
) -> Decision[ConversationState | None]:
    """Return the claim of a conversation, the words for the shopper and the events about it."""
    if state is None or state.status not in {"queued", "automated"}:
        return Decision(state)
    waited = delivery.now - (state.queued_at or delivery.now)
    claimed = claim(state, agent.id, agent.name, delivery.now)
    joined = Answer(message=say("joined", state.language, agent=agent.name))
    told = record_answer(
        claimed.state, joined, delivery.now, sender="system", sender_name=agent.name
    )
    accepted = SalesEscalationAccepted(
        conversation=state.key,
        conversation_id=state.conversation_id,
        agent_id=agent.id,
        agent_name=agent.name,
        waited_seconds=int(waited.total_seconds()),
    )
    insight = SalesInsight(
        kind="accepted",
        conversation_id=state.conversation_id,
        agent_id=agent.id,
        reason=state.escalation_reason,
        seconds=int(waited.total_seconds()),
    )
    silent = SalesAssignmentDue(
        conversation=state.key,
        conversation_id=state.conversation_id,
        check="first_reply",
        agent_id=agent.id,
    )
    emits = (
        Emit(accepted, state.conversation_id, brand=state.brand, channel=state.channel),
        Emit(insight, state.conversation_id, brand=state.brand, channel=state.channel),
        Emit(
            silent,
            state.conversation_id,
            brand=state.brand,
            not_before=delivery.now + FIRST_REPLY_WITHIN,
            timer="first_reply",
        ),
    )
    both: Outcome = then(then(claimed, told), Decision(told.state, emits=emits))
    return Decision(both.state, both.emits, both.inserts, (*both.cancels, "queue"))


def _wait(
    state: ConversationState | None, position: int, delivery: Delivery
) -> Decision[ConversationState | None]:
    if state is None or state.status != "queued":
        return Decision(state)
    look = SalesAssignmentDue(
        conversation=state.key, conversation_id=state.conversation_id, check="queue"
    )
    timer = Emit(
        look,
        state.conversation_id,
        brand=state.brand,
        not_before=delivery.now + LOOK_AGAIN,
        timer="queue",
    )
    if state.busy_told:
        return Decision(state.model_copy(), emits=(timer,))
    told = record_answer(
        state.model_copy(update={"busy_told": True}),
        Answer(message=say("busy", state.language, position=position)),
        delivery.now,
        sender="system",
        sender_name="",
    )
    return Decision(told.state, (*told.emits, timer), told.inserts, told.cancels)
