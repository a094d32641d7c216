"""What the catalog says is left."""

from collections.abc import Mapping

from tests.journeys.shop_run import ShopRun


def stock_of(shop: ShopRun, brand: str) -> dict[str, int]:
    """Return the stock per SKU of a brand's products."""
    found: dict[str, int] = {}
    cursor: str | None = ""
    while cursor is not None:
        answer = shop.client.get(
            f"{shop.gateway}/v1/products", params={"brand": brand, "limit": 100, "cursor": cursor}
        )
        page = answer.raise_for_status().json()
        for product in page["products"]:
            found |= {one["sku"]: one["stock"] for one in product["variants"]}
        cursor = page["nextCursor"]
    return found


def set_stock(shop: ShopRun, brand: str, sku: str, available: int) -> None:
    """Set what is left of one SKU."""
    answer = shop.admin(
        "PUT", f"/v1/admin/stock/{sku}", params={"brand": brand}, json={"available": available}
    )
    assert answer.status_code == 200, answer.text


def stock_up(shop: ShopRun, wishes: Mapping[str, str], available: int = 500) -> None:
    """Let nothing run out that the brands' shoppers wish for, in these words."""
    for brand, wish in wishes.items():
        query = {"brand": brand, "q": wish, "limit": 5}
        found = shop.client.get(f"{shop.gateway}/v1/products/search", params=query)
        for product in found.raise_for_status().json()["products"]:
            for variant in product["variants"]:
                set_stock(shop, brand, variant["sku"], available)
