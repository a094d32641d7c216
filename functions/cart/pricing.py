"""Lines priced from the catalog, and what the shopper must be told about them."""

from dataclasses import dataclass

from functions.cart.shop import Offer, Shop
from functions.cart.state import CartLine
from shared.models.cart import LineItem, Notice
from shared.models.wire import in_language


@dataclass(frozen=True)
class PricedLine:
    """A line at today's price."""

    item: LineItem
    categories: frozenset[str]


@dataclass(frozen=True)
class Priced:
    """The lines that can still be bought, and what changed since they were last shown."""

    lines: tuple[PricedLine, ...]
    notices: tuple[Notice, ...]


def price(lines: tuple[CartLine, ...], shop: Shop, language: str) -> Priced:
    """Price `lines` from the catalog.

    A line with too little stock stays at its quantity, with a notice: the shopper decides.
    """
    priced: list[PricedLine] = []
    notices: list[Notice] = []
    for line in lines:
        offer = shop.offer(line.sku)
        if offer is None:
            notices.append(Notice(code="product_gone", sku=line.sku, title=line.title))
            continue
        item = line_item(offer, line.quantity, language)
        priced.append(PricedLine(item, shop.categories(offer.product)))
        notices += _changes(line, item, offer.variant.stock)
    return Priced(tuple(priced), tuple(notices))


def line_item(offer: Offer, quantity: int, language: str) -> LineItem:
    """Return `quantity` pieces of an offer as a line, undiscounted."""
    product, variant = offer.product, offer.variant
    return LineItem(
        sku=variant.sku,
        product_id=product.id,
        title=in_language(product.title, language),
        options=variant.options,
        quantity=quantity,
        unit_price=variant.price,
        line_total=variant.price.times(quantity),
        image_url=product.media[0].url if product.media else None,
    )


def stock_notice(item: LineItem, stock: int) -> Notice | None:
    """Return a notice if fewer pieces are left than the line wants."""
    if stock >= item.quantity:
        return None
    return Notice(
        code="stock_short" if stock else "sold_out",
        sku=item.sku,
        title=item.title,
        available=stock,
    )


def _changes(line: CartLine, item: LineItem, stock: int) -> list[Notice]:
    notices: list[Notice] = []
    if item.unit_price != line.price:
        notices.append(
            Notice(
                code="price_changed",
                sku=item.sku,
                title=item.title,
                old=line.price,
                new=item.unit_price,
            )
        )
    if (short := stock_notice(item, stock)) is not None:
        notices.append(short)
    return notices
