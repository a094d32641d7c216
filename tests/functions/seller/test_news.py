import pytest

from shared.conversation.dialogue import Question
from shared.events.carts import CartAbandoned
from shared.events.event import Event
from shared.events.orders import (
    OrderCancelled,
    OrderConfirmed,
    OrderCreated,
    OrderDelivered,
    OrderRefunded,
    OrderRejected,
    OrderReturned,
    OrderShipped,
)
from shared.events.payments import PaymentFailed
from shared.events.products import ProductStockLow
from shared.models.order import OrderStatus, OrderView
from tests.functions.seller.goods import usd
from tests.functions.seller.shopper import START, Shopper

HELLO = {"en": "hi there", "pt": "oi, tudo bem?", "es": "hola, buenos días"}


@pytest.fixture
def order(owner: Shopper) -> OrderView:
    return owner.tools.orders[0]


def all_news(order: OrderView) -> dict[str, Event]:
    paid = order.model_copy(update={"paid": usd(26395)})
    return {
        "created": OrderCreated(customer_id="c1", order=order),
        "confirmed": OrderConfirmed(customer_id="c1", order=paid),
        "shipped": OrderShipped(customer_id="c1", order=paid),
        "delivered": OrderDelivered(customer_id="c1", order=paid),
        "refunded": OrderRefunded(customer_id="c1", order=paid, amount=usd(26395)),
        "returned": OrderReturned(customer_id="c1", order=paid),
        "rejected": OrderRejected(customer_id="c1", order=order, reason="sold_out"),
        "cancelled": OrderCancelled(customer_id="c1", order=paid, reason="shop"),
        "unpaid": OrderCancelled(customer_id="c1", order=order, reason="not_paid_in_time"),
        "failed": PaymentFailed(
            number=order.number, attempt_id="a", provider="test", customer_id="c1", order=order
        ),
    }


OCCASIONS = {
    "created": ("news_waiting", ()),
    "confirmed": ("order_confirmed", ("FA-100001", "$263.95")),
    "shipped": ("order_shipped", ("FA-100001", "-", "-")),
    "delivered": ("order_delivered", ("FA-100001",)),
    "refunded": ("order_refunded", ("FA-100001", "$263.95")),
    "returned": ("news_waiting", ()),
    "rejected": ("news_waiting", ()),
    "cancelled": ("order_cancelled", ("FA-100001",)),
    "unpaid": ("order_cancelled", ("FA-100001",)),
    "failed": ("news_waiting", ()),
}


@pytest.mark.parametrize("name", OCCASIONS)
def test_news_is_told_with_the_template_for_outside_the_window(
    owner: Shopper, order: OrderView, name: str
) -> None:
    owner.dialogue = owner.dialogue.noting(told=())
    said = owner.hear(all_news(order)[name])

    assert said
    assert (owner.answer.template, owner.answer.template_values) == OCCASIONS[name]


@pytest.mark.parametrize("language", HELLO)
@pytest.mark.parametrize("name", OCCASIONS)
def test_news_is_told_in_the_shoppers_language(order: OrderView, name: str, language: str) -> None:
    shopper = Shopper()
    shopper.say(HELLO[language])

    assert shopper.hear(all_news(order)[name])
    assert shopper.dialogue.language == language


def test_a_refund_is_promised_only_for_what_was_paid(owner: Shopper, order: OrderView) -> None:
    news = all_news(order)

    assert "$263.95 you paid goes back" in owner.hear(news["cancelled"])
    assert "Nothing was charged" in owner.hear(news["unpaid"])


def test_a_failed_payment_gives_the_link_again(owner: Shopper, order: OrderView) -> None:
    owner.hear(all_news(order)["failed"])

    assert owner.answer.actions[0].url == "https://pay.test/1"


def test_news_leaves_an_open_question_open(buyer: Shopper, owner: Shopper) -> None:
    order = owner.tools.orders[0]
    buyer.say("checkout")
    buyer.tap("checkout:address")

    buyer.hear(OrderDelivered(customer_id="c1", order=order))

    assert buyer.dialogue.question == Question.ADDRESS


def test_delivered_asks_for_a_rating(owner: Shopper, order: OrderView) -> None:
    owner.hear(all_news(order)["delivered"])

    assert owner.dialogue.question == Question.RATE
    assert owner.dialogue.rate_order == "FA-100001"


def test_after_stop_news_waits_for_the_next_message(owner: Shopper, order: OrderView) -> None:
    owner.say("stop")
    assert owner.hear(all_news(order)["confirmed"]) == ""

    said = owner.say("hi")

    assert "While you were away" in said
    assert "FA-100001" in said
    assert owner.dialogue.held_news == ()


def test_after_start_news_is_told_again(owner: Shopper, order: OrderView) -> None:
    owner.say("stop")
    owner.tap("start")

    assert owner.hear(all_news(order)["confirmed"])


def test_an_order_placed_after_stop_is_told_of(payer: Shopper) -> None:
    payer.dialogue = payer.dialogue.noting(proactive=False)
    payer.tap("confirm:")

    order = payer.tools.set_status("FA-100001", OrderStatus.CONFIRMED)

    assert payer.hear(OrderConfirmed(customer_id="c1", order=order))


def test_a_cart_left_behind_is_mentioned_with_the_next_message(buyer: Shopper) -> None:
    cart = buyer.tools.cart(buyer.now)

    assert buyer.hear(CartAbandoned(customer_id="c1", cart=cart, last_changed_at=START)) == ""
    assert "still waiting for you (2)" in buyer.say("hi")


def test_on_the_web_a_cart_left_behind_is_mentioned_now(buyer: Shopper) -> None:
    buyer.channel = "web"
    cart = buyer.tools.cart(buyer.now)

    said = buyer.hear(CartAbandoned(customer_id="c1", cart=cart, last_changed_at=START))

    assert "Aero Glide" in said
    assert buyer.ids() == ["cart", "checkout"]


def test_an_event_that_is_no_news_is_passed_over(shopper: Shopper) -> None:
    assert shopper.hear(ProductStockLow(product_id="p", sku="s", available=1)) == ""
