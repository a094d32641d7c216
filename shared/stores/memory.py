"""Records in memory: the same behaviour as MongoDB for what `Store` promises, for tests."""

import operator as operators
from collections.abc import Callable, Sequence
from copy import deepcopy
from enum import Enum
from typing import Any, Final, cast

from shared.stores.store import Change, Document, Query

COMPARISONS: Final[dict[str, Callable[[Any, Any], bool]]] = {
    "$gt": operators.gt,
    "$gte": operators.ge,
    "$lt": operators.lt,
    "$lte": operators.le,
}


class MemoryStore:
    """A store in this process. One step of the event loop is one atomic operation."""

    def __init__(self) -> None:
        self.collections: dict[str, dict[str, Document]] = {}

    async def get(self, collection: str, key: str) -> Document | None:
        """See `Store.get`."""
        return deepcopy(self._documents(collection).get(key))

    async def insert(self, collection: str, document: Document) -> bool:
        """See `Store.insert`."""
        documents = self._documents(collection)
        if document["_id"] in documents:
            return False
        documents[document["_id"]] = as_stored(document)
        return True

    async def update(
        self, collection: str, query: Query, change: Change, *, upsert: bool = False
    ) -> Document | None:
        """See `Store.update`."""
        documents = self._documents(collection)
        for document in documents.values():
            if matches(document, query):
                apply(document, change)
                return deepcopy(document)
        if not upsert or query.get("_id") in documents:
            return None
        fresh: Document = {
            name: value
            for name, value in query.items()
            if not name.startswith("$") and not isinstance(value, dict)
        }
        apply(fresh, change)
        for name, value in change.get("$setOnInsert", {}).items():
            _put(fresh, name, value)
        documents[fresh["_id"]] = as_stored(fresh)
        return deepcopy(fresh)

    async def find(
        self,
        collection: str,
        query: Query,
        *,
        sort: Sequence[tuple[str, int]] = (),
        limit: int = 100,
    ) -> list[Document]:
        """See `Store.find`."""
        found = [
            deepcopy(one) for one in self._documents(collection).values() if matches(one, query)
        ]
        for name, direction in reversed(sort):
            found.sort(key=lambda one, name=name: _order(_value(one, name)), reverse=direction < 0)
        return found[:limit]

    async def count(self, collection: str, query: Query) -> int:
        """See `Store.count`."""
        return sum(matches(one, query) for one in self._documents(collection).values())

    async def delete(self, collection: str, query: Query) -> int:
        """See `Store.delete`."""
        documents = self._documents(collection)
        gone = [key for key, one in documents.items() if matches(one, query)]
        for key in gone:
            del documents[key]
        return len(gone)

    def _documents(self, collection: str) -> dict[str, Document]:
        return self.collections.setdefault(collection, {})


def as_stored(value: Any) -> Any:
    """Return a copy as MongoDB would give it back: tuples as lists, enumerations as text."""
    if isinstance(value, dict):
        return {key: as_stored(one) for key, one in cast("Document", value).items()}
    if isinstance(value, list | tuple):
        return [as_stored(one) for one in cast("Sequence[Any]", value)]
    return value.value if isinstance(value, Enum) else deepcopy(value)


def matches(document: Document, query: Query) -> bool:
    """Tell whether a document satisfies a filter."""
    return all(
        any(matches(document, part) for part in wanted)
        if name == "$or"
        else _condition_holds(_values(document, name.split(".")), wanted)
        for name, wanted in query.items()
    )


def apply(document: Document, change: Change) -> None:
    """Change a document in place as MongoDB's update operators do."""
    for operator, fields in change.items():
        if operator != "$setOnInsert":
            for name, value in fields.items():
                _apply_one(document, operator, name, as_stored(value))


def _apply_one(document: Document, operator: str, name: str, value: Any) -> None:
    current = _value(document, name)
    items = _listed(current)
    match operator:
        case "$set":
            _put(document, name, value)
        case "$unset":
            _drop(document, name)
        case "$inc":
            _put(document, name, (0 if current is None else current) + value)
        case "$push":
            _put(document, name, [*items, *_each(value)])
        case "$addToSet":
            _put(document, name, [*items, *(one for one in _each(value) if one not in items)])
        case "$pull":
            if current is not None:
                _put(document, name, [one for one in items if not _pulled(one, value)])
        case _:
            raise ValueError(operator)


def _listed(value: Any) -> list[Any]:
    return cast("list[Any]", value) if isinstance(value, list) else []


def _named(value: Any) -> dict[str, Any] | None:
    return cast("dict[str, Any]", value) if isinstance(value, dict) else None


def _each(value: Any) -> list[Any]:
    named = _named(value)
    return named["$each"] if named is not None and "$each" in named else [value]


def _pulled(item: Any, value: Any) -> bool:
    wanted, document = _named(value), _named(item)
    if wanted is not None and document is not None:
        return matches(document, wanted)
    return _condition_holds([item], wanted) if wanted is not None else item == value


def _condition_holds(values: list[Any], wanted: Any) -> bool:
    named = _named(wanted)
    if named and all(key.startswith("$") for key in named):
        return all(_operator_holds(values, operator, value) for operator, value in named.items())
    if wanted is None:
        return not values or None in values
    return any(value == wanted or wanted in _listed(value) for value in values)


def _operator_holds(values: list[Any], operator: str, wanted: Any) -> bool:
    if operator == "$exists":
        return bool(values) == wanted
    if operator in {"$ne", "$nin"}:
        refused = wanted if operator == "$nin" else [wanted]
        return not any(_condition_holds(values, one) for one in refused)
    if operator == "$in":
        return any(_condition_holds(values, one) for one in wanted)
    flat = [
        item
        for value in values
        for item in (_listed(value) if isinstance(value, list) else [value])
    ]
    compared = [value for value in flat if value is not None]
    return any(COMPARISONS[operator](value, wanted) for value in compared)


def _values(document: Any, path: list[str]) -> list[Any]:
    if not path:
        return [document]
    if isinstance(document, list):
        return [value for item in _listed(document) for value in _values(item, path)]
    named = _named(document)
    return _values(named[path[0]], path[1:]) if named and path[0] in named else []


def _value(document: Document, name: str) -> Any:
    values = _values(document, name.split("."))
    return values[0] if values else None


def _put(document: Document, name: str, value: Any) -> None:
    *parents, last = name.split(".")
    for parent in parents:
        document = document.setdefault(parent, {})
    document[last] = value


def _drop(document: Document, name: str) -> None:
    *parents, last = name.split(".")
    for parent in parents:
        document = document.get(parent, {})
    document.pop(last, None)


def _order(value: Any) -> tuple[bool, Any]:
    return (value is not None, value if value is not None else 0)
