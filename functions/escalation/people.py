"""Agents, canned replies, search and figures: the rest of `/v1/support`."""

from collections import Counter
from typing import Any

from pydantic import Field
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from functions.escalation.agents import AGENTS, Heartbeat, beat, is_online
from functions.escalation.assigning import give_back_all, serve_queue
from functions.escalation.views import line
from shared.caller import agent_of
from shared.clock import now
from shared.conversation.state import CONVERSATIONS
from shared.errors import ProblemError
from shared.function.delivery import Delivery
from shared.function.rest import change, ports_of, read_body, require_admin, rest_delivery
from shared.models.wire import WireModel

PAGE = 100
SOURCES = {
    "rules": {"source": "rules"},
    "model": {"source": "model", "suggestedBy": "AI"},
}


class Canned(WireModel):
    """A reply kept ready."""

    slug: str = Field(pattern="^[a-z0-9-]{1,60}$")
    text: str = Field(min_length=1, max_length=4096)
    brand: str = "*"


async def post_presence(request: Request) -> Response:
    """Take an agent's heartbeat; whoever waits is assigned as soon as there is room."""
    agent = agent_of(request)
    said = await read_body(request, Heartbeat)
    delivery = rest_delivery(request, caller=agent.id, operation="support.presence")

    async def act(acting: Delivery) -> tuple[int, dict[str, Any]]:
        applied = await acting.apply(
            AGENTS, agent.id, lambda state: beat(state, agent.id, agent.name, said, acting.now)
        )
        if said.status == "offline":
            await give_back_all(acting, agent.id, "the agent went offline")
        assigned = await serve_queue(acting) if said.status == "online" else 0
        state = applied.state
        assert state is not None, "a heartbeat makes the agent known"
        return 200, {**state.wire(), "assigned": assigned}

    return await change(request, delivery, act)


async def list_agents(request: Request) -> Response:
    """Return the agents with presence and load."""
    require_admin(request)
    found = [AGENTS.load(one) for one in await ports_of(request).store.find("agents", {})]
    at = now()
    return JSONResponse({"agents": [{**one.wire(), "online": is_online(one, at)} for one in found]})


async def get_suggestions(request: Request) -> Response:
    """Return replies to choose from: the seller's draft, the desk's, what is kept ready."""
    agent_of(request)
    store = ports_of(request).store
    key = request.path_params["conversation_id"].rpartition("|")[0]
    document = await store.get(CONVERSATIONS.collection, key)
    if document is None:
        raise ProblemError(404, "Not found", "There is no such conversation.")
    state = CONVERSATIONS.load(document)
    canned = await store.find("canned", {"brand": {"$in": ["*", state.brand]}}, limit=20)
    suggestions = [{"source": "seller", "text": state.draft.message}] if state.draft else []
    if state.desk:
        source = SOURCES[state.desk.help.by]
        suggestions += [{**source, "text": text} for text in state.desk.help.replies]
    suggestions += [{"source": "canned", "text": one["text"]} for one in canned]
    return JSONResponse({"suggestions": suggestions})


async def list_canned(request: Request) -> Response:
    """Return the replies kept ready."""
    agent_of(request)
    found = await ports_of(request).store.find("canned", {}, sort=(("_id", 1),), limit=500)
    return JSONResponse({"canned": [_canned(one) for one in found]})


async def put_canned(request: Request) -> Response:
    """Keep a reply ready, or change it."""
    agent = agent_of(request)
    said = await read_body(request, Canned)
    delivery = rest_delivery(request, caller=agent.id, operation="support.canned")

    async def act(acting: Delivery) -> tuple[int, dict[str, Any]]:
        key = f"{said.brand}|{said.slug}"
        await acting.store.update("canned", {"_id": key}, {"$set": said.model_dump()}, upsert=True)
        return 200, said.wire()

    return await change(request, delivery, act)


async def search(request: Request) -> Response:
    """Return messages whose words start the text searched for, newest first."""
    agent_of(request)
    wanted = request.query_params.get("q", "").strip().lower()
    if len(wanted) < 2:  # noqa: PLR2004 - one letter finds everything
        raise ProblemError(400, "Invalid request", "Search for two letters or more.")
    found = await ports_of(request).store.find("messages", {}, sort=(("at", -1),), limit=2000)
    hits = [one for one in found if wanted in one["text"].lower()][:PAGE]
    return JSONResponse(
        {"messages": [{**line(one), "conversationId": one["conversation_id"]} for one in hits]}
    )


async def insights(request: Request) -> Response:
    """Return figures of hand-offs per brand and agent."""
    agent_of(request)
    query = {"brand": brand} if (brand := request.query_params.get("brand")) else {}
    found = await ports_of(request).store.find("insights", query, sort=(("at", -1),), limit=5000)
    ratings = [one["rating"] for one in found if one.get("rating")]
    waits = sorted(one["seconds"] for one in found if one["kind"] == "accepted")
    replies = sorted(one["seconds"] for one in found if one["kind"] == "first_reply")
    return JSONResponse(
        {
            "counts": Counter(one["kind"] for one in found),
            "reasons": Counter(reasons(found)),
            "perAgent": Counter(one["agent_id"] for one in found if one["kind"] == "resolved"),
            "perBrand": Counter(one["brand"] for one in found if one["kind"] == "escalated"),
            "medianWaitSeconds": _median(waits),
            "medianFirstReplySeconds": _median(replies),
            "ratings": len(ratings),
            "averageRating": round(sum(ratings) / len(ratings), 2) if ratings else None,
        }
    )


async def list_ratings(request: Request) -> Response:
    """Return the latest answers to the satisfaction question."""
    agent_of(request)
    found = await ports_of(request).store.find("ratings", {}, sort=(("at", -1),), limit=PAGE)
    return JSONResponse(
        {
            "ratings": [
                {
                    "conversationId": one["conversation_id"],
                    "rating": one.get("rating"),
                    "brand": one["brand"],
                    "at": one["at"].isoformat(),
                }
                for one in found
            ]
        }
    )


def reasons(found: list[dict[str, Any]]) -> list[str | None]:
    """Return the reason of each hand-off: what a model read last, else what the rules knew.

    Args:
        found: insights, newest first.
    """
    read = {
        one["conversation_id"]: one["reason"]
        for one in reversed(found)
        if one["kind"] == "classified"
    }
    escalated = [one for one in found if one["kind"] == "escalated"]
    return [read.get(one["conversation_id"], one.get("reason")) for one in escalated]


def _canned(document: dict[str, Any]) -> dict[str, Any]:
    return {name: document[name] for name in ("slug", "text", "brand")}


def _median(values: list[int]) -> int | None:
    return values[len(values) // 2] if values else None
