"""Which function answers a path, by the rules of the Gateway API."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from knative.local.manifests import ManifestError
from knative.local.route_kinds import HTTPRoute, RouteMatch

_RANK = {"Exact": 0, "RegularExpression": 1, "PathPrefix": 2}
# Paths that servers behind may read differently than the routes did.
_AMBIGUOUS = re.compile(r"//|/\.{1,2}(?:/|$)|%2f|%2e|%5c|\\", re.IGNORECASE)


@dataclass(frozen=True)
class Route:
    """One match and the function it leads to."""

    kind: str
    value: str
    method: str | None
    function: str
    pattern: re.Pattern[str]

    def matches(self, method: str, path: str) -> bool:
        """Whether this route takes the request."""
        return self.method in (None, method) and self.pattern.fullmatch(path) is not None


class RouteTable:
    """All routes, the most specific first."""

    def __init__(self, routes: Iterable[HTTPRoute]) -> None:
        found = [
            _route(match, rule.backend_refs[0].name, route.metadata.name)
            for route in routes
            for rule in route.spec.rules
            for match in rule.matches
        ]
        self._routes = sorted(found, key=_specificity)

    def find(self, method: str, path: str) -> str | None:
        """The function for a request; none for what no route names and for `POST /`.

        The root path is where functions take events: it is never exposed.
        """
        if (method == "POST" and path == "/") or _AMBIGUOUS.search(path):
            return None
        return next((each.function for each in self._routes if each.matches(method, path)), None)


def _route(match: RouteMatch, function: str, name: str) -> Route:
    kind, value = match.path.type, match.path.value
    if kind == "Exact":
        pattern = re.escape(value)
    elif kind == "PathPrefix":
        pattern = re.escape(value.rstrip("/")) + "(?:/.*)?"
    elif kind == "RegularExpression":
        pattern = value
    else:
        raise ManifestError("HTTPRoute", name, f"path type {kind} is not supported")
    return Route(kind, value, match.method, function, re.compile(pattern, re.DOTALL))


def _specificity(route: Route) -> tuple[int, int, bool]:
    return _RANK[route.kind], -len(route.value), route.method is None
