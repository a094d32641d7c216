"""A server that speaks OpenAI's chat completions, on a real port; does what the test says next."""

import asyncio
import json
from collections import deque
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from http import HTTPStatus

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from tests.support.redis_server import free_port

Json = dict[str, object]
Reply = Callable[[Json], Response]
"""From the request's body to the answer."""

USAGE: Json = {
    "prompt_tokens": 1000,
    "completion_tokens": 20,
    "total_tokens": 1020,
    "prompt_tokens_details": {"cached_tokens": 600},
}


@dataclass
class ModelServer:
    """What it was asked, and what it shall answer.

    Attributes:
        url: base address with the version.
        asked: bodies of all requests.
        replies: what to answer next.
        otherwise: how it answers once these are used up.
    """

    url: str
    asked: list[Json] = field(default_factory=list[Json])
    replies: deque[Reply] = field(default_factory=deque[Reply])
    otherwise: Reply = field(default_factory=lambda: says("ok"))

    @property
    def environment(self) -> dict[str, str]:
        """What lets functions think with it."""
        return {
            "LLM_MODEL": "openai/gpt-4o-mini",
            "LLM_API_BASE": self.url,
            "LLM_API_KEY": "test-key",
        }

    async def complete(self, request: Request) -> Response:
        """Take a request for a completion."""
        assert request.headers["authorization"] == "Bearer test-key"
        body: Json = await request.json()
        self.asked.append(body)
        reply = self.replies.popleft() if self.replies else self.otherwise
        return reply(body)


def says(text: str, finish: str = "stop", pause_seconds: float = 0.0) -> Reply:
    """Answer in words, streamed a few letters at a time, with a pause before each."""
    deltas: list[Json] = [{"content": text[at : at + 4]} for at in range(0, len(text), 4)]
    return _answer({"role": "assistant", "content": text}, deltas, finish, pause_seconds)


def refuses(text: str) -> Reply:
    """Answer with a refusal of the model itself."""
    message: Json = {"role": "assistant", "content": None, "refusal": text}
    return _answer(message, [{"refusal": text}], "stop")


def calls(*uses: tuple[str, str, str]) -> Reply:
    """Ask for tools: triples of id, name and arguments, which are streamed in two pieces each."""
    whole: list[Json] = [
        {"id": id_, "type": "function", "function": {"name": name, "arguments": arguments}}
        for id_, name, arguments in uses
    ]
    deltas: list[Json] = []
    for index, (id_, name, arguments) in enumerate(uses):
        half = len(arguments) // 2
        first: Json = {"name": name, "arguments": arguments[:half]}
        rest: Json = {"arguments": arguments[half:]}
        begun: Json = {"index": index, "id": id_, "type": "function", "function": first}
        deltas.append({"tool_calls": [begun]})
        deltas.append({"tool_calls": [{"index": index, "function": rest}]})
    message: Json = {"role": "assistant", "content": None, "tool_calls": whole}
    return _answer(message, deltas, "tool_calls")


def fails(status: int, code: str = "server_error", retry_after: str | None = None) -> Reply:
    """Answer with an error as OpenAI writes it."""
    headers = {"Retry-After": retry_after} if retry_after else {}
    kind = "invalid_request_error" if status == HTTPStatus.BAD_REQUEST else code
    error = {"message": "told as it is", "type": kind, "param": None, "code": code}
    return lambda _: JSONResponse({"error": error}, status, headers)


def answers_with(content: bytes, media_type: str = "application/json") -> Reply:
    """Answer with these bytes, whatever they are."""
    return lambda _: Response(content, media_type=media_type)


def never_ends() -> Reply:
    """Send the beginning of an answer, then nothing more."""

    async def stream() -> AsyncIterator[str]:
        yield _event({"role": "assistant", "content": "Well"})
        await asyncio.sleep(3600)

    return lambda _: StreamingResponse(stream(), media_type="text/event-stream")


def stops_short(text: str = "We have th") -> Reply:
    """End a stream in good order but before the answer is over."""

    async def stream() -> AsyncIterator[str]:
        yield _event({"role": "assistant", "content": text})

    return lambda _: StreamingResponse(stream(), media_type="text/event-stream")


def breaks_off() -> Reply:
    """Break the connection in the middle of a stream."""
    return lambda _: _BreaksOff()


class _BreaksOff(Response):
    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        del scope, receive
        headers = [(b"content-type", b"text/event-stream"), (b"content-length", b"4000")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        piece = _event({"role": "assistant", "content": "We have th"}).encode()
        await send({"type": "http.response.body", "body": piece, "more_body": False})


def _answer(message: Json, deltas: list[Json], finish: str, pause_seconds: float = 0.0) -> Reply:
    def reply(body: Json) -> Response:
        if body.get("stream"):
            stream = _streamed(deltas, finish, pause_seconds)
            return StreamingResponse(stream, media_type="text/event-stream")
        choice = {"index": 0, "message": message, "finish_reason": finish}
        return JSONResponse({**_envelope("chat.completion"), "choices": [choice], "usage": USAGE})

    return reply


async def _streamed(deltas: list[Json], finish: str, pause_seconds: float) -> AsyncIterator[str]:
    yield _event({"role": "assistant", "content": ""})
    for delta in deltas:
        if pause_seconds:
            await asyncio.sleep(pause_seconds)
        yield _event(delta)
    yield _event({}, finish)
    usage: Json = {**_envelope("chat.completion.chunk"), "choices": [], "usage": USAGE}
    yield f"data: {json.dumps(usage)}\n\n"
    yield "data: [DONE]\n\n"


def _event(delta: Json, finish: str | None = None) -> str:
    choice = {"index": 0, "delta": delta, "finish_reason": finish}
    return f"data: {json.dumps({**_envelope('chat.completion.chunk'), 'choices': [choice]})}\n\n"


def _envelope(kind: str) -> Json:
    return {"id": "chatcmpl-1", "object": kind, "created": 1_780_000_000, "model": "gpt-4o-mini"}


@asynccontextmanager
async def running_models() -> AsyncGenerator[ModelServer]:
    """Run the imitation in this event loop."""
    port = free_port()
    server = ModelServer(f"http://127.0.0.1:{port}/v1")
    app = Starlette(routes=[Route("/v1/chat/completions", server.complete, methods=["POST"])])
    config = uvicorn.Config(
        app,
        host="127.0.0.1",
        port=port,
        log_config=None,
        lifespan="off",
        timeout_graceful_shutdown=1,
    )
    serving = uvicorn.Server(config)
    task = asyncio.create_task(serving.serve())
    while not serving.started:  # noqa: ASYNC110 - uvicorn has no event for it
        await asyncio.sleep(0.01)
    try:
        yield server
    finally:
        serving.force_exit = True
        serving.should_exit = True
        await task
