"""Orders in words: one with its state and what can be done, or several as a list."""

from datetime import datetime
from typing import Final

from functions.seller.planner.answers import lines, link, paragraphs, row, shortened
from functions.seller.planner.cart_view import lines_text
from functions.seller.planner.delivery import days_text
from functions.seller.planner.scene import Scene
from functions.seller.planner.taps import tap_id
from functions.seller.steps import Reply
from shared.conversation.dialogue import Dialogue, Question
from shared.models.message import Action, Answer
from shared.models.order import OrderStatus, OrderView, ReturnView, Shipment

_LINES = 6
_ROWS = 10

_SHOWN_AS: Final = {OrderStatus.RESERVING: OrderStatus.PENDING_PAYMENT}
_CANCELLABLE: Final = (OrderStatus.PENDING_PAYMENT, OrderStatus.CONFIRMED, OrderStatus.PROCESSING)


def order_reply(scene: Scene, order: OrderView, notes: Dialogue, lead: str = "") -> Reply:
    """Show one order with what can be done about it now."""
    text = shortened(lambda most: paragraphs(lead, order_text(scene, order, most)), _LINES)
    return Reply(
        answer=Answer(message=text, actions=order_actions(scene, order)),
        dialogue=notes.noting(order_number=order.number, question=Question.NONE),
    )


def order_text(scene: Scene, order: OrderView, most: int = _LINES) -> str:
    """Return number, state, lines, total and tracking of an order."""
    status = _SHOWN_AS.get(order.status, order.status)
    refund = scene.say("order_refunded_sum", amount=scene.voice.money(order.refunded))
    return paragraphs(
        scene.say(f"status_{status.value}", number=order.number),
        lines(
            lines_text(scene, order.line_items, most),
            scene.say("total", amount=scene.voice.money(order.totals.total)),
            refund if order.refunded.amount_minor else "",
        ),
        lines(*(tracking_text(scene, shipment) for shipment in order.shipments)),
        lines(*(_return_text(scene, order, each) for each in order.returns)),
        _arrival(scene, order),
    )


def tracking_text(scene: Scene, shipment: Shipment) -> str:
    """Return carrier and tracking number, with the carrier's page where there is one."""
    text = scene.say("tracking", carrier=shipment.carrier, tracking=shipment.tracking_number)
    return f"{text} {shipment.tracking_url}" if shipment.tracking_url else text


def order_actions(scene: Scene, order: OrderView) -> tuple[Action, ...]:
    """Return what a shopper can do about an order in its state."""
    status = _SHOWN_AS.get(order.status, order.status)
    cancel = scene.button("cancel_order", "cancel", order.number)
    person = scene.button("person", "person")
    if status == OrderStatus.PENDING_PAYMENT:
        return scene.button("pay", "pay", order.number), cancel
    if status in _CANCELLABLE:
        change = scene.button("change_address", "order", order.number, "address")
        return cancel, change, person
    if status == OrderStatus.SHIPPED:
        return (*_tracking_links(scene, order), person)
    if status == OrderStatus.DELIVERED:
        back = scene.button("return_order", "return", order.number)
        return back, scene.button("rate", "rate", order.number), person
    return scene.button("categories", "cat"), person


def orders_reply(scene: Scene, orders: tuple[OrderView, ...], key: str, notes: Dialogue) -> Reply:
    """Show several orders as a list to pick from."""
    rows = tuple(
        row(
            order.number,
            tap_id("order", order.number),
            f"{short_date(scene, order.placed_at)} · {scene.voice.money(order.totals.total)} · "
            f"{scene.say(f'state_{_SHOWN_AS.get(order.status, order.status).value}')}",
        )
        for order in orders[:_ROWS]
    )
    named = lines(*(f"• {each.title} — {each.description}" for each in rows))
    return Reply(
        answer=Answer(
            message=paragraphs(scene.say(key), named),
            actions=rows,
            list_button=scene.say("list_orders"),
        ),
        dialogue=notes.noting(
            orders=tuple(order.number for order in orders[:_ROWS]), question=Question.ORDER_CHOICE
        ),
    )


def short_date(scene: Scene, at: datetime) -> str:
    """Return `23 Nov` in the shopper's language."""
    months = scene.say("months").split()
    month = months[at.month - 1] if len(months) == 12 else str(at.month)  # noqa: PLR2004
    return f"{at.day} {month}"


def _return_text(scene: Scene, order: OrderView, back: ReturnView) -> str:
    titles = tuple(item.title for item in order.line_items if item.sku in back.skus)
    return scene.say(f"return_{back.status}", titles=scene.voice.listed(titles))


def _arrival(scene: Scene, order: OrderView) -> str:
    if order.status not in (OrderStatus.CONFIRMED, OrderStatus.PROCESSING, OrderStatus.SHIPPED):
        return ""
    delivery = order.delivery
    days = days_text(scene, delivery.days_min, delivery.days_max)
    return scene.say("arrives", name=delivery.name, days=days)


def _tracking_links(scene: Scene, order: OrderView) -> tuple[Action, ...]:
    urls = [shipment.tracking_url for shipment in order.shipments if shipment.tracking_url]
    title = scene.say("button_track")
    return tuple(link(title, tap_id("order", order.number, "track"), url) for url in urls[-1:])
