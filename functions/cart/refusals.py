"""Why a cart request is refused, as HTTP callers are told."""

from typing import Final

from shared.errors import ProblemError
from shared.models.cart import Cart, Notice

STATUS: Final = {
    "not_in_cart": 404,
    "product_gone": 404,
    "code_unknown": 404,
    "quantity_limited": 400,
    "address_missing": 400,
    "country_not_served": 400,
    "delivery_unknown": 400,
}
"""The others are conflicts with the cart or the stock as they are: 409."""

TITLES: Final = {
    "not_in_cart": "Not in the cart",
    "product_gone": "Not sold any more",
    "sold_out": "Sold out",
    "stock_short": "Not enough in stock",
    "quantity_limited": "Too many pieces, or too few",
    "cart_full": "The cart is full",
    "code_unknown": "Unknown code",
    "code_expired": "The code has expired",
    "code_not_yet": "The code is not valid yet",
    "code_used_up": "The code was used up",
    "code_minimum": "The goods cost less than the code needs",
    "code_not_applicable": "The code is for other goods",
    "code_not_stackable": "The code does not go together with the others",
    "code_already": "The code is applied already",
    "empty": "The cart is empty",
    "address_missing": "An address is needed",
    "country_not_served": "We do not deliver to this country",
    "delivery_unknown": "Unknown delivery option",
}


def as_problem(refusal: Notice, cart: Cart) -> ProblemError:
    """Return the problem that tells a refusal, with the cart as it is."""
    return ProblemError(
        STATUS.get(refusal.code, 409),
        TITLES.get(refusal.code, "Refused"),
        extra={"code": refusal.code, "notice": refusal.wire(), "cart": cart.wire()},
    )


def check_version(if_match: str | None, version: int) -> None:
    """Let only who knows the cart as it is change it, where they say what they know.

    Raises:
        ProblemError: 412, with the version that the cart has.
    """
    if if_match is None or if_match.strip() == "*":
        return
    known = {tag.strip().removeprefix("W/").strip('"') for tag in if_match.split(",")}
    if str(version) not in known:
        raise ProblemError(
            412, "The cart changed meanwhile", "Read it again.", extra={"version": version}
        )
