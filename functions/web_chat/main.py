"""The web chat in its first form: write a message, read answers by stream or by asking.

In: HTTP `/v1/chat/{brand}/…`; `store.chat.response` and `store.chat.conversation.updated` of the
web channel. Out: `store.chat.message.new`. State: Redis streams; messages are read from MongoDB.
"""

import asyncio
import re
from functools import cache
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from functions.web_chat.incoming import ChatInput, message_of
from functions.web_chat.limit import check_rate
from functions.web_chat.outgoing import created, shown, speaker_of, stream_name
from functions.web_chat.sse import Listener
from functions.web_chat.streams import Hub
from shared.brands import brands
from shared.caller import shopper_of
from shared.chat_streams import Added, Speaker, add
from shared.clients import redis_client
from shared.clock import now
from shared.conversation.state import conversation_key
from shared.errors import ProblemError
from shared.events.chat import ChatConversationUpdated, ChatMessageNew, ChatResponse
from shared.function.decision import Emit
from shared.function.delivery import Delivery
from shared.function.rest import change, ports_of, read_body, rest_delivery
from shared.function.serving import Function, serve
from shared.log import log
from shared.models.message import ChannelAddress

PAGE = 100
SEQUENCE = re.compile(r"[0-9]{1,15}")
VISIBLE = ["customer", "bot", "agent"]


@cache
def hub() -> Hub:
    """Return this pod's fan-out."""
    return Hub()


async def post_message(request: Request) -> Response:
    """Take a shopper's message; the answer comes by stream or by asking."""
    brand = _brand(request)
    at = now()
    shopper = await shopper_of(request, ports_of(request).store, at)
    await check_rate(shopper.web_id, at)
    body = await read_body(request, ChatInput)
    delivery = rest_delivery(request, caller=shopper.web_id, operation="chat.message", brand=brand)
    message = message_of(body, delivery.origin.cause)
    key = conversation_key(brand, "web", shopper.customer_id)

    async def act(acting: Delivery) -> tuple[int, dict[str, Any]]:
        event = ChatMessageNew(
            address=ChannelAddress(web_id=shopper.web_id), sent_at=at, message=message
        )
        await acting.publish(Emit(event, key, brand=brand, channel="web"))
        return 202, {
            "messageId": message.id,
            "conversation": key,
            "correlationId": acting.origin.correlation_id,
        }

    return shopper.remembered(await change(request, delivery, act))


async def get_messages(request: Request) -> Response:
    """Return messages after a sequence number, oldest first."""
    brand = _brand(request)
    store = ports_of(request).store
    shopper = await shopper_of(request, store, now())
    after = request.query_params.get("after", "0")
    if SEQUENCE.fullmatch(after) is None:
        raise ProblemError(400, "Invalid request", "after is a sequence number.")
    found = await store.find(
        "messages",
        {
            "conversation": conversation_key(brand, "web", shopper.customer_id),
            "sequence": {"$gt": int(after)},
        },
        sort=(("sequence", 1),),
        limit=PAGE,
    )
    messages = [shown(one) for one in found if one["sender"] in VISIBLE or "answer" in one]
    last = found[-1]["sequence"] if found else int(after)
    body = {"messages": messages, "after": last, "more": len(found) == PAGE}
    return shopper.remembered(JSONResponse(body))


async def get_stream(request: Request) -> Response:
    """Stream what happens in the conversation; `Last-Event-ID` resumes it."""
    brand = _brand(request)
    store = ports_of(request).store
    shopper = await shopper_of(request, store, now())
    last_id = request.headers.get("last-event-id", "")[:64]
    listener = Listener(store, hub(), conversation_key(brand, "web", shopper.customer_id), last_id)
    headers = {"Cache-Control": "no-cache", "X-Accel-Buffering": "no"}
    stream = StreamingResponse(listener.frames(), media_type="text/event-stream", headers=headers)
    return shopper.remembered(stream)


async def answer_arrives(event: ChatResponse, delivery: Delivery) -> None:
    """Put an answer on the conversation's stream."""
    body = created(event, delivery.now.isoformat())
    speaker: Speaker = "seller" if event.sender == "bot" else "same"
    entry = Added("message.created", body, event.turn_id, speaker)
    await _stream(delivery, event.conversation, entry)


async def speaker_changes(event: ChatConversationUpdated, delivery: Delivery) -> None:
    """Tell the open streams who speaks now."""
    entry = Added(stream_name(event), event.wire(), None, speaker_of(event))
    await _stream(delivery, event.conversation, entry)


async def _stream(delivery: Delivery, conversation: str, entry: Added) -> None:
    from redis.exceptions import RedisError

    try:
        await add(redis_client(), conversation, delivery.origin.cause, entry)
    except (RedisError, OSError):
        log().warning("stream.redis_down", correlation_id=delivery.origin.correlation_id)


async def fan_out() -> None:
    """Read the streams of all conversations for this pod."""
    await asyncio.gather(hub().run(redis_client()))


def _brand(request: Request) -> str:
    brand = request.path_params["brand"]
    if brand not in brands():
        raise ProblemError(404, "Not found", "There is no such brand.")
    return brand


FUNCTION = Function(
    "web-chat",
    on={ChatResponse: answer_arrives, ChatConversationUpdated: speaker_changes},
    routes=[
        Route("/v1/chat/{brand}/messages", post_message, methods=["POST"]),
        Route("/v1/chat/{brand}/messages", get_messages, methods=["GET"]),
        Route("/v1/chat/{brand}/stream", get_stream, methods=["GET"]),
    ],
    background=fan_out,
)
main = serve(FUNCTION)
