"""The seller's function with a scripted model, joined to a scripted shop by a broker in memory."""

from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial

from functions.seller.main import seller_function
from shared.clock import now
from shared.conversation.state import CONVERSATIONS, ConversationState
from shared.conversation.turn import Turn
from shared.events.chat import ChatIntentDetected, ChatResponse, ChatTurnExpired
from shared.events.event import Event
from shared.events.registry import event_classes
from shared.function.decision import Decision
from shared.function.envelope import Envelope
from shared.function.outbox import HANDLED, handled_document, marker_of
from shared.function.serving import event_delivery
from shared.llm.answer import ModelAnswer
from shared.llm.model import Model
from shared.llm.request import ModelRequest
from shared.llm.scripted import Line, ScriptedModel
from shared.models.message import ChannelAddress, InboundMessage, MessageKind, PageView
from shared.nlu.entities import Entities
from shared.nlu.intents import Intent
from shared.nlu.meaning import Understanding
from tests.functions.seller.tool_answers import Tools
from tests.support.drive import Memory, deliver, envelope_of
from tests.support.mesh import Mesh

KEY = "fashion|whatsapp|c1"
SELLER = "ai-seller-fashion"
SHOP = ("product-catalog", "cart", "order-processor")
LEASE_IS_OVER = timedelta(seconds=71)


@dataclass
class ThinkingShop:
    """What a test drives."""

    script: list[Line] = field(default_factory=list[Line])
    duplicate: float = 0.0
    shuffle: bool = False
    seed: int = 1
    has_model: bool = True
    profile_name: str = "Ana Souza"
    page: PageView | None = None
    channel: str = "whatsapp"
    other_model: Model | None = None
    """Thinks instead of the script."""
    tools: Tools = field(default_factory=Tools)
    memory: Memory = field(default_factory=Memory)
    answered: dict[str, ChatResponse] = field(default_factory=dict[str, ChatResponse])
    """Answers by event id: a channel shows each once."""
    asked: list[Event] = field(default_factory=list[Event])
    """What the shop was asked, each question once."""

    def __post_init__(self) -> None:
        self.model = ScriptedModel(self.script)
        self._results: dict[str, Envelope] = {}
        thinks = self.other_model or self.model
        self.mesh = Mesh(
            {"ai-seller": seller_function(lambda _: thinks if self.has_model else None)},
            memory=self.memory,
            duplicate=self.duplicate,
            shuffle=self.shuffle,
            seed=self.seed,
            taken={
                **{service: partial(self._work, service) for service in SHOP},
                "whatsapp-sender": partial(self._show, "whatsapp-sender"),
                "web-chat": partial(self._show, "web-chat"),
            },
        )
        self.store = self.memory.store
        self.key = f"fashion|{self.channel}|c1"

    async def say(
        self, words: str, intent: Intent = Intent.SEARCH, *, name: str = "m1", **said: object
    ) -> None:
        """Let the shopper write, and everything happen that follows at once."""
        await self.hear(words, intent, name=name, **said)
        await self.mesh.settle()

    async def hear(
        self, words: str, intent: Intent = Intent.SEARCH, *, name: str = "m1", **said: object
    ) -> None:
        """Let a message of the shopper lie in the broker."""
        meaning = Understanding(
            language="en",
            language_confidence=1.0,
            intent=intent,
            confidence=0.9,
            entities=Entities.model_validate(said),
        )
        event = ChatIntentDetected(
            customer_id="c1",
            conversation=self.key,
            address=ChannelAddress(phone_number_id="100", phone="15550100200", user_id="US.1"),
            profile_name=self.profile_name,
            sent_at=now(),
            message=InboundMessage(id=name, kind=MessageKind.TEXT, text=words, page=self.page),
            understanding=meaning,
        )
        await self.mesh.publish(envelope_of(event, cause=name, now=now(), channel=self.channel))

    async def begin(self) -> None:
        """Let the seller take the one message there is; what follows lies in the broker."""
        (arrived,) = self.memory.publisher.envelopes
        assert await deliver(self.mesh.clients[SELLER], arrived) == 204

    async def decide(self, decision: Decision[ConversationState]) -> None:
        """Let another function decide on the conversation."""
        event = ChatTurnExpired(conversation=self.key, turn_id=f"{len(self.memory.published())}")
        envelope = envelope_of(event, cause=event.turn_id)
        delivery = event_delivery("escalation", envelope, self.memory.ports(), now())
        await delivery.apply(CONVERSATIONS, self.key, lambda _: decision)

    async def state(self) -> ConversationState:
        """Return the conversation as it is kept."""
        document = await self.store.get(CONVERSATIONS.collection, self.key)
        assert document is not None
        return CONVERSATIONS.load(document)

    async def turn(self) -> Turn:
        """Return the running turn."""
        turn = (await self.state()).active_turn
        assert turn is not None
        return turn

    async def age(self, by: timedelta) -> None:
        """Let a running turn, and the lease of its thought, be that much older."""
        record = self.store.collections[CONVERSATIONS.collection][self.key]["state"]
        turn = record["active_turn"]
        if turn is None:
            return
        turn["started_at"] -= by
        if turn["lease"] and turn["lease"]["until"]:
            turn["lease"]["until"] -= by

    async def wait(self, by: timedelta) -> None:
        """Let time pass: what is under way grows older, and the relay looks after it."""
        await self.age(by)
        await self.look_after(by)

    async def look_after(self, ahead: timedelta) -> None:
        """Let the relay do what is due by then; nothing grows older."""
        await self.mesh.look_after(ahead)

    def said(self) -> list[str]:
        """Return what the shopper was told, in order."""
        return [one.answer.message for one in sorted(self.answered.values(), key=_place)]

    def published(self, event_type: str) -> list[Envelope]:
        """Return the different events of a type that were published."""
        found = {one.id: one for one in self.memory.publisher.envelopes if one.type == event_type}
        return list(found.values())

    async def _work(self, service: str, envelope: Envelope) -> None:
        """Do what the shop's other functions do, once for each event."""
        if envelope.id not in self._results:
            event = event_classes()[envelope.type].model_validate(envelope.data)
            self.asked.append(event)
            result = self.tools.answer(event, now())
            self._results[envelope.id] = envelope_of(
                result, cause=envelope.id, now=now(), emit={"to": "seller"}
            )
        await self.mesh.publish(self._results[envelope.id])
        await self._mark(service, envelope)

    async def _show(self, service: str, envelope: Envelope) -> None:
        await self._mark(service, envelope)
        if envelope.type == ChatResponse.type:
            self.answered[envelope.id] = ChatResponse.model_validate(envelope.data)

    async def _mark(self, service: str, envelope: Envelope) -> None:
        marker = marker_of(service, envelope)
        await self.store.insert(HANDLED, handled_document(marker, {"envelopes": []}, now()))


def always(*answers: ModelAnswer) -> list[Line]:
    """Return a script that gives each thought its own answer, however often it is asked for."""

    def line(request: ModelRequest) -> ModelAnswer:
        return answers[thoughts_in(request)]

    return [line] * 99


def thoughts_in(request: ModelRequest) -> int:
    """Return how many answers of the model a request repeats, in a talk that just began."""
    return sum(message.role == "assistant" for message in request.messages)


def _place(response: ChatResponse) -> int:
    return response.sequence
