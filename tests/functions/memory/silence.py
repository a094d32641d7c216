"""A conversation falls silent: seller's side, memory with a scripted model, a broker in memory."""

import json
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

import httpx

from functions.memory.main import memory_function
from functions.memory.state import MEMORY, MemoryState
from shared.clock import now
from shared.conversation.handoff import end_idle
from shared.conversation.record import record_inbound
from shared.conversation.state import CONVERSATIONS, ConversationState
from shared.events.chat import ChatConversationIdle
from shared.events.customers import MemoryReadingDue
from shared.function.decision import Decision
from shared.function.envelope import Envelope
from shared.function.serving import event_delivery
from shared.llm.answer import ModelAnswer
from shared.llm.model import Model
from shared.llm.scripted import Line, ScriptedModel, says
from shared.memory_reads import memory_key
from shared.models.message import ChannelAddress, InboundMessage, MessageKind
from tests.support.drive import Memory, client, deliver, envelope_of
from tests.support.mesh import Mesh

KEY = "fashion|whatsapp|c1"
CONVERSATION = f"{KEY}|1"
OWN = memory_key("fashion", "c1")
LEASE_IS_OVER = timedelta(seconds=71)
SAID = "by the way, I only wear black"
BLACK: dict[str, object] = {
    "kind": "colour",
    "value": "black",
    "wanted": True,
    "words": "I only wear black",
    "for_other": False,
}


def hears(*remarks: dict[str, object]) -> ModelAnswer:
    """Return a form that a model filled in."""
    return says(json.dumps({"remarks": list(remarks)}))


@dataclass
class SilentShop:
    """What a test drives."""

    script: list[Line] = field(default_factory=list[Line])
    duplicate: float = 0.0
    shuffle: bool = False
    seed: int = 1
    has_model: bool = True
    other_model: Model | None = None
    """Reads instead of the script."""
    memory: Memory = field(default_factory=Memory)
    loads: int = 0

    def __post_init__(self) -> None:
        self.model = ScriptedModel(self.script)
        reads = self.other_model or self.model
        function = memory_function(lambda _: reads if self.has_model else None, self._load, 0)
        self.mesh = Mesh(
            {"memory": function},
            memory=self.memory,
            duplicate=self.duplicate,
            shuffle=self.shuffle,
            seed=self.seed,
        )
        self.store = self.memory.store
        self.calls: httpx.AsyncClient = client(
            replace(function, ports=self.memory.ports, background=None)
        )

    def _load(self) -> None:
        self.loads += 1

    async def say(self, *words: str, **more: Any) -> None:
        """Let the shopper write messages; `more` is particular to them."""
        for text in words:
            before = len(self.memory.published())

            def decide(
                state: ConversationState | None, text: str = text, before: int = before
            ) -> Decision[Any]:
                at = now()
                known = state or ConversationState(
                    brand="fashion",
                    channel="whatsapp",
                    customer_id="c1",
                    address=ChannelAddress(phone_number_id="100", phone="15550100200"),
                    language="en",
                    opened_at=at,
                    last_message_at=at,
                )
                message = InboundMessage(
                    id=f"m{known.sequence}-{before}", kind=MessageKind.TEXT, text=text, **more
                )
                return record_inbound(known, message, at)

            await self._decide(decide, f"said {text}")

    async def fall_silent(self, *, is_read: bool = True) -> None:
        """Let 24 hours pass without a word; what follows lies in the broker."""

        def decide(state: ConversationState | None) -> Decision[Any]:
            assert state is not None
            return end_idle(state, state.sequence, now(), is_read=is_read)

        await self._decide(decide, "idle")

    async def _decide(self, decision: Any, cause: str) -> None:
        event = ChatConversationIdle(conversation=KEY, last_sequence=0)
        envelope = envelope_of(event, cause=cause, now=now())
        delivery = event_delivery("ai-seller-fashion", envelope, self.memory.ports(), now())
        await delivery.apply(CONVERSATIONS, KEY, decision)

    async def state(self) -> MemoryState | None:
        """Return the memory as it is kept."""
        document = await self.store.get(MEMORY.collection, OWN)
        return MEMORY.load(document) if document else None

    async def colours(self) -> list[tuple[str, bool]]:
        """Return what colours are remembered, and whether they count as said."""
        state = await self.state()
        return [(one.value, one.explicit) for one in state.preferences.colours] if state else []

    async def timers(self) -> list[str]:
        """Return the timers of the memory."""
        own = {"_id": {"$gt": f"{OWN}|", "$lt": f"{OWN}}}"}}
        return [str(one["_id"]) for one in await self.store.find("timers", own)]

    async def wait(self, by: timedelta) -> None:
        """Let time pass: leases grow older, timers and outboxes are looked after."""
        document = self.store.collections.get(MEMORY.collection, {}).get(OWN)
        for reading in document["state"]["readings"] if document else ():
            for name in ("since", "until"):
                if reading["lease"][name]:
                    reading["lease"][name] -= by
        await self.mesh.look_after(by)

    def due(self) -> list[Envelope]:
        """Return the different events that asked for a reading."""
        found = {one.id: one for one in self.memory.publisher.envelopes}
        return [one for one in found.values() if one.type == MemoryReadingDue.type]

    async def deliver(self, envelope: Envelope) -> int:
        """Deliver an event as the broker does."""
        return await deliver(self.calls, envelope)
