"""What an agent's calls about one conversation have in common: which it is, and whose."""

from collections.abc import Callable
from typing import Any

from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from functions.escalation.views import summary
from shared.caller import Agent, agent_of
from shared.conversation.record import Outcome
from shared.conversation.state import CONVERSATIONS, ConversationState
from shared.errors import ProblemError
from shared.function.delivery import Delivery
from shared.function.rest import change, ports_of, rest_delivery
from shared.models.message import TEXT_LIMIT
from shared.models.wire import WireModel

NOT_YOURS = ProblemError(409, "Not yours", "Accept the conversation first.")


class Said(WireModel):
    """Body of an agent's message or note."""

    text: str = Field(min_length=1, max_length=TEXT_LIMIT)


async def change_own(
    request: Request,
    operation: str,
    decide: Callable[[ConversationState, Agent, Delivery], Outcome],
    *,
    afterwards: Any = None,
    status: int = 200,
) -> Response:
    """Change a conversation that the calling agent has.

    Args:
        request: the call.
        operation: its name.
        decide: the rule.
        afterwards: what follows beside the conversation.
        status: of the answer.

    Raises:
        ProblemError: 409, somebody else has it.
    """
    agent = agent_of(request)
    before = await current(request)
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


async def current(request: Request) -> ConversationState:
    """Return the conversation that a call names.

    Raises:
        ProblemError: 404, there is none, or a newer one took its place.
    """
    conversation_id: str = request.path_params["conversation_id"]
    key = conversation_id.rpartition("|")[0]
    document = await ports_of(request).store.get(CONVERSATIONS.collection, key)
    state = CONVERSATIONS.load(document) if document else None
    if state is None or state.conversation_id != conversation_id:
        raise ProblemError(404, "Not found", "There is no such open conversation.")
    return state
