"""Too many calls are refused by every function alike, counted in a real Redis."""

import json

import httpx
import pytest

from functions.catalog.main import FUNCTION as CATALOG
from shared.caller import COOKIE, signed
from shared.function.serving import Function
from shared.settings import settings
from tests.support.drive import Memory, client

pytestmark = pytest.mark.usefixtures("fresh_clients")


@pytest.fixture
def shop(monkeypatch: pytest.MonkeyPatch, redis_url: str) -> httpx.AsyncClient:
    monkeypatch.setenv("REDIS_URL", redis_url)
    monkeypatch.setenv("RATE_LIMIT_PER_MINUTE", "2")
    monkeypatch.setenv("COOKIE_KEY", "test-cookie-key")
    monkeypatch.setenv("AGENT_TOKENS", "ana:token-of-ana")
    settings.cache_clear()
    memory = Memory()
    return client(Function("product-catalog", routes=CATALOG.routes, ports=memory.ports))


async def statuses(shop: httpx.AsyncClient, times: int, **headers: str) -> list[int]:
    return [(await shop.get("/v1/admin/brands", headers=headers)).status_code for _ in range(times)]


async def test_a_caller_over_the_limit_is_told_to_wait(shop: httpx.AsyncClient) -> None:
    caller = {"X-Forwarded-For": "8.8.4.4"}
    before = await statuses(shop, 2, **caller)

    refused = await shop.get("/v1/admin/brands", headers=caller)

    assert before == [401, 401]
    assert refused.status_code == 429
    assert refused.headers["content-type"] == "application/problem+json"
    told = json.loads(refused.content)
    assert told["title"] == "I'm getting too many requests. Please wait a moment."
    assert 1 <= int(refused.headers["Retry-After"]) <= 90


async def test_another_address_is_another_caller(shop: httpx.AsyncClient) -> None:
    await statuses(shop, 3, **{"X-Forwarded-For": "8.8.4.5"})

    assert await statuses(shop, 2, **{"X-Forwarded-For": "8.8.4.6"}) == [401, 401]


async def test_two_shoppers_behind_one_address_are_two_callers(shop: httpx.AsyncClient) -> None:
    one = {"X-Forwarded-For": "8.8.4.7", "Cookie": f"{COOKIE}={signed('a' * 22)}"}
    other = {"X-Forwarded-For": "8.8.4.7", "Cookie": f"{COOKIE}={signed('b' * 22)}"}

    assert await statuses(shop, 3, **one) == [401, 401, 429]
    assert await statuses(shop, 2, **other) == [401, 401]


async def test_a_new_cookie_for_every_call_does_not_help(shop: httpx.AsyncClient) -> None:
    callers = [
        {"X-Forwarded-For": "8.8.4.10", "Cookie": f"{COOKIE}={signed(f'{n:022d}')}"}
        for n in range(21)
    ]

    answers = [(await statuses(shop, 1, **caller))[0] for caller in callers]

    assert answers == [401] * 20 + [429]


async def test_a_made_up_token_or_cookie_counts_by_address(shop: httpx.AsyncClient) -> None:
    address = {"X-Forwarded-For": "8.8.4.8"}
    answers = [
        (await statuses(shop, 1, Authorization=f"Bearer x{n}", **address))[0] for n in range(2)
    ]

    assert answers == [403, 403]
    assert await statuses(shop, 1, Cookie=f"{COOKIE}=x", **address) == [429]


async def test_staff_may_call_more_often(shop: httpx.AsyncClient) -> None:
    answers = await statuses(shop, 21, Authorization="Bearer token-of-ana")

    assert answers == [403] * 20 + [429]


async def test_without_redis_every_call_is_served(
    shop: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("REDIS_URL", "redis://127.0.0.1:9/0")
    settings.cache_clear()

    assert await statuses(shop, 5, **{"X-Forwarded-For": "8.8.4.9"}) == [401] * 5
    assert capsys.readouterr().out.count("rate.not_counted") == 1
