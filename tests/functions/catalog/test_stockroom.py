import asyncio

from shared.events.products import Search
from tests.functions.catalog.shop import (
    Shop,
    stock_request,
    titles,
)
from tests.support.drive import deliver, envelope_of


async def test_a_hold_is_answered_and_low_and_sold_out_skus_are_told(shop: Shop) -> None:
    first = await shop.tell(stock_request("hold", "FA-000001", dress_1=3))
    second = await shop.tell(stock_request("hold", "FA-000002", dress_1=3))
    third = await shop.tell(stock_request("hold", "FA-000003", dress_1=1))

    assert [(each["type"], each.get("held"), each.get("available")) for each in first] == [
        ("store.product.stock.result", True, None),
        ("store.product.stock.low", None, 3),
    ]
    assert [(each["type"], each.get("change")) for each in second] == [
        ("store.product.stock.result", None),
        ("store.product.updated", "stock"),
    ]
    assert third[0]["short"] == [{"sku": "dress-1", "quantity": 0}]
    assert len(third) == 1


async def test_a_redelivered_hold_takes_nothing_more_and_answers_the_same(shop: Shop) -> None:
    request = stock_request("hold", "FA-000001", dress_1=2)

    first = await shop.tell(request, cause="one")
    same = await shop.tell(request, cause="one")
    other = await shop.tell(request, cause="two")

    assert first == same
    assert other == first[:1]
    assert (await shop.stock("dress-1"))["available"] == 4


async def test_a_hold_of_nothing_is_a_dead_letter_that_the_order_hears_of(shop: Shop) -> None:
    told = await shop.tell(stock_request("hold", "FA-000001", dress_1=-2))

    assert [each["type"] for each in told] == ["store.failed"]
    assert (await shop.stock("dress-1"))["available"] == 6


async def test_what_sells_out_leaves_the_search_and_comes_back_with_its_release(
    shop: Shop,
) -> None:
    wanted = {"kind": "search", "search": Search(text="dress")}
    before = titles(await shop.ask(**wanted))

    await shop.tell(stock_request("hold", "FA-000001", dress_1=6))
    during = titles(await shop.ask(**wanted))
    await shop.tell(stock_request("release", "FA-000001", dress_1=6))
    after = titles(await shop.ask(**wanted))

    assert (before, during, after) == (["Plain Dress"], [], ["Plain Dress"])


async def test_forty_orders_by_event_sell_what_there_is_and_no_more(shop: Shop) -> None:
    envelopes = [
        envelope_of(stock_request("hold", f"FA-{n:06}", runner_1=1), cause=f"order-{n}")
        for n in range(40)
    ]

    await asyncio.gather(*(deliver(shop.http, each) for each in envelopes * 2))

    assert await shop.stock("runner-1") == {
        "sku": "runner-1",
        "brand": "fashion",
        "productId": "runner",
        "available": 0,
        "held": 5,
        "sold": 0,
    }


async def test_a_refused_hold_costs_the_index_nothing(shop: Shop) -> None:
    await shop.tell(stock_request("hold", "FA-000001", dress_1=6))
    known = shop.memory.store.collections["catalog_changes"]["products"]["count"]

    for number in range(3):
        await shop.tell(stock_request("hold", f"FB-{number}", dress_1=1))

    assert shop.memory.store.collections["catalog_changes"]["products"]["count"] == known
