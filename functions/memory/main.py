"""Long-term memory of customers, learnt in the background.

In: `store.memory.signal`, `store.product.viewed`, `store.cart.item.added`, readings due; HTTP
`/v1/memory`. Out: `store.memory.updated`. State: `memories`; seller and catalog read `preferences`
directly. Of conversations that are over it reads `messages`, where a model may.
"""

from collections.abc import Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from functions.memory.correct import correct, erase, hear
from functions.memory.learn import empty, learn
from functions.memory.overhearing import Overhearing
from functions.memory.state import MEMORY, MemoryState
from shared.brands import brands
from shared.caller import Shopper, shopper_of
from shared.clock import now
from shared.errors import ProblemError
from shared.events.carts import CartItemAdded
from shared.events.customers import MemoryReadingDue, MemorySignals
from shared.events.products import ProductViewed
from shared.function.delivery import Delivery
from shared.function.rest import change, ports_of, read_body, rest_delivery
from shared.function.serving import Function, serve
from shared.item_signals import item_signal
from shared.llm.awaiting import PATIENCE
from shared.llm.model import Model
from shared.llm.named import ModelOf, model_of, prepare_models
from shared.memory_reads import memory_key
from shared.models.memory import Correction, Signal
from shared.settings import settings


async def signals_arrive(event: MemorySignals, delivery: Delivery) -> None:
    """Learn from what a shopper did or said, and take their corrections."""
    brand = delivery.brand
    await delivery.apply(
        MEMORY,
        memory_key(brand, event.customer_id),
        lambda state: hear(state, brand, event, delivery.now),
    )


async def product_is_viewed(event: ProductViewed, delivery: Delivery) -> None:
    """Learn from a product looked at."""
    signal = Signal(kind="view", at=event.at, category=event.category, product_id=event.product_id)
    await _learn(delivery, event.customer_id, (signal,))


async def item_is_added(event: CartItemAdded, delivery: Delivery) -> None:
    """Learn from what was put into a cart, unless it is for somebody else."""
    if event.for_other:
        return
    signal = item_signal("cart", event.item, delivery.now)
    await _learn(delivery, event.customer_id, (signal,))


async def get_memory(request: Request) -> Response:
    """Return what is remembered of the caller."""
    brand, shopper = await _whose(request)
    state = await _read(request, brand, shopper)
    return shopper.remembered(JSONResponse(state.shown()))


async def export_memory(request: Request) -> Response:
    """Return everything remembered of the caller, at every brand, as a file."""
    shopper = await shopper_of(request, ports_of(request).store, now())
    memories = [(await _read(request, brand, shopper)).shown() for brand in brands()]
    headers = {"Content-Disposition": 'attachment; filename="memory.json"'}
    return shopper.remembered(JSONResponse({"memories": memories}, headers=headers))


async def patch_memory(request: Request) -> Response:
    """Correct what is remembered of the caller."""
    brand, shopper = await _whose(request)
    said = await read_body(request, Correction)
    delivery = rest_delivery(request, caller=shopper.web_id, operation="memory.patch", brand=brand)

    async def act(acting: Delivery) -> tuple[int, dict[str, Any]]:
        applied = await acting.apply(
            MEMORY,
            memory_key(brand, shopper.customer_id),
            lambda state: correct(state, brand, shopper.customer_id, said, acting.now),
        )
        return 200, applied.state.shown() if applied.state else {}

    return shopper.remembered(await change(request, delivery, act))


async def delete_memory(request: Request) -> Response:
    """Forget the caller at one brand."""
    brand, shopper = await _whose(request)
    delivery = rest_delivery(request, caller=shopper.web_id, operation="memory.delete", brand=brand)

    async def act(acting: Delivery) -> tuple[int, dict[str, Any]]:
        await acting.apply(
            MEMORY,
            memory_key(brand, shopper.customer_id),
            lambda _: erase(brand, shopper.customer_id, acting.now),
        )
        return 204, {}

    return shopper.remembered(await change(request, delivery, act))


async def _learn(delivery: Delivery, customer_id: str, signals: tuple[Signal, ...]) -> None:
    brand = delivery.brand
    await delivery.apply(
        MEMORY,
        memory_key(brand, customer_id),
        lambda state: learn(state, brand, customer_id, signals, delivery.now),
    )


async def _whose(request: Request) -> tuple[str, Shopper]:
    brand = request.query_params.get("brand", "")
    if brand not in brands():
        raise ProblemError(400, "Invalid request", "Name the brand: ?brand=…")
    return brand, await shopper_of(request, ports_of(request).store, now())


async def _read(request: Request, brand: str, shopper: Shopper) -> MemoryState:
    key = memory_key(brand, shopper.customer_id)
    document = await ports_of(request).store.get(MEMORY.collection, key)
    return MEMORY.load(document) if document else empty(brand, shopper.customer_id, now())


def memory_function(
    models: ModelOf, load: Callable[[], None], patience: float = PATIENCE
) -> Function:
    """Return the memory that reads with these models what was stated in passing."""
    overhearing = Overhearing(models, load, patience)
    return Function(
        "memory",
        on={
            MemorySignals: signals_arrive,
            ProductViewed: product_is_viewed,
            CartItemAdded: item_is_added,
            MemoryReadingDue: overhearing.reading_is_due,
        },
        routes=[
            Route("/v1/memory", get_memory, methods=["GET"]),
            Route("/v1/memory", patch_memory, methods=["PATCH"]),
            Route("/v1/memory", delete_memory, methods=["DELETE"]),
            Route("/v1/memory/export", export_memory, methods=["GET"]),
        ],
    )


def reading_model(brand_id: str) -> Model | None:
    """Return the model that reads what a brand's shoppers stated, None where none shall."""
    reads = settings().llm_memory and brand_id in brands()
    return model_of(brand_id) if reads else None


def load_models() -> None:
    """Begin to load what thinks; done once."""
    prepare_models(reading_model)


FUNCTION = memory_function(reading_model, load_models)
main = serve(FUNCTION)
