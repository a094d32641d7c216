import pytest

from tests.functions.catalog.goods import product
from tests.functions.catalog.sample_brands import text
from tests.functions.catalog.shop import (
    ADMIN,
    BRAND,
    Shop,
)


async def test_the_list_is_exact_and_its_pages_do_not_overlap(shop: Shop) -> None:
    params = {**BRAND, "category": "shoes", "limit": "1", "sort": "price_asc"}

    first = (await shop.http.get("/v1/products", params=params)).json()
    cursor = {"cursor": first["nextCursor"]}
    second = (await shop.http.get("/v1/products", params={**params, **cursor})).json()

    assert [each["id"] for each in first["products"]] == ["runner"]
    assert [each["id"] for each in second["products"]] == ["racer"]
    assert (first["total"], second["nextCursor"]) == (2, None)
    assert first["products"][0]["variants"][0]["stock"] == 5
    assert first["products"][0]["matchingSkus"] == ["runner-1", "runner-2"]


async def test_a_page_goes_on_after_the_last_product_though_others_came_before_it(
    shop: Shop,
) -> None:
    params = {**BRAND, "limit": "1", "sort": "price_asc"}
    first = (await shop.http.get("/v1/products", params=params)).json()
    cheap = product("aaa", "bags", text("Tiny Purse"), [({}, 100, 1)])
    made = await shop.http.post("/v1/admin/products", json=cheap.wire(), headers=ADMIN)

    params["cursor"] = first["nextCursor"]
    second = (await shop.http.get("/v1/products", params=params)).json()

    assert made.status_code == 201
    assert [each["id"] for each in first["products"]] == ["dress"]
    assert [each["id"] for each in second["products"]] == ["runner"]


async def test_the_search_gives_up_what_it_must_and_tells(shop: Shop) -> None:
    params = {**BRAND, "q": "runing shoes", "size": "50"}

    found = (await shop.http.get("/v1/products/search", params=params)).json()

    assert [each["id"] for each in found["products"]] == ["runner", "racer"]
    assert (found["relaxed"], found["corrected"]) == (["sizes"], "running shoes")


async def test_without_a_brand_all_products_are_listed_page_by_page(shop: Shop) -> None:
    first = (await shop.http.get("/v1/products", params={"limit": "2"})).json()
    rest = (await shop.http.get("/v1/products", params={"cursor": first["nextCursor"]})).json()

    assert [each["id"] for each in first["products"]] == ["dress", "racer"]
    assert [each["id"] for each in rest["products"]] == ["runner"]
    assert (first["total"], rest["nextCursor"]) == (3, None)


async def test_one_product_is_shown_by_id_or_sku(shop: Shop) -> None:
    by_id = await shop.http.get("/v1/products/runner", params=BRAND)
    by_sku = await shop.http.get("/v1/products/runner-2")
    missing = await shop.http.get("/v1/products/nothing")

    assert by_id.json() == by_sku.json()
    assert by_id.json()["title"]["pt"] == "Tênis de corrida Lago"
    assert missing.status_code == 404
    assert missing.headers["content-type"] == "application/problem+json"


async def test_recommendations_and_categories_are_public(shop: Shop) -> None:
    similar = await shop.http.get("/v1/products/runner/recommendations")
    categories = await shop.http.get("/v1/categories", params={**BRAND, "language": "pt"})

    by_id = {each["id"]: each for each in categories.json()["categories"]}
    assert [each["id"] for each in similar.json()["products"]] == ["racer"]
    assert (by_id["shoes"]["name"], by_id["shoes"]["products"]) == ("Calçados", 2)
    assert by_id["running-shoes"]["parent"] == "sneakers"


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/v1/products/search?q=x", 400),
        ("/v1/products?brand=nobody", 404),
        ("/v1/products?brand=fashion&sort=best", 400),
        ("/v1/products?brand=fashion&maxPrice=ten", 400),
        ("/v1/products?brand=fashion&cursor=!!", 400),
        ("/v1/products?brand=fashion&cursor=WzFlOTk5LCJ4Il0=", 400),
        ("/v1/products/runner/recommendations?kind=magic", 400),
        ("/v1/categories", 400),
    ],
)
async def test_a_bad_call_is_refused_with_problem_details(
    shop: Shop, path: str, status: int
) -> None:
    answer = await shop.http.get(path)

    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"


async def test_a_picture_is_drawn_with_the_title_escaped(shop: Shop) -> None:
    odd = product("odd", "bags", text('Bag <b>"&"</b>'), [({"colour": "navy"}, 100, 1)])
    await shop.http.post("/v1/admin/products", json=odd.wire(), headers=ADMIN)

    drawn = await shop.http.get("/v1/media/products/odd.svg")
    again = await shop.http.get(
        "/v1/media/products/odd.svg", headers={"If-None-Match": drawn.headers["etag"]}
    )

    assert drawn.headers["content-type"] == "image/svg+xml"
    assert "&lt;b&gt;" in drawn.text
    assert "<b>" not in drawn.text
    assert "#3f6fb5" in drawn.text
    assert again.status_code == 304
    assert (await shop.http.get("/v1/media/products/none.svg")).status_code == 404
