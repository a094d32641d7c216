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


def fake_meta_app(
    outbox: Outbox, statuses: StatusSender, *, base_url: str, access_token: str | None = None
) -> Starlette:
    """The ASGI app.

    Args:
        outbox: What was sent, and what shall fail next.
        statuses: Reports `sent` and `delivered` back to the shop's webhook.
        base_url: Where this app is reached, without the version.
        access_token: The only bearer token accepted; None accepts any.
    """

    def unauthorised(request: Request) -> Response | None:
        kind, _, token = request.headers.get("authorization", "").partition(" ")
        if kind == "Bearer" and token and access_token in (None, token):
            return None
        return _error(401, 190, "Invalid OAuth access token.")

    async def messages(request: Request) -> Response:
        if (refused := unauthorised(request)) is not None:
            return refused
        body = await _json(request)
        if body is None or body.get("messaging_product") != "whatsapp":
            return _error(400, 100, "(#100) The parameter messaging_product is required.")
        if body.get("status") == "read":
            return JSONResponse({"success": True})
        failure = outbox.next_failure()
        await asyncio.sleep(failure.delay_ms / 1000)
        if failure.code:
            return _error(failure.status, failure.code, "(#%d) Asked for by a test." % failure.code)
        sent = outbox.accept(request.path_params["phone_number_id"], body)
        if failure.statuses:
            statuses.report(sent)
        if failure.drop:
            return _CutOff()
        contact = {"input": sent.to, "wa_id": sent.to.lstrip("+")}
        answer = {"contacts": [contact], "messages": [{"id": sent.id}]}
        return JSONResponse({"messaging_product": "whatsapp", **answer})

    async def media(request: Request) -> Response:
        if (refused := unauthorised(request)) is not None:
            return refused
        media_id: str = request.path_params["media_id"]
        found = outbox.media.get(media_id)
        if found is None:
            return _error(400, 100, f"Unsupported get request. Object {media_id} does not exist.")
        described = found.described(media_id) | {"url": f"{base_url}/content/{media_id}"}
        return JSONResponse(described | {"messaging_product": "whatsapp"})

    async def content(request: Request) -> Response:
        if (refused := unauthorised(request)) is not None:
            return refused
        found = outbox.media.get(request.path_params["media_id"])
        return (
            Response(found.data, media_type=found.mime_type) if found else Response(status_code=404)
        )

    async def upload(request: Request) -> Response:
        mime_type = request.headers.get("content-type", "application/octet-stream")
        stored = Media(mime_type, await request.body())
        return JSONResponse({"id": outbox.store(stored), "sha256": stored.sha256})

    async def sent(request: Request) -> Response:
        query = request.query_params
        to, after = query.get("to"), int(query.get("after", "0"))
        found = await outbox.sent_after(after, to, wait_seconds=float(query.get("wait", "0")))
        return JSONResponse({"messages": [each.described() for each in found]})

    async def clear(_: Request) -> Response:
        outbox.clear()
        return Response(status_code=204)

    async def failures(request: Request) -> Response:
        body = await _json(request) or {}
        count = int(str(body.pop("next", 1)))
        outbox.fail_next(count, Failure.of(body))
        return Response(status_code=204)

    return Starlette(
        routes=[
            Route(f"/{VERSION}/{{phone_number_id}}/messages", messages, methods=["POST"]),
            Route(f"/{VERSION}/{{media_id}}", media),
            Route("/content/{media_id}", content),
            Route("/control/media", upload, methods=["POST"]),
            Route("/control/sent", sent),
            Route("/control/sent", clear, methods=["DELETE"]),
            Route("/control/failures", failures, methods=["POST"]),
        ]
    )


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
