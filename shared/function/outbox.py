"""What follows from a decision, kept beside the state until all of it is done.

An entry is `{cause, version, at, envelopes, timers, inserts, cancels, result}`. It is finished in
this order: inserts, timers, events, the `handled` marker, and only then does it leave the outbox.
"""

import asyncio
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from shared.function import fault
from shared.function.about import about
from shared.function.decision import Decision
from shared.function.envelope import Envelope, from_document, to_document
from shared.function.ports import Ports
from shared.function.seal import Origin, seal
from shared.stores.store import Document

HANDLED = "handled"
TIMERS = "timers"
HANDLED_DAYS = 30
"""How long markers are kept: longer than any retry or replay."""
CONFIRM_AFTER = timedelta(seconds=10)
"""When the relay looks whether the consumers of what was published have handled it."""


def entry_of(
    origin: Origin,
    marker: str,
    record_id: str,
    version: int,
    decision: Decision[object],
    key: bytes,
) -> Document:
    """Return the outbox entry of a decision.

    Args:
        origin: where and why.
        marker: `_id` of the cause's `handled` document.
        record_id: the record's `_id`.
        version: of the record once the decision is kept.
        decision: what was decided; of several timers of one name the last counts.
        key: signs the events.
    """
    envelopes: list[Document] = []
    timers: dict[str, Document] = {}
    for index, emit in enumerate(decision.emits):
        envelope = seal(origin, record_id, index, emit, key)
        if emit.not_before is None:
            envelopes.append(to_document(envelope))
        else:
            name = timer_key(record_id, emit.timer) if emit.timer else envelope.id
            timers[name] = {"not_before": emit.not_before, "envelope": to_document(envelope)}
    cancelled = (timer_key(record_id, name) for name in decision.cancels)
    return {
        "cause": marker,
        "version": version,
        "at": origin.now,
        "envelopes": envelopes,
        "timers": [{"_id": name, **timer} for name, timer in timers.items()],
        "inserts": [
            {"collection": one.collection, "document": one.document} for one in decision.inserts
        ],
        "cancels": [timer for timer in cancelled if timer not in timers],
        "result": decision.result,
    }


def is_empty(entry: Document) -> bool:
    """Tell whether nothing follows from a decision."""
    return not any(entry[part] for part in ("envelopes", "timers", "inserts", "cancels"))


async def finish(ports: Ports, collection: str, key: str, entry: Document) -> None:
    """Do what an outbox entry asks for, mark its cause as handled, take it out.

    Safe to do twice, also by two processes at once or after a later entry of the same record:
    every step leaves the same behind. What belongs to one step is done at once.
    """
    await asyncio.gather(
        *(ports.store.insert(one["collection"], one["document"]) for one in entry["inserts"])
    )
    await asyncio.gather(*(_set_timer(ports, one, entry["version"]) for one in entry["timers"]))
    await asyncio.gather(
        *(ports.publisher.publish(from_document(envelope)) for envelope in entry["envelopes"])
    )
    fault.reach("published")
    await ports.store.insert(HANDLED, handled_document(entry["cause"], entry, entry["at"]))
    fault.reach("handled")
    if entry["cancels"]:
        older = {"_id": {"$in": entry["cancels"]}, "version": {"$lt": entry["version"]}}
        await ports.store.delete(TIMERS, older)
    await ports.store.update(
        collection, {"_id": key}, {"$pull": {"outbox": {"cause": entry["cause"]}}}
    )


async def set_timer(ports: Ports, key: str, not_before: datetime, envelope: Document) -> None:
    """Set a timer that belongs to no record, unless the same one is already set for later."""
    await ports.store.update(
        TIMERS,
        {"_id": key, "not_before": {"$lt": not_before}},
        {"$set": {"not_before": not_before, "envelope": envelope}},
        upsert=True,
    )


def marker_of(service: str, envelope: Envelope) -> str:
    """Return the `_id` of the marker that a Service has handled an event."""
    return f"{service}|{envelope.source}|{envelope.id}"


def handled_document(
    marker: str, entry: Mapping[str, Any], at: datetime, *, caller: str = "", **more: object
) -> Document:
    """Return the marker that a cause was handled, with what was published for it.

    Args:
        marker: its `_id`.
        entry: envelopes and result.
        at: when.
        caller: who called, where it was a call: its answer is about them.
        more: further fields.
    """
    envelopes, result = entry["envelopes"], entry.get("result")
    document: Document = {
        "_id": marker,
        "at": at,
        "expires_at": at + timedelta(days=HANDLED_DAYS),
        "envelopes": envelopes,
        "result": result,
        "about": sorted({*about(envelopes, result), *([caller] if caller else [])}),
        **more,
    }
    if envelopes:
        document["confirm_at"] = at + CONFIRM_AFTER
    return document


def timer_key(record_id: str, name: str) -> str:
    """Return the `_id` of a record's named timer."""
    return f"{record_id}|{name}"


async def _set_timer(ports: Ports, timer: Document, version: int) -> None:
    """Set a record's timer; what a later decision set stays."""
    await ports.store.update(
        TIMERS,
        {"_id": timer["_id"], "version": {"$lt": version}},
        {
            "$set": {
                "version": version,
                "not_before": timer["not_before"],
                "envelope": timer["envelope"],
            }
        },
        upsert=True,
    )
