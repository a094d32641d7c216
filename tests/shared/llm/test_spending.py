"""Budgets: what is set aside, what is settled, what is refused."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from shared.errors import DependencyError
from shared.llm.errors import OverBudgetError
from shared.llm.limits import DailyLimits, PlaceLimit, accounts
from shared.llm.prices import Amount
from shared.llm.request import PLACES, Purpose, Scope
from shared.llm.spending import SPENDING, Spending
from shared.models.brand import LlmOverrides
from shared.settings import Settings
from shared.stores.memory import MemoryStore
from shared.stores.store import Change, Document, Query, Store

NOW = datetime(2026, 11, 21, 23, 59, tzinfo=UTC)
ANA = Scope(brand="fashion", conversation="fashion|whatsapp|ana")
BEA = Scope(brand="fashion", conversation="fashion|whatsapp|bea")
LIMITS = DailyLimits(
    brand=Amount(tokens=10_000, cost_micros=3_000),
    conversation=Amount(tokens=5_000, cost_micros=1_000),
)
CALL = Amount(tokens=400, cost_micros=300)
BRAND_KEY, ANAS_KEY = (account.key for account in reversed(accounts(ANA, LIMITS, NOW)))


def spending(store: Store, at: Callable[[], datetime] = lambda: NOW) -> Spending:
    return Spending(lambda: store, at)


async def committed(store: Store, key: str) -> dict[str, int]:
    document = await store.get(SPENDING, key)
    assert document is not None
    return document["committed"]


async def test_a_call_is_set_aside_for_conversation_and_brand_and_settled(store: Store) -> None:
    given = spending(store)

    reserved = await given.reserve(ANA, "turn", CALL, LIMITS)

    assert await committed(store, ANAS_KEY) == {"tokens": 400, "cost_micros": 300}
    assert await committed(store, BRAND_KEY) == {"tokens": 400, "cost_micros": 300}

    await given.settle(reserved, Amount(tokens=120, cost_micros=90))

    for key in (ANAS_KEY, BRAND_KEY):
        assert await store.get(SPENDING, key) == {
            "_id": key,
            "brand": "fashion",
            "day": "2026-11-21",
            "committed": {"tokens": 120, "cost_micros": 90},
            "spent": {"turn": {"calls": 1, "tokens": 120, "cost_micros": 90}},
            "expires_at": NOW + timedelta(days=35),
        }


async def test_a_call_that_never_happened_costs_nothing(store: Store) -> None:
    given = spending(store)
    reserved = await given.reserve(ANA, "turn", CALL, LIMITS)

    await given.settle(reserved, Amount())

    document = await store.get(SPENDING, ANAS_KEY)
    assert document is not None
    assert document["committed"] == {"tokens": 0, "cost_micros": 0}
    assert "spent" not in document


async def test_calls_at_once_never_exceed_the_limit_of_the_conversation(store: Store) -> None:
    given = spending(store)

    outcomes = await asyncio.gather(
        *(given.reserve(ANA, "turn", CALL, LIMITS) for _ in range(10)), return_exceptions=True
    )

    assert sum(isinstance(one, OverBudgetError) for one in outcomes) == 7
    assert await committed(store, ANAS_KEY) == {"tokens": 1200, "cost_micros": 900}
    assert await committed(store, BRAND_KEY) == {"tokens": 1200, "cost_micros": 900}


async def test_calls_at_once_never_exceed_the_limit_of_the_brand(store: Store) -> None:
    given = spending(store)
    scopes = [Scope(brand="fashion", conversation=f"c{number}") for number in range(20)]

    outcomes = await asyncio.gather(
        *(given.reserve(scope, "turn", CALL, LIMITS) for scope in scopes), return_exceptions=True
    )

    refused = [one for one in outcomes if isinstance(one, OverBudgetError)]
    assert len(refused) == 10
    assert {one.detail for one in refused} == {"brand"}
    assert await committed(store, BRAND_KEY) == {"tokens": 4000, "cost_micros": 3000}


async def test_what_the_brand_can_not_pay_is_given_back_to_the_conversation(store: Store) -> None:
    given = spending(store)
    for number in range(10):
        await given.reserve(Scope(brand="fashion", conversation=f"c{number}"), "turn", CALL, LIMITS)

    with pytest.raises(OverBudgetError) as raised:
        await given.reserve(ANA, "turn", CALL, LIMITS)

    assert raised.value.detail == "brand"
    assert await committed(store, ANAS_KEY) == {"tokens": 0, "cost_micros": 0}


async def test_exactly_the_limit_may_be_spent_and_not_one_more(store: Store) -> None:
    given = spending(store)
    await given.reserve(ANA, "turn", Amount(tokens=5_000, cost_micros=1_000), LIMITS)

    with pytest.raises(OverBudgetError):
        await given.reserve(ANA, "turn", Amount(tokens=1), LIMITS)
    assert await given.reserve(BEA, "turn", Amount(tokens=1), LIMITS)


async def test_tokens_are_limited_where_nobody_knows_the_price(store: Store) -> None:
    with pytest.raises(OverBudgetError):
        await spending(store).reserve(ANA, "turn", Amount(tokens=5_001), LIMITS)

    assert await committed(store, ANAS_KEY) == {"tokens": 0, "cost_micros": 0}
    assert await store.get(SPENDING, BRAND_KEY) is None


async def test_a_new_day_starts_from_nothing(store: Store) -> None:
    day = [NOW]
    given = spending(store, lambda: day[0])
    await given.reserve(ANA, "turn", Amount(tokens=5_000), LIMITS)
    day[0] = NOW + timedelta(minutes=1)

    reserved = await given.reserve(ANA, "turn", Amount(tokens=5_000), LIMITS)

    assert [account.day for account in reserved.accounts] == ["2026-11-22", "2026-11-22"]


async def test_a_call_of_no_conversation_is_paid_by_the_brand_alone(store: Store) -> None:
    await spending(store).reserve(Scope(brand="fashion"), "memory", CALL, LIMITS)

    assert await store.count(SPENDING, {}) == 1
    assert await committed(store, BRAND_KEY) == {"tokens": 400, "cost_micros": 300}


async def test_an_answer_is_not_lost_when_it_can_not_be_settled() -> None:
    class Failing(MemoryStore):
        down = False

        async def update(
            self, collection: str, query: Query, change: Change, *, upsert: bool = False
        ) -> Document | None:
            if self.down:
                raise DependencyError("mongodb")
            return await super().update(collection, query, change, upsert=upsert)

    store = Failing()
    reserved = await spending(store).reserve(ANA, "turn", CALL, LIMITS)
    store.down = True

    await spending(store).settle(reserved, Amount(tokens=1))

    assert await committed(store, ANAS_KEY) == {"tokens": 400, "cost_micros": 300}


def test_accounts_do_not_name_the_customer() -> None:
    assert ANAS_KEY.startswith("fashion|2026-11-21|")
    assert "ana" not in ANAS_KEY.removeprefix("fashion|2026-11-21|")
    assert len(ANAS_KEY) == len("fashion|2026-11-21|") + 24


def test_a_brands_own_limits_replace_the_platforms() -> None:
    given = Settings(llm_brand_daily_cents=500, llm_conversation_daily_cents=20)

    platforms = DailyLimits.of(given, LlmOverrides())
    assert platforms.brand == Amount(tokens=20_000_000, cost_micros=5_000_000)
    assert platforms.conversation == Amount(tokens=200_000, cost_micros=200_000)
    own = DailyLimits.of(given, LlmOverrides(daily_cents=0, conversation_daily_cents=7))
    assert (own.brand.cost_micros, own.conversation.cost_micros) == (0, 70_000)


async def test_the_desk_has_a_budget_of_its_own_within_the_brands(store: Store) -> None:
    given = spending(store)
    limits = LIMITS.model_copy(update={"places": {"desk": PlaceLimit(tokens=500)}})
    await given.reserve(ANA, "suggestion", CALL, limits)

    with pytest.raises(OverBudgetError, match="place"):
        await given.reserve(BEA, "suggestion", CALL, limits)

    await given.reserve(BEA, "turn", CALL, limits)
    assert await committed(store, f"{BRAND_KEY}|desk") == {"tokens": 400, "cost_micros": 300}
    assert await committed(store, BRAND_KEY) == {"tokens": 800, "cost_micros": 600}


async def test_a_talkative_shopper_does_not_use_up_what_helps_the_people(store: Store) -> None:
    given = spending(store)
    for _ in range(3):
        await given.reserve(ANA, "turn", CALL, LIMITS)

    with pytest.raises(OverBudgetError, match="conversation"):
        await given.reserve(ANA, "turn", CALL, LIMITS)

    await given.reserve(ANA, "suggestion", CALL, LIMITS)


@pytest.mark.parametrize(
    ("purpose", "place"),
    [
        ("turn", "seller"),
        ("memory", "memory"),
        ("suggestion", "desk"),
        ("summary", "desk"),
        ("intent", "understanding"),
    ],
)
def test_each_purpose_is_paid_by_one_place(purpose: Purpose, place: str) -> None:
    assert PLACES[purpose] == place


def test_a_place_without_a_limit_below_the_brands_costs_no_write() -> None:
    assert [one.of for one in accounts(ANA, LIMITS, NOW, "desk")] == ["conversation", "brand"]


def test_each_place_is_limited_by_its_own_setting_and_a_brands_own_budget_stays_the_sellers() -> (
    None
):
    given = Settings(
        llm_desk_daily_cents=5, llm_understanding_daily_tokens=7, llm_memory_daily_cents=0
    )

    limits = DailyLimits.of(given, LlmOverrides(daily_cents=9000))

    at = {place: limits.places[place].within(limits.brand) for place in limits.places}
    assert at["seller"] == limits.brand
    assert at["desk"] == Amount(tokens=5_000_000, cost_micros=50_000)
    assert at["understanding"] == Amount(tokens=7, cost_micros=2_000_000)
    assert at["memory"] == Amount(tokens=1_000_000, cost_micros=0)
