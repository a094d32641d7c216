"""What `Store` promises, asked of every store that functions may run on."""

import asyncio
from datetime import UTC, datetime, timedelta, timezone
from enum import StrEnum
from typing import Any

import pytest

from shared.stores.store import Change, Document, Query, Store

AT = datetime(2026, 11, 21, 12, 0, 0, 123_000, tzinfo=UTC)
C = "things"


class Colour(StrEnum):
    RED = "red"


async def ids(store: Store, query: Query) -> list[str]:
    return sorted(one["_id"] for one in await store.find(C, query))


async def test_what_was_never_stored_is_not_there(store: Store) -> None:
    assert await store.get(C, "a") is None
    assert await store.find(C, {}) == []
    assert await store.count(C, {}) == 0
    assert await store.delete(C, {}) == 0
    assert await store.update(C, {"_id": "a"}, {"$set": {"n": 1}}) is None


async def test_an_inserted_document_is_read_back_as_it_was(store: Store) -> None:
    document: Document = {
        "_id": "fashion|web|a.b/c",
        "text": "olá 👋\n\x00",
        "number": 2**53 + 1,
        "score": 0.25,
        "yes": True,
        "none": None,
        "nested": {"list": [{"n": 1}, {"n": [2, 3]}], "empty": {}},
        "at": AT,
    }

    assert await store.insert(C, document)

    assert await store.get(C, "fashion|web|a.b/c") == document


async def test_tuples_come_back_as_lists_and_enumerations_as_text(store: Store) -> None:
    await store.insert(C, {"_id": "a", "many": (1, (2,)), "colour": Colour.RED})

    found = await store.get(C, "a")

    assert found is not None
    assert found == {"_id": "a", "many": [1, [2]], "colour": "red"}
    assert type(found["colour"]) is str
    assert await ids(store, {"colour": Colour.RED}) == ["a"]


async def test_times_keep_their_milliseconds_and_come_back_in_utc(store: Store) -> None:
    there = timezone(timedelta(hours=-3))
    at = datetime(2026, 11, 21, 9, 0, 0, 123_999, tzinfo=there)
    await store.insert(C, {"_id": "a", "at": at, "in": [at], "of": {"at": at}})

    found = await store.get(C, "a")

    assert found is not None
    assert found == {"_id": "a", "at": AT, "in": [AT], "of": {"at": AT}}
    assert found["at"].utcoffset() == timedelta(0)
    assert await ids(store, {"at": at}) == ["a"]
    assert await ids(store, {"at": {"$lt": AT + timedelta(microseconds=999)}}) == []


async def test_a_taken_id_is_refused_and_changes_nothing(store: Store) -> None:
    await store.insert(C, {"_id": "a", "n": 1})

    assert not await store.insert(C, {"_id": "a", "n": 2})

    assert await store.get(C, "a") == {"_id": "a", "n": 1}


async def test_what_a_caller_changes_afterwards_stays_with_the_caller(store: Store) -> None:
    document: Document = {"_id": "a", "list": [1]}
    await store.insert(C, document)
    document["list"].append(2)
    found = await store.get(C, "a")
    assert found is not None

    found["list"].append(3)
    changed = await store.update(C, {"_id": "a"}, {"$set": {"of": {"n": 1}}})
    assert changed is not None
    changed["of"]["n"] = 9

    assert await store.get(C, "a") == {"_id": "a", "list": [1], "of": {"n": 1}}


CHANGES: list[tuple[str, Document, Change, Document]] = [
    ("set", {"n": 1}, {"$set": {"n": 2, "m": 3}}, {"n": 2, "m": 3}),
    ("set dotted", {"of": {"a": 1}}, {"$set": {"of.b": 2}}, {"of": {"a": 1, "b": 2}}),
    ("set makes parents", {}, {"$set": {"a.b.c": 1}}, {"a": {"b": {"c": 1}}}),
    ("set a tuple", {}, {"$set": {"a": ({"b": (1,)},)}}, {"a": [{"b": [1]}]}),
    ("unset", {"a": 1, "of": {"b": 2, "c": 3}}, {"$unset": {"a": 1, "of.b": 1}}, {"of": {"c": 3}}),
    ("unset what is not there", {"a": 1}, {"$unset": {"b": "", "c.d": ""}}, {"a": 1}),
    ("inc", {"n": 1}, {"$inc": {"n": -3, "of.m": 2}}, {"n": -2, "of": {"m": 2}}),
    ("push", {"l": [1]}, {"$push": {"l": 2, "m": 3}}, {"l": [1, 2], "m": [3]}),
    ("push a list", {"l": [1]}, {"$push": {"l": [2]}}, {"l": [1, [2]]}),
    ("push each", {"l": [1]}, {"$push": {"l": {"$each": [1, 2]}}}, {"l": [1, 1, 2]}),
    ("add to set", {"l": [1]}, {"$addToSet": {"l": 1, "m": 2}}, {"l": [1], "m": [2]}),
    ("add each to set", {"l": [1]}, {"$addToSet": {"l": {"$each": [1, 2, 2]}}}, {"l": [1, 2]}),
    ("pull", {"l": [1, 2, 1]}, {"$pull": {"l": 1}}, {"l": [2]}),
    ("pull by condition", {"l": [1, 2, 3]}, {"$pull": {"l": {"$gte": 2}}}, {"l": [1]}),
    ("pull one of", {"l": ["a", "b"]}, {"$pull": {"l": {"$in": ["a", "c"]}}}, {"l": ["b"]}),
    (
        "pull a part by its field",
        {"outbox": [{"cause": "1", "n": 1}, {"cause": "2", "n": 2}]},
        {"$pull": {"outbox": {"cause": "1"}}},
        {"outbox": [{"cause": "2", "n": 2}]},
    ),
    (
        "pull a part by a condition on its field",
        {"holds": [{"of": "1", "n": 1}, {"of": "2", "n": 5}]},
        {"$pull": {"holds": {"n": {"$lt": 3}}}},
        {"holds": [{"of": "2", "n": 5}]},
    ),
    ("pull from nothing", {"a": 1}, {"$pull": {"l": 1}}, {"a": 1}),
    ("set on insert of what exists", {"n": 1}, {"$setOnInsert": {"n": 2}}, {"n": 1}),
]  # fmt: skip


@pytest.mark.parametrize(
    ("before", "change", "after"), [one[1:] for one in CHANGES], ids=[one[0] for one in CHANGES]
)
async def test_a_change_is_kept_and_returned(
    store: Store, before: Document, change: Change, after: Document
) -> None:
    await store.insert(C, {"_id": "a", **before})

    returned = await store.update(C, {"_id": "a"}, change)

    assert returned == {"_id": "a", **after}
    assert await store.get(C, "a") == {"_id": "a", **after}


async def test_a_change_whose_condition_fails_changes_nothing(store: Store) -> None:
    await store.insert(C, {"_id": "a", "version": 2})

    refused = await store.update(C, {"_id": "a", "version": 1}, {"$set": {"version": 9}})

    assert refused is None
    assert await store.get(C, "a") == {"_id": "a", "version": 2}


async def test_an_upsert_makes_the_document_of_its_equalities(store: Store) -> None:
    made = await store.update(
        C,
        {"_id": "a", "of.brand": "x", "n": {"$lt": 5}},
        {"$set": {"m": 1}, "$setOnInsert": {"made.at": AT}, "$inc": {"count": 1}},
        upsert=True,
    )

    expected = {"_id": "a", "of": {"brand": "x"}, "m": 1, "made": {"at": AT}, "count": 1}
    assert made == expected
    assert await store.get(C, "a") == expected


async def test_an_upsert_of_what_matches_only_changes_it(store: Store) -> None:
    await store.insert(C, {"_id": "a", "n": 1})

    changed = await store.update(
        C, {"_id": "a"}, {"$inc": {"n": 1}, "$setOnInsert": {"m": 1}}, upsert=True
    )

    assert changed == {"_id": "a", "n": 2}


async def test_an_upsert_that_fails_its_condition_on_a_taken_id_changes_nothing(
    store: Store,
) -> None:
    await store.insert(C, {"_id": "a", "n": 7})

    refused = await store.update(
        C, {"_id": "a", "n": {"$lt": 5}}, {"$set": {"n": 5}}, upsert=True
    )  # fmt: skip

    assert refused is None
    assert await store.get(C, "a") == {"_id": "a", "n": 7}


SHELF: list[Document] = [
    {"_id": "a", "n": 1, "tags": ["x", "y"], "of": {"brand": "f"}, "at": AT},
    {"_id": "b", "n": 2, "tags": [], "of": {"brand": "t"}, "at": AT + timedelta(seconds=1)},
    {"_id": "c", "n": None, "lines": [{"sku": "1", "q": 1}, {"sku": "2", "q": 5}]},
    {"_id": "d", "n": "2", "lines": [{"sku": "2", "q": 2}]},
]

QUERIES: list[tuple[str, Query, list[str]]] = [
    ("all", {}, ["a", "b", "c", "d"]),
    ("equal", {"n": 2}, ["b"]),
    ("equal to text", {"n": "2"}, ["d"]),
    ("equal dotted", {"of.brand": "f"}, ["a"]),
    ("list contains", {"tags": "y"}, ["a"]),
    ("list is", {"tags": ["x", "y"]}, ["a"]),
    ("empty list is", {"tags": []}, ["b"]),
    ("part of a list", {"lines.sku": "2"}, ["c", "d"]),
    ("parts of a list, each somewhere", {"lines.sku": "1", "lines.q": 5}, ["c"]),
    ("null or missing", {"of": None}, ["c", "d"]),
    ("null", {"n": None}, ["c"]),
    ("exists", {"n": {"$exists": True}}, ["a", "b", "c", "d"]),
    ("does not exist", {"tags": {"$exists": False}}, ["c", "d"]),
    ("exists in a list", {"lines.q": {"$exists": True}}, ["c", "d"]),
    ("above", {"n": {"$gt": 1}}, ["b"]),
    ("at least", {"n": {"$gte": 1}}, ["a", "b"]),
    ("between", {"n": {"$gt": 0, "$lt": 2}}, ["a"]),
    ("below, of text", {"n": {"$lte": "3"}}, ["d"]),
    ("below, in a list", {"lines.q": {"$lt": 2}}, ["c"]),
    ("before", {"at": {"$lte": AT}}, ["a"]),
    ("not equal", {"n": {"$ne": 2}}, ["a", "c", "d"]),
    ("not null", {"n": {"$ne": None}}, ["a", "b", "d"]),
    ("list does not contain", {"tags": {"$ne": "x"}}, ["b", "c", "d"]),
    ("no part of a list is", {"lines.sku": {"$ne": "1"}}, ["a", "b", "d"]),
    ("one of", {"_id": {"$in": ["a", "d", "z"]}}, ["a", "d"]),
    ("one of none", {"_id": {"$in": []}}, []),
    ("list contains one of", {"tags": {"$in": ["y", "z"]}}, ["a"]),
    ("one of with null", {"n": {"$in": [None, 1]}}, ["a", "c"]),
    ("none of", {"n": {"$nin": [1, None]}}, ["b", "d"]),
    ("list contains none of", {"tags": {"$nin": ["x"]}}, ["b", "c", "d"]),
    ("or", {"$or": [{"n": 1}, {"lines.sku": "1"}]}, ["a", "c"]),
    ("or within and", {"$or": [{"n": 1}, {"n": 2}], "of.brand": "t"}, ["b"]),
]


@pytest.mark.parametrize(
    ("query", "expected"), [one[1:] for one in QUERIES], ids=[one[0] for one in QUERIES]
)
async def test_a_query_finds_counts_and_changes_the_same_documents(
    store: Store, query: Query, expected: list[str]
) -> None:
    for document in SHELF:
        await store.insert(C, document)

    assert await ids(store, query) == expected
    assert await store.count(C, query) == len(expected)
    changed = await store.update(C, query, {"$set": {"seen": True}})
    assert (changed["_id"] if changed else None) in (expected or [None])
    assert await store.count(C, {"seen": True}) == min(1, len(expected))
    assert await store.delete(C, query) == len(expected)
    assert await store.count(C, {}) == len(SHELF) - len(expected)


async def test_documents_come_in_the_order_asked_for_and_no_more_than_the_limit(
    store: Store,
) -> None:
    for key, n in (("d", 1), ("a", 2), ("c", 1), ("b", None)):
        await store.insert(C, {"_id": key, "n": n, "of": {"at": AT + timedelta(hours=n or 0)}})
    await store.insert(C, {"_id": "e"})

    async def ordered(*sort: tuple[str, int], limit: int = 100) -> str:
        return "".join(one["_id"] for one in await store.find(C, {}, sort=sort, limit=limit))

    assert await ordered(("n", 1), ("_id", 1)) == "becda"
    assert await ordered(("n", -1), ("_id", 1)) == "acdbe"
    assert await ordered(("n", -1), ("_id", -1)) == "adceb"
    assert await ordered(("of.at", -1), ("_id", 1)) == "acdbe"
    assert await ordered(("_id", -1), limit=2) == "ed"


async def test_a_hundred_documents_are_found_unless_more_are_asked_for(store: Store) -> None:
    await asyncio.gather(*(store.insert(C, {"_id": str(number)}) for number in range(120)))

    assert len(await store.find(C, {})) == 100
    assert len(await store.find(C, {}, limit=500)) == 120


async def test_of_a_hundred_inserts_of_one_id_one_wins(store: Store) -> None:
    won = await asyncio.gather(*(store.insert(C, {"_id": "a", "by": n}) for n in range(100)))

    assert won.count(True) == 1
    found = await store.get(C, "a")
    assert found == {"_id": "a", "by": won.index(True)}


async def test_of_a_hundred_writers_of_one_version_one_wins(store: Store) -> None:
    await store.insert(C, {"_id": "a", "version": 1})

    async def write(number: int) -> Document | None:
        change = {"$set": {"by": number}, "$inc": {"version": 1}, "$push": {"log": number}}
        return await store.update(C, {"_id": "a", "version": 1}, change)

    written = await asyncio.gather(*(write(number) for number in range(100)))

    (winner,) = [one for one in written if one is not None]
    assert winner == {"_id": "a", "version": 2, "by": winner["by"], "log": [winner["by"]]}
    assert await store.get(C, "a") == winner


async def test_a_hundred_concurrent_counts_are_all_counted(store: Store) -> None:
    async def count(number: int) -> None:
        await store.update(
            C, {"_id": "a"}, {"$inc": {"n": 1}, "$addToSet": {"by": number % 10}}, upsert=True
        )

    await asyncio.gather(*(count(number) for number in range(100)))

    found = await store.get(C, "a")
    assert found is not None
    assert found["n"] == 100
    assert sorted(found["by"]) == list(range(10))


async def test_racing_upserts_with_a_condition_leave_the_highest(store: Store) -> None:
    async def raise_to(number: int) -> None:
        await store.update(
            C, {"_id": "a", "n": {"$lt": number}}, {"$set": {"n": number}}, upsert=True
        )

    await asyncio.gather(*(raise_to(number) for number in range(100)))

    assert await store.get(C, "a") == {"_id": "a", "n": 99}


async def test_holds_of_a_hundred_buyers_never_take_more_than_there_is(store: Store) -> None:
    await store.insert(C, {"_id": "sku", "available": 20, "holds": []})

    async def hold(order: str) -> bool:
        query = {"_id": "sku", "available": {"$gte": 1}, "holds.order": {"$ne": order}}
        change = {"$inc": {"available": -1}, "$push": {"holds": {"order": order, "n": 1}}}
        return await store.update(C, query, change) is not None

    held = await asyncio.gather(*(hold(f"o{number % 50}") for number in range(100)))

    stock: Any = await store.get(C, "sku")
    assert held.count(True) == 20
    assert stock["available"] == 0
    assert len({one["order"] for one in stock["holds"]}) == 20
