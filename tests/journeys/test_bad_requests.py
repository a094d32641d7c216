"""Whatever is sent to the shop's REST paths, it says what is wrong, and goes on."""

import json
from collections.abc import Generator, Iterator
from importlib import import_module
from typing import Any

import httpx
import pytest
import yaml
from starlette.routing import Route

from shared.function.serving import Function
from tests.journeys.desk import AtDesk
from tests.journeys.door import listed
from tests.journeys.shop_run import ADMIN_TOKEN, AGENTS, ShopRun
from tests.support.shop import CHART

pytestmark = [pytest.mark.journey, pytest.mark.timeout(400)]

UNKNOWN = "no-such-thing"
FIELDS = ("brand", "sku", "quantity", "code", "text", "status", "address", "lines", "labels")
BODIES = {
    "truncated": b'{"brand": "fashion", "sku":',
    "no JSON at all": b"\x00\xff\xfe<xml/>",
    "a list": b"[]",
    "null": b"null",
    "deep": b"[" * 50_000,
    "wrong types": json.dumps(
        {name: {"a": [1e308, None, {"$gt": ""}]} for name in FIELDS}
    ).encode(),
    "operators": json.dumps({"brand": {"$ne": None}, "text": {"$where": "1"}}).encode(),
    "huge": b'{"text": "' + b"x" * 1_500_000 + b'"}',
    "hugest": b"x" * 4_500_000,
}
QUERIES = (
    "",
    "?brand=fashion&limit=-1&cursor=%00&after=x&q=",
    "?brand=nope&limit=x&sort=%24where",
    f"?brand=fashion&q={'x' * 3000}&after=99999999999999999999",
)
TOKENS = {
    "none": {},
    "wrong": {"Authorization": "Bearer wrong"},
    "odd": {"Authorization": "Basic \xe9\xe9", "Cookie": "store_id=%00; store_id=x.y"},
    "admin": {"Authorization": f"Bearer {ADMIN_TOKEN}"},
    "agent": {"Authorization": f"Bearer {AGENTS['Ana']}"},
}
WRONG_METHODS = ("PUT", "PATCH", "DELETE", "POST", "OPTIONS", "TRACE", "PROPFIND")
ENDLESS = "/v1/chat/fashion/stream"
FOR_PEOPLE = "/v1/payments/test/"
REPLAY_ALL = "/v1/admin/dead-letters/replay"


def routes() -> Iterator[tuple[str, str]]:
    """Yield method and path of everything that functions serve and the door lists."""
    services = yaml.safe_load((CHART / "values.yaml").read_text())["services"]
    public = [(method, path) for method, path in listed()]
    for spec in services.values():
        function: Function = import_module(f"functions.{spec['source']}.main").FUNCTION
        for route in function.routes:
            assert isinstance(route, Route)
            for method in sorted(route.methods or ()):
                if any(method == one and route.path.startswith(path) for one, path in public):
                    yield method, route.path


ROUTES = sorted(set(routes()))


def filled(path: str, **known: str) -> str:
    for name in ("brand", "number", "key", "sku", "code", "slug", "session_id", "agent_id"):
        path = path.replace("{" + name + "}", known.get(name, UNKNOWN))
    return path.translate(str.maketrans({"{": "x", "}": "x"}))


@pytest.fixture(scope="module")
def caller(shop: ShopRun) -> Generator[httpx.Client, None, None]:
    """A client that tries nothing twice."""
    with httpx.Client(base_url=shop.gateway, timeout=60) as client:
        yield client


def crashes(shop: ShopRun) -> int:
    return sum(one["crashes"] for one in shop.inside("/processes")["processes"])


def complaint(answer: httpx.Response) -> str | None:
    """Return what is wrong with an answer."""
    said = f"{answer.status_code} {answer.text[:200]!r}"
    if answer.status_code >= 500 or "Traceback" in answer.text or 'File "' in answer.text:
        return said
    if answer.status_code < 400 or FOR_PEOPLE in answer.url.path or not answer.content:
        return None if answer.status_code < 400 or FOR_PEOPLE in answer.url.path else said
    problem: Any = answer.json() if "problem+json" in answer.headers["content-type"] else {}
    right = problem.get("status") == answer.status_code and problem.get("title")
    return None if right else said


def test_bad_calls_are_answered_with_problems_and_harm_nothing(
    shop: ShopRun, caller: httpx.Client
) -> None:
    before = crashes(shop)
    complaints: dict[str, str] = {}

    for method, template in ROUTES:
        token = TOKENS[token_for(template)]
        headers = encoded({"content-type": "application/json", **token})
        for path in {filled(template), filled(template, brand="fashion")} - {ENDLESS, REPLAY_ALL}:
            kept = BODIES if method != "GET" else {"": b""}
            calls = [("", body) for body in kept.items()] + [(q, ("", b"")) for q in QUERIES]
            for query, (name, body) in calls:
                answer = caller.request(method, path + query, content=body or None, headers=headers)
                if said := complaint(answer):
                    complaints[f"{method} {path}{query[:40]} {name}"] = said
    AtDesk(shop, "Ana").leave()  # a heartbeat without words is one of somebody online

    assert complaints == {}
    assert crashes(shop) == before


def token_for(path: str) -> str:
    """Return whose token opens a path; what is open to all is called with odd ones."""
    if path.startswith("/v1/admin"):
        return "admin"
    return "agent" if path.startswith("/v1/support") else "odd"


def encoded(headers: dict[str, str]) -> list[tuple[bytes, bytes]]:
    return [(name.encode(), value.encode("latin-1")) for name, value in headers.items()]


def test_a_wrong_method_is_a_problem_everywhere(shop: ShopRun, caller: httpx.Client) -> None:
    before = crashes(shop)
    known = {(method, filled(path)) for method, path in ROUTES}
    complaints: dict[str, str] = {}

    for path in sorted({path for _, path in known}):
        for method in WRONG_METHODS:
            if (method, path) not in known:
                answer = caller.request(method, path)
                refused = answer.status_code in (401, 404, 405)
                if not refused or complaint(answer):
                    complaints[f"{method} {path}"] = f"{answer.status_code} {answer.text[:100]}"

    assert complaints == {}
    assert crashes(shop) == before


def test_who_has_no_token_learns_nothing(caller: httpx.Client) -> None:
    guarded = [(m, filled(p)) for m, p in ROUTES if p.startswith(("/v1/admin", "/v1/support"))]
    statuses = {
        f"{method} {path}": caller.request(method, path, headers=headers).status_code
        for method, path in guarded
        for headers in (TOKENS["none"], TOKENS["wrong"])
    }

    assert len(guarded) > 30
    assert {call: status for call, status in statuses.items() if status not in (401, 403)} == {}
