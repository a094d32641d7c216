"""What tools' results make known."""

from datetime import UTC, datetime, timedelta

from shared.conversation.dialogue import Dialogue
from shared.events.event import ReplyTo
from shared.events.orders import OrderResult
from shared.events.products import ProductQueryResult
from shared.grounds.claims import unfounded
from shared.grounds.facts import Facts
from shared.grounds.learning import known_before, learned
from shared.models.cart import Address, DeliveryChoice, LineItem, Totals
from shared.models.money import Money
from shared.models.order import OrderStatus, OrderView, Shipment
from shared.models.product import Product, Variant
from tests.support.shop import shipped_brands

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
ASKED = ReplyTo(conversation="c", turn_id="t", call_id="t.1")


def usd(minor: int) -> Money:
    return Money(amount_minor=minor, currency="USD")


def with_order() -> Facts:
    """An order of two scarves, placed four days ago, sent yesterday, by a slow boat."""
    line = LineItem(
        sku="S", product_id="s", title="Silk Scarf", quantity=2,
        unit_price=usd(3000), line_total=usd(6000),
    )  # fmt: skip
    order = OrderView(
        number="HO-100001",
        brand="home",
        customer_id="c1",
        status=OrderStatus.SHIPPED,
        line_items=(line,),
        address=Address(line1="x"),
        delivery=DeliveryChoice(id="boat", name="Boat", price=usd(700), days_min=20, days_max=25),
        totals=Totals(
            subtotal=usd(6000), discount=usd(-900), shipping=usd(700), tax=usd(0), total=usd(5800)
        ),
        paid=usd(5800),
        refunded=usd(0),
        shipments=(
            Shipment(carrier="B", tracking_number="1", shipped_at=NOW - timedelta(days=1, hours=3)),
        ),
        placed_at=NOW - timedelta(days=4, hours=2),
        updated_at=NOW,
    )
    facts = known_before(shipped_brands()["home"], Dialogue(), at=NOW)
    result = OrderResult(reply_to=ASKED, action="status", done=True, orders=(order,))
    return learned(facts, result, "en")


def problems(text: str, facts: Facts) -> list[str]:
    return [one.kind for one in unfounded(text, facts, "")]


def test_an_orders_own_delivery_ages_and_discount_may_be_told() -> None:
    facts = with_order()

    told = (
        "Order HO-100001 for $58.00 takes 20 to 25 business days. You placed it 4 days ago; it left"
        " one day ago. You saved 15% on your order. The Silk Scarf cost $30.00 each, $60.00 in all."
    )

    assert problems(told, facts) == []


def test_that_something_was_days_ago_founds_no_delivery() -> None:
    facts = with_order()

    assert problems("It was placed 5 days ago.", facts) == []
    assert problems("It was placed 15 days ago.", facts) == ["duration"]
    assert problems("It arrives in 1 day.", facts) == ["duration"]
    assert problems("It arrives tomorrow.", facts) == ["duration"]


def test_amounts_in_policies_are_the_shops_own() -> None:
    facts = known_before(shipped_brands()["tech"], Dialogue())

    assert problems("Parcels over $300 need a signature.", facts) == []


def test_what_a_later_result_says_of_a_stock_counts() -> None:
    facts = Facts(cards={})
    for stock in (4, 0):
        product = Product(
            id="p",
            brand="home",
            category="x",
            title={"en": "Oak Stool"},
            variants=(Variant(sku="P", price=usd(900), stock=stock),),
        )
        result = ProductQueryResult(reply_to=ASKED, kind="details", products=(product,))
        facts = learned(facts, result, "en")

    assert problems("The Oak Stool is sold out.", facts) == []
    assert problems("The Oak Stool is in stock.", facts) == ["availability"]
    assert problems("The Oak Stool has 4 left.", facts) == ["stock"]
