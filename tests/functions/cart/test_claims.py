import asyncio
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings, strategies as st

from functions.cart.claims import Order, claim_all, release_all
from functions.cart.code_use import MANY_ORDERS, field_key
from functions.cart.codes import DiscountCode
from shared.stores.memory import MemoryStore
from tests.functions.cart.making import NOW, code


async def with_codes(*codes: DiscountCode) -> MemoryStore:
    store = MemoryStore()
    for one in codes:
        await store.insert("codes", {**one.model_dump(), "_id": f"{one.brand}|{one.code}"})
    return store


def order(number: str, customer: str = "c1", now: datetime = NOW) -> Order:
    return Order("fashion", number, customer, now)


async def test_a_code_is_used_as_often_as_its_limit_and_no_more() -> None:
    store = await with_codes(code("ONE", limit_total=2))

    refused = await asyncio.gather(
        *(claim_all(store, order(f"FA-{n}", f"c{n}"), ("ONE",)) for n in range(10))
    )

    assert sorted(refused) == [()] * 2 + [("ONE",)] * 8
    assert store.collections["code_uses"]["*|ONE"]["use_count"] == 2


async def test_each_customer_has_their_own_limit() -> None:
    store = await with_codes(code("ONE", limit_per_customer=1))

    assert await claim_all(store, order("FA-1", "ann"), ("ONE",)) == ()
    assert await claim_all(store, order("FA-2", "bob"), ("ONE",)) == ()
    assert await claim_all(store, order("FA-3", "ann"), ("ONE",)) == ("ONE",)


async def test_both_limits_hold_together() -> None:
    store = await with_codes(code("ONE", limit_per_customer=1, limit_total=2))

    assert await claim_all(store, order("FA-1", "ann"), ("ONE",)) == ()
    assert await claim_all(store, order("FA-2", "ann"), ("ONE",)) == ("ONE",)
    assert await claim_all(store, order("FA-3", "bob"), ("ONE",)) == ()
    assert await claim_all(store, order("FA-4", "cid"), ("ONE",)) == ("ONE",)


async def test_an_order_uses_a_code_once_however_often_it_asks() -> None:
    store = await with_codes(code("ONE", limit_total=5))

    for _ in range(3):
        assert await claim_all(store, order("FA-1"), ("ONE", "one")) == ()

    assert store.collections["code_uses"]["*|ONE"]["use_count"] == 1


async def test_if_one_code_is_refused_none_is_used_and_it_stays_so() -> None:
    store = await with_codes(code("ONE", limit_total=1), code("TWO", limit_total=1))
    await claim_all(store, order("FA-1", "ann"), ("TWO",))

    first = await claim_all(store, order("FA-2", "bob"), ("ONE", "TWO"))
    await release_all(store, order("FA-1", "ann"), ("TWO",))
    again = await claim_all(store, order("FA-2", "bob"), ("ONE", "TWO"))

    assert first == again == ("TWO",)
    assert store.collections["code_uses"]["*|ONE"]["use_count"] == 0


async def test_a_released_use_can_be_had_by_another_order() -> None:
    store = await with_codes(code("ONE", limit_total=1, limit_per_customer=1))
    await claim_all(store, order("FA-1"), ("ONE",))

    await release_all(store, order("FA-1"), ("ONE",))
    await release_all(store, order("FA-1"), ("ONE",))

    assert await claim_all(store, order("FA-2"), ("ONE",)) == ()
    assert store.collections["code_uses"]["*|ONE"]["use_count"] == 1


async def test_a_claim_that_comes_after_its_release_uses_nothing() -> None:
    store = await with_codes(code("ONE", limit_total=1))

    await release_all(store, order("FA-1"), ("ONE",))

    assert await claim_all(store, order("FA-1"), ("ONE",)) == ("ONE",)
    assert await claim_all(store, order("FA-2"), ("ONE",)) == ()


@pytest.mark.parametrize("retired", [code("ONE", active=False), code("ANOTHER")])
async def test_a_code_that_is_retired_or_unknown_is_refused(retired: DiscountCode) -> None:
    store = await with_codes(retired)

    assert await claim_all(store, order("FA-1"), ("ONE",)) == ("ONE",)


async def test_a_quote_is_kept_though_the_code_ran_out_meanwhile() -> None:
    store = await with_codes(code("ONE", limit_total=1, valid_until=NOW))

    assert await claim_all(store, order("FA-1"), ("ONE",)) == ()


async def test_a_code_without_limits_is_not_counted() -> None:
    store = await with_codes(code("ANY"))

    assert await claim_all(store, order("FA-1"), ("ANY",)) == ()
    await release_all(store, order("FA-1"), ("ANY",))

    assert "code_uses" not in store.collections


async def test_a_brands_own_code_goes_before_one_of_all_brands() -> None:
    store = await with_codes(
        code("ONE", limit_total=9), code("ONE", brand="fashion", limit_total=1)
    )

    await claim_all(store, order("FA-1"), ("ONE",))

    assert list(store.collections["code_uses"]) == ["fashion|ONE"]


async def test_orders_are_forgotten_in_time_and_their_uses_stay_counted() -> None:
    store = await with_codes(code("ONE", limit_total=1000))
    for number in range(MANY_ORDERS):
        await claim_all(store, order(f"FA-{number}", f"c{number}"), ("ONE",))

    later = order("FA-new", now=NOW + timedelta(days=41))
    await claim_all(store, later, ("ONE",))

    document = store.collections["code_uses"]["*|ONE"]
    assert list(document["orders"]) == [field_key("FA-new")]
    assert document["use_count"] == MANY_ORDERS + 1


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["claim", "release"]),
            st.integers(0, 5),
            st.lists(st.sampled_from(["ONE", "TWO"]), unique=True, min_size=1),
        ),
        max_size=25,
    )
)
async def test_whatever_is_repeated_or_reordered_the_limits_hold(
    story: list[tuple[str, int, list[str]]],
) -> None:
    store = await with_codes(
        code("ONE", limit_total=2, limit_per_customer=1), code("TWO", limit_per_customer=1)
    )
    for action, number, texts in story:
        # Two orders of each customer compete.
        who = order(f"FA-{number}", f"c{number // 2}")
        if action == "claim":
            await claim_all(store, who, tuple(texts))
        else:
            await release_all(store, who, tuple(texts))

    for document in store.collections.get("code_uses", {}).values():
        assert document["use_count"] == len(document["orders"])
        assert all(0 <= uses <= 1 for uses in document["customers"].values())
        assert document["use_count"] == sum(document["customers"].values())
    assert store.collections.get("code_uses", {}).get("*|ONE", {"use_count": 0})["use_count"] <= 2
