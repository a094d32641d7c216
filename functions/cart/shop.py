"""What a cart is judged against: the brand, its products, the codes, the time."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from functions.cart.codes import KnownCode
from shared.models.brand import Brand, DeliveryOption
from shared.models.product import Product, Variant


@dataclass(frozen=True)
class Offer:
    """What the catalog says of a SKU now."""

    product: Product
    variant: Variant


@dataclass(frozen=True)
class Shop:
    """The brand as it is at `now`, as far as one request needs it."""

    brand: Brand
    now: datetime
    products: Mapping[str, Product] = field(default_factory=dict[str, Product])
    """By SKU; one that is missing is not sold any more."""
    codes: Mapping[str, KnownCode] = field(default_factory=dict[str, KnownCode])
    """By code as stored."""

    def offer(self, sku: str | None) -> Offer | None:
        """Return what can be bought as `sku`, if anything.

        A product of another brand or in another currency than the brand's cannot.
        """
        product = self.products.get(sku) if sku else None
        if product is None or product.deleted or product.brand != self.brand.id:
            return None
        for variant in product.variants:
            if variant.sku == sku and variant.price.currency == self.brand.currency:
                return Offer(product, variant)
        return None

    def categories(self, product: Product) -> frozenset[str]:
        """Return the product's category and those above it."""
        parents = {category.id: category.parent for category in self.brand.categories}
        found: set[str] = set()
        current: str | None = product.category
        while current is not None and current not in found:
            found.add(current)
            current = parents.get(current)
        return frozenset(found)

    def delivery(self, delivery_id: str | None) -> DeliveryOption | None:
        """Return the brand's delivery option of that id."""
        options = self.brand.policies.shipping.options
        return next((option for option in options if option.id == delivery_id), None)
