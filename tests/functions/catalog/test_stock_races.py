import asyncio
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st

from functions.catalog import holding
from functions.catalog.holding import Request
from shared.stores.memory import MemoryStore
from shared.stores.store import Store
from tests.functions.catalog.stockpile import available, now_of, request, stocked

OPERATIONS = st.tuples(
    st.sampled_from(["hold", "sell", "release", "restock"]),
    st.sampled_from(["O-1", "O-2", "O-3"]),
    st.dictionaries(st.sampled_from(["A", "B"]), st.integers(1, 4), min_size=1),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(OPERATIONS, max_size=14))
def test_pieces_are_neither_made_nor_lost_in_any_order_of_events(
    operations: list[tuple[str, str, dict[str, int]]],
) -> None:
    async def play() -> None:
        store = await stocked(MemoryStore(), A=5, B=3)
        for action, order, pieces in operations:
            await _act(store, action, request(order, **pieces))
            for sku, total in (("A", 5), ("B", 3)):
                stock = await now_of(store, sku)
                held = sum(each.n for each in stock.holds.values())
                assert stock.available + held + stock.sold_total == total
                assert stock.available >= 0

    asyncio.run(play())


async def _act(store: Store, action: str, asked: Request) -> Any:
    match action:
        case "hold":
            return await holding.hold(store, asked)
        case "sell":
            return await holding.sell(store, asked)
        case "release":
            return await holding.release(store, asked)
        case _:
            return await holding.restock(store, asked, f"R-{asked.order}")


@pytest.mark.parametrize("first", ["hold", "release"])
async def test_a_hold_and_its_release_at_the_same_time_leave_nothing_held(first: str) -> None:
    store = await stocked(MemoryStore(), A=5, B=5)
    asked = request("O-1", A=2, B=2)
    racing = [holding.hold(store, asked), holding.release(store, asked)]

    await asyncio.gather(*(racing if first == "hold" else reversed(racing)))
    await holding.release(store, asked)

    assert await available(store, "A", "B") == [5, 5]
