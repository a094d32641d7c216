"""One shop over stores in memory, met as the broker and HTTP clients meet it."""

from dataclasses import dataclass
from typing import Any

import httpx

from shared.events.event import Event, ReplyTo
from shared.events.products import ProductQuery, StockLine, StockRequested
from tests.functions.catalog.goods import in_colours_and_sizes, product
from tests.functions.catalog.sample_brands import text
from tests.support.drive import Memory, deliver, envelope_of

ADMIN = {"Authorization": "Bearer admin-secret"}
REPLY = ReplyTo(conversation="fashion|whatsapp|c-1", turn_id="t", call_id="c")
BRAND = {"brand": "fashion"}

RUNNER = product(
    "runner",
    "running-shoes",
    text("Blue Lake Running Shoes", "Tênis de corrida Lago", "Tenis para correr Lago"),
    in_colours_and_sizes(9900, {"blue": ["41", "42"]}),
    popularity=5,
)
RACER = product(
    "racer",
    "running-shoes",
    text("Night Racer", "Corredor da noite", "Corredor nocturno"),
    in_colours_and_sizes(14900, {"black": ["42"]}),
)
DRESS = product("dress", "dresses", text("Plain Dress"), [({"size": "M"}, 5900, 6)])


@dataclass
class Shop:
    memory: Memory
    http: httpx.AsyncClient
    sent: int = 0

    async def tell(
        self, event: Event, *, cause: str = "", brand: str = "fashion"
    ) -> list[dict[str, Any]]:
        """Deliver an event; return what was published because of it, with its type."""
        self.sent += 1
        known = len(self.memory.publisher.envelopes)
        envelope = envelope_of(event, cause=cause or f"cause-{self.sent}", brand=brand)
        assert await deliver(self.http, envelope) == 204
        fresh = self.memory.publisher.envelopes[known:]
        return [{"type": one.type, "brand": one.extension("brand"), **one.data} for one in fresh]

    async def ask(self, **fields: Any) -> dict[str, Any]:
        """Return the first answer to a product query."""
        query = ProductQuery(reply_to=REPLY, language="en", **fields)
        return (await self.tell(query))[0]

    async def stock(self, sku: str) -> dict[str, Any]:
        """Return a SKU's stock as the admin sees it."""
        answer = await self.http.get(f"/v1/admin/stock/{sku}", params=BRAND, headers=ADMIN)
        return answer.json()


def titles(answer: dict[str, Any]) -> list[str]:
    return [each["title"] for each in answer["cards"]]


def stock_request(action: Any, order: str, **pieces: int) -> StockRequested:
    lines = tuple(StockLine(sku=sku.replace("_", "-"), quantity=n) for sku, n in pieces.items())
    return StockRequested(action=action, order_number=order, lines=lines, restock_id=f"R{order}")
