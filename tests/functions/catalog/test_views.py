"""A known shopper's look at a product over HTTP is told to the memory."""

import pytest

from shared.caller import COOKIE, signed
from shared.settings import settings
from tests.functions.catalog.shop import BRAND, Shop

WEB_ID = "a" * 22


@pytest.fixture(autouse=True)
def cookie_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COOKIE_KEY", "test-cookie-key")
    settings.cache_clear()


async def look(shop: Shop, cookie: str) -> int:
    headers = {"Cookie": f"{COOKIE}={cookie}"}
    return (await shop.http.get("/v1/products/runner", params=BRAND, headers=headers)).status_code


async def test_a_known_shoppers_look_is_told_as_one_event_an_hour(shop: Shop) -> None:
    identity = {"_id": f"web|{WEB_ID}", "customer_id": "c1"}
    await shop.memory.store.insert("identities", identity)
    known = len(shop.memory.publisher.envelopes)

    answers = [await look(shop, signed(WEB_ID)) for _ in range(2)]

    told = shop.memory.publisher.envelopes[known:]
    assert answers == [200, 200]
    assert {one.type for one in told} == {"store.product.viewed"}
    assert {(one.data["customerId"], one.data["productId"]) for one in told} == {("c1", "runner")}
    assert {one.extension("to") for one in told} == {"memory"}
    assert len({one.id for one in told}) <= 2  # the hour may end between them


@pytest.mark.parametrize("cookie", ["", "made.up"])
async def test_a_strangers_look_is_nobodys(shop: Shop, cookie: str) -> None:
    known = len(shop.memory.publisher.envelopes)

    assert await look(shop, cookie) == 200

    assert len(shop.memory.publisher.envelopes) == known
    assert await shop.memory.store.find("identities", {}) == []
