import asyncio
from datetime import timedelta

from functions.catalog import holding
from functions.catalog.holding import Outcome, Request
from functions.catalog.stock import MANY_MEMORIES, REMEMBERED_FOR, Stock, merged, trim
from shared.stores.memory import MemoryStore
from tests.functions.catalog.stockpile import NOW, available, lines, now_of, request, stocked


def test_lines_are_merged_and_ordered_by_sku() -> None:
    asked = (*lines(B=1, A=2), *lines(B=3))

    assert merged(asked) == lines(A=2, B=4)


async def test_a_hold_takes_the_pieces_and_a_repeated_one_takes_no_more() -> None:
    store = await stocked(MemoryStore(), A=5, B=1)

    first = await holding.hold(store, request("O-1", A=2, B=1))
    again = await holding.hold(store, request("O-1", A=2, B=1))

    assert (first.done, again.done) == (True, True)
    assert [(each.stock.sku, each.before, each.stock.available) for each in first.moved] == [
        ("A", 5, 3),
        ("B", 1, 0),
    ]
    assert again.moved == ()
    assert await available(store, "A", "B") == [3, 0]


async def test_equal_skus_are_held_together_so_that_they_cannot_oversell() -> None:
    store = await stocked(MemoryStore(), A=3)
    twice = Request("fashion", "O-1", (*lines(A=2), *lines(A=2)), NOW)

    outcome = await holding.hold(store, twice)

    assert outcome == Outcome(done=False, short=lines(A=3))
    assert await available(store, "A") == [3]


async def test_one_shortage_gives_everything_back_and_stays_refused() -> None:
    store = await stocked(MemoryStore(), A=5, B=1, C=5)

    refused = await holding.hold(store, request("O-1", A=2, B=2, C=1))
    await store.update("stock", {"_id": "fashion|B"}, {"$inc": {"available": 10}})
    retried = await holding.hold(store, request("O-1", A=2, B=2, C=1))

    assert refused == Outcome(done=False, short=lines(B=1))
    assert not retried.done
    assert await available(store, "A", "B", "C") == [5, 11, 5]
    assert (await now_of(store, "C")).holds == {}


async def test_an_unknown_sku_is_short_of_everything() -> None:
    store = await stocked(MemoryStore(), A=5)

    outcome = await holding.hold(store, request("O-1", A=1, Z=1))

    assert outcome == Outcome(done=False, short=lines(Z=0))
    assert await available(store, "A") == [5]


async def test_a_release_that_comes_before_its_hold_keeps_it_out() -> None:
    store = await stocked(MemoryStore(), A=5)

    await holding.release(store, request("O-1", A=2))
    late = await holding.hold(store, request("O-1", A=2))

    assert not late.done
    assert late.short == ()
    assert await available(store, "A") == [5]


async def test_a_release_gives_pieces_back_once() -> None:
    store = await stocked(MemoryStore(), A=5)
    await holding.hold(store, request("O-1", A=2))

    first = await holding.release(store, request("O-1", A=2))
    again = await holding.release(store, request("O-1", A=2))

    assert [(each.before, each.stock.available) for each in first.moved] == [(3, 5)]
    assert again.moved == ()
    assert await available(store, "A") == [5]


async def test_a_release_gives_back_what_was_held_whatever_it_says() -> None:
    store = await stocked(MemoryStore(), A=5)
    await holding.hold(store, request("O-1", A=2))

    await holding.release(store, request("O-1", A=4))

    assert await available(store, "A") == [5]


async def test_a_sale_is_remembered_so_that_nothing_changes_it_again() -> None:
    store = await stocked(MemoryStore(), A=5)
    await holding.hold(store, request("O-1", A=2))

    sold = [await holding.sell(store, request("O-1", A=2)) for _ in range(2)]
    held = await holding.hold(store, request("O-1", A=2))
    released = await holding.release(store, request("O-1", A=2))

    assert [each.done for each in sold] == [True, True]
    assert held.done
    assert (held.moved, released.moved) == ((), ())
    stock = await now_of(store, "A")
    assert (stock.available, stock.sold_total, stock.holds) == (3, 2, {})


async def test_what_was_never_held_cannot_be_sold() -> None:
    store = await stocked(MemoryStore(), A=5)

    outcome = await holding.sell(store, request("O-1", A=2))

    assert not outcome.done
    assert (await now_of(store, "A")).sold_total == 0


async def test_a_return_is_restocked_once_per_return() -> None:
    store = await stocked(MemoryStore(), A=0)

    for restock_id in ("R.1", "R.1", "R.2"):
        await holding.restock(store, request("O-1", A=1), restock_id)

    assert await available(store, "A") == [2]


async def test_two_hundred_buyers_get_exactly_the_twenty_pieces_there_are() -> None:
    store = await stocked(MemoryStore(), A=20, B=200)

    async def buy(number: int) -> bool:
        await asyncio.sleep(0)
        return (await holding.hold(store, request(f"O-{number}", A=1, B=1))).done

    bought = await asyncio.gather(*(buy(number) for number in range(200)))

    assert sum(bought) == 20
    assert await available(store, "A", "B") == [0, 180]
    assert len((await now_of(store, "B")).holds) == 20


def test_memories_are_trimmed_only_when_many_and_old() -> None:
    old, recent = NOW - REMEMBERED_FOR - timedelta(days=1), NOW
    many = {f"O-{number}": old for number in range(MANY_MEMORIES)} | {"O-new": recent}
    stock = Stock.model_validate(
        {
            "_id": "fashion|A",
            "sku": "A",
            "brand": "fashion",
            "product_id": "p",
            "released": many,
            "sold": {"S-1": {"n": 1, "at": old}},
        }
    )

    write = trim(stock, NOW)

    assert write is not None
    assert len(write[1]["$unset"]) == MANY_MEMORIES + 1
    assert "released.O-new" not in write[1]["$unset"]
    assert trim(stock.model_copy(update={"released": {"O-1": old}}), NOW) is None
