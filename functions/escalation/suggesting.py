"""Help for agents: shown by rules at the hand-off, by a model as soon as one has answered."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from functions.escalation.assigning import assign
from functions.escalation.by_rules import known_help
from functions.escalation.helping import ask_again, begin, postpone, take, write_down
from functions.escalation.owned import change_own
from shared.brands import brands
from shared.caller import Agent, agent_of
from shared.conversation.desk import DeskHelp
from shared.conversation.record import Outcome
from shared.conversation.state import CONVERSATIONS, ConversationState
from shared.events.sales import SalesEscalate, SalesInsight, SalesSuggestionDue
from shared.function import fault
from shared.function.decision import Decision, Emit
from shared.function.delivery import Delivery
from shared.function.insisting import insist
from shared.llm.awaiting import PATIENCE, is_ready
from shared.llm.model import Model
from shared.llm.named import ModelOf


@dataclass(frozen=True)
class Suggesting:
    """The handlers that a model may help.

    Attributes:
        model_of: the model of a brand, None where it has none.
        patience: seconds that an event waits for a client that loads.
    """

    model_of: ModelOf
    patience: float = PATIENCE

    async def escalated(self, event: SalesEscalate, delivery: Delivery) -> None:
        """Show what the rules know of a conversation that needs a person; look for an agent."""
        insight = SalesInsight(
            kind="escalated", conversation_id=event.conversation_id, reason=event.reason
        )
        await delivery.publish(Emit(insight, event.conversation_id))

        def decide(state: ConversationState) -> Outcome:
            if state.conversation_id != event.conversation_id or state.brand not in brands():
                return Decision(state)
            known = _known(state, event.reason, delivery)
            return begin(state, known, delivery.now, thinks=self._thinks(state.brand))

        await delivery.apply_existing(CONVERSATIONS, event.conversation, decide, step="desk")
        await assign(delivery, event.conversation)

    async def suggestion_due(self, event: SalesSuggestionDue, delivery: Delivery) -> None:
        """Ask a model, if the lease is ours, and show what it says.

        A replayed decision was made by another delivery, which may be asking; should it be dead,
        the event of the next epoch, which waits as a timer, knows.
        """
        key = event.conversation
        model = self.model_of(delivery.brand)
        if model is not None and not await is_ready(model, self.patience):
            await delivery.apply_existing(
                CONVERSATIONS, key, lambda state: postpone(state, event, delivery.now)
            )
            return
        taken = await delivery.apply_existing(
            CONVERSATIONS, key, lambda state: take(state, event, delivery.now)
        )
        if taken.replayed or not taken.result or taken.state is None:
            return
        fault.reach("before_outside")
        better = await self._ask(model, taken.state, delivery)
        fault.reach("after_outside")
        await _write_down(delivery, event, better)

    async def post_suggestions(self, request: Request) -> Response:
        """Let the agent who has a conversation ask for help with what was said since."""
        agent_of(request)

        def decide(state: ConversationState, agent: Agent, delivery: Delivery) -> Outcome:
            _ = agent
            known = _known(state, state.escalation_reason, delivery)
            return ask_again(state, known, delivery.now, thinks=self._thinks(state.brand))

        return await change_own(request, "support.suggest", decide, status=202)

    def _thinks(self, brand_id: str) -> bool:
        return self.model_of(brand_id) is not None

    async def _ask(
        self, model: Model | None, state: ConversationState, delivery: Delivery
    ) -> DeskHelp | None:
        if model is None or state.desk is None:
            return None
        from functions.escalation.asking_model import better_help

        notes = await delivery.store.find(
            "notes", {"conversation_id": state.conversation_id}, sort=(("at", 1),)
        )
        return await better_help(model, state, [one["text"] for one in notes])


async def _write_down(
    delivery: Delivery, event: SalesSuggestionDue, better: DeskHelp | None
) -> None:
    key = event.conversation
    await insist(
        lambda: delivery.apply_existing(
            CONVERSATIONS, key, lambda state: write_down(state, event, better), step="thought"
        )
    )


def _known(state: ConversationState, reason: str | None, delivery: Delivery) -> DeskHelp:
    return known_help(state, brands()[state.brand], reason, delivery.now)
