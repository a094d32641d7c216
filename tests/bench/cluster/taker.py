"""A Broker that takes every event and passes none on: `python -m tests.bench.cluster.taker`.

Cold starts are measured against it, so that no other function starts meanwhile.
"""

from typing import Any

import uvicorn

from tests.e2e.images import STANDINS
from tests.e2e.kubectl import NAMESPACE

NAME = "taker"
PORT = 8080
URL = f"http://{NAME}.{NAMESPACE}.svc.cluster.local"


def objects() -> list[dict[str, Any]]:
    """Return its Deployment and its Service."""
    labels = {"app": NAME}
    container = {
        "name": NAME,
        "image": STANDINS,
        "imagePullPolicy": "IfNotPresent",
        "command": ["python3", "-m", "tests.bench.cluster.taker"],
        "readinessProbe": {"tcpSocket": {"port": PORT}, "periodSeconds": 1},
        "resources": {"requests": {"cpu": "10m", "memory": "32Mi"}},
    }
    pod = {"automountServiceAccountToken": False, "containers": [container]}
    return [
        {
            "apiVersion": "apps/v1",
            "kind": "Deployment",
            "metadata": {"name": NAME, "namespace": NAMESPACE},
            "spec": {
                "selector": {"matchLabels": labels},
                "template": {"metadata": {"labels": labels}, "spec": pod},
            },
        },
        {
            "apiVersion": "v1",
            "kind": "Service",
            "metadata": {"name": NAME, "namespace": NAMESPACE},
            "spec": {"selector": labels, "ports": [{"port": 80, "targetPort": PORT}]},
        },
    ]


async def take(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """Answer 202 to everything."""
    assert scope["type"] == "http"
    while (await receive()).get("more_body", False):
        pass
    await send({"type": "http.response.start", "status": 202, "headers": []})
    await send({"type": "http.response.body", "body": b""})


if __name__ == "__main__":
    uvicorn.run(take, host="0.0.0.0", port=PORT, log_level="warning", lifespan="off")  # noqa: S104
