"""Order, catalog and cart joined by a broker in memory; the seller's mail is kept."""

from dataclasses import dataclass, field
from typing import Any

import httpx

from functions.cart.main import FUNCTION as CART
from functions.catalog.main import FUNCTION as CATALOG
from functions.order.main import order_function
from functions.order.outside import Outside
from functions.order.records import numbered
from functions.order.state import OrderState
from shared.clock import now
from shared.events.event import Event
from shared.events.orders import OrderCreate
from shared.events.registry import event_classes
from shared.function.envelope import Envelope
from shared.models.product import Product, Variant
from tests.functions.order.orders import CREATE, QUOTE, usd
from tests.support.drive import Memory, envelope_of
from tests.support.mesh import Mesh

SHOE = Product(
    id="shoe",
    brand="fashion",
    category="shoes",
    title={"en": "Running shoes"},
    variants=(Variant(sku="SHOE-42", price=usd(8900)),),
)
SOCK = Product(
    id="sock",
    brand="fashion",
    category="accessories",
    title={"en": "Socks"},
    variants=(Variant(sku="SOCK-M", price=usd(700)),),
)
ADMIN = {"Authorization": "Bearer admin-secret"}
ENVIRONMENT = {
    "PAYMENT_TEST_SECRET": "payment-secret",
    "CARRIER_WEBHOOK_SECRET": "carrier-secret",
    "COOKIE_KEY": "cookie-key",
    "ADMIN_TOKEN": "admin-secret",
    "PUBLIC_URL": "http://shop.example",
}


class MemoryDocuments:
    """Documents in this process; `down` makes it refuse, as an object store may."""

    def __init__(self) -> None:
        self.documents: dict[str, str] = {}

    async def put(self, key: str, text: str, media_type: str) -> None:
        assert media_type == "text/html; charset=utf-8"
        self.documents[key] = text

    async def get(self, key: str) -> str | None:
        return self.documents.get(key)


@dataclass
class Shop:
    """What a test drives."""

    stock: int = 10
    duplicate: float = 0.0
    shuffle: bool = False
    seed: int = 1
    told: list[Event] = field(default_factory=list[Event])
    documents: MemoryDocuments = field(default_factory=MemoryDocuments)
    webhooks_arrive: bool = True
    memory: Memory = field(default_factory=Memory)

    def __post_init__(self) -> None:
        order = order_function(Outside(http=self.http, documents=self.documents))
        self.mesh = Mesh(
            {"order-processor": order, "product-catalog": CATALOG, "cart": CART},
            memory=self.memory,
            duplicate=self.duplicate,
            shuffle=self.shuffle,
            seed=self.seed,
            taken={"ai-seller-fashion": self.take_mail},
        )
        self.store = self.memory.store
        self.api = self.mesh.clients["order-processor"]

    def http(self) -> httpx.AsyncClient:
        """Return the way from the provider to the shop."""
        if self.webhooks_arrive:
            return self.api
        broken = httpx.MockTransport(lambda _: httpx.Response(503))
        return httpx.AsyncClient(transport=broken)

    async def take_mail(self, envelope: Envelope) -> None:
        event = event_classes()[envelope.type].model_validate(envelope.data)
        if event not in self.told:
            self.told.append(event)

    async def open(self) -> "Shop":
        for product in (SHOE, SOCK):
            skus = [one.sku for one in product.variants]
            await self.store.insert(
                "products",
                {
                    "_id": f"fashion|{product.id}",
                    "brand": "fashion",
                    "skus": skus,
                    "product": product.model_dump(),
                    "deleted": False,
                    "version": 1,
                    "changed_at": now(),
                },
            )
            for sku in skus:
                await self.store.insert(
                    "stock",
                    {
                        "_id": f"fashion|{sku}",
                        "sku": sku,
                        "brand": "fashion",
                        "product_id": product.id,
                        "available": self.stock,
                    },
                )
        code = {"code": "WELCOME10", "brand": "fashion", "kind": "percent", "basis_points": 1000}
        await self.store.insert("codes", {"_id": "fashion|WELCOME10", **code, "revision": 1})
        return self

    async def send(self, event: Event, cause: str = "cause") -> None:
        await self.mesh.publish(envelope_of(event, cause=cause, now=now()))
        await self.mesh.settle()

    async def buy(self, name: str = "q1", customer: str = "ana") -> str:
        """Confirm a quote and return the order's number."""
        await self.send(create(name, customer), cause=name)
        found = await self.store.find("orders", {"state.quote.id": name})
        number: str = found[0]["state"]["number"]
        return number

    async def order(self, number: str) -> OrderState:
        found = await numbered(self.store, number)
        assert found is not None
        return found.state

    async def page(self, number: str, index: int = -1) -> str:
        return f"/v1/payments/test/{(await self.order(number)).attempts[index].id}"

    async def pay(self, number: str, outcome: str = "succeeded") -> httpx.Response:
        answer = await self.api.post(await self.page(number), data={"outcome": outcome})
        await self.mesh.settle()
        return answer

    async def post(self, path: str, body: Any = None) -> httpx.Response:
        answer = await self.api.post(path, json={} if body is None else body, headers=ADMIN)
        await self.mesh.settle()
        return answer

    def available(self, sku: str = "SHOE-42") -> int:
        available: int = self.store.collections["stock"][f"fashion|{sku}"]["available"]
        return available

    def news(self) -> list[str]:
        return [type(one).__name__ for one in self.told]


def create(name: str = "q1", customer: str = "ana") -> OrderCreate:
    quote = QUOTE.model_copy(
        update={"id": name, "customer_id": customer, "expires_at": now().replace(year=2099)}
    )
    return CREATE.model_copy(update={"customer_id": customer, "quote": quote})
