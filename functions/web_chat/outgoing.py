"""How a recorded message looks to the browser."""

from typing import Any

from shared.chat_streams import Speaker
from shared.events.chat import ChatConversationUpdated, ChatResponse
from shared.stores.store import Document


def shown(document: Document) -> dict[str, Any]:
    """Return a stored message as `GET messages` and the stream show it."""
    answer: dict[str, Any] = document.get("answer") or {}
    message: dict[str, Any] = document.get("message") or {}
    body: dict[str, Any] = {
        "id": document["message_id"],
        "conversationId": document["conversation_id"],
        "sequence": document["sequence"],
        "sender": document["sender"],
        "senderName": document["sender_name"],
        "at": document["at"].isoformat(),
        "message": answer.get("message", document["text"]),
        "products": answer.get("products", []),
        "actions": answer.get("actions", []),
    }
    if "imageUrl" in answer:
        body["imageUrl"] = answer["imageUrl"]
    if message:
        body["kind"] = message["kind"]
    return body


def created(event: ChatResponse, at: str) -> dict[str, Any]:
    """Return the stream's `message.created` of an answer."""
    answer = event.answer.wire()
    body: dict[str, Any] = {
        "id": event.message_id,
        "conversationId": event.conversation_id,
        "sequence": event.sequence,
        "sender": event.sender,
        "senderName": event.sender_name,
        "at": at,
        "message": event.answer.message,
        "products": answer.get("products", []),
        "actions": answer.get("actions", []),
    }
    if event.answer.image_url:
        body["imageUrl"] = event.answer.image_url
    if event.turn_id:
        body["turnId"] = event.turn_id
    return body


def speaker_of(event: ChatConversationUpdated) -> Speaker:
    """Return whose words may be shown from a change on."""
    return "other" if event.status in {"queued", "agent"} else "seller"


def stream_name(event: ChatConversationUpdated) -> str:
    """Return the stream's event name for a change of who speaks."""
    names = {"closed": "chat.closed", "agent": "agent.assigned"}
    return names.get(event.status, "conversation.updated")
