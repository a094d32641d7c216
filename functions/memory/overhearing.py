"""What shoppers state in passing: a model reads it once, when a conversation has fallen silent."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from functions.memory.reading import Due, let_go, postpone, take, write_down
from functions.memory.state import MEMORY
from functions.memory.traits import Taste
from shared.clock import now
from shared.customers import is_erased
from shared.events.customers import MemoryReadingDue
from shared.function import fault
from shared.function.delivery import Delivery
from shared.function.insisting import insist
from shared.llm.awaiting import PATIENCE, is_ready
from shared.llm.model import Model
from shared.llm.named import ModelOf
from shared.memory_reads import memory_key


@dataclass(frozen=True)
class Overhearing:
    """The handler that a model may help.

    Attributes:
        model_of: the model of a brand, None where it has none.
        load: begins to load what thinks. Only a reading needs it; signals wake the function far
            more often.
        patience: seconds that an event waits for it.
    """

    model_of: ModelOf
    load: Callable[[], None]
    patience: float = PATIENCE

    async def reading_is_due(self, event: MemoryReadingDue, delivery: Delivery) -> None:
        """Ask a model, if the lease is ours, and keep what is believed of its answer.

        A replayed decision was made by another delivery, which may be asking; should it be dead,
        the event of the next epoch, which waits as a timer, knows.
        """
        key = memory_key(delivery.brand, event.customer_id)
        model = self.model_of(delivery.brand)
        bare = Due(event, delivery.brand, delivery.channel)
        due, lines = await _looked_up(event, delivery) if model else (bare, ())
        if model is None or not lines:
            await delivery.apply_existing(MEMORY, key, lambda state: let_go(state, due))
            return
        if not model.ready:
            self.load()
        if not await is_ready(model, self.patience):
            await delivery.apply(MEMORY, key, lambda state: postpone(state, due, delivery.now))
            return
        taken = await delivery.apply(MEMORY, key, lambda state: take(state, due, delivery.now))
        if taken.replayed or not taken.result:
            return
        fault.reach("before_outside")
        heard = await _heard(model, lines, due, delivery)
        fault.reach("after_outside")
        await insist(
            lambda: delivery.apply_existing(
                MEMORY, key, lambda state: write_down(state, due, heard, now()), step="heard"
            )
        )


async def _looked_up(event: MemoryReadingDue, delivery: Delivery) -> tuple[Due, Sequence[str]]:
    """Return what is to be read; nothing of somebody who is to be forgotten."""
    from functions.memory.asking_model import lines_of

    document = await delivery.store.get(
        MEMORY.collection, memory_key(delivery.brand, event.customer_id)
    )
    after = MEMORY.load(document).unread_before if document else None
    due = Due(event, delivery.brand, delivery.channel, after)
    if await is_erased(delivery.store, event.customer_id):
        return due, ()
    return due, await lines_of(delivery.store, event, after)


async def _heard(
    model: Model, lines: Sequence[str], due: Due, delivery: Delivery
) -> tuple[Taste, ...]:
    from functions.memory.asking_model import tastes_heard

    return await tastes_heard(model, lines, due.event, due.brand, delivery.store)
