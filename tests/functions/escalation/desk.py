"""The hand-off with a scripted model, a broker in memory and an agent who calls."""

import json
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import httpx

from functions.escalation.main import escalation_function
from shared.clock import now
from shared.conversation.desk import Desk
from shared.conversation.handoff import NO_TEXT, escalate
from shared.conversation.record import record_answer, record_inbound
from shared.conversation.state import CONVERSATIONS, ConversationState
from shared.events.chat import ChatTurnExpired
from shared.events.sales import EscalationReason, SalesEscalate, SalesSuggestionDue
from shared.function.decision import Decision
from shared.function.envelope import Envelope
from shared.function.serving import event_delivery
from shared.llm.answer import ModelAnswer
from shared.llm.model import Model
from shared.llm.scripted import Line, ScriptedModel, says
from shared.models.message import Answer, ChannelAddress, InboundMessage, MessageKind
from tests.support.drive import Memory, deliver, envelope_of
from tests.support.mesh import Mesh

KEY = "fashion|whatsapp|c1"
CONVERSATION = f"{KEY}|1"
LEASE_IS_OVER = timedelta(seconds=71)
TOKENS = {"authorization": "Bearer ana-token"}


def thinks(**said: object) -> ModelAnswer:
    """Return a form that a model filled in."""
    form: dict[str, object] = {
        "wants": "Wants to return boots that are too small.",
        "tried": "The seller named the return policy.",
        "open_question": "Whether a return label can be sent today.",
        "mood": "annoyed",
        "reason": "policy",
        "doubt": "none",
        "doubt_reply": "",
        "replies": ["I can help with the return of the boots."],
        **said,
    }
    return says(json.dumps(form))


@dataclass
class DeskShop:
    """What a test drives."""

    script: list[Line] = field(default_factory=list[Line])
    duplicate: float = 0.0
    shuffle: bool = False
    seed: int = 1
    has_model: bool = True
    other_model: Model | None = None
    """Thinks instead of the script."""
    profile_name: str = "Bia Lima"
    memory: Memory = field(default_factory=Memory)
    handed_over: list[Envelope] = field(default_factory=list[Envelope])

    def __post_init__(self) -> None:
        self.model = ScriptedModel(self.script)
        helps = self.other_model or self.model
        self.mesh = Mesh(
            {"escalation": escalation_function(lambda _: helps if self.has_model else None, 0)},
            memory=self.memory,
            duplicate=self.duplicate,
            shuffle=self.shuffle,
            seed=self.seed,
        )
        self.store = self.memory.store
        self.calls: httpx.AsyncClient = self.mesh.clients["escalation"]

    async def talk(self, *words: str, answer: str = "You have 30 days to return them.") -> None:
        """Let the shopper write and the seller answer."""
        at = now()
        for number, text in enumerate(words, start=1):

            def decide(
                state: ConversationState | None, text: str = text, number: int = number
            ) -> Decision[Any]:
                known = state or ConversationState(
                    brand="fashion",
                    channel="whatsapp",
                    customer_id="c1",
                    address=ChannelAddress(phone_number_id="100", phone="15550100200"),
                    profile_name=self.profile_name,
                    language="en",
                    opened_at=at,
                    last_message_at=at,
                )
                message = InboundMessage(id=f"m{number}", kind=MessageKind.TEXT, text=text)
                heard = record_inbound(known, message, at)
                return record_answer(
                    heard.state, Answer(message=answer), at, sender="bot", sender_name="Luna"
                )

            await self.decide(decide)

    async def hand_over(self, reason: EscalationReason = "asked") -> None:
        """Hand the conversation to people; what follows lies in the broker."""

        def decide(state: ConversationState | None) -> Decision[Any]:
            assert state is not None
            return escalate(state, reason, "wants: hand_off", now())

        await self.decide(decide)
        found = [one for one in self.memory.publisher.envelopes if one.type == SalesEscalate.type]
        self.handed_over = found

    async def decide(self, decision: Any) -> None:
        """Let another function decide on the conversation."""
        event = ChatTurnExpired(conversation=KEY, turn_id=f"{len(self.memory.published())}")
        envelope = envelope_of(event, cause=event.turn_id, now=now())
        delivery = event_delivery("ai-seller-fashion", envelope, self.memory.ports(), now())
        await delivery.apply(CONVERSATIONS, KEY, decision)

    async def close(self) -> None:
        """Close the conversation."""

        def decide(state: ConversationState | None) -> Decision[Any]:
            assert state is not None
            return Decision(state.model_copy(update={"status": "closed", **NO_TEXT}))

        await self.decide(decide)

    async def state(self) -> ConversationState:
        """Return the conversation as it is kept."""
        document = await self.store.get(CONVERSATIONS.collection, KEY)
        assert document is not None
        return CONVERSATIONS.load(document)

    async def desk(self) -> Desk:
        """Return what helps the agent."""
        desk = (await self.state()).desk
        assert desk is not None
        return desk

    async def wait(self, by: timedelta) -> None:
        """Let time pass: leases grow older, timers and outboxes are looked after."""
        record = self.store.collections[CONVERSATIONS.collection][KEY]["state"]
        desk = record["desk"]
        for name in ("since", "until"):
            if desk and desk["lease"] and desk["lease"][name]:
                desk["lease"][name] -= by
        if desk and desk["asked_at"]:
            desk["asked_at"] -= by
        await self.mesh.look_after(by)

    def due(self) -> list[Envelope]:
        """Return the different events that asked for a model."""
        found = {one.id: one for one in self.memory.publisher.envelopes}
        return [one for one in found.values() if one.type == SalesSuggestionDue.type]

    async def deliver(self, envelope: Envelope) -> int:
        """Deliver an event as the broker does."""
        return await deliver(self.calls, envelope)

    async def call(self, method: str, path: str, key: str = "") -> httpx.Response:
        """Make a call as the agent Ana."""
        where = f"/v1/support/conversations/{CONVERSATION}{path}"
        headers = {**TOKENS, **({"idempotency-key": key} if key else {})}
        return await self.calls.request(method, where, headers=headers)

    async def told_to_shopper(self) -> str:
        """Return all words that anybody sent to the shopper."""
        found = await self.store.find("messages", {})
        return "\n".join(one["text"] for one in found if "answer" in one)
