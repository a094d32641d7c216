"""A model's first words until somebody can read them: on the shop's page, and in one process."""

import time
from collections.abc import AsyncIterable, AsyncIterator

import httpx
from pydantic_ai.models.openai import OpenAIChatModel
from pydantic_ai.providers.openai import OpenAIProvider
from starlette.responses import Response, StreamingResponse

from tests.bench.shop import Front
from tests.bench.thinking.ours import WARM_UP_SECONDS, NotThoughtError
from tests.functions.seller.peer.conversations import Shop
from tests.functions.seller.peer.peer import Peer
from tests.functions.seller.peer.peer_tools import PeerTools
from tests.support.model_server import Json, ModelServer, Reply, says

FIRST = "Ok. "
"""A sentence in one piece of the stream: a page is shown whole sentences, one process any piece."""
TALK = FIRST + "These run well, and they are light."
PAUSE_SECONDS = 0.02
PATH = "/v1/chat/fashion"
TURNS_OF_ONE = 10
"""A shopper's turns; then another comes, before a conversation's budget is used up."""
WARM_UPS = 2


class Spoken:
    """Answers in words, and knows when the first ones left the model."""

    def __init__(self) -> None:
        self.at: list[float] = []
        self._reply: Reply = says(TALK, pause_seconds=PAUSE_SECONDS)

    def __call__(self, body: Json) -> Response:
        """See `Reply`."""
        response = self._reply(body)
        assert isinstance(response, StreamingResponse), "nobody listens"
        response.body_iterator = self._noted(response.body_iterator)
        return response

    async def _noted(self, pieces: AsyncIterable[object]) -> AsyncIterator[str]:
        async for piece in pieces:
            if f'"content": "{FIRST}"' in str(piece):
                self.at.append(time.perf_counter())
            yield str(piece)


async def on_the_page(shop: Front, model: ModelServer, count: int) -> list[float]:
    """Return the milliseconds from the model's first words to the shopper's page.

    Raises:
        NotThoughtError: a message came without words before it.
    """
    base_url = f"http://127.0.0.1:{shop.gateway.port}"
    spoken, took = Spoken(), list[float]()
    model.otherwise = spoken
    while len(took) < count:
        turns = min(TURNS_OF_ONE, count - len(took))
        took += await _talk(base_url, spoken, turns)
    return took


async def in_one_process(model: ModelServer, count: int) -> list[float]:
    """Return the milliseconds until pydantic-ai, which reads the same model, has them."""
    spoken, took = Spoken(), list[float]()
    model.otherwise = spoken
    provider = OpenAIProvider(base_url=model.url, api_key="test-key")
    asked = OpenAIChatModel("gpt-4o-mini", provider=provider)
    agent = Peer(PeerTools(Shop().tools()), []).agent()
    for _ in range(WARM_UPS + count):
        async with agent.run_stream("I want running shoes", model=asked) as result:
            heard = 0.0
            async for _text in result.stream_text(delta=True, debounce_by=None):
                heard = heard or time.perf_counter()
        took.append((heard - spoken.at[-1]) * 1000)
    return took[WARM_UPS:]


async def _talk(base_url: str, spoken: Spoken, turns: int) -> list[float]:
    took: list[float] = []
    async with httpx.AsyncClient(base_url=base_url, timeout=60) as browser:
        browser.cookies = (await browser.get(f"{PATH}/messages")).cookies
        async with browser.stream("GET", f"{PATH}/stream") as stream:
            events = _events(stream)
            began = time.monotonic()
            while await _first_words(browser, events) is None:  # its first turns are the rules'
                if time.monotonic() - began > WARM_UP_SECONDS:
                    raise NotThoughtError(1, 0)
            for _ in range(turns):
                heard = await _first_words(browser, events)
                if heard is None:
                    raise NotThoughtError(1, 0)
                took.append((heard - spoken.at[-1]) * 1000)
    return took


async def _first_words(
    browser: httpx.AsyncClient, events: AsyncIterator[tuple[str, float]]
) -> float | None:
    """Write a message; return when its first words came, None if only the answer did."""
    await browser.post(f"{PATH}/messages", json={"text": "I want running shoes"})
    first = None
    async for name, at in events:
        if name == "message.created":
            break
        if name == "message.delta" and first is None:
            first = at
    return first


async def _events(stream: httpx.Response) -> AsyncIterator[tuple[str, float]]:
    """Yield each event's name and when it arrived."""
    name = ""
    async for line in stream.aiter_lines():
        if line.startswith("event: "):
            name = line.removeprefix("event: ")
        elif line.startswith("data: "):
            yield name, time.perf_counter()
