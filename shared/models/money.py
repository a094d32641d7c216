"""Money: integer minor units and an ISO 4217 code, never a float."""

from typing import Final, Self

from pydantic import Field

from shared.models.wire import WireModel

EXPONENTS: Final = {"JPY": 0, "CLP": 0, "KRW": 0, "PYG": 0, "VND": 0, "BHD": 3, "KWD": 3}
"""Digits after the point where they are not 2 (ISO 4217)."""

SYMBOLS: Final = {"USD": "$", "BRL": "R$", "EUR": "€", "GBP": "£", "MXN": "MX$", "JPY": "¥"}


class CurrencyMismatchError(ValueError):
    """Two amounts of different currencies were added or compared."""

    def __init__(self, left: str, right: str) -> None:
        super().__init__(f"{left} and {right} do not mix")


class Money(WireModel):
    """An amount in minor units (cents) of one currency; may be negative (discounts)."""

    amount_minor: int
    currency: str = Field(min_length=3, max_length=3, pattern="^[A-Z]{3}$")

    def plus(self, other: Self) -> "Money":
        """Return the sum.

        Raises:
            CurrencyMismatchError: the currencies differ.
        """
        if other.currency != self.currency:
            raise CurrencyMismatchError(self.currency, other.currency)
        return Money(amount_minor=self.amount_minor + other.amount_minor, currency=self.currency)

    def times(self, quantity: int) -> "Money":
        """Return the amount `quantity` times."""
        return Money(amount_minor=self.amount_minor * quantity, currency=self.currency)


def zero(currency: str) -> Money:
    """Return nothing of `currency`."""
    return Money(amount_minor=0, currency=currency)


def exponent(currency: str) -> int:
    """Return how many digits follow the point in `currency`."""
    return EXPONENTS.get(currency, 2)


def display(money: Money, language: str = "en") -> str:
    """Return the amount as a shopper reads it: `$1,234.50`, in pt and es `$1.234,50`."""
    digits = exponent(money.currency)
    plain = f"{abs(money.amount_minor) / 10**digits:,.{digits}f}"
    if language in {"pt", "es"}:
        plain = plain.translate(str.maketrans(",.", ".,"))
    symbol = SYMBOLS.get(money.currency, f"{money.currency} ")
    return f"{'-' if money.amount_minor < 0 else ''}{symbol}{plain}"
