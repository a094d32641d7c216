import json
from typing import Any

import pytest

from shared.events.products import Search
from tests.functions.catalog.sample_brands import usd
from tests.functions.catalog.shop import (
    ADMIN,
    BRAND,
    DRESS,
    RUNNER,
    Shop,
    stock_request,
    titles,
)


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/v1/admin/products"),
        ("PUT", "/v1/admin/products/runner?brand=fashion"),
        ("PATCH", "/v1/admin/products/runner?brand=fashion"),
        ("DELETE", "/v1/admin/products/runner?brand=fashion"),
        ("PUT", "/v1/admin/stock/runner-1?brand=fashion"),
        ("POST", "/v1/admin/imports?brand=fashion"),
        ("GET", "/v1/admin/products/export?brand=fashion"),
        ("GET", "/v1/admin/faq?brand=fashion"),
        ("GET", "/v1/admin/brands"),
    ],
)
async def test_admin_calls_need_the_admins_token(shop: Shop, method: str, path: str) -> None:
    body = json.dumps(RUNNER.wire())

    without = await shop.http.request(method, path, content=body)
    wrong = await shop.http.request(
        method, path, content=body, headers={"Authorization": "Bearer wrong"}
    )

    assert (without.status_code, wrong.status_code) == (401, 403)
    assert shop.memory.published() == []


async def test_a_changed_price_is_shown_at_once_and_told_and_audited(shop: Shop) -> None:
    await shop.ask(kind="search", search=Search(text="dress"))
    variant = DRESS.variants[0].model_copy(update={"price": usd(4900)})
    cheaper = [variant.wire()]

    answer = await shop.http.patch(
        "/v1/admin/products/dress", params=BRAND, json={"variants": cheaper}, headers=ADMIN
    )

    found = await shop.ask(kind="search", search=Search(text="dress", price_max=usd(5000)))
    assert answer.status_code == 200
    assert (titles(found), found["relaxed"]) == (["Plain Dress"], [])
    updates = [each.data for each in shop.memory.publisher.envelopes if "updated" in each.type]
    assert updates == [{"productId": "dress", "change": "price"}]
    (entry,) = shop.memory.store.collections["audit"].values()
    assert (entry["who"], entry["action"], entry["subject"]) == ("admin", "product.price", "dress")
    assert entry["before"]["variants"][0]["price"]["amountMinor"] == 5900


async def test_a_deleted_product_is_neither_found_nor_shown(shop: Shop) -> None:
    await shop.ask(kind="search", search=Search(text="dress"))

    gone = await shop.http.delete("/v1/admin/products/dress", params=BRAND, headers=ADMIN)

    assert gone.status_code == 204
    assert titles(await shop.ask(kind="search", search=Search(text="dress"))) == []
    assert (await shop.http.get("/v1/products/dress")).status_code == 404
    again = await shop.http.delete("/v1/admin/products/dress", params=BRAND, headers=ADMIN)
    assert again.status_code == 404


async def test_a_repeated_call_with_its_key_changes_nothing_more(shop: Shop) -> None:
    headers = {**ADMIN, "Idempotency-Key": "k-1"}
    body = {"delta": 4}

    answers = [
        await shop.http.put("/v1/admin/stock/dress-1", params=BRAND, json=body, headers=headers)
        for _ in range(2)
    ]

    assert [each.json()["available"] for each in answers] == [10, 10]
    assert (await shop.stock("dress-1"))["available"] == 10


async def test_a_call_repeated_after_a_crash_changes_the_stock_once(shop: Shop) -> None:
    headers = {**ADMIN, "Idempotency-Key": "k-1"}
    path, body = "/v1/admin/stock/dress-1", {"delta": -3}

    shop.memory.publisher.fail = True
    broken = await shop.http.put(path, params=BRAND, json=body, headers=headers)
    shop.memory.publisher.fail = False
    again = await shop.http.put(path, params=BRAND, json=body, headers=headers)

    assert (broken.status_code, again.status_code) == (503, 200)
    assert again.json()["available"] == 3
    assert (await shop.stock("dress-1"))["available"] == 3
    assert shop.memory.published() == ["store.product.stock.low"]


@pytest.mark.parametrize(
    ("sku", "body", "status"),
    [
        ("dress-1", {"delta": -7}, 409),
        ("dress-1", {"available": -1}, 400),
        ("dress-1", {"available": 10**30}, 400),
        ("dress-1", {"delta": 10**30}, 400),
        ("dress-1", {}, 400),
        ("none", {"available": 1}, 404),
    ],
)
async def test_stock_that_cannot_be_is_refused(
    shop: Shop, sku: str, body: dict[str, int], status: int
) -> None:
    answer = await shop.http.put(f"/v1/admin/stock/{sku}", params=BRAND, json=body, headers=ADMIN)

    assert answer.status_code == status
    assert (await shop.stock("dress-1"))["available"] == 6


async def test_a_product_edit_leaves_the_stock_as_it_is(shop: Shop) -> None:
    await shop.tell(stock_request("hold", "FA-000001", dress_1=2))

    edited = await shop.http.put(
        "/v1/admin/products/dress", params=BRAND, json=DRESS.wire(), headers=ADMIN
    )

    assert edited.json()["variants"][0]["stock"] == 4


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"id": "dress"}, 409),
        ({"brand": "nobody"}, 404),
        ({"category": "hats"}, 400),
        ({"variants": []}, 400),
        ({"attributes": {"a.b": 1}}, 400),
    ],
)
async def test_a_product_that_cannot_be_is_refused(
    shop: Shop, changes: dict[str, Any], status: int
) -> None:
    body = {**DRESS.wire(), "id": "new", **changes}

    answer = await shop.http.post("/v1/admin/products", json=body, headers=ADMIN)

    assert answer.status_code == status
    assert (await shop.http.get("/v1/products/new")).status_code == 404


async def test_a_sku_of_another_product_cannot_be_taken_while_it_is_sold(shop: Shop) -> None:
    thief = {**DRESS.wire(), "id": "thief"}

    refused = await shop.http.post("/v1/admin/products", json=thief, headers=ADMIN)
    await shop.http.delete("/v1/admin/products/dress", params=BRAND, headers=ADMIN)
    taken = await shop.http.post("/v1/admin/products", json=thief, headers=ADMIN)

    assert (refused.status_code, taken.status_code) == (409, 201)
    assert (await shop.stock("dress-1"))["productId"] == "thief"
