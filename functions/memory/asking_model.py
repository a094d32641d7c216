"""One question to a model about a conversation that is over; loaded only where there is one."""

from collections.abc import Sequence
from datetime import datetime

from functions.memory.passing.asking import heard_request, is_worth_reading
from functions.memory.passing.believing import believed
from functions.memory.passing.form import Heard
from functions.memory.traits import Taste
from shared.brands import brands
from shared.conversation.said import said_by
from shared.events.customers import MemoryReadingDue
from shared.llm.errors import ModelError
from shared.llm.model import Model
from shared.llm.structured import complete_as
from shared.log import log
from shared.stores.store import Store
from shared.vocabularies import vocabularies


async def lines_of(
    store: Store, event: MemoryReadingDue, after: datetime | None
) -> tuple[str, ...]:
    """Return what a shopper wrote in a conversation after a time, if it is worth reading."""
    said = await said_by(store, event.customer_id, event.conversation_id)
    lines = tuple(one.text for one in said if after is None or one.at > after)
    return lines if is_worth_reading(lines) else ()


async def tastes_heard(
    model: Model, lines: Sequence[str], event: MemoryReadingDue, brand_id: str, store: Store
) -> tuple[Taste, ...]:
    """Return what is believed of what a model reads in a shopper's lines."""
    brand = brands()[brand_id]
    try:
        answered = await complete_as(model, heard_request(lines, brand, event.conversation), Heard)
    except ModelError as error:  # why calls fail is told where they are made
        log().info("reading.none", kind=error.kind)
        return ()
    if not answered.value.remarks:
        return ()
    return believed(answered.value, lines, brand, await vocabularies().of(brand, store))
