"""A function for tests of the platform: answers as it is told, and logs what it received."""

import asyncio
import json
import os
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route


def log(**fields: object) -> None:
    sys.stdout.write(json.dumps({"at": time.time(), "pid": os.getpid(), **fields}) + "\n")
    sys.stdout.flush()


async def event(request: Request) -> Response:
    headers = dict(request.headers)
    dead = os.environ["K_SERVICE"] == "graveyard"
    identity, want = (
        headers.get("ce-id", ""),
        headers.get("ce-buried" if dead else "ce-want", "204"),
    )
    log(id=identity, headers=headers, body=(await request.body()).decode())
    if want.startswith("sleep"):
        await asyncio.sleep(float(want[5:]))
    return Response(status_code=int(want) if want.isdigit() else 204)


async def healthz(_: Request) -> Response:
    return Response()


async def echo(request: Request) -> Response:
    body = await request.body()
    shown = {"method": request.method, "path": request.url.path, "size": len(body)}
    return JSONResponse({**shown, "headers": dict(request.headers), "pid": os.getpid()})


async def environment(_: Request) -> Response:
    settings = json.loads(await asyncio.to_thread(Path(os.environ["TOY_SETTINGS"]).read_text))
    return JSONResponse({"environment": dict(os.environ), "settings": settings})


async def slow(request: Request) -> Response:
    await asyncio.sleep(float(request.query_params["seconds"]))
    return Response("done")


async def stream(_: Request) -> Response:
    async def ticks() -> AsyncIterator[str]:
        try:
            for number in range(100):
                yield f"data: {number}\n\n"
                await asyncio.sleep(0.1)
        finally:
            log(stream="closed")

    return StreamingResponse(ticks(), media_type="text/event-stream")


async def crash(_: Request) -> Response:
    os._exit(3)


async def publish(request: Request) -> Response:
    headers = {"ce-specversion": "1.0", "ce-id": request.query_params["id"], "ce-source": "/toy"}
    headers |= {"ce-type": "greeted", "content-type": "application/json"}
    async with httpx.AsyncClient() as client:
        answer = await client.post(os.environ["K_SINK"], headers=headers, content=b"{}")
    return Response(status_code=answer.status_code)


app = Starlette(
    routes=[
        Route("/", event, methods=["POST"]),
        Route("/healthz", healthz),
        Route("/toy/environment", environment),
        Route("/toy/slow", slow),
        Route("/toy/narrow/slow", slow),
        Route("/toy/hasty/slow", slow),
        Route("/toy/stream", stream),
        Route("/toy/crash", crash),
        Route("/toy/publish", publish, methods=["POST"]),
        Route("/{path:path}", echo, methods=["GET", "POST", "PUT"]),
    ]
)

if __name__ == "__main__":
    log(started=True)
    uvicorn.run(app, host=os.environ["HOST"], port=int(os.environ["PORT"]), access_log=False)
