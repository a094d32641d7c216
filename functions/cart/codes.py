"""Discount codes and when they count."""

from collections.abc import Iterable
from datetime import datetime
from typing import Literal, Self

from pydantic import Field, model_validator

from shared.models.cart import Notice
from shared.models.money import Money
from shared.models.wire import WireModel

ALL_BRANDS = "*"


class DiscountCode(WireModel):
    """A code as the admin made it."""

    code: str = Field(pattern="^[A-Z0-9_-]{2,32}$")
    brand: str = ALL_BRANDS
    kind: Literal["percent", "fixed", "free_shipping"]
    basis_points: int = Field(default=0, ge=0, le=10_000)
    """For `percent`: 1/100 of a percent."""
    amount: Money | None = None
    """For `fixed`: at most this much off the lines it applies to."""
    categories: tuple[str, ...] = ()
    """Only goods of these categories or below them; empty = all."""
    minimum: Money | None = None
    """What the goods it applies to must cost before discounts."""
    limit_total: int | None = Field(default=None, ge=1)
    limit_per_customer: int | None = Field(default=None, ge=1)
    valid_from: datetime | None = None
    valid_until: datetime | None = None
    """The first moment it counts no more."""
    stackable: bool = False
    """Whether it goes together with other stackable codes."""
    active: bool = True

    @model_validator(mode="after")
    def _is_complete(self) -> Self:
        if self.kind == "percent" and not self.basis_points:
            raise ValueError("a percent code needs basisPoints")
        if self.kind == "fixed" and (self.amount is None or self.amount.amount_minor <= 0):
            raise ValueError("a fixed code needs an amount above zero")
        for moment in (self.valid_from, self.valid_until):
            if moment is not None and moment.tzinfo is None:
                raise ValueError("dates need a time zone")
        return self


class KnownCode(WireModel):
    """A code with how often it was used: by anybody, and by the customer who asks."""

    code: DiscountCode
    uses: int = 0
    customer_uses: int = 0


def normalise(text: str) -> str:
    """Return a code as stored, however the shopper typed it."""
    return "".join(text.split()).upper()


def refuse(text: str, known: KnownCode | None, now: datetime) -> Notice | None:
    """Return why the code counts for no cart of this customer now, if it does not.

    The use counts are a first look; the claim at the order decides (`code_use`).
    """
    if known is None or not known.code.active:
        return Notice(code="code_unknown", code_text=text)
    code = known.code
    if code.valid_from is not None and now < code.valid_from:
        return Notice(code="code_not_yet", code_text=text)
    if code.valid_until is not None and now >= code.valid_until:
        return Notice(code="code_expired", code_text=text)
    if _reached(known.uses, code.limit_total) or _reached(
        known.customer_uses, code.limit_per_customer
    ):
        return Notice(code="code_used_up", code_text=text)
    return None


def clash(code: DiscountCode, others: Iterable[DiscountCode]) -> Notice | None:
    """Return a notice if `code` does not go together with `others`."""
    together = list(others)
    if together and not (code.stackable and all(other.stackable for other in together)):
        return Notice(code="code_not_stackable", code_text=code.code)
    return None


def _reached(uses: int, limit: int | None) -> bool:
    return limit is not None and uses >= limit
