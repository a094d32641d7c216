"""What an agent tells the shopper: answers, and the last word."""

from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from functions.escalation.assigning import release, serve_queue
from functions.escalation.owned import Said, change_own
from functions.escalation.words import say
from shared.brands import brands
from shared.caller import Agent, agent_of
from shared.conversation.handoff import agent_says, close
from shared.conversation.record import Outcome, record_answer, then
from shared.conversation.state import ConversationState
from shared.events.sales import SalesEscalationResolved, SalesInsight
from shared.function.decision import Decision, Emit
from shared.function.delivery import Delivery
from shared.function.rest import read_body
from shared.models.message import Action, Answer
from shared.models.wire import WireModel


class Closing(WireModel):
    """Body of `POST …/close`; `handed_back` gives the summary to the seller."""

    reason: str = Field(default="resolved", max_length=100)
    summary: str = Field(default="", max_length=2000)


async def post_message(request: Request) -> Response:
    """Answer the shopper."""
    agent_of(request)
    said = await read_body(request, Said)

    def decide(state: ConversationState, agent: Agent, delivery: Delivery) -> Outcome:
        answer = written(said.text, agent)
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

    return await change_own(request, "support.message", decide, status=201)


def written(text: str, agent: Agent) -> Answer:
    """Return an agent's words as an answer.

    Outside WhatsApp's 24 hours a template says only who answered: the words follow when the
    shopper writes. A template that is nothing but a text of ours would not be approved.
    """
    first_name = next(iter(agent.name.split()), agent.name)
    return Answer(message=text, template="agent_reply", template_values=(first_name,))


async def post_close(request: Request) -> Response:
    """Close a conversation; the shopper is asked how it was, or handed back to the seller."""
    agent_of(request)
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

    return await change_own(request, "support.close", decide, afterwards=afterwards)
