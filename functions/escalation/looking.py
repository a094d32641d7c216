"""What an agent sees: the queue, conversations, one of them whole."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from functions.escalation.owned import current
from functions.escalation.views import summary, whole
from shared.caller import agent_of
from shared.clock import now
from shared.conversation.state import CONVERSATIONS
from shared.function.rest import ports_of

PAGE = 100


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
    state = await current(request)
    store = ports_of(request).store
    conversation_id = request.path_params["conversation_id"]
    messages = await store.find(
        "messages", {"conversation_id": conversation_id}, sort=(("sequence", 1),), limit=500
    )
    notes = await store.find("notes", {"conversation_id": conversation_id}, sort=(("at", 1),))
    return JSONResponse(whole(state, messages, notes, now()))
