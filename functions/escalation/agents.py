"""An agent: presence, capacity, the chats at hand. All pure."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final, Literal

from shared.conversation.state import ConversationState
from shared.events.sales import SalesAssignmentDue
from shared.function.decision import Decision, Emit
from shared.function.ledger import RecordKind
from shared.models.wire import WireModel

OFFLINE_AFTER: Final = timedelta(seconds=45)
"""Three heartbeats of 15 seconds."""
REQUEUED_AFTER: Final = timedelta(seconds=120)
DEFAULT_CHATS: Final = 4

Presence = Literal["online", "away", "offline"]


class AgentState(WireModel):
    """One agent. `chats` are the slots taken: never more than `max_active_chats`."""

    id: str
    name: str
    presence: Presence = "offline"
    last_heartbeat: datetime | None = None
    max_active_chats: int = DEFAULT_CHATS
    brands: tuple[str, ...] = ()
    """Empty = all."""
    languages: tuple[str, ...] = ()
    """Empty = all."""
    chats: tuple[str, ...] = ()
    """Keys of the conversations at hand."""


AGENTS = RecordKind("agents", AgentState)


class Heartbeat(WireModel):
    """Body of `POST /v1/support/agents/me/presence`; what is absent stays."""

    status: Presence = "online"
    max_active_chats: int | None = None
    brands: tuple[str, ...] | None = None
    languages: tuple[str, ...] | None = None


def beat(
    state: AgentState | None, agent_id: str, name: str, said: Heartbeat, now: datetime
) -> Decision[AgentState]:
    """Take a heartbeat; if it is the last one, the agent's chats are queued again."""
    known = state or AgentState(id=agent_id, name=name)
    changes = said.model_dump(exclude_none=True, exclude={"status"})
    after = known.model_copy(update={**changes, "presence": said.status, "last_heartbeat": now})
    due = SalesAssignmentDue(
        conversation="", conversation_id="", check="presence", agent_id=agent_id
    )
    timer = Emit(due, agent_id, not_before=now + REQUEUED_AFTER, timer="presence")
    return Decision(after, emits=(timer,))


def is_online(agent: AgentState, now: datetime) -> bool:
    """Tell whether an agent is there: online by choice, and heard from lately."""
    heard = agent.last_heartbeat
    return agent.presence == "online" and heard is not None and now - heard < OFFLINE_AFTER


def is_gone(agent: AgentState, now: datetime) -> bool:
    """Tell whether an agent's chats must not wait any longer."""
    heard = agent.last_heartbeat
    return heard is None or agent.presence == "offline" or now - heard >= REQUEUED_AFTER


def take_slot(state: AgentState | None, conversation: str, now: datetime) -> Decision[AgentState]:
    """Take a slot for a conversation; nothing changes when the agent is full or away."""
    assert state is not None, "only a known agent is asked"
    has_room = len(state.chats) < state.max_active_chats
    if conversation in state.chats or not has_room or not is_online(state, now):
        return Decision(state, result={"taken": conversation in state.chats})
    taken = state.model_copy(update={"chats": (*state.chats, conversation)})
    return Decision(taken, result={"taken": True})


def free_slot(state: AgentState | None, conversation: str) -> Decision[AgentState | None]:
    """Give a slot back."""
    if state is None or conversation not in state.chats:
        return Decision(state)
    chats = tuple(one for one in state.chats if one != conversation)
    return Decision(state.model_copy(update={"chats": chats}))


def candidates(
    agents: Iterable[AgentState], conversation: ConversationState, now: datetime
) -> list[AgentState]:
    """Return who could take a conversation, the least loaded first, then by id."""
    fitting = [
        agent
        for agent in agents
        if is_online(agent, now)
        and len(agent.chats) < agent.max_active_chats
        and (not agent.brands or conversation.brand in agent.brands)
        and (not agent.languages or conversation.language in agent.languages)
    ]
    return sorted(fitting, key=lambda agent: (len(agent.chats), agent.id))
