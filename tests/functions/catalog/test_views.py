"""A known shopper's look at a product over HTTP is told to the memory."""

from typing import NoReturn

import pytest

from shared.caller import COOKIE, signed
from shared.clock import now
from shared.errors import DependencyError
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


async def known_to_like(shop: Shop, **preferences: object) -> dict[str, str]:
    """Let a shopper's memory hold this; return the headers of their calls."""
    store = shop.memory.store
    await store.insert("identities", {"_id": f"web|{WEB_ID}", "customer_id": "c1"})
    known = {"customerId": "c1", "brand": "fashion", **preferences}
    await store.insert("memories", {"_id": "fashion|c1", "state": {"preferences": known}})
    return {"Cookie": f"{COOKIE}={signed(WEB_ID)}"}


def liked(value: str) -> dict[str, object]:
    return {"value": value, "score": 10.0, "at": now().isoformat(), "explicit": True}


async def test_a_known_shoppers_tastes_rank_what_they_search_and_tell_why(shop: Shop) -> None:
    wish = {**BRAND, "category": "shoes"}
    unwanted = [{"kind": "colour", "value": "blue"}]
    headers = await known_to_like(shop, colours=[liked("black")], disliked=unwanted)

    strangers = await shop.http.get("/v1/products/search", params=wish)
    theirs = await shop.http.get("/v1/products/search", params=wish, headers=headers)

    assert [each["id"] for each in strangers.json()["products"]] == ["runner", "racer"]
    first, second = theirs.json()["products"]
    assert [first["id"], second["id"]] == ["racer", "runner"]
    assert first["reasons"] == [{"kind": "colour", "value": "black", "stated": True}]
    assert strangers.headers["cache-control"] == "no-cache"
    assert theirs.headers["cache-control"] == "private, no-cache"


async def test_what_they_do_not_want_is_not_recommended_to_them(shop: Shop) -> None:
    asked = "/v1/products/runner/recommendations"
    headers = await known_to_like(shop, disliked=[{"kind": "colour", "value": "black"}])

    strangers = (await shop.http.get(asked, params=BRAND)).json()["products"]
    theirs = (await shop.http.get(asked, params=BRAND, headers=headers)).json()["products"]

    assert "racer" in [each["id"] for each in strangers]
    assert strangers[0]["reasons"]
    assert "racer" not in [each["id"] for each in theirs]


async def test_while_the_memory_is_away_everybody_sees_what_strangers_see(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    headers = await known_to_like(shop, disliked=[{"kind": "colour", "value": "blue"}])

    async def away(*_: object) -> NoReturn:
        raise DependencyError("mongodb")

    monkeypatch.setattr("functions.catalog.personal.web_customer", away)
    wish = {**BRAND, "category": "shoes"}
    found = await shop.http.get("/v1/products/search", params=wish, headers=headers)

    assert [each["id"] for each in found.json()["products"]] == ["runner", "racer"]
