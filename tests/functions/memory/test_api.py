"""The memory by event and over HTTP: viewed, corrected, exported, erased."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import httpx
import pytest

from functions.memory.main import FUNCTION
from functions.memory.state import MEMORY
from shared.events.carts import CartItemAdded
from shared.events.customers import MemorySignals
from shared.events.event import Event
from shared.memory_reads import memory_key
from shared.models.cart import LineItem
from shared.models.memory import Correction, Signal
from shared.models.money import Money
from tests.support.drive import EPOCH, Memory, client, deliver, envelope_of

PRICE = Money(amount_minor=9900, currency="USD")
SHOE = LineItem(
    sku="s", product_id="p", title="Shoe", options={"colour": "blue", "size": "42"},
    quantity=1, unit_price=PRICE, line_total=PRICE,
)  # fmt: skip
ALL = "/v1/memory?brand=fashion"


@pytest.fixture(autouse=True)
def keys(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("COOKIE_KEY", "cookie-key")
    return iter(())


@pytest.fixture
def memory() -> Memory:
    return Memory()


@pytest.fixture
def api(memory: Memory) -> httpx.AsyncClient:
    return client(replace(FUNCTION, ports=memory.ports, background=None))


async def told(api: httpx.AsyncClient, event: Event, cause: str) -> None:
    assert await deliver(api, envelope_of(event, cause=cause)) == 204


async def known(memory: Memory) -> dict[str, Any] | None:
    document = await memory.store.get(MEMORY.collection, memory_key("fashion", "c1"))
    return MEMORY.load(document).preferences.wire() if document else None


async def test_a_shopper_corrects_by_event(memory: Memory, api: httpx.AsyncClient) -> None:
    red = Signal(kind="cart", at=EPOCH, colours=("red",), sizes=("M",))
    await told(api, MemorySignals(customer_id="c1", signals=(red,)), "1")

    correction = Correction(forget=("size:M",), disliked=("colour:red",))
    large = Signal(kind="stated", at=EPOCH, sizes=("L",))
    said = MemorySignals(customer_id="c1", signals=(large,), correction=correction)
    await told(api, said, "2")
    await told(api, said, "2")

    found = await known(memory)
    assert found is not None
    assert [(one["value"], one["explicit"]) for one in found["sizes"]] == [("L", True)]
    assert found["colours"] == []
    assert found["disliked"] == [{"kind": "colour", "value": "red"}]


async def test_what_is_put_into_a_cart_for_somebody_else_is_not_learnt(
    memory: Memory, api: httpx.AsyncClient
) -> None:
    added = CartItemAdded(customer_id="c1", cart_id="k", item=SHOE, added=1, for_other=True)
    await told(api, added, "1")
    assert await known(memory) is None

    await told(api, added.model_copy(update={"for_other": False}), "2")

    found = await known(memory)
    assert found is not None
    assert [one["value"] for one in found["sizes"]] == ["42"]


async def test_a_shopper_sees_what_was_said_and_what_was_noticed(api: httpx.AsyncClient) -> None:
    patched = await api.patch(ALL, json={"colours": ["red"], "disliked": ["feature:leather"]})
    assert patched.status_code == 200

    shown = (await api.get(ALL)).json()["preferences"]

    assert [(one["value"], one["explicit"]) for one in shown["colours"]] == [("red", True)]
    assert shown["disliked"] == [{"kind": "feature", "value": "leather"}]
    exported = (await api.get("/v1/memory/export")).json()["memories"]
    assert shown in [one["preferences"] for one in exported]


async def test_a_shopper_erases_it_all(api: httpx.AsyncClient) -> None:
    await api.patch(ALL, json={"colours": ["red"], "disliked": ["feature:leather"]})

    assert (await api.delete(ALL)).status_code == 204

    left = (await api.get(ALL)).json()
    assert left["preferences"]["colours"] == []
    assert left["preferences"]["disliked"] == []
    assert left["history"] == []
