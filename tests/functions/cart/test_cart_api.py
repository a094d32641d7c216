from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from functions.cart.quote import quote_id
from shared.caller import COOKIE
from shared.models.cart import Quote
from tests.functions.cart.making import BAG, SHOE, SOCK, code, product
from tests.functions.cart.stocking import open_shop, put, service
from tests.support.drive import Memory

ADDRESS = {"line1": "1 Main St", "city": "Springfield", "country": "US"}


@pytest.fixture(autouse=True)
def keys(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("COOKIE_KEY", "cookie-key")
    return iter(())


async def add(api: httpx.AsyncClient, sku: str = "bag", quantity: int = 1) -> httpx.Response:
    body = {"brand": "fashion", "sku": sku, "quantity": quantity}
    return await api.post("/v1/cart/items", json=body)


def problem(answer: httpx.Response) -> tuple[int, str]:
    assert answer.headers["content-type"] == "application/problem+json"
    body: dict[str, Any] = answer.json()
    return answer.status_code, body.get("code", body["title"])


async def test_a_new_shopper_gets_a_cookie_and_an_empty_cart_that_is_not_stored() -> None:
    memory = await open_shop()

    answer = await service(memory).get("/v1/cart?brand=fashion")

    assert answer.status_code == 200
    assert answer.json()["lines"] == []
    assert answer.headers["etag"] == '"0"'
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith(f"{COOKIE}=")
    assert "HttpOnly" in cookie
    assert "carts" not in memory.store.collections or not memory.store.collections["carts"]


async def test_a_shopper_finds_the_cart_again() -> None:
    memory = await open_shop()
    api = service(memory)

    added = await add(api, quantity=2)
    shown = await api.get("/v1/cart?brand=fashion")

    assert added.status_code == 200
    assert "set-cookie" not in shown.headers
    assert shown.json()["totals"]["total"] == {"amountMinor": 5000, "currency": "USD"}
    assert shown.headers["etag"] == added.headers["etag"] == '"1"'
    assert memory.published() == ["store.cart.item.added"]


async def test_a_cookie_that_we_did_not_sign_is_somebody_new() -> None:
    memory = await open_shop()
    api = service(memory)
    await add(api)
    genuine = api.cookies[COOKIE]
    web_id = genuine.rpartition(".")[0]

    forged = service(memory)
    forged.cookies.set(COOKIE, f"{web_id}.{'0' * 64}")
    answer = await forged.get("/v1/cart?brand=fashion")

    assert answer.json()["lines"] == []
    assert "set-cookie" in answer.headers


async def test_quantities_are_set_and_lines_removed() -> None:
    api = service(await open_shop())
    await add(api, "bag")
    await add(api, "shoe")

    put_answer = await api.put("/v1/cart/items/bag?brand=fashion", json={"quantity": 4})
    patched = await api.patch("/v1/cart/items/shoe?brand=fashion", json={"quantity": 0})
    removed = await api.delete("/v1/cart/items/bag?brand=fashion")

    assert [line["quantity"] for line in put_answer.json()["lines"]] == [4, 1]
    assert [line["sku"] for line in patched.json()["lines"]] == ["bag"]
    assert removed.json()["lines"] == []


async def test_a_cart_is_cleared() -> None:
    api = service(await open_shop())
    await add(api, "bag")

    cleared = await api.delete("/v1/cart?brand=fashion")

    assert cleared.json()["lines"] == []
    assert cleared.headers["etag"] == '"2"'


async def test_codes_are_applied_and_removed() -> None:
    api = service(await open_shop(codes=(code("TEN"),)))
    await add(api, "bag")

    applied = await api.post("/v1/cart/codes", json={"brand": "fashion", "code": "ten"})
    removed = await api.delete("/v1/cart/codes/TEN?brand=fashion")

    assert applied.json()["totals"]["discount"]["amountMinor"] == -250
    assert removed.json()["totals"]["discount"]["amountMinor"] == 0


async def test_a_quote_has_the_id_of_its_content() -> None:
    api = service(await open_shop())
    await add(api, "bag")

    answer = await api.post(
        "/v1/cart/quote",
        json={"brand": "fashion", "address": ADDRESS, "deliveryId": "standard"},
    )

    assert answer.status_code == 200
    quote = Quote.model_validate(answer.json())
    assert quote.id == quote_id(quote)
    assert quote.totals.total.amount_minor == 2500 + 595


@pytest.mark.parametrize(
    ("method", "path", "body", "expected"),
    [
        ("POST", "/v1/cart/items", {"sku": "nope"}, (404, "product_gone")),
        ("POST", "/v1/cart/items", {"sku": "sock"}, (409, "sold_out")),
        ("PUT", "/v1/cart/items/shoe", {"quantity": 1}, (404, "not_in_cart")),
        ("POST", "/v1/cart/codes", {"code": "NOPE"}, (404, "code_unknown")),
        ("POST", "/v1/cart/quote", {"deliveryId": "standard"}, (409, "empty")),
        ("POST", "/v1/cart/items", {"sku": "bag", "quantity": 100}, (400, "Invalid request")),
        ("POST", "/v1/cart/items", {"quantity": 1}, (400, "Invalid request")),
        ("POST", "/v1/cart/items", [], (400, "Invalid request")),
    ],
)
async def test_what_is_refused_is_told_as_a_problem(
    method: str, path: str, body: object, expected: tuple[int, str]
) -> None:
    memory = await open_shop(SHOE, BAG, product("sock", 100, stock=0))

    answer = await service(memory).request(method, f"{path}?brand=fashion", json=body)

    assert problem(answer) == expected
    assert memory.published() == []


@pytest.mark.parametrize(
    ("query", "expected"),
    [("", (400, "Invalid request")), ("?brand=groceries", (404, "Unknown brand"))],
)
async def test_without_a_brand_of_ours_there_is_no_cart(
    query: str, expected: tuple[int, str]
) -> None:
    answer = await service(await open_shop()).get(f"/v1/cart{query}")

    assert problem(answer) == expected


async def test_a_quote_needs_a_country_and_a_delivery_of_the_brand() -> None:
    api = service(await open_shop())
    await add(api, "bag")

    async def quoted(**body: object) -> tuple[int, str]:
        return problem(await api.post("/v1/cart/quote?brand=fashion", json=body))

    assert await quoted(deliveryId="standard") == (400, "address_missing")
    there = {**ADDRESS, "country": "JP"}
    assert await quoted(address=there, deliveryId="standard") == (400, "country_not_served")
    assert await quoted(address=ADDRESS, deliveryId="owl") == (400, "delivery_unknown")


async def test_who_knows_an_old_version_changes_nothing() -> None:
    memory = await open_shop()
    api = service(memory)
    await add(api, "bag")
    await add(api, "shoe")

    async def cleared(if_match: str) -> httpx.Response:
        return await api.delete("/v1/cart?brand=fashion", headers={"If-Match": if_match})

    stale = await cleared('"1"')
    (record,) = memory.store.collections["carts"].values()
    assert problem(stale) == (412, "The cart changed meanwhile")
    assert len(record["state"]["lines"]) == 2
    assert (await cleared('"1", "2"')).status_code == 200


async def test_a_repeated_key_adds_once_and_answers_the_same() -> None:
    memory = await open_shop()
    api = service(memory)
    await api.get("/v1/cart?brand=fashion")
    headers = {"Idempotency-Key": "k1"}
    body = {"brand": "fashion", "sku": "bag"}

    first = await api.post("/v1/cart/items", json=body, headers=headers)
    second = await api.post("/v1/cart/items", json=body, headers=headers)
    other = await api.post("/v1/cart/items", json={**body, "quantity": 2}, headers=headers)

    assert first.json() == second.json()
    assert second.headers["idempotent-replayed"] == "true"
    assert second.headers["etag"] == '"1"'
    assert problem(other)[0] == 409
    (record,) = memory.store.collections["carts"].values()
    assert record["state"]["lines"][0]["quantity"] == 1


async def test_reading_a_cart_tells_a_changed_price_until_it_is_acted_on() -> None:
    memory = await open_shop()
    api = service(memory)
    await add(api, "bag")
    await put(memory, product("bag", 2600))

    first = await api.get("/v1/cart?brand=fashion")
    second = await api.get("/v1/cart?brand=fashion")
    await add(api, "sock")
    third = await api.get("/v1/cart?brand=fashion")

    told = [[one["code"] for one in answer.json()["notices"]] for answer in (first, second, third)]
    assert told == [["price_changed"], ["price_changed"], []]


async def test_carts_are_one_per_brand() -> None:
    tv = product("tv", 100, brand="tech")
    api = service(await open_shop(BAG, SOCK, tv))
    await add(api, "bag")

    other = await api.get("/v1/cart?brand=tech")

    assert other.json()["lines"] == []


async def test_without_a_key_for_cookies_nobody_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COOKIE_KEY")

    answer = await service(Memory()).get("/v1/cart?brand=fashion")

    assert problem(answer) == (503, "Not available")
