"""How a Service of the cluster is reached from here: through whatever stands behind its name."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from shared.http.message import Request
from tests.bench.calls import Answer, Caller
from tests.e2e.kubectl import NAMESPACE, get

PATIENCE_SECONDS = 120
Object = dict[str, Any]


class Reached:
    """A client of a URL whose host only the cluster's DNS knows.

    Args:
        url: such as a Broker's or a Knative Service's.
        find: returns a Service by name and namespace.
    """

    def __init__(self, url: str, find: Callable[[str, str], Object] | None = None) -> None:
        parts = urlsplit(url)
        self.path = parts.path
        self._host = parts.netloc.encode()
        self._caller = Caller(behind(parts.hostname or "", parts.port, find or _find))

    async def send(self, request: Request) -> Answer:
        """Send a request; its `Host` and, in front of its path, the URL's path are set."""
        headers = [(name, value) for name, value in request.headers if name != b"host"]
        target = self.path.rstrip("/").encode() + request.target
        sent = replace(request, target=target, headers=[(b"host", self._host), *headers])
        async with asyncio.timeout(PATIENCE_SECONDS):
            return await self._caller.send(sent)

    def close(self) -> None:
        """Close idle connections."""
        self._caller.close()


def service_url(name: str) -> str:
    """Return the address of a Knative Service inside the cluster."""
    return f"http://{name}.{NAMESPACE}.svc.cluster.local"


def behind(host: str, port: int | None, find: Callable[[str, str], Object]) -> str:
    """Return the address behind a name: a Knative Service's leads to the gateway that wakes it."""
    name, namespace = host.split(".")[:2]
    spec = find(name, namespace)["spec"]
    if spec.get("type") == "ExternalName":
        return behind(spec["externalName"], port, find)
    return f"http://{spec['clusterIP']}:{port or spec['ports'][0]['port']}"


def _find(name: str, namespace: str) -> Object:
    return get("service", name, namespace=namespace)
