"""The broker's queues on disk: one SQLite file, one row per event and Trigger.

Whatever is asked for within one turn of the event loop goes into one commit, so a burst of
events shares its cost. WAL with synchronous=NORMAL survives the death of any process; after a
power cut the last commits may be gone, the file itself is sound.
"""

import asyncio
import json
import sqlite3
import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from knative.local.cloud_event import CloudEvent

_SCHEMA = """
CREATE TABLE IF NOT EXISTS deliveries (
    seq INTEGER PRIMARY KEY, queue TEXT NOT NULL, event BLOB NOT NULL, data BLOB NOT NULL
);
CREATE TABLE IF NOT EXISTS lost (
    seq INTEGER PRIMARY KEY, queue TEXT NOT NULL, event BLOB NOT NULL, data BLOB NOT NULL
);
"""
_CHECKPOINT_SECONDS = 2.0


@dataclass(frozen=True)
class Delivery:
    """One event in the queue of one Trigger."""

    seq: int
    queue: str
    event: CloudEvent


class Journal:
    """Rows that wait, kept until `finish`. All methods are called on the event loop's thread."""

    def __init__(self, file: Path) -> None:
        file.parent.mkdir(parents=True, exist_ok=True)
        self._file = file
        self._db = _connect(file)
        self._db.executescript(_SCHEMA)
        found = self._db.execute("SELECT max(seq) FROM deliveries").fetchone()[0]
        lost = self._db.execute("SELECT max(seq) FROM lost").fetchone()[0]
        self._last = max(found or 0, lost or 0)
        self._pending: list[tuple[str, Sequence[object]]] = []
        self._flushed: asyncio.Future[None] | None = None
        self._closing = threading.Event()
        self._checkpoints = threading.Thread(target=self._checkpoint, daemon=True)
        self._checkpoints.start()

    async def add(self, event: CloudEvent, queues: Iterable[str]) -> list[Delivery]:
        """Stores one row per queue; they are on disk when it returns."""
        added = [self._row(event, queue) for queue in queues]
        if added:
            await self._commit()
        return added

    async def finish(self, delivery: Delivery) -> None:
        """Forgets a delivery that is over."""
        self._pending.append(("DELETE FROM deliveries WHERE seq = ?", (delivery.seq,)))
        await self._commit()

    async def move(self, delivery: Delivery, event: CloudEvent, queue: str) -> Delivery:
        """Puts the event, changed, into another queue, in one step with leaving this one."""
        self._pending.append(("DELETE FROM deliveries WHERE seq = ?", (delivery.seq,)))
        moved = self._row(event, queue)
        await self._commit()
        return moved

    async def lose(self, delivery: Delivery) -> None:
        """Takes the event out of its queue for good and keeps it where people can look."""
        self._pending.append(("DELETE FROM deliveries WHERE seq = ?", (delivery.seq,)))
        self._pending.append(("INSERT INTO lost VALUES (?, ?, ?, ?)", _columns(delivery)))
        await self._commit()

    def waiting(self) -> list[Delivery]:
        """Everything not finished, oldest first."""
        return [_delivery(row) for row in self._db.execute("SELECT * FROM deliveries ORDER BY seq")]

    def lost(self) -> list[Delivery]:
        """Events whose dead letter could not be delivered either."""
        return [_delivery(row) for row in self._db.execute("SELECT * FROM lost ORDER BY seq")]

    def close(self) -> None:
        """Writes what is pending and closes the file."""
        self._flush()
        self._closing.set()
        self._checkpoints.join()
        self._db.close()

    def _row(self, event: CloudEvent, queue: str) -> Delivery:
        self._last += 1
        delivery = Delivery(self._last, queue, event)
        self._pending.append(("INSERT INTO deliveries VALUES (?, ?, ?, ?)", _columns(delivery)))
        return delivery

    async def _commit(self) -> None:
        if self._flushed is None:
            loop = asyncio.get_running_loop()
            self._flushed = loop.create_future()
            loop.call_soon(self._flush)
        await asyncio.shield(self._flushed)

    def _flush(self) -> None:
        flushed, self._flushed = self._flushed, None
        pending, self._pending = self._pending, []
        if pending:
            self._db.execute("BEGIN")
            for statement, values in pending:
                self._db.execute(statement, values)
            self._db.execute("COMMIT")
        if flushed is not None and not flushed.done():
            flushed.set_result(None)

    def _checkpoint(self) -> None:
        """Folds the log into the file off the event loop: this is where the disk is waited for."""
        db = _connect(self._file)
        while not self._closing.wait(_CHECKPOINT_SECONDS):
            db.execute("PRAGMA wal_checkpoint(PASSIVE)")
        db.close()


def _connect(file: Path) -> sqlite3.Connection:
    db = sqlite3.connect(file, isolation_level=None, timeout=10)
    for setting in ("journal_mode=WAL", "synchronous=NORMAL", "wal_autocheckpoint=0"):
        db.execute(f"PRAGMA {setting}")
    return db


def _columns(delivery: Delivery) -> tuple[int, str, str, bytes]:
    event = delivery.event
    headers = [[name.decode("latin-1"), value.decode("latin-1")] for name, value in event.headers]
    envelope = json.dumps([dict(event.attributes), headers])
    return delivery.seq, delivery.queue, envelope, event.data


def _delivery(row: tuple[int, str, str, bytes]) -> Delivery:
    seq, queue, envelope, data = row
    attributes, headers = json.loads(envelope)
    pairs = tuple((name.encode("latin-1"), value.encode("latin-1")) for name, value in headers)
    return Delivery(seq, queue, CloudEvent(attributes, pairs, data))
