"""Price limits said in another currency, brought to the brand's."""

from shared.events.products import Search
from shared.models.brand import Brand
from shared.models.money import Money, exponent


def in_brand_currency(search: Search, brand: Brand) -> tuple[Search, tuple[str, ...]]:
    """Return the search with its limits in the brand's currency, and the limits not understood.

    A limit in a currency without a rate is dropped and named, never read as if it were ours.
    """
    limits = {"price_min": search.price_min, "price_max": search.price_max}
    ours = {name: converted(limit, brand) for name, limit in limits.items() if limit}
    return (
        search.model_copy(update=ours),
        tuple(name for name, limit in ours.items() if limit is None),
    )


def converted(money: Money, brand: Brand) -> Money | None:
    """Return `money` in the brand's currency by its rate table; None where it has no rate."""
    if money.currency == brand.currency:
        return money
    rate = brand.exchange_rates.get(money.currency)
    if not rate:
        return None
    units = money.amount_minor / 10 ** exponent(money.currency) / rate
    minor = round(units * 10 ** exponent(brand.currency))
    return Money(amount_minor=minor, currency=brand.currency)
