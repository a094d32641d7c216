"""Products in words: a headline, all the details, two side by side."""

from collections import Counter

from functions.seller.planner.answers import clip, lines, paragraphs
from functions.seller.planner.scene import Scene
from functions.seller.planner.variants import stocked_options
from shared.models.product import AttributeValue, Product, ProductCard, Variant
from shared.models.wire import in_language

_SHORT = 160
_ATTRIBUTES = 6


def headline(scene: Scene, product: Product) -> str:
    """Return title, price and the first words of the description."""
    language = scene.voice.language
    return lines(
        f"*{in_language(product.title, language)}* — {price_range(scene, product)}",
        clip(in_language(product.description, language), _SHORT),
    )


def in_full(scene: Scene, product: Product) -> str:
    """Return everything a shopper may want to know of a product."""
    language = scene.voice.language
    return paragraphs(
        lines(
            f"*{in_language(product.title, language)}* — {price_range(scene, product)}",
            in_language(product.description, language),
        ),
        lines(*(f"• {line}" for line in (*_options(scene, product), *_attributes(scene, product)))),
    )


def side_by_side(scene: Scene, products: tuple[Product, ...]) -> str:
    """Return products one after another, each with what sets it apart."""
    counted = Counter(line for each in products for line in _attributes(scene, each))
    common = {line for line, count in counted.items() if count == len(products) > 1}
    return paragraphs(
        *(
            lines(
                f"*{in_language(each.title, scene.voice.language)}* — {price_range(scene, each)}",
                *(f"• {line}" for line in _options(scene, each)),
                *(f"• {line}" for line in _attributes(scene, each) if line not in common),
            )
            for each in products
        )
    )


def price_range(scene: Scene, product: Product) -> str:
    """Return the price, or from which to which."""
    prices = [variant.price for variant in product.variants if variant.stock > 0]
    prices = sorted(
        prices or [each.price for each in product.variants], key=lambda m: m.amount_minor
    )
    low, high = scene.voice.money(prices[0]), scene.voice.money(prices[-1])
    return low if low == high else scene.say("range", low=low, high=high)


def options_text(scene: Scene, options: dict[str, str]) -> str:
    """Return chosen values: `blue, 42`."""
    return ", ".join(scene.voice.word("value", value) for value in options.values())


def card_of(scene: Scene, product: Product, variant: Variant | None = None) -> ProductCard:
    """Return the product as a card, or its one variant."""
    stocked = [each for each in product.variants if each.stock > 0]
    shown = variant or min(stocked or product.variants, key=lambda each: each.price.amount_minor)
    return ProductCard(
        product_id=product.id,
        sku=variant.sku if variant else None,
        title=in_language(product.title, scene.voice.language),
        description=clip(in_language(product.description, scene.voice.language), _SHORT),
        price=shown.price,
        compare_at=shown.compare_at,
        options=stocked_options(product),
        image_url=product.media[0].url if product.media else None,
        in_stock=bool(stocked),
    )


def _options(scene: Scene, product: Product) -> tuple[str, ...]:
    return tuple(
        f"{scene.voice.word('option', name)}: "
        + ", ".join(scene.voice.word("value", value) for value in values)
        for name, values in stocked_options(product).items()
        if values
    )


def _attributes(scene: Scene, product: Product) -> tuple[str, ...]:
    """Return the attributes that there are words for; the catalog has them in English only."""
    known = [
        scene.say(f"attribute_{name.lower()}", value=value)
        for name, value in product.attributes.items()
        if value is not False and (scene.voice.language == "en" or not _is_prose(value))
    ]
    return tuple(text for text in known if text)[:_ATTRIBUTES]


def _is_prose(value: AttributeValue) -> bool:
    return isinstance(value, str) and " " in value
