"""What the catalog asks for a SKU now."""

from collections.abc import Iterable

from shared.models.money import Money
from shared.models.product import Product
from shared.stores.store import Store


async def prices_of(store: Store, brand: str, skus: Iterable[str]) -> dict[str, Money]:
    """Return the unit price of each SKU the brand sells; SKUs it does not are left out."""
    wanted = sorted(set(skus))
    if not wanted:
        return {}
    found = await store.find(
        "products", {"brand": brand, "skus": {"$in": wanted}}, limit=len(wanted)
    )
    products = [Product.model_validate(one["product"]) for one in found]
    return {
        variant.sku: variant.price
        for product in products
        if not product.deleted
        for variant in product.variants
        if variant.sku in wanted
    }
