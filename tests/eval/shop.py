"""The shop in which sellers are evaluated: real functions and the seed catalog, in one process."""

import asyncio
import time
from dataclasses import dataclass, field

from functions.cart.main import FUNCTION as CART
from functions.cart.state import CartState
from functions.catalog import frequent
from functions.catalog.live import live_catalog
from functions.catalog.main import FUNCTION as CATALOG
from functions.catalog.seed import seed_codes, seed_products
from functions.order.main import FUNCTION as ORDER
from functions.seller.main import seller_function
from shared.clock import now
from shared.conversation.dialogue import Dialogue
from shared.conversation.reading import nlu_context
from shared.conversation.state import CONVERSATIONS, ConversationState, conversation_key
from shared.events.carts import CartRequested
from shared.events.chat import ChatIntentDetected, ChatResponse
from shared.function.envelope import Envelope
from shared.models.message import ChannelAddress, InboundMessage, MessageKind
from shared.nlu.meaning import Understanding
from shared.nlu.understanding import understand
from tests.eval.metered import MeteredModel, Thought
from tests.eval.tasks import Task
from tests.support.drive import envelope_of
from tests.support.mesh import Mesh
from tests.support.shop import (
    BRANDS,
    LANGUAGES,
    shipped_brands,
    shipped_products,
    shipped_vocabulary,
)

CODES = ({"code": "WELCOME10", "brand": "*", "kind": "percent", "basisPoints": 1000},)


@dataclass(frozen=True)
class Run:
    """What one conversation came to.

    Attributes:
        answers: all that the shopper was told, in order.
        state: the conversation's record.
        cart: None where there is none.
        thoughts: of the model.
        turn_seconds: from each message until nothing is left to do.
    """

    task: Task
    answers: tuple[ChatResponse, ...]
    state: ConversationState
    cart: CartState | None
    thoughts: tuple[Thought, ...]
    turn_seconds: tuple[float, ...]


@dataclass
class EvalShop:
    """All brands over one store in memory; each conversation has a shopper of its own."""

    model: MeteredModel
    shown: list[ChatResponse] = field(default_factory=list[ChatResponse])
    shoppers: int = 0

    def __post_init__(self) -> None:
        functions = {
            "ai-seller": seller_function(lambda _: self.model),
            "product-catalog": CATALOG,
            "cart": CART,
            "order-processor": ORDER,
        }
        self.mesh = Mesh(functions, brands=BRANDS, taken={"whatsapp-sender": self._show})
        self.store = self.mesh.memory.store

    async def open(self) -> None:
        """Fill the shelves."""
        for brand in BRANDS:
            await seed_products(self.store, shipped_products(brand), now())
            await frequent.seed(self.store, shipped_brands()[brand], now())
        await seed_codes(self.store, CODES)
        await live_catalog(self.store).index()

    async def close(self) -> None:
        """End what follows the catalog's changes."""
        running = asyncio.all_tasks() - {asyncio.current_task()}
        for one in running:
            one.cancel()
        await asyncio.gather(*running, return_exceptions=True)

    async def run(self, task: Task) -> Run:
        """Let a new shopper have the conversation of a task."""
        self.shoppers += 1
        customer = f"c{self.shoppers}"
        for sku, quantity in task.cart.items():
            await self._put(task, customer, sku, quantity)
        first, thought, seconds = len(self.shown), len(self.model.thoughts), list[float]()
        for number, words in enumerate(task.says):
            began = time.perf_counter()
            await self._say(task, customer, f"{customer}.{number}", words)
            seconds.append(time.perf_counter() - began)
        carts = await self.store.find("carts", {"state.customer_id": customer})
        state = await self._state(task, customer)
        assert state is not None
        return Run(
            task,
            tuple(sorted(self.shown[first:], key=lambda one: one.sequence)),
            state,
            CartState.model_validate(carts[0]["state"]) if carts else None,
            tuple(self.model.thoughts[thought:]),
            tuple(seconds),
        )

    async def _put(self, task: Task, customer: str, sku: str, quantity: int) -> None:
        event = CartRequested(
            customer_id=customer,
            action="add",
            language=task.language,
            sku=sku,
            quantity=quantity,
        )
        await self._publish(event, task, f"{customer}.{sku}")

    async def _say(self, task: Task, customer: str, name: str, words: str) -> None:
        state = await self._state(task, customer)
        message = InboundMessage(id=name, kind=MessageKind.TEXT, text=words)
        event = ChatIntentDetected(
            customer_id=customer,
            conversation=conversation_key(task.brand, "whatsapp", customer),
            address=ChannelAddress(phone_number_id="100", phone=f"1555{self.shoppers:07}"),
            profile_name="Ana Souza",
            sent_at=now(),
            message=message,
            understanding=_understood(task, message, state),
        )
        await self._publish(event, task, name)

    async def _publish(
        self, event: CartRequested | ChatIntentDetected, task: Task, by: str
    ) -> None:
        await self.mesh.publish(envelope_of(event, cause=by, brand=task.brand, now=now()))
        await self.mesh.settle()

    async def _state(self, task: Task, customer: str) -> ConversationState | None:
        key = conversation_key(task.brand, "whatsapp", customer)
        document = await self.store.get(CONVERSATIONS.collection, key)
        return CONVERSATIONS.load(document) if document else None

    async def _show(self, envelope: Envelope) -> None:
        if envelope.type == ChatResponse.type:
            self.shown.append(ChatResponse.model_validate(envelope.data))


def _understood(
    task: Task, message: InboundMessage, state: ConversationState | None
) -> Understanding:
    brand = shipped_brands()[task.brand]
    known = nlu_context(state.dialogue if state else Dialogue(), brand, message)
    context = known.model_copy(update={"language": state.language if state else None})
    return understand(
        message.text,
        context=context,
        vocabulary=shipped_vocabulary(brand.id),
        locale_prior=LANGUAGES[task.language],
    )
