"""How a decision is kept: one conditional write holds the state and what must follow from it.

A record is `{_id, version, state, outbox}`. The outbox has one entry per cause whose consequences
are not all done. A redelivery finds the entry or the `handled` marker and changes nothing.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from inspect import isawaitable
from typing import Any, Generic, TypeVar

from pydantic import BaseModel

from shared.errors import BusyError
from shared.function import fault
from shared.function.decision import Decision
from shared.function.envelope import from_document
from shared.function.outbox import HANDLED, entry_of, finish, is_empty
from shared.function.ports import Ports
from shared.function.seal import Origin
from shared.stores.store import Document

ATTEMPTS = 5

S = TypeVar("S", bound=BaseModel)
Decide = Callable[[S | None], Decision[S | None] | Awaitable[Decision[S | None]]]


@dataclass(frozen=True, slots=True)
class RecordKind(Generic[S]):
    """Records of one collection with one kind of state."""

    collection: str
    state: type[S]

    def load(self, document: Document) -> S:
        """Return the state in a record's document."""
        return self.state.model_validate(document["state"])


@dataclass(frozen=True, slots=True)
class Applied(Generic[S]):
    """What `apply` left behind.

    Attributes:
        state: the record's state now; None if nothing was ever stored.
        result: the decision's result, the same on a replay.
        replayed: whether the cause had been applied before.
        types: event types published.
    """

    state: S | None
    result: dict[str, Any] | None
    replayed: bool
    types: tuple[str, ...] = ()


async def apply(
    ports: Ports,
    origin: Origin,
    marker: str,
    kind: RecordKind[S],
    key: str,
    decide: Decide[S],
) -> Applied[S]:
    """Apply one cause to one record, once.

    Args:
        ports: store, broker, signing key.
        origin: where and why.
        marker: `_id` of this cause's `handled` document.
        kind: which collection and state.
        key: the record's `_id`.
        decide: the core; may read (async), must not write.

    Raises:
        BusyError: other writers won five times in a row.
        DependencyError: the store or the broker is down.
    """
    for attempt in range(ATTEMPTS):
        document = await ports.store.get(kind.collection, key)
        before = kind.load(document) if document else None
        if (done := await _done(ports, kind.collection, key, document, marker)) is not None:
            return Applied(before, done["result"], replayed=True, types=_types(done))
        made = decide(before)
        decision = await made if isawaitable(made) else made
        fault.reach("decided")
        version = document["version"] + 1 if document else 1
        entry = entry_of(origin, marker, key, version, decision, ports.signing_key)
        if decision.state is before and is_empty(entry):
            return Applied(before, decision.result, replayed=False)
        assert decision.state is not None, "a record is never decided away"
        if await _write(ports, kind.collection, key, decision.state, entry):
            fault.reach("committed")
            await finish(ports, kind.collection, key, entry)
            return Applied(decision.state, decision.result, replayed=False, types=_types(entry))
        await asyncio.sleep(0.002 * attempt)
    raise BusyError(f"{kind.collection} record changed {ATTEMPTS} times meanwhile")


async def replay(ports: Ports, done: Document) -> None:
    """Publish again what was published for a cause."""
    await asyncio.gather(
        *(ports.publisher.publish(from_document(envelope)) for envelope in done["envelopes"])
    )


async def _done(
    ports: Ports, collection: str, key: str, document: Document | None, marker: str
) -> Document | None:
    """Return what was decided before for this cause, its consequences done once more.

    The marker is asked for after the record was read: whoever took the entry out of the record
    had left the marker before, so the same delivery made twice at once is not decided twice.
    """
    outbox: list[Document] = document["outbox"] if document else []
    entry = next((one for one in outbox if one["cause"] == marker), None)
    if entry is not None:
        await finish(ports, collection, key, entry)
        return entry
    handled = await ports.store.get(HANDLED, marker)
    if handled is not None:
        await replay(ports, handled)
    return handled


async def _write(
    ports: Ports, collection: str, key: str, state: BaseModel, entry: Document
) -> bool:
    dumped = state.model_dump(mode="python")
    version = entry["version"]
    if version == 1:
        fresh: Document = {"_id": key, "version": version, "state": dumped, "outbox": [entry]}
        return await ports.store.insert(collection, fresh)
    written = await ports.store.update(
        collection,
        {"_id": key, "version": version - 1},
        {"$set": {"state": dumped, "version": version}, "$push": {"outbox": entry}},
    )
    return written is not None


def _types(entry: Document) -> tuple[str, ...]:
    return tuple(envelope["type"] for envelope in entry["envelopes"])
