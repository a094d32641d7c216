"""How a turn ends: the seller's notes, the answer or the draft, and what follows from it."""

from datetime import datetime

from functions.seller.following import side_events
from functions.seller.seat import Seat
from functions.seller.steps import HandOff, Reply
from shared.conversation.record import Outcome, record_answer, then
from shared.conversation.state import ConversationState
from shared.conversation.turn import Turn
from shared.events.sales import SalesSuggestion
from shared.function.decision import Decision, Emit
from shared.models.message import Answer


def ended(
    state: ConversationState, turn: Turn, step: Reply | HandOff, seat: Seat, now: datetime
) -> Outcome:
    """End the running turn with its last step."""
    language = step.dialogue.language or state.language
    after = state.model_copy(
        update={
            "active_turn": None,
            "turn_retries": 0,
            "dialogue": step.dialogue,
            "language": language,
            "hand_back_summary": "" if turn.kind == "message" else state.hand_back_summary,
        }
    )
    if isinstance(step, Reply) and step.rating is not None and state.rating_asked:
        after = after.model_copy(update={"rating": step.rating.score, "rating_asked": False})
    outcome: Outcome = Decision(after, cancels=("turn",))
    if step.answer is not None:
        outcome = then(outcome, _answered(after, turn, step.answer, seat, now))
    if isinstance(step, Reply):
        outcome = then(outcome, Decision(outcome.state, emits=tuple(side_events(after, step))))
    return outcome


def _answered(
    state: ConversationState, turn: Turn, answer: Answer, seat: Seat, now: datetime
) -> Outcome:
    if state.owner != "seller" and turn.kind == "message":
        drafted = state.model_copy(update={"draft": answer})
        suggestion = SalesSuggestion(conversation=state.key, text=answer.message)
        told = Emit(suggestion, state.conversation_id, brand=state.brand, channel=state.channel)
        return Decision(drafted, emits=(told,))
    return record_answer(
        state,
        answer,
        now,
        sender="bot" if state.owner == "seller" else "system",
        sender_name=seat.brand.seller.name,
        turn_id=turn.turn_id,
    )
