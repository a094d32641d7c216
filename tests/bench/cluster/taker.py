"""A Broker that takes every event and passes none on: `python -m tests.bench.cluster.taker`.

Cold starts are measured against it, so that no other function starts meanwhile.
"""

from typing import Any

import uvicorn

from tests.e2e.kubectl import NAMESPACE
from tests.e2e.stand_in import PORT

NAME = "taker"
URL = f"http://{NAME}.{NAMESPACE}.svc.cluster.local"


async def take(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """Answer 202 to everything."""
    assert scope["type"] == "http"
    while (await receive()).get("more_body", False):
        pass
    await send({"type": "http.response.start", "status": 202, "headers": []})
    await send({"type": "http.response.body", "body": b""})


if __name__ == "__main__":
    uvicorn.run(take, host="0.0.0.0", port=PORT, log_level="warning", lifespan="off")  # noqa: S104
