"""MongoDB's filters, for documents in memory."""

import operator as operators
from collections.abc import Callable
from datetime import datetime
from typing import Any, Final, cast

from shared.stores.store import Document, Query

COMPARISONS: Final[dict[str, Callable[[Any, Any], bool]]] = {
    "$gt": operators.gt,
    "$gte": operators.ge,
    "$lt": operators.lt,
    "$lte": operators.le,
}
KINDS: Final = (str, int | float, datetime)


def matches(document: Document, query: Query) -> bool:
    """Tell whether a document satisfies a filter."""
    return all(
        any(matches(document, part) for part in wanted)
        if name == "$or"
        else condition_holds(values_at(document, name.split(".")), wanted)
        for name, wanted in query.items()
    )


def condition_holds(values: list[Any], wanted: Any) -> bool:
    """Tell whether a field that has these values satisfies a condition; none = no such field."""
    named = as_mapping(wanted)
    if named and all(key.startswith("$") for key in named):
        return all(_operator_holds(values, operator, value) for operator, value in named.items())
    if wanted is None:
        return not values or None in values
    return any(value == wanted or wanted in as_list(value) for value in values)


def _operator_holds(values: list[Any], operator: str, wanted: Any) -> bool:
    if operator == "$exists":
        return bool(values) == wanted
    if operator in {"$ne", "$nin"}:
        refused = wanted if operator == "$nin" else [wanted]
        return not any(condition_holds(values, one) for one in refused)
    if operator == "$in":
        return any(condition_holds(values, one) for one in wanted)
    flat = [
        item
        for value in values
        for item in (as_list(value) if isinstance(value, list) else [value])
    ]
    return any(_is_comparable(one, wanted) and COMPARISONS[operator](one, wanted) for one in flat)


def _is_comparable(one: Any, other: Any) -> bool:
    """Tell whether two values are of one kind: MongoDB never compares a number with a text."""
    return any(isinstance(one, kind) and isinstance(other, kind) for kind in KINDS)


def values_at(document: Any, path: list[str]) -> list[Any]:
    """Return the values at a path; several where it leads through lists."""
    if not path:
        return [document]
    if isinstance(document, list):
        return [value for item in as_list(document) for value in values_at(item, path)]
    named = as_mapping(document)
    return values_at(named[path[0]], path[1:]) if named and path[0] in named else []


def value_at(document: Document, name: str) -> Any:
    """Return the first value at a dotted name, None if there is none."""
    values = values_at(document, name.split("."))
    return values[0] if values else None


def as_list(value: Any) -> list[Any]:
    """Return a value that is a list; anything else is an empty one."""
    return cast("list[Any]", value) if isinstance(value, list) else []


def as_mapping(value: Any) -> dict[str, Any] | None:
    """Return a value that is a document, else None."""
    return cast("dict[str, Any]", value) if isinstance(value, dict) else None
