"""The price bounds of a message: "under $150", "entre 50 e 100", "uns 200 reais"."""

from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from shared.nlu.entities import Price
from shared.nlu.numerals import Numeral
from shared.nlu.reading import Reading

_MINOR_DIGITS = {
    **dict.fromkeys(("JPY", "KRW", "CLP", "VND", "ISK", "PYG", "UGX", "XAF", "XOF"), 0),
    **dict.fromkeys(("BHD", "KWD", "TND", "OMR", "JOD", "IQD", "LYD"), 3),
}
_DOLLARS = frozenset({"USD", "CAD", "AUD", "NZD", "SGD", "HKD", "MXN", "ARS", "CLP", "COP", "UYU"})
_PESOS = ("MXN", "ARS", "CLP", "COP", "UYU", "DOP", "PHP", "CUP")
_LEAST_WITHOUT_CURRENCY = 10
_LARGEST_BARE = Decimal(10) ** 6
_AROUND = Decimal("0.2")


class PriceRange(NamedTuple):
    """Bounds found, and the tokens they took."""

    lowest: Price | None
    highest: Price | None
    taken: frozenset[int]


class _Amount(NamedTuple):
    start: int
    end: int
    value: Decimal
    currency: str | None
    bound: str | None


def find_prices(reading: Reading, numerals: tuple[Numeral, ...], prior: str | None) -> PriceRange:
    """Read price bounds; an amount without a bound word but with a currency is the most to pay.

    Args:
        reading: the message.
        numerals: its numbers.
        prior: the brand's currency, for "$", "pesos" and bare numbers.
    """
    low: Price | None = None
    high: Price | None = None
    taken: set[int] = set()
    amounts = [_amount(reading, numeral) for numeral in numerals]
    for index, amount in enumerate(amounts):
        following = amounts[index + 1] if index + 1 < len(amounts) else None
        if amount.start in taken:
            continue
        if following and _is_range(reading, amount, following):
            currency = amount.currency or following.currency
            bounds = sorted((amount.value, following.value))
            low, high = (_price(value, currency, prior) for value in bounds)
            taken.update(range(amount.start, following.end))
        elif _is_price(reading, amount):
            price = _price(amount.value, amount.currency, prior)
            low, high = _bounded(amount.bound, price, low, high)
            taken.update(range(amount.start, amount.end))
    return PriceRange(low, high, frozenset(taken))


def minor_digits(currency: str | None) -> int:
    """How many digits the minor unit of an ISO 4217 currency has."""
    return _MINOR_DIGITS.get(currency or "", 2)


def _amount(reading: Reading, numeral: Numeral) -> _Amount:
    before = reading.ending("currency", numeral.start)
    after = reading.starting("currency", numeral.end)
    start = before.start if before else numeral.start
    end = after.end if after else numeral.end
    currency = before or after
    bound = reading.ending("bound", start)
    trailing = reading.starting("bound_after", end)
    value = trailing or bound
    return _Amount(
        bound.start if bound else start,
        trailing.end if trailing else end,
        numeral.value,
        currency.value if currency else None,
        value.value if value else None,
    )


def _is_range(reading: Reading, first: _Amount, second: _Amount) -> bool:
    link = reading.starting("range_link", first.end)
    if link is None or second.start not in {link.start, link.end}:
        return False
    named = first.currency or second.currency
    return first.bound in {"between", "min"} or named is not None


def _is_price(reading: Reading, amount: _Amount) -> bool:
    if amount.currency:
        return True
    if amount.bound in {None, "between"} or reading.starting("unit", amount.end):
        return False
    if amount.end < len(reading.tokens) and reading.tokens[amount.end].text == "%":
        return False
    return _LEAST_WITHOUT_CURRENCY <= amount.value <= _LARGEST_BARE


def _bounded(
    bound: str | None, price: Price, low: Price | None, high: Price | None
) -> tuple[Price | None, Price | None]:
    if bound == "min":
        return price, high
    if bound == "around":
        return _scaled(price, 1 - _AROUND), _scaled(price, 1 + _AROUND)
    return low, price


def _scaled(price: Price, factor: Decimal) -> Price:
    return price.model_copy(update={"amount_minor": int(price.amount_minor * factor)})


def _price(value: Decimal, named: str | None, prior: str | None) -> Price:
    currency = _resolved(named, prior)
    minor = (value * 10 ** minor_digits(currency)).quantize(Decimal(1), ROUND_HALF_UP)
    return Price(amount_minor=int(minor), currency=currency)


def _resolved(named: str | None, prior: str | None) -> str | None:
    if named is None:
        return prior
    if named == "$":
        return prior if prior in _DOLLARS else "USD"
    if named == "PESO":
        return prior if prior in _PESOS else _PESOS[0]
    return named
