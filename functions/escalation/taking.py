"""Who has a conversation: taken from the queue or the seller, passed on to a colleague."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from functions.escalation.agents import AGENTS, AgentState
from functions.escalation.assigning import accept, give, release
from functions.escalation.owned import change_own, current
from shared.caller import Agent, agent_of
from shared.conversation.record import Outcome, record_system
from shared.conversation.state import CONVERSATIONS, ConversationState
from shared.errors import ProblemError
from shared.function.decision import Decision
from shared.function.delivery import Delivery
from shared.function.rest import change, ports_of, read_body, rest_delivery
from shared.models.wire import WireModel


class Transfer(WireModel):
    """Body of `POST …/transfer`."""

    agent_id: str


async def post_accept(request: Request) -> Response:
    """Take a conversation, from the queue or from the seller."""
    agent = agent_of(request)
    state = await current(request)
    delivery = rest_delivery(
        request, caller=agent.id, operation="support.accept", brand=state.brand
    )

    async def act(acting: Delivery) -> tuple[int, dict[str, Any]]:
        known = await acting.store.get(AGENTS.collection, agent.id)
        if known is None:
            taken = await _take_over(acting, state.key, agent)
        else:
            taken = await give(acting, state.key, AGENTS.load(known))
            taken = taken or await _take_over(acting, state.key, agent)
        if not taken:
            raise ProblemError(
                409, "Taken", "Somebody else has this conversation, or it is closed."
            )
        return 200, {"id": state.conversation_id, "status": "agent", "agentId": agent.id}

    return await change(request, delivery, act)


async def post_transfer(request: Request) -> Response:
    """Give a conversation to another agent."""
    agent_of(request)
    said = await read_body(request, Transfer)
    target = await ports_of(request).store.get(AGENTS.collection, said.agent_id)
    if target is None:
        raise ProblemError(404, "Not found", "There is no such agent.")
    other = AGENTS.load(target)

    def decide(state: ConversationState, agent: Agent, delivery: Delivery) -> Outcome:
        if state.agent_id != agent.id:
            return Decision(state)
        moved = state.model_copy(
            update={
                "agent_id": other.id,
                "agent_name": other.name,
                "agent_since": delivery.now,
                "agent_replied_at": None,
            }
        )
        return record_system(moved, f"transferred by {agent.name} to {other.name}", delivery.now)

    async def afterwards(delivery: Delivery, state: ConversationState, agent: Agent) -> None:
        await release(delivery, state.key, agent.id)
        await delivery.apply(
            AGENTS, other.id, lambda known: _with_chat(known, state.key), step=f"slot|{other.id}"
        )

    return await change_own(request, "support.transfer", decide, afterwards=afterwards)


def _with_chat(state: AgentState | None, key: str) -> Decision[AgentState | None]:
    if state is None or key in state.chats:
        return Decision(state)
    return Decision(state.model_copy(update={"chats": (*state.chats, key)}))


async def _take_over(delivery: Delivery, key: str, agent: Agent) -> bool:
    taken = await delivery.apply(
        CONVERSATIONS,
        key,
        lambda state: accept(state, AgentState(id=agent.id, name=agent.name), delivery),
        step=f"claim|{agent.id}|{key}",
    )
    return taken.state is not None and taken.state.agent_id == agent.id
