"""The same loop in one process: pydantic-ai, the same model on the same wire, tools at hand."""

import time

from pydantic_ai.models.openai import OpenAIChatModel
from pydantic_ai.providers.openai import OpenAIProvider

from tests.bench.thinking.model import WORDS
from tests.functions.seller.peer.conversations import Shop
from tests.functions.seller.peer.peer import Peer
from tests.functions.seller.peer.peer_tools import PeerTools
from tests.support.model_server import ModelServer

WARM_UPS = 3


async def turns(server: ModelServer, count: int) -> list[float]:
    """Return the milliseconds of turns, one after the other."""
    provider = OpenAIProvider(base_url=server.url, api_key="test-key")
    model = OpenAIChatModel("gpt-4o-mini", provider=provider)
    agent = Peer(PeerTools(Shop().tools()), []).agent()
    took: list[float] = []
    for _ in range(WARM_UPS + count):
        began = time.perf_counter()
        result = await agent.run("I want running shoes", model=model)
        took.append((time.perf_counter() - began) * 1000)
        assert result.output == WORDS
    return took[WARM_UPS:]
