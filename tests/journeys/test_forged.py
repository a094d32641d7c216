"""Events that nobody of ours sent: they change nothing, wherever they are put."""

import json
from dataclasses import dataclass, replace
from typing import Any

import httpx
import pytest

from shared.events.orders import OrderConfirmed
from shared.function.envelope import Envelope, from_document, to_http
from tests.journeys.door import paths
from tests.journeys.purchase import fill_cart, place
from tests.journeys.rest import dead_letters, ledger, settle
from tests.journeys.scripts import SCRIPTS
from tests.journeys.shop_run import Json, ShopRun
from tests.journeys.shoppers import WhatsAppShopper
from tests.journeys.stock import stock_of

pytestmark = [pytest.mark.journey, pytest.mark.timeout(400)]

BRAND = "beauty"
ATTACKED = (f"ai-seller-{BRAND}", "order-processor", "cart", "product-catalog", "intent")


@dataclass(frozen=True)
class Victim:
    """A shopper with one paid order and one that waits for its payment."""

    shopper: WhatsAppShopper
    paid: str
    unpaid: str


@pytest.fixture(scope="module")
def victim(shop: ShopRun) -> Victim:
    shopper, script = WhatsAppShopper(shop, BRAND), SCRIPTS[BRAND]
    paid = place(shopper, script)
    shopper.pay()
    shopper.hear(paid)
    fill_cart(shopper, script)
    shopper.say(script.checkout)
    return Victim(shopper, paid, shopper.say(script.yes).number)


@pytest.fixture(scope="module")
def forged(shop: ShopRun, victim: Victim) -> Envelope:
    """The genuine event of the paid order, changed to name the unpaid one; signature kept."""
    settle(shop)
    wanted = {"type": OrderConfirmed.type, "subject": victim.paid}
    with ledger(shop) as database:
        found: Any = database["handled"].find_one({"envelopes": {"$elemMatch": wanted}})
    genuine = next(one for one in found["envelopes"] if one["type"] == OrderConfirmed.type)
    data = json.loads(json.dumps(genuine["data"]).replace(victim.paid, victim.unpaid))
    return replace(from_document(genuine), id="forged", subject=victim.unpaid, data=data)


def binary(event: Envelope) -> dict[str, Any]:
    headers, body = to_http(event)
    return {"headers": headers, "content": body}


def structured(event: Envelope) -> dict[str, Any]:
    attributes = {"id": event.id, "source": event.source, "type": event.type}
    attributes |= {"specversion": "1.0", "subject": event.subject, "sig": event.sig}
    body = {**attributes, **event.extensions, "data": event.data}
    return {
        "headers": {"content-type": "application/cloudevents+json"},
        "content": json.dumps(body).encode(),
    }


def state_of(shop: ShopRun, victim: Victim) -> tuple[Json, dict[str, int], int]:
    settle(shop)
    heard = len(victim.shopper.everything())
    return shop.order(victim.unpaid), stock_of(shop, BRAND), heard


def posted_inside(
    shop: ShopRun, victim: Victim, function: str, request: dict[str, Any], path: str = "/"
) -> httpx.Response:
    """Post to a function's own port; what has gone to sleep meanwhile is woken first."""

    def post() -> httpx.Response | None:
        shop.order(victim.unpaid)
        states = shop.inside("/processes")["processes"]
        port = next(one["port"] for one in states if one["name"] == function)
        try:
            return httpx.post(f"http://127.0.0.1:{port}{path}", timeout=60, **request)
        except httpx.ConnectError:
            return None

    answer = shop.eventually(post, f"{function} answers")
    assert answer is not None
    return answer


@pytest.mark.parametrize("mode", [binary, structured])
def test_a_forged_event_at_the_door_is_refused_and_changes_nothing(
    shop: ShopRun, victim: Victim, forged: Envelope, mode: Any
) -> None:
    before = state_of(shop, victim)

    answers = {
        path: shop.client.post(shop.gateway + path, **mode(forged)) for path in ("/", *paths())
    }

    assert before[0]["status"] == "pending_payment"
    taken = {path: one.status_code for path, one in answers.items() if one.is_success}
    assert taken == {"/v1/sessions": 201}  # it begins one for everybody, whatever is sent
    assert answers["/"].status_code == 404
    assert state_of(shop, victim) == before


@pytest.mark.parametrize("mode", [binary, structured])
@pytest.mark.parametrize("signature", ["none", "of another event"])
def test_a_forged_event_at_a_functions_own_port_changes_nothing(
    shop: ShopRun, victim: Victim, forged: Envelope, mode: Any, signature: str
) -> None:
    event = forged if signature == "of another event" else replace(forged, sig="")
    event = replace(event, id=f"forged-{mode.__name__}-{signature}".replace(" ", "-"))
    before = state_of(shop, victim)
    answers = {name: posted_inside(shop, victim, name, mode(event)) for name in ATTACKED}

    assert {(one.status_code, one.content) for one in answers.values()} == {(204, b"")}
    assert state_of(shop, victim) == before
    letters = [one for one in dead_letters(shop) if one.get("eventId") == event.id]
    assert {one["consumer"] for one in letters} == answers.keys()
    assert {one["reason"] for one in letters} == {"bad signature"}


def test_a_forged_event_at_the_dead_letter_sink_is_never_replayed(
    shop: ShopRun, victim: Victim, forged: Envelope
) -> None:
    event = replace(forged, id="forged-letter")
    before = state_of(shop, victim)

    answer = posted_inside(shop, victim, "relay", binary(event), "/dead-letters")
    (letter,) = [one for one in dead_letters(shop) if one.get("eventId") == event.id]
    alone = shop.admin("POST", letter["replayPath"])
    shop.admin("POST", "/v1/admin/dead-letters/replay").raise_for_status()

    assert (answer.status_code, answer.content) == (204, b"")
    assert letter["replayable"] is False
    assert alone.status_code == 422
    assert state_of(shop, victim) == before
    assert letter["id"] in [one["id"] for one in dead_letters(shop)]
