"""What an agent does with a conversation: `/v1/support/conversations/…`."""

from collections.abc import Callable
from typing import Any

from pydantic import Field
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from functions.escalation.agents import AGENTS, AgentState
from functions.escalation.assigning import accept, give, release, serve_queue
from functions.escalation.views import summary, whole
from functions.escalation.words import say
from shared.brands import brands
from shared.caller import Agent, agent_of
from shared.conversation.handoff import agent_says, close
from shared.conversation.record import RETENTION, Outcome, record_answer, record_system, then
from shared.conversation.state import CONVERSATIONS, ConversationState
from shared.errors import ProblemError
from shared.events.sales import SalesEscalationResolved, SalesInsight
from shared.function.decision import Decision, Emit
from shared.function.delivery import Delivery
from shared.function.rest import change, ports_of, read_body, rest_delivery
from shared.models.message import TEXT_LIMIT, Action, Answer
from shared.models.wire import WireModel

PAGE = 100
NOT_YOURS = ProblemError(409, "Not yours", "Accept the conversation first.")


class Said(WireModel):
    """Body of an agent's message or note."""

    text: str = Field(min_length=1, max_length=TEXT_LIMIT)


class Labels(WireModel):
    """Body of `PUT …/labels`."""

    labels: tuple[str, ...] = Field(max_length=20)


class Transfer(WireModel):
    """Body of `POST …/transfer`."""

    agent_id: str


class Closing(WireModel):
    """Body of `POST …/close`; `handed_back` gives the summary to the seller."""

    reason: str = Field(default="resolved", max_length=100)
    summary: str = Field(default="", max_length=2000)


async def get_queue(request: Request) -> Response:
    """Return who waits, the longest waiting first."""
    agent_of(request)
    found = await ports_of(request).store.find(
        CONVERSATIONS.collection,
        {"state.status": "queued"},
        sort=(("state.queued_at", 1), ("_id", 1)),
        limit=PAGE,
    )
    queued = [summary(CONVERSATIONS.load(one), place + 1) for place, one in enumerate(found)]
    return JSONResponse({"conversations": queued, "total": len(queued)})


async def list_conversations(request: Request) -> Response:
    """Return conversations, by default the agent's own."""
    agent = agent_of(request)
    status = request.query_params.get("status")
    query = {"state.status": status} if status else {"state.agent_id": agent.id}
    found = await ports_of(request).store.find(
        CONVERSATIONS.collection, query, sort=(("state.last_message_at", -1),), limit=PAGE
    )
    return JSONResponse({"conversations": [summary(CONVERSATIONS.load(one)) for one in found]})


async def get_conversation(request: Request) -> Response:
    """Return a conversation with everything an agent needs."""
    agent_of(request)
    state = await _current(request)
    store = ports_of(request).store
    conversation_id = request.path_params["conversation_id"]
    messages = await store.find(
        "messages", {"conversation_id": conversation_id}, sort=(("sequence", 1),), limit=500
    )
    notes = await store.find("notes", {"conversation_id": conversation_id}, sort=(("at", 1),))
    return JSONResponse(whole(state, messages, notes))


async def post_accept(request: Request) -> Response:
    """Take a conversation, from the queue or from the seller."""
    agent = agent_of(request)
    state = await _current(request)
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


async def post_message(request: Request) -> Response:
    """Answer the shopper."""
    said = await read_body(request, Said)

    def decide(state: ConversationState, agent: Agent, delivery: Delivery) -> Outcome:
        answer = Answer(message=said.text, template="agent_reply", template_values=(said.text,))
        told = agent_says(state, agent.id, answer, delivery.now)
        if state.agent_replied_at is not None or told.state is state:
            return told
        waited = delivery.now - (state.agent_since or delivery.now)
        first = SalesInsight(
            kind="first_reply",
            conversation_id=state.conversation_id,
            agent_id=agent.id,
            seconds=int(waited.total_seconds()),
        )
        emits = (Emit(first, state.conversation_id, brand=state.brand),)
        return then(told, Decision(told.state, emits=emits, cancels=("first_reply",)))

    return await _own(request, "support.message", decide, status=201)


async def post_close(request: Request) -> Response:
    """Close a conversation; the shopper is asked how it was, or handed back to the seller."""
    said = await read_body(request, Closing)

    def decide(state: ConversationState, agent: Agent, delivery: Delivery) -> Outcome:
        if state.agent_id != agent.id:
            return Decision(state)
        back = said.reason == "handed_back"
        seller = brands()[state.brand].seller.name
        words = say(
            "handed_back" if back else "closed", state.language, agent=agent.name, seller=seller
        )
        stars = tuple(Action(id=f"rate:{n}", title=f"{'★' * n}") for n in range(5, 0, -1))
        answer = Answer(message=words, actions=() if back else stars)
        told = record_answer(state, answer, delivery.now, sender="system", sender_name=agent.name)
        closed = close(told.state, agent.id, said.reason, said.summary, delivery.now)
        resolved = SalesEscalationResolved(
            conversation=state.key,
            conversation_id=state.conversation_id,
            agent_id=agent.id,
            reason=said.reason,
            handed_back=back,
        )
        insight = SalesInsight(
            kind="resolved",
            conversation_id=state.conversation_id,
            agent_id=agent.id,
            reason=said.reason,
        )
        emits = (
            Emit(resolved, state.conversation_id, brand=state.brand, channel=state.channel),
            Emit(insight, state.conversation_id, brand=state.brand),
        )
        return then(
            then(told, closed), Decision(closed.state, emits=emits, cancels=("first_reply",))
        )

    async def afterwards(delivery: Delivery, state: ConversationState, agent: Agent) -> None:
        await release(delivery, state.key, agent.id)
        await serve_queue(delivery)

    return await _own(request, "support.close", decide, afterwards=afterwards)


async def post_note(request: Request) -> Response:
    """Keep a private note; the shopper never sees it."""
    agent = agent_of(request)
    said = await read_body(request, Said)
    state = await _current(request)
    delivery = rest_delivery(request, caller=agent.id, operation="support.note", brand=state.brand)

    async def act(acting: Delivery) -> tuple[int, dict[str, Any]]:
        note = {
            "_id": acting.origin.cause,
            "conversation_id": state.conversation_id,
            "by": agent.name,
            "text": said.text,
            "at": acting.now,
            "expires_at": acting.now + RETENTION,
        }
        await acting.store.insert("notes", note)
        return 201, {"text": said.text, "by": agent.name, "at": acting.now.isoformat()}

    return await change(request, delivery, act)


async def put_labels(request: Request) -> Response:
    """Replace a conversation's labels."""
    said = await read_body(request, Labels)

    def decide(state: ConversationState, agent: Agent, delivery: Delivery) -> Outcome:
        _ = agent, delivery
        return Decision(state.model_copy(update={"labels": said.labels}))

    return await _own(request, "support.labels", decide)


async def post_transfer(request: Request) -> Response:
    """Give a conversation to another agent."""
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

    return await _own(request, "support.transfer", decide, afterwards=afterwards)


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


async def _own(
    request: Request,
    operation: str,
    decide: Callable[[ConversationState, Agent, Delivery], Outcome],
    *,
    afterwards: Any = None,
    status: int = 200,
) -> Response:
    agent = agent_of(request)
    before = await _current(request)
    delivery = rest_delivery(request, caller=agent.id, operation=operation, brand=before.brand)

    async def act(acting: Delivery) -> tuple[int, dict[str, Any]]:
        def decided(state: ConversationState | None) -> Outcome:
            if state is None or state.agent_id != agent.id or state.status != "agent":
                raise NOT_YOURS
            return decide(state, agent, acting)

        applied = await acting.apply(CONVERSATIONS, before.key, decided)
        assert applied.state is not None, "the conversation was there"
        if afterwards is not None:
            await afterwards(acting, applied.state, agent)
        return status, summary(applied.state)

    return await change(request, delivery, act)


async def _current(request: Request) -> ConversationState:
    conversation_id: str = request.path_params["conversation_id"]
    key = conversation_id.rpartition("|")[0]
    document = await ports_of(request).store.get(CONVERSATIONS.collection, key)
    state = CONVERSATIONS.load(document) if document else None
    if state is None or state.conversation_id != conversation_id:
        raise ProblemError(404, "Not found", "There is no such open conversation.")
    return state
