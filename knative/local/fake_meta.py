"""Meta's side of WhatsApp, imitated: takes sends, reports statuses, serves media, fails on demand.

Speaks the wire format of the Cloud API (`/v23.0/{phone_number_id}/messages`, `/v23.0/{media_id}`)
and has a control side for the chat tool and the tests under `/control`.
"""

import asyncio
import json
import time
from typing import cast

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from knative.local.meta_outbox import Failure, Media, Outbox
from knative.local.meta_statuses import StatusSender

VERSION = "v23.0"


class FakeMeta:
    """The ASGI app of the imitation.

    Args:
        outbox: What was sent, and what shall fail next.
        statuses: Reports `sent` and `delivered` back to the shop's webhook; None reports none.
        base_url: Where this app is reached, without the version.
        access_token: The only bearer token accepted; None accepts any.
    """

    def __init__(
        self,
        outbox: Outbox,
        statuses: StatusSender | None,
        *,
        base_url: str,
        access_token: str | None = None,
    ) -> None:
        self._outbox = outbox
        self._statuses = statuses
        self._base_url = base_url
        self._token = access_token
        self._app = Starlette(
            routes=[
                Route(f"/{VERSION}/{{phone_number_id}}/messages", self._send, methods=["POST"]),
                Route(f"/{VERSION}/{{media_id}}", self._describe_media),
                Route("/content/{media_id}", self._media_content),
                Route("/control/media", self._upload, methods=["POST"]),
                Route("/control/sent", self._sent),
                Route("/control/sent", self._clear, methods=["DELETE"]),
                Route("/control/failures", self._fail, methods=["POST"]),
            ]
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serves one request."""
        await self._app(scope, receive, send)

    async def _send(self, request: Request) -> Response:
        if not self._authorised(request):
            return _error(401, 190, "Invalid OAuth access token.")
        body = await _json(request)
        if body is None or body.get("messaging_product") != "whatsapp":
            return _error(400, 100, "(#100) The parameter messaging_product is required.")
        if body.get("status") == "read":
            return JSONResponse({"success": True})
        return await self._accept(request.path_params["phone_number_id"], body)

    async def _accept(self, phone_number_id: str, body: dict[str, object]) -> Response:
        failure = self._outbox.next_failure()
        await asyncio.sleep(failure.delay_ms / 1000)
        if failure.code:
            return _error(failure.status, failure.code, f"(#{failure.code}) Asked for by a test.")
        sent = self._outbox.accept(phone_number_id, body)
        if failure.statuses and self._statuses is not None:
            self._statuses.report(sent)
        if failure.drop:
            return _CutOff()
        contact = {"input": sent.to, "wa_id": sent.to.lstrip("+")}
        answer = {"contacts": [contact], "messages": [{"id": sent.id}]}
        return JSONResponse({"messaging_product": "whatsapp", **answer})

    async def _describe_media(self, request: Request) -> Response:
        if not self._authorised(request):
            return _error(401, 190, "Invalid OAuth access token.")
        media_id: str = request.path_params["media_id"]
        found = self._outbox.media.get(media_id)
        if found is None:
            return _error(400, 100, f"Unsupported get request. Object {media_id} does not exist.")
        described = found.described(media_id) | {"url": f"{self._base_url}/content/{media_id}"}
        return JSONResponse(described | {"messaging_product": "whatsapp"})

    async def _media_content(self, request: Request) -> Response:
        if not self._authorised(request):
            return _error(401, 190, "Invalid OAuth access token.")
        found = self._outbox.media.get(request.path_params["media_id"])
        if found is None:
            return Response(status_code=404)
        return Response(found.data, media_type=found.mime_type)

    async def _upload(self, request: Request) -> Response:
        mime_type = request.headers.get("content-type", "application/octet-stream")
        stored = Media(mime_type, await request.body())
        return JSONResponse({"id": self._outbox.store(stored), "sha256": stored.sha256})

    async def _sent(self, request: Request) -> Response:
        query = request.query_params
        found = await self._outbox.sent_after(
            int(query.get("after", "0")),
            query.get("to"),
            wait_seconds=float(query.get("wait", "0")),
        )
        return JSONResponse({"messages": [each.described() for each in found]})

    async def _clear(self, _: Request) -> Response:
        self._outbox.clear()
        return Response(status_code=204)

    async def _fail(self, request: Request) -> Response:
        body = await _json(request) or {}
        count = int(str(body.pop("next", 1)))
        self._outbox.fail_next(count, Failure.of(body))
        return Response(status_code=204)

    def _authorised(self, request: Request) -> bool:
        kind, _, token = request.headers.get("authorization", "").partition(" ")
        return kind == "Bearer" and bool(token) and self._token in (None, token)


class _CutOff(Response):
    """Accepted, but the connection breaks before the answer is whole: the sender cannot know."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        del scope, receive
        headers = [(b"content-type", b"application/json"), (b"content-length", b"400")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b"{", "more_body": True})


async def _json(request: Request) -> dict[str, object] | None:
    try:
        body: object = json.loads(await request.body())
    except ValueError:
        return None
    return cast("dict[str, object]", body) if isinstance(body, dict) else None


def _error(status: int, code: int, message: str) -> JSONResponse:
    trace = f"A{time.time_ns():x}"
    error = {"message": message, "type": "OAuthException", "code": code, "fbtrace_id": trace}
    details = {"messaging_product": "whatsapp", "details": message}
    return JSONResponse({"error": error | {"error_data": details}}, status_code=status)
