"""What a handler gets: one delivery of one cause, and the ways to act on it."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from pydantic import BaseModel

from shared.errors import DependencyError
from shared.function import fault
from shared.function.decision import Decision, Emit
from shared.function.envelope import Envelope, to_document
from shared.function.ledger import Applied, Decide, RecordKind, apply, replay
from shared.function.outbox import HANDLED, handled_document, set_timer, timer_key
from shared.function.ports import Ports
from shared.function.seal import Origin, seal
from shared.log import log
from shared.stores.store import Document, Store

S = TypeVar("S", bound=BaseModel)


@dataclass
class Delivery:
    """One event, REST call or timer being handled.

    Attributes:
        service: the Knative Service that handles it.
        origin: source, cause, correlation, brand, channel, now.
        marker: `_id` of the cause's `handled` document.
        ports: store, broker, signing key.
        envelope: the event, None for a REST call.
        caller: who called, empty for an event.
    """

    service: str
    origin: Origin
    marker: str
    ports: Ports
    envelope: Envelope | None = None
    caller: str = ""
    emitted: list[str] = field(default_factory=list[str])
    marked: bool = False
    _published: list[Document] = field(default_factory=list[Document])
    _index: int = 0

    @property
    def now(self) -> datetime:
        """The one time of this delivery."""
        return self.origin.now

    @property
    def store(self) -> Store:
        """The ledger, for reads and for look-up documents."""
        return self.ports.store

    @property
    def brand(self) -> str:
        """The brand this is about; empty if it is about none."""
        return self.origin.brand or ""

    @property
    def channel(self) -> str:
        """The channel this came by; empty if by none."""
        return self.origin.channel or ""

    async def apply(
        self, kind: RecordKind[S], key: str, decide: Decide[S], *, step: str = ""
    ) -> Applied[S]:
        """Decide on a record and keep the decision; see `ledger.apply`.

        Args:
            kind: collection and state class.
            key: the record's `_id`.
            decide: the core.
            step: names this application where an event makes several, or a call makes several
                to one record; the unnamed one of an event marks it as handled as a whole.
        """
        whole = not step and self.envelope is not None
        named = step or f"{kind.collection}|{key}"
        marker = self.marker if whole else f"{self.marker}#{named}"
        applied = await apply(self.ports, self.origin, marker, kind, key, decide)
        self.marked = self.marked or (whole and bool(applied.types or applied.replayed))
        self.emitted.extend(applied.types)
        return applied

    async def apply_existing(
        self, kind: RecordKind[S], key: str, decide: Callable[[S], Decision[Any]], *, step: str = ""
    ) -> Applied[S]:
        """Decide on a record if there is one; otherwise nothing is written. Else as `apply`."""

        def decided(state: S | None) -> Decision[Any]:
            return Decision(None) if state is None else decide(state)

        return await self.apply(kind, key, decided, step=step)

    async def publish(self, *emits: Emit, or_leave: bool = False) -> None:
        """Publish events of a function that keeps no record; run again, they have the same ids.

        Args:
            emits: what to publish.
            or_leave: what the broker does not take now is left in the ledger, as a timer that is
                due: the relay publishes it as soon as it can.

        Raises:
            DependencyError: the broker did not take it, or the ledger what was left.
        """
        envelopes: list[Envelope] = []
        for emit in emits:
            envelope = seal(self.origin, "", self._index, emit, self.ports.signing_key)
            self._index += 1
            if emit.not_before is not None:
                name = timer_key(self.service, emit.timer) if emit.timer else envelope.id
                await set_timer(self.ports, name, emit.not_before, to_document(envelope))
            else:
                envelopes.append(envelope)
        await asyncio.gather(*(self._hand_over(one, or_leave=or_leave) for one in envelopes))
        fault.reach("published")
        self.emitted.extend(one.type for one in envelopes)
        self._published.extend(to_document(one) for one in envelopes)

    @property
    def published(self) -> bool:
        """Whether anything was published beside the ledger."""
        return bool(self._published)

    async def mark(self, **more: Any) -> bool:
        """Remember that the whole cause was handled; False if that was known already."""
        entry = {"envelopes": self._published}
        document = handled_document(self.marker, entry, self.now, caller=self.caller, **more)
        self.marked = True
        return await self.store.insert(HANDLED, document)

    async def _hand_over(self, envelope: Envelope, *, or_leave: bool) -> None:
        try:
            await self.ports.publisher.publish(envelope)
        except DependencyError as error:
            if not or_leave:
                raise
            await set_timer(self.ports, envelope.id, self.now, to_document(envelope))
            log().warning("publish.left", dependency=error.name, event_type=envelope.type)

    async def already_handled(self) -> Document | None:
        """Return the cause's marker after publishing again what was published for it, if any."""
        done = await self.store.get(HANDLED, self.marker)
        if done is not None:
            await replay(self.ports, done)
        return done
