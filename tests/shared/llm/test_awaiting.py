"""How long a model's client is waited for."""

import asyncio

from shared.llm.awaiting import is_ready
from shared.llm.scripted import ScriptedModel


async def test_a_client_that_is_loaded_meanwhile_is_ready() -> None:
    model = ScriptedModel([])
    model.ready = False
    waiting = asyncio.create_task(is_ready(model))
    await asyncio.sleep(0)
    assert not waiting.done()

    model.ready = True

    assert await waiting


async def test_one_that_is_not_loaded_in_time_is_not_waited_for_any_longer() -> None:
    model = ScriptedModel([])
    model.ready = False

    assert not await is_ready(model, patience=0)
    assert not await asyncio.wait_for(is_ready(model, patience=0.2), timeout=10)
