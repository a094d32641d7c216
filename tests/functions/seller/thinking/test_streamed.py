"""A thinking seller's words on the web, from a model on the real wire to Redis."""

import asyncio
import json
import time
from typing import Any

import pytest

from functions.seller import showing
from shared.chat_streams import ALL
from shared.chat_words import show_words
from shared.clients import redis_client
from shared.clock import now
from shared.events.chat import ChatThoughtDue
from shared.llm.breakers import Breakers
from shared.llm.chain import ModelChain
from shared.llm.limits import DailyLimits
from shared.llm.loading import Library
from shared.llm.prices import Amount
from shared.llm.provider import LiteLlm
from shared.llm.spending import Spending
from shared.models.words import Words
from shared.nlu.intents import Intent
from shared.settings import settings
from shared.stores.memory import MemoryStore
from tests.functions.seller.thinking.shop import ThinkingShop
from tests.support import model_server
from tests.support.drive import deliver
from tests.support.model_fixtures import loaded, server
from tests.support.model_server import ModelServer

__all__ = ["loaded", "server"]

pytestmark = [
    pytest.mark.usefixtures("test_brand"),
    # The client's own; the loader says the same, but every test starts with filters of its own.
    pytest.mark.filterwarnings("ignore:Item '.*' on TypedDict class:UserWarning"),
    pytest.mark.filterwarnings("ignore::pydantic.warnings.PydanticDeprecatedSince211"),
]
PLENTY = Amount(tokens=10_000_000, cost_micros=10_000_000)
SHOWN = "Gladly. These run well on tarmac."
TALK = "Gladly. These run well on tarmac. Tell me your size"


@pytest.fixture
async def redis(redis_url: str, fresh_clients: None, monkeypatch: pytest.MonkeyPatch) -> Any:
    del fresh_clients
    monkeypatch.setenv("REDIS_URL", redis_url)
    monkeypatch.setattr(showing, "WRITE_SECONDS", 5.0)  # a busy machine is no slow store
    settings.cache_clear()
    client: Any = redis_client()
    await client.flushdb()
    return client


def web_shop(loaded: Library, *models: str, channel: str = "web") -> ThinkingShop:
    store = MemoryStore()
    model = ModelChain(
        models=models or ("openai/m",),
        provider=LiteLlm(loaded),
        breakers=Breakers(None, now),
        spending=Spending(lambda: store, now),
        limits=DailyLimits(brand=PLENTY, conversation=PLENTY),
    )
    return ThinkingShop(other_model=model, channel=channel)


async def shown(redis: Any) -> list[Words]:
    """Return the words that pages were shown, oldest first."""
    return [Words.model_validate_json(fields["data"]) for _, fields in await redis.xrange(ALL)]


async def texts(redis: Any) -> list[str]:
    return [words.text for words in await shown(redis)]


async def first_words(redis: Any) -> float:
    """Wait until a page is shown something; return when that was."""
    while not await redis.exists(ALL):  # noqa: ASYNC110 - another process has it
        await asyncio.sleep(0.005)
    return time.monotonic()


async def test_sentences_are_shown_while_the_model_speaks(
    redis: Any, loaded: Library, server: ModelServer
) -> None:
    server.replies.append(model_server.says(TALK, pause_seconds=0.03))
    shop = web_shop(loaded)
    seen = asyncio.create_task(first_words(redis))

    await shop.say("something for the city", Intent.SMALL_TALK)

    ended = time.monotonic()
    assert ended - await seen > 0.2
    assert await texts(redis) == ["Gladly.", SHOWN]
    turn_ids = {words.turn_id for words in await shown(redis)}
    (answer,) = shop.answered.values()
    assert turn_ids == {answer.turn_id}
    assert answer.answer.message == f"Hello! I'm Luna.\n\n{TALK}"
    assert server.asked[0]["stream"] is True


async def test_a_thought_that_only_calls_tools_shows_nothing(
    redis: Any, loaded: Library, server: ModelServer
) -> None:
    server.replies.append(model_server.calls(("c1", "search", '{"text": "running shoes"}')))
    server.replies.append(model_server.says("These run well. Which size?"))
    shop = web_shop(loaded)

    await shop.say("something for the city")

    assert [(words.epoch, words.text) for words in await shown(redis)] == [(2, "These run well.")]


async def test_what_no_tool_said_is_never_shown_nor_what_follows_it(
    redis: Any, loaded: Library, server: ModelServer
) -> None:
    server.replies.append(model_server.says("Good shoes. Only $1.00! Buy them now. Bye."))
    server.replies.append(model_server.says("Good shoes. Which size?"))
    shop = web_shop(loaded)

    await shop.say("something for the city", Intent.SMALL_TALK)

    assert await texts(redis) == ["Good shoes.", "Good shoes."]
    assert shop.said() == ["Hello! I'm Luna.\n\nGood shoes. Which size?"]


@pytest.mark.parametrize("channel", ["whatsapp", "mobile", "api"])
async def test_other_channels_do_not_stream(
    redis: Any, loaded: Library, server: ModelServer, channel: str
) -> None:
    server.replies.append(model_server.says(TALK))
    shop = web_shop(loaded, channel=channel)

    await shop.hear("something for the city", Intent.SMALL_TALK)
    await shop.mesh.settle()

    assert await texts(redis) == []
    assert "stream" not in server.asked[0]


async def test_what_a_model_said_that_broke_off_is_taken_back_for_the_next(
    redis: Any, loaded: Library, server: ModelServer
) -> None:
    server.replies.append(model_server.stops_short("Well, well. These are"))
    server.replies.append(model_server.says(TALK, pause_seconds=0.01))
    shop = web_shop(loaded, "openai/a", "openai/b")

    await shop.say("something for the city", Intent.SMALL_TALK)

    first, *then = await shown(redis)
    assert (first.text, first.taken_back) == ("Well, well.", False)
    assert {words.text for words in then} <= {"", "Gladly.", SHOWN}  # those that wait are merged
    assert all(words.taken_back == (words.text == "") for words in then)
    assert then[-1].text == SHOWN
    assert shop.said() == [f"Hello! I'm Luna.\n\n{TALK}"]


async def test_a_model_that_breaks_off_for_good_leaves_the_rules_answer(
    redis: Any, loaded: Library, server: ModelServer
) -> None:
    server.replies.append(model_server.stops_short("Well, well. These are"))
    shop = web_shop(loaded)

    await shop.say("running shoes", category="running-shoes")

    (answer,) = shop.answered.values()
    assert "glide" in {card.product_id for card in answer.answer.products}
    assert await texts(redis) == ["Well, well."]


async def test_a_late_holders_words_are_not_shown(
    redis: Any, loaded: Library, server: ModelServer
) -> None:
    """The first one is asked under epoch 1; when it speaks, another has asked under 2."""
    server.replies.append(model_server.says(TALK, pause_seconds=0.05))
    shop = web_shop(loaded)
    await shop.hear("something for the city", Intent.SMALL_TALK)
    await shop.begin()
    (due,) = shop.published(ChatThoughtDue.type)
    late = asyncio.create_task(deliver(shop.mesh.clients["ai-seller-fashion"], due))
    turn_id = (await shop.turn()).turn_id
    await show_words(redis, shop.key, Words(turn_id=turn_id, epoch=2, text="Newer."))

    await late

    assert await texts(redis) == ["Newer."]


@pytest.mark.parametrize("url", ["redis://127.0.0.1:1/0", "hangs"])
@pytest.mark.usefixtures("fresh_clients")
async def test_without_redis_the_answer_is_the_same_and_redis_not_tried_for_each_piece(
    loaded: Library,
    server: ModelServer,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    url: str,
) -> None:
    async def hang(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connected.append(writer)

    connected: list[asyncio.StreamWriter] = []
    away = await asyncio.start_server(hang, "127.0.0.1", 0)
    port = away.sockets[0].getsockname()[1]
    monkeypatch.setenv("REDIS_URL", f"redis://127.0.0.1:{port}/0" if url == "hangs" else url)
    settings.cache_clear()
    server.replies.append(model_server.says(TALK))
    shop = web_shop(loaded)
    try:
        async with asyncio.timeout(20):  # each try of its own would take five seconds
            await shop.say("something for the city", Intent.SMALL_TALK)
    finally:
        for writer in connected:
            writer.close()
            await writer.wait_closed()
        away.close()
        await away.wait_closed()

    assert len(connected) == (url == "hangs")
    assert shop.said() == [f"Hello! I'm Luna.\n\n{TALK}"]
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [one["event"] for one in lines].count("words.not_shown") == 1


async def test_where_no_redis_is_named_the_model_is_not_streamed(
    loaded: Library, server: ModelServer
) -> None:
    server.replies.append(model_server.says(TALK))
    shop = web_shop(loaded)

    await shop.say("something for the city", Intent.SMALL_TALK)

    assert "stream" not in server.asked[0]
    assert shop.said() == [f"Hello! I'm Luna.\n\n{TALK}"]
