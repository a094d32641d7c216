"""How a decision is kept: one conditional write holds the state and what must follow from it.

A record is `{_id, version, state, outbox}`. The outbox has one entry per cause whose consequences
are not all done; each entry is `{cause, at, envelopes, timers, inserts, cancels, result}`.
Consequences are done in this order: inserts, timers, events, the `handled` marker, and only then
does the entry leave the outbox. A redelivery finds the entry or the marker and changes nothing.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from inspect import isawaitable
from typing import Any, Generic, TypeVar

from pydantic import BaseModel

from shared.errors import BusyError
from shared.function import fault
from shared.function.decision import Decision
from shared.function.envelope import from_document, to_document
from shared.function.ports import Ports
from shared.function.seal import Origin, seal
from shared.stores.store import Document

HANDLED = "handled"
TIMERS = "timers"
HANDLED_DAYS = 30
"""How long markers are kept: longer than any retry or replay."""
CONFIRM_AFTER = timedelta(seconds=10)
"""When the relay looks whether the consumers of what was published have handled it."""
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
        entry = _entry_of(document, marker)
        if document is not None and entry is not None:
            await finish(ports, kind.collection, key, entry)
            return Applied(kind.load(document), entry["result"], replayed=True, types=_types(entry))
        before = kind.load(document) if document else None
        made = decide(before)
        decision = await made if isawaitable(made) else made
        fault.reach("decided")
        entry = _entry(origin, marker, key, decision, ports.signing_key)
        if decision.state is before and _is_empty(entry):
            return Applied(before, decision.result, replayed=False)
        assert decision.state is not None, "a record is never decided away"
        if await _write(ports, kind.collection, key, document, decision.state, entry):
            fault.reach("committed")
            await finish(ports, kind.collection, key, entry)
            return Applied(decision.state, decision.result, replayed=False, types=_types(entry))
        await asyncio.sleep(0.002 * attempt)
    raise BusyError(f"{kind.collection} record changed {ATTEMPTS} times meanwhile")


async def finish(ports: Ports, collection: str, key: str, entry: Document) -> None:
    """Do what an outbox entry asks for, mark its cause as handled, take it out.

    Safe to do twice, also by two processes at once: every step leaves the same behind.
    """
    for insert in entry["inserts"]:
        await ports.store.insert(insert["collection"], insert["document"])
    for timer in entry["timers"]:
        await set_timer(ports, timer["_id"], timer["not_before"], timer["envelope"])
    await asyncio.gather(
        *(ports.publisher.publish(from_document(envelope)) for envelope in entry["envelopes"])
    )
    fault.reach("published")
    await ports.store.insert(HANDLED, handled_document(entry["cause"], entry, entry["at"]))
    fault.reach("handled")
    if entry["cancels"]:
        await ports.store.delete(TIMERS, {"_id": {"$in": entry["cancels"]}})
    await ports.store.update(
        collection, {"_id": key}, {"$pull": {"outbox": {"cause": entry["cause"]}}}
    )


async def set_timer(ports: Ports, key: str, not_before: datetime, envelope: Document) -> None:
    """Set a timer, unless the same one is already set for later."""
    await ports.store.update(
        TIMERS,
        {"_id": key, "not_before": {"$lt": not_before}},
        {"$set": {"not_before": not_before, "envelope": envelope}},
        upsert=True,
    )


def handled_document(
    marker: str, entry: Mapping[str, Any], at: datetime, **more: object
) -> Document:
    """Return the marker that a cause was handled, with what was published for it."""
    envelopes = entry["envelopes"]
    document: Document = {
        "_id": marker,
        "at": at,
        "expires_at": at + timedelta(days=HANDLED_DAYS),
        "envelopes": envelopes,
        "result": entry.get("result"),
        **more,
    }
    if envelopes:
        document["confirm_at"] = at + CONFIRM_AFTER
    return document


def timer_key(record_id: str, name: str) -> str:
    """Return the `_id` of a record's named timer."""
    return f"{record_id}|{name}"


def _entry(
    origin: Origin, marker: str, record_id: str, decision: Decision[object], key: bytes
) -> Document:
    envelopes: list[Document] = []
    timers: list[Document] = []
    for index, emit in enumerate(decision.emits):
        envelope = seal(origin, record_id, index, emit, key)
        if emit.not_before is None:
            envelopes.append(to_document(envelope))
        else:
            name = timer_key(record_id, emit.timer) if emit.timer else envelope.id
            timers.append(
                {"_id": name, "not_before": emit.not_before, "envelope": to_document(envelope)}
            )
    set_now = {timer["_id"] for timer in timers}
    cancelled = [timer_key(record_id, name) for name in decision.cancels]
    return {
        "cause": marker,
        "at": origin.now,
        "envelopes": envelopes,
        "timers": timers,
        "inserts": [
            {"collection": one.collection, "document": one.document} for one in decision.inserts
        ],
        "cancels": [timer for timer in cancelled if timer not in set_now],
        "result": decision.result,
    }


def _is_empty(entry: Document) -> bool:
    return not any(entry[part] for part in ("envelopes", "timers", "inserts", "cancels"))


def _entry_of(document: Document | None, marker: str) -> Document | None:
    outbox: list[Document] = document["outbox"] if document else []
    return next((entry for entry in outbox if entry["cause"] == marker), None)


async def _write(
    ports: Ports,
    collection: str,
    key: str,
    document: Document | None,
    state: BaseModel,
    entry: Document,
) -> bool:
    dumped = state.model_dump(mode="python")
    if document is None:
        fresh: Document = {"_id": key, "version": 1, "state": dumped, "outbox": [entry]}
        return await ports.store.insert(collection, fresh)
    written = await ports.store.update(
        collection,
        {"_id": key, "version": document["version"]},
        {"$set": {"state": dumped}, "$inc": {"version": 1}, "$push": {"outbox": entry}},
    )
    return written is not None


def _types(entry: Document) -> tuple[str, ...]:
    return tuple(envelope["type"] for envelope in entry["envelopes"])
