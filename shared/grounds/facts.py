"""What tools said: the only ground that a statement of the model may stand on."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from shared.grounds.naming import Item
from shared.grounds.spans import Span
from shared.models.cart import Cart
from shared.models.money import Money
from shared.models.product import ProductCard


@dataclass(frozen=True, slots=True)
class Facts:
    """Facts so far.

    Attributes:
        cards: products by id, as an answer shows them.
        skus: that may go into a cart.
        amounts: of money, in minor units.
        sums: those among them that are no product's: totals, delivery, thresholds.
        stocks: pieces that a result named.
        orders: order numbers.
        links: addresses that may be given.
        texts: words of the shop itself: policies and FAQ. Descriptions of products are not among
            them: whoever writes those must not be able to promise anything.
        described: titles, descriptions and attributes of products.
        told: what the seller said before this turn; it was checked then, but may be old.
        spans: stretches of time in quotes and orders.
        ages: how long ago things happened to orders.
        savings: taken off prices, in minor units.
        discounts: taken off by prices, carts and orders, in hundredths of a percent.
        items: what is known of each product, by its id.
        cart: as a tool of this turn showed it; None if none did.
        at: when the turn began; None: not known, so no order has an age.
    """

    cards: dict[str, ProductCard]
    skus: frozenset[str] = frozenset()
    amounts: frozenset[int] = frozenset()
    sums: frozenset[int] = frozenset()
    stocks: frozenset[int] = frozenset()
    orders: frozenset[str] = frozenset()
    links: frozenset[str] = frozenset()
    texts: tuple[str, ...] = ()
    described: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    spans: frozenset[Span] = frozenset()
    ages: frozenset[Span] = frozenset()
    savings: frozenset[int] = frozenset()
    discounts: frozenset[int] = frozenset()
    items: Mapping[str, Item] = field(default_factory=dict[str, Item])
    cart: Cart | None = None
    at: datetime | None = None

    def with_amounts(self, amounts: Iterable[Money | None]) -> "Facts":
        """Return the facts with amounts of products."""
        return replace(self, amounts=self.amounts | minor_of(amounts))

    def with_sums(self, amounts: Iterable[Money | None]) -> "Facts":
        """Return the facts with amounts that are no product's."""
        found = minor_of(amounts)
        return replace(self, amounts=self.amounts | found, sums=self.sums | found)

    def with_item(self, id_: str, item: Item) -> "Facts":
        """Return the facts with what is now known of a product; prices of before stay named."""
        before = self.items.get(id_)
        if before is not None:
            item = Item(
                titles=before.titles | item.titles,
                amounts=before.amounts | item.amounts,
                stocks=item.stocks or before.stocks,
                available=before.available if item.available is None else item.available,
                short=before.short if item.available is None else item.short,
                values=item.values or before.values,
            )
        return replace(self, items={**self.items, id_: item})


def minor_of(amounts: Iterable[Money | None]) -> frozenset[int]:
    """Return amounts in minor units; those that are absent are left out."""
    return frozenset(abs(one.amount_minor) for one in amounts if one is not None)
