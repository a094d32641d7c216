"""Parcels: given to a carrier, taken by it, delivered."""

from datetime import datetime, timedelta
from typing import Final

from functions.order.inputs import ShipAsked, ShipmentDelivered, ShipmentTaken
from functions.order.outcome import OrderDecision, about, done, emit, refused, unchanged
from functions.order.state import OrderState, Shipping
from shared.events.orders import OrderDelivered, OrderShipmentRequested, OrderShipped
from shared.function.decision import Emit
from shared.models.order import OrderStatus, Shipment

READY = frozenset({OrderStatus.CONFIRMED, OrderStatus.PROCESSING})
CARRIER_TIME: Final = timedelta(seconds=30)
"""After this, a parcel whose carrier was not reached is given to it again."""


def ship_asked(state: OrderState, asked: ShipAsked, now: datetime) -> OrderDecision:
    """Decide whether a paid order may leave; from here on a cancellation becomes a return."""
    shipping = Shipping(carrier=asked.carrier, tracking_number=asked.tracking_number)
    if state.shipping == shipping:
        return unchanged(state)
    if state.status not in READY or state.shipping is not None:
        return refused(state, "not_allowed_in_status")
    state = state.model_copy(update={"status": OrderStatus.PROCESSING, "shipping": shipping})
    return done(
        state,
        Emit(
            event=OrderShipmentRequested(number=state.number),
            subject=state.number,
            brand=state.brand,
            not_before=now + CARRIER_TIME,
            timer="shipment",
        ),
    )


def shipment_taken(state: OrderState, taken: ShipmentTaken, now: datetime) -> OrderDecision:
    """Decide that an order is on its way."""
    if state.status is not OrderStatus.PROCESSING or state.shipping is None:
        return unchanged(state)
    shipment = Shipment(
        carrier=state.shipping.carrier,
        tracking_number=taken.tracking_number,
        tracking_url=taken.tracking_url,
        shipped_at=now,
    )
    state = state.model_copy(
        update={"status": OrderStatus.SHIPPED, "shipments": (*state.shipments, shipment)}
    )
    return done(state, emit(state, OrderShipped(**about(state))), cancels=("shipment",))


def shipment_delivered(state: OrderState, delivered: ShipmentDelivered) -> OrderDecision:
    """Decide that a parcel arrived; with the last one the order is delivered."""
    if state.status is not OrderStatus.SHIPPED:
        if state.delivered_at is not None:
            return unchanged(state)
        return refused(state, "not_allowed_in_status")
    wanted = delivered.tracking_number
    if wanted and all(one.tracking_number != wanted for one in state.shipments):
        return refused(state, "not_found")
    shipments = tuple(
        one.model_copy(update={"delivered_at": delivered.at})
        if one.delivered_at is None and wanted in {None, one.tracking_number}
        else one
        for one in state.shipments
    )
    state = state.model_copy(update={"shipments": shipments})
    if any(one.delivered_at is None for one in shipments):
        return done(state)
    state = state.model_copy(update={"status": OrderStatus.DELIVERED, "delivered_at": delivered.at})
    return done(state, emit(state, OrderDelivered(**about(state))))
