"""What follows from a turn's end besides the answer."""

from functions.seller.steps import Reply
from shared.conversation.state import ConversationState
from shared.events.customers import CustomerEraseRequested, MemorySignals
from shared.events.sales import SalesInsight
from shared.function.decision import Emit


def side_events(state: ConversationState, step: Reply) -> list[Emit]:
    """Return the events beside the answer: for the memory, the figures, the erasure."""
    emits: list[Emit] = []
    if step.signals or step.correction or step.forget_tastes:
        signals = MemorySignals(
            customer_id=state.customer_id,
            signals=step.signals,
            correction=step.correction,
            erase=step.forget_tastes,
        )
        emits.append(Emit(signals, state.customer_id, brand=state.brand, channel=state.channel))
    if step.erase_customer:
        erase = CustomerEraseRequested(customer_id=state.customer_id)
        emits.append(Emit(erase, state.customer_id, brand=state.brand, channel=state.channel))
    if step.rating is not None:
        insight = SalesInsight(
            kind="rated",
            conversation_id=state.conversation_id,
            agent_id=state.agent_id,
            reason=step.rating.order_number,
            rating=step.rating.score,
        )
        emits.append(Emit(insight, state.conversation_id, brand=state.brand))
    return emits
