"""How conversations look to agents."""

from datetime import datetime
from typing import Any, Final

from functions.escalation.helping import is_thinking
from shared.conversation.desk import Desk
from shared.conversation.state import ConversationState
from shared.stores.store import Document

SUGGESTED_BY: Final = {"rules": "rules", "model": "AI"}


def summary(state: ConversationState, position: int | None = None) -> dict[str, Any]:
    """Return a conversation as a row of the queue or of an agent's list."""
    body: dict[str, Any] = {
        "id": state.conversation_id,
        "brand": state.brand,
        "channel": state.channel,
        "status": state.status,
        "customerId": state.customer_id,
        "customerName": state.profile_name,
        "language": state.language,
        "reason": state.escalation_reason,
        "agentId": state.agent_id,
        "queuedAt": state.queued_at.isoformat() if state.queued_at else None,
        "lastMessageAt": state.last_message_at.isoformat(),
        "lastMessage": state.transcript[-1].text if state.transcript else "",
        "labels": list(state.labels),
    }
    if position is not None:
        body["position"] = position
    return body


def whole(
    state: ConversationState, messages: list[Document], notes: list[Document], now: datetime
) -> dict[str, Any]:
    """Return a conversation with its messages, notes, draft, help, cart and latest order."""
    dialogue = state.dialogue
    return {
        **summary(state),
        "messages": [line(one) for one in messages],
        "notes": [
            {"text": one["text"], "by": one["by"], "at": one["at"].isoformat()} for one in notes
        ],
        "draft": state.draft.wire() if state.draft else None,
        "cart": dialogue.cart.wire() if dialogue.cart else None,
        "orderNumber": dialogue.order_number,
        "rating": state.rating,
        "help": help_view(state.desk, state.sequence, now) if state.desk else None,
    }


def help_view(desk: Desk, sequence: int, now: datetime) -> dict[str, Any]:
    """Return what helps an agent; `suggestedBy` says whose words it is: to be shown beside them."""
    known = desk.help
    return {
        "suggestedBy": SUGGESTED_BY[known.by],
        "summary": list(known.lines),
        "replies": list(known.replies),
        "reason": known.reason,
        "doubt": known.doubt,
        "facts": list(known.facts),
        "at": known.at.isoformat(),
        "upTo": known.sequence,
        "newer": sequence - known.sequence,
        "thinking": is_thinking(desk, now),
    }


def line(message: Document) -> dict[str, Any]:
    """Return one message; what the system notes for the audit is shown as an event."""
    return {
        "id": message["message_id"],
        "sequence": message["sequence"],
        "sender": message["sender"],
        "senderName": message["sender_name"],
        "kind": "event" if "event" in message else "text",
        "text": message["text"],
        "at": message["at"].isoformat(),
        "content": message.get("answer") or message.get("message"),
        "receipt": message.get("receipt"),
    }
