"""Gateway API routes and the two kinds that hold configuration, as far as the laptop reads them."""

import base64

from pydantic import Field

from knative.local.kinds import Manifest, Metadata


class PathMatch(Manifest):
    """How a path must look."""

    type: str = "PathPrefix"
    value: str = "/"


class RouteMatch(Manifest):
    """One way to match a request."""

    path: PathMatch = PathMatch()
    method: str | None = None


class BackendRef(Manifest):
    """The Service that answers."""

    name: str


class RouteFilter(Manifest):
    """A change of the request on its way; only header changes are understood."""

    type: str


class RouteRule(Manifest):
    """Matches with the backend they lead to."""

    matches: tuple[RouteMatch, ...] = (RouteMatch(),)
    filters: tuple[RouteFilter, ...] = ()
    backend_refs: tuple[BackendRef, ...] = ()


class RouteSpec(Manifest):
    """Spec of an HTTPRoute."""

    rules: tuple[RouteRule, ...] = ()


class HTTPRoute(Manifest):
    """`gateway.networking.k8s.io/v1 HTTPRoute`."""

    metadata: Metadata
    spec: RouteSpec


class ConfigMap(Manifest):
    """`v1 ConfigMap`."""

    metadata: Metadata
    data: dict[str, str] = Field(default_factory=dict[str, str])


class Secret(Manifest):
    """`v1 Secret`."""

    metadata: Metadata
    data: dict[str, str] = Field(default_factory=dict[str, str])
    string_data: dict[str, str] = Field(default_factory=dict[str, str])

    def values(self) -> dict[str, str]:
        """Every key with its text."""
        decoded = {key: base64.b64decode(value).decode() for key, value in self.data.items()}
        return decoded | self.string_data
