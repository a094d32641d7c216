"""What agents write down for one another: private notes and labels."""

from typing import Any

from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from functions.escalation.owned import Said, change_own, current
from shared.caller import Agent, agent_of
from shared.conversation.record import RETENTION, Outcome
from shared.conversation.state import ConversationState
from shared.function.decision import Decision
from shared.function.delivery import Delivery
from shared.function.rest import change, read_body, rest_delivery
from shared.models.wire import WireModel


class Labels(WireModel):
    """Body of `PUT …/labels`."""

    labels: tuple[str, ...] = Field(max_length=20)


async def post_note(request: Request) -> Response:
    """Keep a private note; the shopper never sees it."""
    agent = agent_of(request)
    said = await read_body(request, Said)
    state = await current(request)
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
    agent_of(request)
    said = await read_body(request, Labels)

    def decide(state: ConversationState, agent: Agent, delivery: Delivery) -> Outcome:
        _ = agent, delivery
        return Decision(state.model_copy(update={"labels": said.labels}))

    return await change_own(request, "support.labels", decide)
