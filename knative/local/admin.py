"""What goes on inside, for people and tests, on a loopback port of its own."""

import json
from dataclasses import asdict
from typing import cast

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from knative.local.activator import Activator
from knative.local.broker import Broker
from knative.local.chaos import Chaos, ChaosError


def admin_app(broker: Broker, activator: Activator, chaos: Chaos) -> Starlette:
    """`GET /queues`, `GET /processes`, `POST /idle`, `GET|POST /chaos`."""

    async def queues(_: Request) -> JSONResponse:
        states = [asdict(each) for each in broker.states()]
        return JSONResponse({"queues": states, "lost": broker.lost})

    async def processes(_: Request) -> JSONResponse:
        return JSONResponse({"processes": [asdict(each) for each in activator.states()]})

    async def idle(_: Request) -> JSONResponse:
        return JSONResponse({"stopped": await activator.stop_idle()})

    async def change_chaos(request: Request) -> JSONResponse:
        if request.method == "POST":
            try:
                values = cast("dict[str, object]", json.loads(await request.body() or b"{}"))
                chaos.change(type(chaos.settings)().changed(values))
            except (ValueError, ChaosError) as error:
                return JSONResponse({"error": str(error)}, status_code=400)
        return JSONResponse(asdict(chaos.settings))

    return Starlette(
        routes=[
            Route("/queues", queues),
            Route("/processes", processes),
            Route("/idle", idle, methods=["POST"]),
            Route("/chaos", change_chaos, methods=["GET", "POST"]),
        ]
    )
