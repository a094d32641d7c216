"""From a product to the card an answer shows, in the shopper's language."""

from collections.abc import Sequence
from typing import Final

from shared.models.product import Product, ProductCard, Variant
from shared.models.wire import in_language

LONGEST_DESCRIPTION: Final = 200


def card(product: Product, language: str, skus: frozenset[str] | None = None) -> ProductCard | None:
    """Return the card of a product with its fresh prices and stock.

    Args:
        product: as the store has it now.
        language: of the shopper.
        skus: the variants that match what was asked; all by default.

    Returns:
        None where none of `skus` exists any more.
    """
    matching = [each for each in product.variants if skus is None or each.sku in skus]
    if not matching:
        return None
    there = [each for each in matching if each.stock > 0]
    shown = min(there or matching, key=lambda each: (each.price.amount_minor, each.sku))
    return ProductCard(
        product_id=product.id,
        sku=matching[0].sku if len(matching) == 1 else None,
        title=in_language(product.title, language),
        description=_clipped(in_language(product.description, language)),
        price=shown.price,
        compare_at=shown.compare_at,
        options=_options(product, there),
        image_url=product.media[0].url if product.media else None,
        in_stock=bool(there),
    )


def _options(product: Product, there: Sequence[Variant]) -> dict[str, tuple[str, ...]]:
    """Return the values in stock, in the order the product lists them."""
    listed = {option.name: option.values for option in product.options}
    names = dict.fromkeys((*listed, *(name for each in there for name in each.options)))
    values = {
        name: dict.fromkeys(each.options[name] for each in there if name in each.options)
        for name in names
    }
    return {
        name: tuple(sorted(held, key=lambda value: _place(value, listed.get(name, ()))))
        for name, held in values.items()
        if held
    }


def _place(value: str, listed: Sequence[str]) -> int:
    return listed.index(value) if value in listed else len(listed)


def _clipped(text: str) -> str:
    if len(text) <= LONGEST_DESCRIPTION:
        return text
    return f"{text[: LONGEST_DESCRIPTION - 1].rsplit(' ', 1)[0].rstrip(' ,;:.')}…"
