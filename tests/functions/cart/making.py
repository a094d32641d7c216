"""A small brand with a few products and codes, to price carts against."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from functions.cart.codes import DiscountCode, KnownCode
from functions.cart.decide import decide
from functions.cart.shop import Shop
from functions.cart.state import CartState
from shared.events.carts import CartRequested, CartUpdated
from shared.function.decision import Decision
from shared.models.brand import Brand
from shared.models.cart import Address
from shared.models.money import Money
from shared.models.product import Product

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
HOME = Address(line1="1 Main St", city="Springfield", country="US")


def usd(amount_minor: int) -> Money:
    return Money(amount_minor=amount_minor, currency="USD")


def brand(**changes: Any) -> Brand:
    text = {"en": "-"}
    return Brand.model_validate(
        {
            "id": "fashion",
            "name": "Fashion",
            "seller": {"name": "Luna", "voice": "warm"},
            "orderPrefix": "FA",
            "greeting": text,
            "whatsapp": {"phoneNumberId": "1"},
            "categories": [
                {"id": "shoes", "name": text},
                {"id": "sneakers", "name": text, "parent": "shoes"},
                {"id": "bags", "name": text},
            ],
            "policies": {
                "returns": {"days": 30, "text": text},
                "shipping": {
                    "countries": ["US", "CA"],
                    "text": text,
                    "options": [
                        {
                            "id": "standard",
                            "name": {"en": "Standard", "pt": "Padrão"},
                            "price": {"amountMinor": 500, "currency": "USD"},
                            "freeFrom": {"amountMinor": 10_000, "currency": "USD"},
                            "daysMin": 3,
                            "daysMax": 5,
                        },
                        {
                            "id": "express",
                            "name": {"en": "Express"},
                            "price": {"amountMinor": 1500, "currency": "USD"},
                            "daysMin": 1,
                            "daysMax": 2,
                        },
                    ],
                },
                "payment": {"text": text},
                "taxBasisPoints": 0,
            },
            "businessHours": {"timezone": "UTC"},
            "escalation": {"refundLimit": {"amountMinor": 10_000, "currency": "USD"}},
            **changes,
        }
    )


def taxed(basis_points: int) -> Brand:
    plain = brand()
    policies = plain.policies.model_copy(update={"tax_basis_points": basis_points})
    return plain.model_copy(update={"policies": policies})


def product(sku: str, price: int, stock: int = 10, **changes: Any) -> Product:
    return Product.model_validate(
        {
            "id": f"p-{sku}",
            "brand": "fashion",
            "category": "bags",
            "title": {"en": sku.title(), "pt": f"{sku.title()} PT"},
            "variants": [
                {"sku": sku, "price": {"amountMinor": price, "currency": "USD"}, "stock": stock}
            ],
            "media": [{"url": f"https://img.example/{sku}.jpg"}],
            **changes,
        }
    )


SHOE = product("shoe", 6000, category="sneakers")
BAG = product("bag", 2500)
SOCK = product("sock", 333, stock=99)


def shop(
    *products: Product,
    codes: tuple[DiscountCode | KnownCode, ...] = (),
    now: datetime = NOW,
    of: Brand | None = None,
) -> Shop:
    known = [one if isinstance(one, KnownCode) else KnownCode(code=one) for one in codes]
    return Shop(
        brand=of or brand(),
        now=now,
        products={
            variant.sku: one for one in products or (SHOE, BAG, SOCK) for variant in one.variants
        },
        codes={one.code.code: one for one in known},
    )


def code(text: str, kind: str = "percent", **fields: Any) -> DiscountCode:
    if kind == "percent":
        fields.setdefault("basis_points", 1000)
    return DiscountCode.model_validate({"code": text, "kind": kind, **fields})


def request(action: str, **fields: Any) -> CartRequested:
    return CartRequested.model_validate({"customer_id": "c1", "action": action, **fields})


def asked(
    state: CartState | None, in_shop: Shop, action: str, **fields: Any
) -> tuple[CartState, CartUpdated]:
    """Decide on a request; return the cart and what the one who asked is told."""
    made = decide(state, request(action, **fields), in_shop)
    return made.state, told(made)


def told(decision: Decision[CartState]) -> CartUpdated:
    assert decision.result is not None
    return CartUpdated.model_validate(decision.result)


def filled(in_shop: Shop, quantities: Mapping[str, int]) -> CartState:
    state: CartState | None = None
    for sku, quantity in quantities.items():
        state, _ = asked(state, in_shop, "add", sku=sku, quantity=quantity)
    assert state is not None
    return state


def types(decision: Decision[CartState]) -> list[str]:
    return [emit.event.type for emit in decision.emits]
