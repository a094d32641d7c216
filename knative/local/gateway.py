"""The one door: routes of the chart on one port."""

from knative.local.problem import respond_problem
from knative.local.proxy import Proxy
from knative.local.routes import RouteTable
from knative.local.server import App, Message, Receive, Send, respond


class Door:
    """What listens from the first moment: 503 until the gateway behind it is open."""

    def __init__(self) -> None:
        self._app: App | None = None

    def open(self, app: App) -> None:
        """Lets requests through to `app`."""
        self._app = app

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Passes on, or asks to come back."""
        if self._app is None:
            await respond_problem(send, 503, "The shop is starting.")
        else:
            await self._app(scope, receive, send)


class Gateway:
    """Answers `/healthz` itself, passes on what a route names, refuses the rest."""

    def __init__(self, routes: RouteTable, proxy: Proxy) -> None:
        self._routes = routes
        self._proxy = proxy

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Serves one request from outside."""
        method, raw_path = scope["method"], scope["raw_path"]
        if raw_path == b"/healthz" and method in {"GET", "HEAD"}:
            await respond(send, 200)
            return
        function = self._routes.find(method, raw_path.decode("latin-1"))
        if function is None:
            await respond_problem(send, 404, "There is nothing here.")
        else:
            await self._proxy.pass_on(function, raw_path, scope, receive, send)


class ClusterLocal:
    """A cluster's `http://{service}.{namespace}.svc`, as `/{service}/…`: for functions only."""

    def __init__(self, proxy: Proxy) -> None:
        self._proxy = proxy

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Serves one request of a function to another."""
        raw_path: bytes = scope["raw_path"]
        _, function, path = (raw_path + b"/").split(b"/", 2)
        name = function.decode("latin-1")
        if self._proxy.knows(name):
            await self._proxy.pass_on(name, b"/" + path.removesuffix(b"/"), scope, receive, send)
        else:
            await respond_problem(send, 404, f"There is no Service {name}.")
