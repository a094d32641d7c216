import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import cast

import httpx
import pytest
from starlette.responses import Response

from functions.relay.sweep import Sweeper
from functions.whatsapp_sender import in_order, sending
from functions.whatsapp_sender.main import FUNCTION
from functions.whatsapp_sender.outbound import Form, Outbound, Stage
from functions.whatsapp_sender.pace_keeper import PaceKeeper
from functions.whatsapp_sender.pacing import NUMBER, PAIR, take
from functions.whatsapp_sender.records import OUTBOUND
from shared.clients import redis_client
from shared.clock import now
from shared.events.chat import ChatResponse
from shared.events.event import Event
from shared.events.whatsapp import WhatsAppMessageSend, WhatsAppMessageStatus
from shared.function.dead_letters import DEAD_LETTERS
from shared.function.outbox import HANDLED, TIMERS
from shared.models.message import Answer, ChannelAddress
from tests.support.drive import Memory, client, deliver, envelope_of
from tests.support.meta_server import CutOff, MetaServer, error, running_meta

pytestmark = pytest.mark.usefixtures("fresh_clients")

ADDRESS = ChannelAddress(phone_number_id="108", phone="16505551234")


@dataclass
class Shop:
    """The sender between a broker in memory and an imitated Meta."""

    service: httpx.AsyncClient
    meta: MetaServer
    memory: Memory
    _delivered: int = field(default=0)

    async def send(self, event: Event, cause: str = "cause") -> str:
        envelope = envelope_of(event, cause=cause)
        assert await deliver(self.service, envelope) == 204
        await self.settle()
        return envelope.id

    async def settle(self) -> None:
        """Deliver what the sender published to itself."""
        fresh = self.memory.publisher.envelopes[self._delivered :]
        self._delivered += len(fresh)
        for envelope in fresh:
            assert await deliver(self.service, envelope) == 204

    async def pass_time(self, duration: timedelta) -> None:
        """Fire the timers that are due within `duration`."""
        await Sweeper(self.memory.ports(), ()).timers(now() + duration)
        await self.settle()

    async def record(self, message_id: str) -> Outbound:
        document = await self.memory.store.get("outbound", message_id)
        assert document is not None
        return OUTBOUND.load(document)

    def texts(self) -> list[dict[str, object]]:
        return [cast("dict[str, object]", body.get("text", {})) for _, body in self.meta.sent]


@pytest.fixture(autouse=True)
def fresh_pace() -> None:
    sending.pace.cache_clear()


@pytest.fixture
async def shop(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Shop]:
    memory = Memory()
    async with running_meta() as meta:
        monkeypatch.setenv("WHATSAPP_API_BASE_URL", meta.url)
        monkeypatch.setenv("WHATSAPP_ACCESS_TOKEN", "token")
        monkeypatch.setenv("K_SERVICE", "whatsapp-sender")
        async with client(replace(FUNCTION, ports=memory.ports)) as service:
            yield Shop(service, meta, memory)


def response(
    text: str = "Hi",
    *,
    wrote_at: datetime | None = None,
    sequence: int = 1,
    follows: int | None = None,
    **fields: object,
) -> Event:
    return ChatResponse(
        conversation="c",
        conversation_id="c1",
        customer_id="x",
        message_id="m",
        sequence=sequence,
        follows=follows,
        sender="bot",
        sender_name="Luna",
        language="en",
        answer=Answer.model_validate({"message": text, **fields}),
        address=ADDRESS,
        last_inbound_at=wrote_at or now(),
    )


def status(name: str, **fields: object) -> Event:
    return WhatsAppMessageStatus.model_validate(
        {"wamid": "wamid.OUT1", "status": name, "at": now(), "address": ADDRESS, **fields}
    )


async def test_an_answer_is_one_message_with_our_id(shop: Shop) -> None:
    message_id = await shop.send(response("Hello"))

    assert shop.meta.sent == [
        (
            "108",
            {
                "messaging_product": "whatsapp",
                "recipient_type": "individual",
                "to": "16505551234",
                "biz_opaque_callback_data": message_id,
                "type": "text",
                "text": {"body": "Hello", "preview_url": False},
            },
        )
    ]
    record = await shop.record(message_id)
    assert (record.stage, record.wamids, record.attempt) == (Stage.SENT, ("wamid.OUT1",), 1)
    assert await shop.memory.store.find(TIMERS, {}) == []


async def test_a_redelivered_answer_is_not_sent_again(shop: Shop) -> None:
    await shop.send(response())
    await shop.memory.store.delete(HANDLED, {"_id": {"$gte": "whatsapp-sender|"}})
    await shop.send(response())

    assert len(shop.meta.sent) == 1


async def test_an_answer_delivered_twice_at_once_is_sent_once(shop: Shop) -> None:
    envelope = envelope_of(response())

    await asyncio.gather(*(deliver(shop.service, envelope) for _ in range(5)))

    assert len(shop.meta.sent) == 1


async def test_a_send_command_outside_of_a_turn_is_sent(shop: Shop) -> None:
    await shop.send(
        WhatsAppMessageSend(address=ADDRESS, language="en", answer=Answer(message="Slow down"))
    )

    assert shop.texts() == [{"body": "Slow down", "preview_url": False}]


async def test_statuses_lead_the_message_to_read(shop: Shop) -> None:
    message_id = await shop.send(response())

    await shop.send(status("read", opaque=message_id), "s1")
    await shop.send(status("delivered"), "s2")
    await shop.send(status("sent", wamid="wamid.STRANGER"), "s3")

    assert (await shop.record(message_id)).stage is Stage.READ


async def test_a_message_of_the_conversation_tells_how_far_it_got(shop: Shop) -> None:
    store = shop.memory.store
    await store.insert("messages", {"_id": "c|00000001", "text": "Hi"})
    message_id = await shop.send(response())

    await shop.send(status("read", opaque=message_id), "s1")
    await shop.send(status("delivered"), "s2")

    message = await store.get("messages", "c|00000001")
    assert message is not None
    assert message["receipt"] == "read"
    assert message["text"] == "Hi"


async def test_an_answer_cut_off_is_not_repeated_when_its_status_comes(shop: Shop) -> None:
    shop.meta.answers.append(CutOff())

    message_id = await shop.send(response())
    await shop.send(status("sent", opaque=message_id), "s1")
    await shop.pass_time(timedelta(minutes=2))

    record = await shop.record(message_id)
    assert len(shop.meta.sent) == 1
    assert (record.stage, record.possible_doubles) == (Stage.SENT, 0)


async def test_an_answer_cut_off_is_repeated_when_no_status_comes_and_counted(shop: Shop) -> None:
    shop.meta.answers.append(CutOff())

    message_id = await shop.send(response())
    before = (await shop.record(message_id)).stage
    await age(shop, message_id)
    await shop.pass_time(timedelta(minutes=2))

    record = await shop.record(message_id)
    assert before is Stage.SENDING
    assert len(shop.meta.sent) == 2
    assert (record.stage, record.possible_doubles) == (Stage.SENT, 1)


async def age(shop: Shop, message_id: str) -> None:
    """Let the message's waiting time be over."""
    await shop.memory.store.update(
        "outbound", {"_id": message_id}, {"$set": {"state.clear_at": now()}}
    )


@pytest.mark.parametrize(
    ("refusal", "stage", "sends"),
    [
        (error(429, 131056), Stage.SENT, 2),
        (error(500, 131000), Stage.SENT, 2),
        (error(401, 190), Stage.SENT, 2),
        (error(400, 131047), Stage.PARKED, 1),
        (error(400, 131026), Stage.FAILED, 1),
        (Response(status_code=429), Stage.SENT, 2),
    ],
)
async def test_each_refusal_takes_its_course(
    shop: Shop, refusal: Response, stage: Stage, sends: int
) -> None:
    shop.meta.answers.append(refusal)

    message_id = await shop.send(response())
    await shop.pass_time(timedelta(hours=1))

    assert (await shop.record(message_id)).stage is stage
    assert len(shop.meta.sent) == sends


async def test_a_refused_form_goes_as_plain_text(shop: Shop) -> None:
    shop.meta.answers.append(error(400, 131009))

    actions = [{"id": "a", "title": "Yes"}]
    message_id = await shop.send(response("Sure?", actions=actions))
    await shop.pass_time(timedelta(seconds=1))

    assert [body["type"] for _, body in shop.meta.sent] == ["interactive", "text"]
    assert shop.meta.sent[1][1]["text"] == {"body": "Sure?\n\n1. Yes", "preview_url": False}
    assert (await shop.record(message_id)).form is Form.PLAIN


async def test_a_message_that_failed_after_all_is_sent_as_a_template(shop: Shop) -> None:
    news = response("Shipped", template="order_shipped", template_values=["FA-1", "UPS", "1Z"])

    message_id = await shop.send(news)
    await shop.send(status("failed", opaque=message_id, error_code=131047), "s1")
    await shop.pass_time(timedelta(seconds=1))

    assert [body["type"] for _, body in shop.meta.sent] == ["text", "template"]
    assert (await shop.record(message_id)).stage is Stage.SENT


async def test_news_outside_the_window_waits_and_follows_the_shoppers_next_answer(
    shop: Shop,
) -> None:
    news = response("Old news", wrote_at=now() - timedelta(days=3), template="no_such_occasion")

    old = await shop.send(news, "old")
    parked = (await shop.record(old)).stage
    await shop.send(response("An answer"), "new")

    assert parked is Stage.PARKED
    assert shop.texts() == [
        {"body": "An answer", "preview_url": False},
        {"body": "Old news", "preview_url": False},
    ]
    assert (await shop.record(old)).stage is Stage.SENT


async def test_one_notice_says_that_news_waits_and_all_of_it_follows(shop: Shop) -> None:
    long_ago = now() - timedelta(days=3)

    for text in ("First", "Second"):
        await shop.send(response(text, wrote_at=long_ago, template="news_waiting"), text)
    notices = [body["type"] for _, body in shop.meta.sent]
    await shop.send(response("An answer"), "new")

    assert notices == ["template"]
    assert [part["body"] for part in shop.texts()[1:]] == ["An answer", "First", "Second"]


async def test_news_outside_the_window_goes_as_a_template_where_there_is_one(shop: Shop) -> None:
    news = response(
        "Shipped",
        wrote_at=now() - timedelta(days=3),
        template="order_shipped",
        template_values=["FA-000123", "UPS", "1Z"],
    )

    await shop.send(news)

    (_, body) = shop.meta.sent[0]
    assert body["template"] == {
        "name": "fashion_order_shipped",
        "language": {"code": "en_US"},
        "components": [
            {
                "type": "body",
                "parameters": [
                    {"type": "text", "text": "FA-000123"},
                    {"type": "text", "text": "UPS"},
                    {"type": "text", "text": "1Z"},
                ],
            }
        ],
    }


async def test_while_meta_is_away_nothing_is_lost(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WHATSAPP_API_BASE_URL", "http://127.0.0.1:1/v23.0")

    message_id = await shop.send(response())

    record = await shop.record(message_id)
    assert (record.stage, record.trouble) == (Stage.QUEUED, "ConnectError")
    assert len(await shop.memory.store.find(TIMERS, {})) == 1


async def test_a_sender_killed_before_the_request_is_made_up_for_by_its_timer(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    class KilledError(BaseException):
        pass

    def kill(point: str) -> None:
        if point == "before_outside":
            raise KilledError

    with monkeypatch.context() as broken:
        broken.setattr(sending.fault, "reach", kill)
        with pytest.raises(KilledError):
            await deliver(shop.service, envelope_of(response()))
    message_id = await shop.send(response())
    redelivered = len(shop.meta.sent)
    await age(shop, message_id)
    await shop.pass_time(timedelta(seconds=31))

    assert redelivered == 0
    assert len(shop.meta.sent) == 1
    assert (await shop.record(message_id)).stage is Stage.SENT


async def test_an_address_of_nobody_is_a_dead_letter(shop: Shop) -> None:
    event = WhatsAppMessageSend(
        address=ChannelAddress(web_id="w"), language="en", answer=Answer(message="Hi")
    )

    await shop.send(event)

    assert len(await shop.memory.store.find(DEAD_LETTERS, {})) == 1
    assert shop.meta.sent == []


async def test_the_forty_sixth_message_to_one_shopper_waits_six_seconds(
    shop: Shop, monkeypatch: pytest.MonkeyPatch, redis_url: str
) -> None:
    monkeypatch.setenv("REDIS_URL", redis_url)
    await redis_client().flushall()  # pyright: ignore[reportUnknownMemberType]

    for number in range(46):
        await shop.send(response(f"{number}"), f"cause-{number}")

    (timer,) = await shop.memory.store.find(TIMERS, {})
    wait = (timer["not_before"] - now()).total_seconds()
    assert len(shop.meta.sent) == 45
    assert 0 < wait <= 6


async def test_redis_and_the_core_count_alike(
    monkeypatch: pytest.MonkeyPatch, redis_url: str
) -> None:
    monkeypatch.setenv("REDIS_URL", redis_url)
    await redis_client().flushall()  # pyright: ignore[reportUnknownMemberType]
    keeper = PaceKeeper(redis_client())
    start = 1_795_000_000.0

    for rate in (PAIR, NUMBER):
        full_at = 0.0
        for number in range(120):
            at = start + number * 0.001
            full_at, send_at = take(rate, full_at, at)
            wait = await keeper.take(f"{rate.burst}", rate, at)
            assert wait == pytest.approx(send_at - at, abs=1e-3)


async def test_an_answer_that_overtook_the_one_before_it_lets_that_one_go_first(
    shop: Shop,
) -> None:
    second = asyncio.create_task(
        deliver(shop.service, envelope_of(response("Second", sequence=2, follows=1), cause="2"))
    )
    await asyncio.sleep(0.2)
    sent_before = len(shop.meta.sent)

    await deliver(shop.service, envelope_of(response("First"), cause="1"))

    assert await second == 204
    assert sent_before == 0
    assert [text["body"] for text in shop.texts()] == ["First", "Second"]


async def test_an_answer_is_not_kept_back_for_long_by_one_that_never_comes(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(in_order, "LONGEST_WAIT_SECONDS", 0.1)

    await shop.send(response("Second", sequence=2, follows=1))

    assert [text["body"] for text in shop.texts()] == ["Second"]
