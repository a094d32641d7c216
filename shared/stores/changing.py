"""MongoDB's update operators, for documents in memory."""

from typing import Any

from shared.stores.matching import as_list, as_mapping, condition_holds, matches, value_at
from shared.stores.store import Change, Document


def apply(document: Document, change: Change) -> None:
    """Change a document in place as MongoDB's update operators do."""
    for operator, fields in change.items():
        if operator != "$setOnInsert":
            for name, value in fields.items():
                _apply_one(document, operator, name, value)


def _apply_one(document: Document, operator: str, name: str, value: Any) -> None:
    current = value_at(document, name)
    items = as_list(current)
    match operator:
        case "$set":
            put(document, name, value)
        case "$unset":
            _drop(document, name)
        case "$inc":
            put(document, name, (0 if current is None else current) + value)
        case "$push":
            put(document, name, [*items, *_each(value)])
        case "$addToSet":
            fresh = [one for one in _each(value) if one not in items]
            once = [one for place, one in enumerate(fresh) if one not in fresh[:place]]
            put(document, name, [*items, *once])
        case "$pull":
            if current is not None:
                put(document, name, [one for one in items if not _pulled(one, value)])
        case _:
            raise ValueError(operator)


def _each(value: Any) -> list[Any]:
    named = as_mapping(value)
    return named["$each"] if named is not None and "$each" in named else [value]


def _pulled(item: Any, value: Any) -> bool:
    wanted, document = as_mapping(value), as_mapping(item)
    if wanted is not None and document is not None:
        return matches(document, wanted)
    return condition_holds([item], wanted) if wanted is not None else item == value


def put(document: Document, name: str, value: Any) -> None:
    """Set a dotted name, making the documents on the way."""
    *parents, last = name.split(".")
    for parent in parents:
        document = document.setdefault(parent, {})
    document[last] = value


def _drop(document: Document, name: str) -> None:
    *parents, last = name.split(".")
    for parent in parents:
        document = document.get(parent, {})
    document.pop(last, None)
