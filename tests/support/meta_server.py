"""Meta's Cloud API as far as a function meets it, on a real port; does what the test says next."""

import asyncio
from collections import deque
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from tests.support.redis_server import free_port

Json = dict[str, object]


@dataclass
class MetaServer:
    """What was sent to it, and what it shall answer.

    Attributes:
        url: base address with the version.
        sent: bodies of all send requests, with the number they went to.
        answers: what to answer next; it accepts once these are used up.
        media: bytes by media id.
        described: what to tell of a media id instead of the truth.
    """

    url: str
    sent: list[tuple[str, Json]] = field(default_factory=list[tuple[str, Json]])
    answers: deque[Response] = field(default_factory=deque[Response])
    media: dict[str, bytes] = field(default_factory=dict[str, bytes])
    described: dict[str, Json] = field(default_factory=dict[str, Json])
    asked: list[str] = field(default_factory=list[str])

    async def send(self, request: Request) -> Response:
        """Take a message."""
        assert request.headers["authorization"] == "Bearer token"
        self.sent.append((request.path_params["number"], await request.json()))
        if self.answers:
            return self.answers.popleft()
        return JSONResponse({"messages": [{"id": f"wamid.OUT{len(self.sent)}"}]})

    async def describe(self, request: Request) -> Response:
        """Tell where the bytes of a media id are."""
        assert request.headers["authorization"] == "Bearer token"
        media_id: str = request.path_params["media_id"]
        self.asked.append(media_id)
        if self.answers:
            return self.answers.popleft()
        if media_id not in self.media:
            return error(400, 100)
        truth: Json = {
            "url": f"{self.url}/content/{media_id}",
            "mime_type": "image/jpeg",
            "file_size": len(self.media[media_id]),
        }
        return JSONResponse({**truth, **self.described.get(media_id, {})})

    async def content(self, request: Request) -> Response:
        """Serve the bytes."""
        assert request.headers["authorization"] == "Bearer token"
        if self.answers:
            return self.answers.popleft()
        return Response(self.media[request.path_params["media_id"]])


def error(status: int, code: int) -> Response:
    """Return an error as Meta writes it."""
    return JSONResponse({"error": {"code": code, "message": f"(#{code})"}}, status_code=status)


class CutOff(Response):
    """Breaks the connection in the middle of the answer."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See `Response`."""
        del scope, receive
        headers = [(b"content-length", b"400")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b"{", "more_body": False})


@asynccontextmanager
async def running_meta() -> AsyncGenerator[MetaServer]:
    """Run the imitation in this event loop."""
    port = free_port()
    meta = MetaServer(f"http://127.0.0.1:{port}/v23.0")
    app = Starlette(
        routes=[
            Route("/v23.0/{number}/messages", meta.send, methods=["POST"]),
            Route("/v23.0/content/{media_id}", meta.content),
            Route("/v23.0/{media_id}", meta.describe),
        ]
    )
    config = uvicorn.Config(app, host="127.0.0.1", port=port, log_config=None, lifespan="off")
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110 - uvicorn has no event for it
        await asyncio.sleep(0.01)
    try:
        yield meta
    finally:
        server.should_exit = True
        await serving
